/** Why an entry moved what it moved, as plain JSON: what reports print and what support reads first. */
import { formatDay } from '../domain/calendar.ts';
import type { Entry } from '../domain/entry.ts';
import { formatRational } from '../domain/rational.ts';
import { formatAmount } from './entry-record.ts';

export type Explanation = Readonly<Record<string, string | number | null>>;

/** One line for each reason; points are exact, so those of an earning add up to the entry's points. */
export function explanationOf(entry: Entry): readonly Explanation[] {
  switch (entry.kind) {
    case 'earn':
      return entry.contributions.map(({ rule, kind, points }) => {
        const level = kind === 'level' ? { level: entry.sale.level } : {};
        return { rule, kind, ...level, points: formatRational(points) };
      });
    case 'mature':
      return entry.lots.map(({ points, expiresOn }) => {
        return { points: formatAmount(points), expiresOn: expiresOn === null ? null : formatDay(expiresOn) };
      });
    case 'expire':
      return entry.lots.map(({ points, expiresOn }) => ({
        points: formatAmount(points),
        expiresOn: formatDay(expiresOn),
      }));
    case 'tier': {
      const { from, to, since, reason } = entry.tier;
      return [{ from, to, since: formatDay(since), reason }];
    }
  }
}
