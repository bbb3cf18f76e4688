/** What is due for an account by a day (domain.md, "What is due comes first" and "Review"). */
import type { Account } from './account.ts';
import { formatDay } from './calendar.ts';
import type { Day } from './calendar.ts';
import { entryIds } from './entry.ts';
import type { EntryDraft } from './entry.ts';
import { evolve } from './evolve.ts';
import { sumOfPoints } from './lots.ts';
import { programmeAt, programmeName, programmeOnDay } from './programme.ts';
import type { Programme, ProgrammeVersions } from './programme.ts';
import { judge, judgementDay, levelAt, levelIndex, reviewDay } from './tiers.ts';
import { businessDay, instantOf, startOfDay } from './zone.ts';
import type { Instant } from './zone.ts';

/** The earliest day on which something of the account is due, or null. */
export function nextDueDay(account: Account, programme: Programme): Day | null {
  const days = [
    account.pending[0]?.availableOn,
    // Spending order: the first lot is the first to expire.
    account.available[0]?.expiresOn,
    judgementDay(account.standing, programme.tiers),
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

/** The expiry of every available lot whose day has come by `day`; undefined when there is none. */
export function expire(account: Account, day: Day, entryId: string, base: Posting): EntryDraft | undefined {
  const lots = account.available.flatMap(({ points, credited, expiresOn }) =>
    expiresOn !== null && expiresOn <= day ? [{ points, credited, expiresOn }] : [],
  );
  if (lots.length === 0) return undefined;
  return { ...base, kind: 'expire', entryId, points: -sumOfPoints(lots), lots };
}

function judgeLevel(account: Account, programme: Programme, base: Posting): EntryDraft | undefined {
  const { tiers } = programme;
  const review = reviewDay(account.standing, tiers);
  const judgement = judgementDay(account.standing, tiers);
  if (review === null || judgement === null || judgement > base.day) return undefined;
  const { level, since } = judge(account, tiers, review, judgement);
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
  const reviewing = programmeOnDay(versions, through);
  const { timeZone } = reviewing;
  // Most accounts have nothing due on most days: they are let go before anything else is worked out.
  const first = nextDueDay(account, reviewing);
  if (first === null || first > through) return [];
  if (account.newestAt === null || businessDay(account.newestAt, timeZone) > through) return [];
  const drafts: EntryDraft[] = [];
  let current = account;
  for (;;) {
    const due = nextDueDay(current, reviewing);
    if (due === null || due > through) return drafts;
    const occurredAt = instantOf(Math.max(startOfDay(due, timeZone), current.newestAt ?? 0));
    const programme = programmeAt(versions, occurredAt);
    const base = { memberId: account.memberId, occurredAt, day: due, program: programmeName(programme) };
    const expiryId = entryIds.expire(account.memberId, formatDay(due));
    const before = drafts.length;
    for (const step of [
      (now: Account) => mature(now, base),
      (now: Account) => expire(now, due, expiryId, base),
      (now: Account) => judgeLevel(now, programme, base),
    ]) {
      const draft = step(current);
      if (draft === undefined) continue;
      drafts.push(draft);
      current = evolve(current, draft);
    }
    // A version that judges levels otherwise than the one that found the day: nothing more is due by it.
    if (drafts.length === before) return drafts;
  }
}
