/** The facts of somebody whom others were merged into are those that the entries of all give, as far back as accounts know. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { isMember, newAccount } from '../../shared/domain/account.ts';
import { dayOf } from '../../shared/domain/calendar.ts';
import type { Day } from '../../shared/domain/calendar.ts';
import { factsOfAccount } from '../../shared/domain/statistics/account-facts.ts';
import { MemberFold } from '../../shared/domain/statistics/member-fold.ts';
import { digestsWith } from '../../shared/platform/digest.ts';
import { runs } from '../property-runs.ts';
import type { Books } from './books.ts';
import { day, programmeWith, readBack, sealAll } from './build.ts';
import { countsOf, known, olderOf, rowOf } from './known-facts.ts';
import { anyMerge, anyStep, liveThrough, MergedLives } from './merged-lives.ts';

const programme = programmeWith({
  points: { expiry: { policy: 'after', months: 5, roundUpTo: 'month' } },
  tiers: {
    levels: [
      { id: 'ordinary', from: 0 },
      { id: 'silver', from: 100 },
      { id: 'gold', from: 250 },
    ],
    window: { months: 12 },
    review: { afterMonths: 6, graceDays: 0, drop: 'to-earned' },
  },
});
const digests = digestsWith(Buffer.from('a key of tests'));
/** Returns come while the day of their sale is still known; what is later is final. */
const returnedWithin = 600;

/** The fold of what is stored of a member, and of whoever was merged into the member. */
function foldOf({ account: { memberId, enrolment }, entries }: Books, all: readonly Books[], asOf: Day): MemberFold {
  const fold = new MemberFold({ memberId, enrolment }, { asOf });
  for (const entry of sealAll(digests, newAccount(memberId, enrolment), entries).map(readBack)) {
    const from = entry.kind === 'merge' ? entry.removed.memberId : undefined;
    const removed = all.find((other) => other.account.memberId === from);
    fold.add(entry, removed && foldOf(removed, all, asOf));
  }
  return fold;
}

/** Of days that two had folded before, the intervals between one's and the other's are not known any more. */
function withoutOldIntervals(counts: ReadonlyMap<string, bigint>): ReadonlyMap<string, bigint> {
  return new Map([...counts].filter(([name]) => !/^(silent|interval)/.test(name)));
}

it('as facts and as numbers, and whoever was merged is counted nowhere', () => {
  fc.assert(
    fc.property(
      fc.array(anyStep(), { maxLength: 80, size: 'max' }),
      fc.array(anyMerge, { minLength: 1, maxLength: 3 }),
      (steps, merges) => {
        const lives = new MergedLives(programme, 3, returnedWithin);
        liveThrough(lives, steps, merges);
        const asOf = dayOf(day(lives.today) + 1);
        for (const one of lives.books) {
          const { account } = one;
          const [given, expected] = [factsOfAccount(account, asOf), foldOf(one, lives.books, asOf).facts()];
          expect(given === undefined).toBe(expected === undefined);
          if (!isMember(account)) expect(given).toBeUndefined();
          if (given === undefined || expected === undefined) continue;
          expect(known(given, asOf)).toEqual(known(expected, asOf));
          const end = given.older?.last ?? -Infinity;
          const newest = account.newestAt === null ? asOf : dayOf(Math.floor(account.newestAt / 86_400_000) - 2);
          const older = olderOf(
            expected.days.filter(({ day: on }) => on <= end),
            newest,
          );
          expect(given.older && { ...given.older, intervals: [] }).toEqual(older && { ...older, intervals: [] });
          const told = given.older === null ? (counts: ReadonlyMap<string, bigint>) => counts : withoutOldIntervals;
          const { tiers } = programme;
          expect(told(countsOf(given, asOf, tiers))).toEqual(told(countsOf(expected, asOf, tiers)));
          expect(rowOf(given, asOf)).toEqual(rowOf(expected, asOf));
        }
      },
    ),
    { numRuns: runs(150) },
  );
});
