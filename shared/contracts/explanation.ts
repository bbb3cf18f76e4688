/** Why an entry moved what it moved, as plain JSON: what reports print and what support reads first. */
import { formatDay } from '../domain/calendar.ts';
import type { Day } from '../domain/calendar.ts';
import type { Credit, EarnDraft, Entry } from '../domain/entry.ts';
import { sumOfPoints } from '../domain/lots.ts';
import type { TakenLot } from '../domain/lots.ts';
import { formatRational } from '../domain/rational.ts';
import { formatInstant } from '../domain/zone.ts';
import { formatAmount } from './stored-values.ts';

export type Explanation = Readonly<Record<string, string | number | null>>;

const dayText = (day: Day | null) => (day === null ? null : formatDay(day));

/** What paid a debt, and what each lot got. */
function ofCredit({ debtPaid, lots }: Credit): readonly Explanation[] {
  return [
    ...(debtPaid === 0n ? [] : [{ reason: 'debt-paid', points: formatAmount(debtPaid) }]),
    ...lots.map(({ points, availableOn, expiresOn }) => {
      return {
        reason: 'lot',
        points: formatAmount(points),
        availableOn: formatDay(availableOn),
        expiresOn: dayText(expiresOn),
      };
    }),
  ];
}

/** The lots that points were taken from. */
function ofDebit(taken: readonly TakenLot[]): readonly Explanation[] {
  return taken.map(({ points, expiresOn, pending }) => {
    return { reason: pending ? 'pending' : 'lot', points: formatAmount(-points), expiresOn: dayText(expiresOn) };
  });
}

function reasonOf(reason: string, points: bigint): readonly Explanation[] {
  return points === 0n ? [] : [{ reason, points: formatAmount(points) }];
}

/** Why a sale earns what it earns: each rule's part, exactly, the level's multiplier and the rounding. */
export function contributionReasons({
  contributions,
  sale,
}: Pick<EarnDraft, 'contributions' | 'sale'>): readonly Explanation[] {
  return contributions.map(({ rule, kind, points }) => {
    const level = kind === 'level' ? { level: sale.level } : {};
    return { rule, kind, ...level, points: formatRational(points) };
  });
}

/** One line for each reason; points are exact, so those of an earning add up to the entry's points. */
export function explanationOf(entry: Entry): readonly Explanation[] {
  switch (entry.kind) {
    case 'earn':
      return contributionReasons(entry);
    case 'return': {
      const { purchaseId, undone, forgiven, debtMade, points } = entry;
      const expired = undone + points - forgiven;
      return [
        { reason: 'undone', points: formatAmount(-undone), purchaseId },
        ...ofDebit(entry.taken),
        ...reasonOf('debt', -debtMade),
        ...reasonOf('forgiven', forgiven),
        // Where less was due than was undone: the rest had expired.
        ...(purchaseId === null || expired <= 0n ? [] : reasonOf('expired', expired)),
      ];
    }
    case 'restore':
      return [...ofCredit(entry).map((line) => ({ ...line, purchaseId: entry.purchaseId }))];
    case 'redeem':
      return ofDebit(entry.taken);
    case 'reserve':
      return ofDebit(entry.taken).map((line) => ({ ...line, until: formatInstant(entry.until) }));
    case 'commit':
      return [{ reason: 'reserved', points: formatAmount(-sumOfPoints(entry.taken)), requestId: entry.requestId }];
    case 'cancel':
    case 'release':
    case 'import':
      return ofCredit(entry);
    case 'bonus': {
      const { campaignId, occasion, step } = entry.grant;
      return [{ reason: 'campaign', campaign: campaignId, occasion, step }, ...ofCredit(entry)];
    }
    case 'adjust': {
      const { reason, actor, debtMade } = entry;
      const why = { reason, actor, points: formatAmount(entry.points) };
      return [why, ...ofCredit(entry), ...ofDebit(entry.taken), ...reasonOf('debt', -debtMade)];
    }
    // Who the other member is says the entry; ids of ours are random, and reasons are the same wherever they are told.
    case 'transfer-out':
      return ofDebit(entry.taken);
    case 'transfer-in':
      return ofCredit(entry);
    // What came is the other member's; what it was is told there.
    case 'merge':
      return ofDebit(entry.taken).map((line) => ({ ...line, reason: 'debt-paid' }));
    case 'merge-removed':
      return [];
    case 'mature':
      return entry.lots.map(({ points, expiresOn }) => ({
        points: formatAmount(points),
        expiresOn: dayText(expiresOn),
      }));
    case 'expire':
      return entry.lots.map(({ points, expiresOn }) => {
        return {
          points: formatAmount(points),
          expiresOn: dayText(expiresOn),
          ...(entry.lapsed ? { reason: 'inactivity' } : {}),
        };
      });
    case 'tier': {
      const { from, to, since, reason } = entry.tier;
      return [{ from, to, since: formatDay(since), reason }];
    }
  }
}
