/** What members are told of before it happens (domain.md, "Review"): points that will end, a level that will fall. */
import type { Account } from './account.ts';
import { addDays } from './calendar.ts';
import type { Day } from './calendar.ts';
import { programmeOnDay } from './programme.ts';
import type { Basis, ProgrammeVersions } from './programme.ts';
import { endOfDay, lapsesOn, review } from './review.ts';
import { accountAfter } from './step.ts';
import { toStay } from './tier-outlook.ts';
import { levelAt, levelIndex } from './tiers.ts';

/** Points that end on one day: from then on they cannot be used. */
export type EndingPoints = { readonly expiresOn: Day; readonly points: bigint };

export type ExpiryNotice = {
  /** Days for which the points can still be used after the day of the notice. */
  readonly lead: number;
  /** The earliest to end first; never empty, none without points. */
  readonly lots: readonly EndingPoints[];
};

export type LevelNotice = {
  readonly level: string;
  /** The level that the judgement would leave as things stand. */
  readonly fallsTo: string;
  readonly judgement: Day;
  readonly basis: Basis;
  /** What counts so far, what is missing to stay, and the last day on which it still counts; in the basis' unit. */
  readonly amount: bigint;
  readonly missing: bigint;
  readonly by: Day;
};

/** The days since the pass before, of which notices are told: after `after`, through `day`. */
export type Span = { readonly after: Day; readonly day: Day };

/** Points by the day on which they end: their lot's, or that of the member's inactivity if it is earlier. */
export function endingPoints(account: Account, versions: ProgrammeVersions): readonly EndingPoints[] {
  const lapse = lapsesOn(account, versions);
  const byDay = new Map<Day, bigint>();
  for (const { points, expiresOn } of [...account.available, ...account.pending]) {
    const end = lapse !== null && (expiresOn === null || lapse < expiresOn) ? lapse : expiresOn;
    if (end !== null && points > 0n) byDay.set(end, (byDay.get(end) ?? 0n) + points);
  }
  return [...byDay].map(([expiresOn, points]) => ({ expiresOn, points })).sort((a, b) => a.expiresOn - b.expiresOn);
}

/**
 * Notices of points that end which fell due since the pass before, the shortest lead first; none of points that nobody can
 * use any more when it is read. A notice is sent in the morning after its day, and the lead is the number of days left
 * then: the last day on which the points can be used is the day of the notice plus the lead.
 *
 * @param account with everything posted that was due by the day
 */
export function expiryNotices(account: Account, span: Span, versions: ProgrammeVersions): readonly ExpiryNotice[] {
  const { notices } = programmeOnDay(versions, span.day).points;
  if (notices.length === 0) return [];
  // Who reads it must have a day left.
  const left = endingPoints(account, versions).filter(({ expiresOn }) => expiresOn > addDays(span.day, 1));
  return notices
    .toSorted((a, b) => a - b)
    .flatMap((lead) => {
      const lots = left.filter(({ expiresOn }) => {
        const dueOn = addDays(expiresOn, -1 - lead);
        return dueOn > span.after && dueOn <= span.day;
      });
      return lots.length === 0 ? [] : [{ lead, lots }];
    });
}

/**
 * The notice of a level that the next judgement would lower as things stand, when that is near enough and can still be
 * helped: from `atRiskDays` before the last day that helps, on every day. Null when the level is in no danger.
 *
 * @param account with everything posted that was due by the day
 */
export function levelNotice(account: Account, day: Day, versions: ProgrammeVersions): LevelNotice | null {
  const { tiers } = programmeOnDay(versions, day);
  // As of the morning on which it is read.
  const morning = addDays(day, 1);
  const stay = toStay(account, tiers, morning);
  if (stay === null || stay.missing === 0n) return null;
  const { judgement, amount, missing, by } = stay;
  // What is judged in that very morning cannot be helped any more.
  if (judgement <= morning || judgement > addDays(morning, tiers.atRiskDays)) return null;
  const judged = accountAfter(account, review(account, endOfDay(judgement, versions), versions));
  const [now, then] = [levelIndex(account.standing, tiers), levelIndex(judged.standing, tiers)];
  if (then >= now) return null;
  const [level, fallsTo] = [levelAt(now, tiers).id, levelAt(then, tiers).id];
  return { level, fallsTo, judgement, basis: tiers.basis, amount, missing, by };
}
