/** Members who turn out to be one: of days before it the numbers are what they were, and from then on they are of one. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { backfillSnapshots } from '../../../shared/commands/backfill-snapshots.ts';
import { sumLedger } from '../../../shared/commands/sum-ledger.ts';
import { newAccount } from '../../../shared/domain/account.ts';
import { monthOfDay } from '../../../shared/domain/calendar.ts';
import { sumsContext } from '../../../shared/domain/statistics/sums-context.ts';
import { instantOf } from '../../../shared/domain/zone.ts';
import { digestsWith } from '../../../shared/platform/digest.ts';
import { day, readBack, sealAll } from '../../domain/build.ts';
import { anyMerge, anyStep, liveThrough, MergedLives } from '../../domain/merged-lives.ts';
import { programme } from '../../fixtures/statistics-programme.ts';
import { runs } from '../../property-runs.ts';
import { everybody, ledgerOf, monthEnd, numbersOf, opened, pass } from './passes.ts';
import type { Member } from './passes.ts';
import { expectTheSameFacts } from './same-facts.ts';

const digests = digestsWith(Buffer.from('a key of tests'));
/** So few days that accounts know all of it at the end. */
const steps = fc.array(
  anyStep(['sale', 'full', 'part', 'review', 'redeem', 'hold', 'commit', 'cancel', 'adjust']).map((one) => ({
    ...one,
    after: one.after % 13,
  })),
  { maxLength: 24, size: 'max' },
);

/** In how many hours of days anybody bought is kept for two months, by whoever it was then. */
function comparable(numbers: ReturnType<typeof numbersOf>) {
  return Object.fromEntries(Object.entries(numbers).filter(([name]) => !name.startsWith('act.hour')));
}

it('passes at the ends of months tell what the entries of all tell', async () => {
  await fc.assert(
    fc.asyncProperty(steps, fc.array(anyMerge, { minLength: 1, maxLength: 2 }), async (all, merges) => {
      const lives = new MergedLives(programme, 3);
      liveThrough(
        lives,
        all,
        merges.map((merge) => ({ ...merge, back: 0 })),
      );
      const members = lives.books.map(({ account: { memberId, enrolment }, entries }): Member => {
        const enrolled = newAccount(memberId, enrolment);
        return { enrolled, entries: sealAll(digests, enrolled, entries).map(readBack) };
      });
      const lastMonth = monthOfDay(day(lives.today));
      const last = monthEnd(lastMonth);
      const [nightly, filled] = [opened(), opened()];
      for (let month: number = monthOfDay(day('2024-01-10')); month <= lastMonth; month += 1) {
        expect(await pass(nightly, members, monthEnd(month))).toMatchObject({ status: 'taken', failed: [] });
      }
      const ledger = ledgerOf(members, last);
      await backfillSnapshots(
        { ...filled, ledger, now: () => instantOf(0), run: 'backfill' },
        { from: null, to: last, programmeOn: () => programme, progress: () => undefined },
      );
      for (let month: number = monthOfDay(day('2024-01-10')); month <= lastMonth; month += 1) {
        const asOf = monthEnd(month);
        const { taken, backfilled } = await expectTheSameFacts({ nightly, filled }, asOf);
        const told = comparable(numbersOf(taken.cube.of(everybody), asOf));
        expect(comparable(numbersOf(backfilled.cube.of(everybody), asOf))).toEqual(told);
        const options = { ...sumsContext(asOf, programme), scope: everybody, progress: () => undefined };
        expect(comparable(numbersOf(await sumLedger(ledger, options), asOf))).toEqual(told);
      }
    }),
    { numRuns: runs(25), endOnFailure: true },
  );
});
