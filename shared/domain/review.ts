/** What is due for an account by a day (domain.md, "What is due comes first" and "Review"). */
import type { Account } from './account.ts';
import { addDays, formatDay, later } from './calendar.ts';
import type { Day } from './calendar.ts';
import { entryIds } from './entry.ts';
import type { EntryDraft } from './entry.ts';
import { evolve } from './evolve.ts';
import { sumOfPoints } from './lots.ts';
import { firstDayOf, programmeName, programmeOnDay } from './programme.ts';
import type { Programme, ProgrammeVersions } from './programme.ts';
import { judge, judgementDay, levelAt, levelIndex } from './tiers.ts';
import { businessDay, instantOf, startOfDay } from './zone.ts';
import type { Instant } from './zone.ts';

/**
 * The day on which the level is next judged, by the version that is in force on that day. A version that would have
 * judged earlier than it begins does it on its first day; one published for days that are posted already, on the next.
 */
function nextJudgement(account: Account, versions: ProgrammeVersions): Day | null {
  let next: Day | null = null;
  for (const [index, version] of versions.entries()) {
    let day = judgementDay(account.standing, version.tiers);
    if (day === null) continue;
    if (index > 0) day = later(day, firstDayOf(version));
    const newest = account.newestAt === null ? day : businessDay(account.newestAt, version.timeZone);
    if (day < newest) day = addDays(newest, 1);
    if (programmeOnDay(versions, day) === version && (next === null || day < next)) next = day;
  }
  return next;
}

/** The earliest day on which something of the account is due, or null. */
function nextDueDay(account: Account, versions: ProgrammeVersions): Day | null {
  const days = [
    account.pending[0]?.availableOn,
    // Spending order: the first lot is the first to expire.
    account.available[0]?.expiresOn,
    nextJudgement(account, versions),
  ];
  return days.reduce<Day | null>(
    (first, day) => (day !== undefined && day !== null && (first === null || day < first) ? day : first),
    null,
  );
}

type Posting = {
  readonly memberId: string;
  readonly occurredAt: Instant;
  readonly day: Day;
  readonly program: string;
};

function mature(account: Account, base: Posting): EntryDraft | undefined {
  const lots = account.pending.filter((lot) => lot.availableOn <= base.day);
  if (lots.length === 0) return undefined;
  return {
    ...base,
    kind: 'mature',
    entryId: entryIds.mature(base.memberId, formatDay(base.day)),
    points: 0n,
    lots: lots.map(({ points, expiresOn }) => ({ points, expiresOn })),
  };
}

/** The expiry of every available lot whose day has come by the posting's; undefined when there is none. */
function expire(account: Account, base: Posting): EntryDraft | undefined {
  const lots = account.available.flatMap(({ points, credited, expiresOn }) =>
    expiresOn !== null && expiresOn <= base.day ? [{ points, credited, expiresOn }] : [],
  );
  if (lots.length === 0) return undefined;
  const entryId = entryIds.expire(base.memberId, formatDay(base.day));
  return { ...base, kind: 'expire', entryId, points: -sumOfPoints(lots), lots };
}

function judgeLevel(account: Account, { tiers }: Programme, base: Posting): EntryDraft | undefined {
  const judgement = judgementDay(account.standing, tiers);
  if (judgement === null || judgement > base.day) return undefined;
  const { level, since } = judge(account, tiers, base.day);
  const from = levelAt(levelIndex(account.standing, tiers), tiers).id;
  return {
    ...base,
    kind: 'tier',
    entryId: entryIds.tierReview(base.memberId, formatDay(base.day)),
    points: 0n,
    tier: { from, to: level.id, since, reason: level.id === from ? 'confirmed' : 'not-supported' },
  };
}

/**
 * Entries that are due for an account up to and including the business day `through`, oldest first: lots that mature,
 * lots that expire, level judgements. For a day before the account's newest posting there is nothing to post.
 */
export function review(account: Account, through: Day, versions: ProgrammeVersions): EntryDraft[] {
  // Most accounts have nothing due on most days: they are let go before anything else is worked out.
  const first = nextDueDay(account, versions);
  if (first === null || first > through) return [];
  const { timeZone } = programmeOnDay(versions, through);
  if (account.newestAt === null || businessDay(account.newestAt, timeZone) > through) return [];
  const drafts: EntryDraft[] = [];
  let current = account;
  for (let due: Day | null = first; due !== null && due <= through; due = nextDueDay(current, versions)) {
    const { memberId } = account;
    const day = due;
    const programme = programmeOnDay(versions, day);
    const occurredAt = instantOf(Math.max(startOfDay(day, programme.timeZone), current.newestAt ?? 0));
    const base: Posting = { memberId, occurredAt, day, program: programmeName(programme) };
    for (const step of [
      (now: Account) => mature(now, base),
      (now: Account) => expire(now, base),
      (now: Account) => judgeLevel(now, programme, base),
    ]) {
      const draft = step(current);
      if (draft === undefined) continue;
      drafts.push(draft);
      current = evolve(current, draft);
    }
  }
  return drafts;
}
