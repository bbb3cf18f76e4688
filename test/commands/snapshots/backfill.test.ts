/** Snapshots that are filled in from the entries: what passes would have taken. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { backfillSnapshots } from '../../../shared/commands/backfill-snapshots.ts';
import { sumLedger } from '../../../shared/commands/sum-ledger.ts';
import { addDays, formatDay, monthOf, monthOfDay } from '../../../shared/domain/calendar.ts';
import { firstDayOfMonth } from '../../../shared/domain/statistics/periods.ts';
import { sumsContext } from '../../../shared/domain/statistics/sums-context.ts';
import { instantOf } from '../../../shared/domain/zone.ts';
import { day } from '../../domain/build.ts';
import { programme } from '../../fixtures/statistics-programme.ts';
import { runs } from '../../property-runs.ts';
import {
  arbitraryMember,
  everybody,
  last,
  lastMonth,
  ledgerOf,
  memberOf,
  monthEnd,
  numbersOf,
  opened,
  pass,
  run,
  thatNight,
} from './passes.ts';
import { expectTheSameFacts } from './same-facts.ts';

const programmeOn = () => programme;
/** More than seven years before the end: further back than accounts know active months. */
const longAgo = day('2016-11-10');
const months = Array.from({ length: lastMonth - monthOfDay(longAgo) + 1 }, (_, index) => monthOfDay(longAgo) + index);
const members = fc
  .array(arbitraryMember, { minLength: 1, maxLength: 4 })
  .map((all) => all.map((one, index) => memberOf(one, index, longAgo)));

function withoutApproximated(numbers: ReturnType<typeof numbersOf>) {
  return Object.fromEntries(Object.entries(numbers).filter(([name]) => !name.startsWith('ret.silent')));
}

describe('one pass a month, and every night in the last', () => {
  test('tells what the whole history tells, and what is filled in from the entries is the same', async () => {
    await fc.assert(
      fc.asyncProperty(members, async (all) => {
        const [nightly, filled] = [opened(), opened()];
        for (const month of months) {
          const night = month === lastMonth ? firstDayOfMonth(monthOf(month)) : monthEnd(month);
          for (let on = night; on <= monthEnd(month); on = addDays(on, 1)) {
            // As in a replay of old purchases, half of the passes are made years later: accounts know the same then.
            const readAt = thatNight(addDays(on, (on % 2) * 5000));
            expect(await pass(nightly, all, on, readAt)).toMatchObject({ status: 'taken', failed: [] });
          }
        }
        const ledger = ledgerOf(all, last);
        const days = await backfillSnapshots(
          { ...filled, ledger, now: () => instantOf(0), run: 'backfill' },
          { from: null, to: last, programmeOn, progress: () => undefined },
        );
        const first = Math.min(...all.map(({ enrolled }) => monthOfDay(enrolled.enrolment.on)));
        expect(days).toEqual(months.filter((month) => month >= first).map((month) => formatDay(monthEnd(month))));
        for (const month of [first, first + 3, lastMonth - 1, lastMonth].filter((one) => one <= lastMonth)) {
          const asOf = monthEnd(month);
          const { taken, backfilled } = await expectTheSameFacts({ nightly, filled }, asOf);
          for (const scope of [everybody, { tier: null, channel: 'web' }]) {
            const options = { ...sumsContext(asOf, programme), scope, progress: () => undefined };
            const whole = numbersOf(await sumLedger(ledger, options), asOf);
            expect(numbersOf(backfilled.cube.of(scope), asOf)).toEqual(whole);
            // Of intervals long past accounts tell no more than their bins, so a usual gap that those are part of is told
            // as that of the bin.
            const told = numbersOf(taken.cube.of(scope), asOf);
            for (const [name, value] of Object.entries(withoutApproximated(whole))) {
              expect(told[name], `${name} as of ${formatDay(asOf)}`).toEqual(value);
            }
          }
        }
      }),
      { numRuns: runs(3), endOnFailure: true },
    );
  });
});

test('rows that are put by on the way tell the same', async () => {
  const all = Array.from({ length: 4 }, (_, index) =>
    memberOf(
      {
        joined: index * 20,
        sales: [
          [index, 100 * index],
          [100, 5000],
        ],
        channel: null,
      },
      index,
    ),
  );
  const written = await Promise.all(
    [0, 1_000_000].map(async (rowsAtMost) => {
      const deps = opened();
      await backfillSnapshots(
        { ...deps, ledger: ledgerOf(all, last), now: () => instantOf(0), run },
        { from: day('2022-05-10'), to: day('2022-08-20'), programmeOn, progress: () => undefined, rowsAtMost },
      );
      const days: string[] = [];
      const texts: string[] = [];
      for await (const facts of deps.snapshots.list()) {
        days.push(facts.day);
        texts.push(new TextDecoder().decode(await deps.snapshots.read(facts.day)));
      }
      expect(await deps.passes.parts({ day: '2022-05-31', run })).toHaveLength(rowsAtMost === 0 ? 4 : 0);
      expect(days).toEqual(['2022-05-31', '2022-06-30', '2022-07-31', '2022-08-20']);
      return texts;
    }),
  );
  expect(written[0]).toEqual(written[1]);
});
