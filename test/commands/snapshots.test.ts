/** Snapshots: of parts of passes, one pass after the other, and filled in from the entries. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { backfillSnapshots } from '../../shared/commands/backfill-snapshots.ts';
import { AccountSums } from '../../shared/commands/sum-accounts.ts';
import { sumLedger } from '../../shared/commands/sum-ledger.ts';
import { takeSnapshot } from '../../shared/commands/take-snapshot.ts';
import type { TakenSnapshot } from '../../shared/commands/take-snapshot.ts';
import { parseSnapshot } from '../../shared/contracts/snapshot.ts';
import type { Snapshot } from '../../shared/contracts/snapshot.ts';
import { newAccount } from '../../shared/domain/account.ts';
import type { Account } from '../../shared/domain/account.ts';
import { addDays, formatDay, monthOf, monthOfDay } from '../../shared/domain/calendar.ts';
import type { Day } from '../../shared/domain/calendar.ts';
import type { Entry } from '../../shared/domain/entry.ts';
import { evolve } from '../../shared/domain/evolve.ts';
import { allNumbers } from '../../shared/domain/statistics/numbers/all.ts';
import { firstDayOfMonth } from '../../shared/domain/statistics/periods.ts';
import type { Scope } from '../../shared/domain/statistics/sums-context.ts';
import type { Sums } from '../../shared/domain/statistics/sums.ts';
import { windowNames } from '../../shared/domain/statistics/windows.ts';
import { instantOf } from '../../shared/domain/zone.ts';
import { memoryPasses } from '../../shared/store/memory/memory-passes.ts';
import { memorySnapshots } from '../../shared/store/memory/memory-snapshots.ts';
import type { SnapshotStore } from '../../shared/store/snapshot-store.ts';
import { day, Ledger, programmeWith, sale } from '../domain/build.ts';
import { runs } from '../property-runs.ts';

const levels = [
  { id: 'ordinary', from: 0 },
  { id: 'silver', from: 50 },
  { id: 'gold', from: 150 },
];
const programme = programmeWith({
  points: { expiry: { policy: 'after', months: 3, roundUpTo: 'month' } },
  tiers: { levels, window: { months: 3 }, review: { afterMonths: 3, graceDays: 0, drop: 'to-earned' } },
});
const programmeOn = () => programme;
const begin = day('2022-01-10');
/** More than seven years before the end: further back than accounts know active months. */
const longAgo = day('2016-11-10');
const lastMonth = monthOfDay(day('2024-06-30'));
const monthEnd = (month: number) => addDays(firstDayOfMonth(monthOf(month + 1)), -1);
const last = monthEnd(lastMonth);

const arbitraryMember = fc.record({
  joined: fc.integer({ min: 0, max: 500 }),
  /** Days after the enrolment, and amounts. */
  sales: fc.array(fc.tuple(fc.integer({ min: 0, max: 2700 }), fc.integer({ min: 0, max: 20_000 })), { maxLength: 16 }),
  channel: fc.constantFrom('web', 'shop', null),
});
type ArbitraryMember = typeof arbitraryMember extends fc.Arbitrary<infer Value> ? Value : never;

type Member = { readonly enrolled: Account; readonly entries: readonly Entry[] };

/** A member whose events come in the order of their times. */
function memberOf({ joined, sales, channel }: ArbitraryMember, index: number, start = begin): Member {
  const enrolled = newAccount(`member${String(index)}`, { on: addDays(start, joined), channel });
  const ledger = new Ledger(programme);
  ledger.account = enrolled;
  const times = sales.map(([after, net], place) => {
    return { at: (start + joined + after) * 86_400_000 + place * 3_600_000, net };
  });
  for (const [place, { at, net }] of times.sort((a, b) => a.at - b.at).entries()) {
    if (at >= (last + 1) * 86_400_000) continue;
    const soldAt = new Date(at).toISOString();
    // What is due is posted in its month, as by the pass of every night.
    ledger.sell(sale(soldAt, { net }, String(place)));
  }
  ledger.review(formatDay(last));
  return { enrolled, entries: ledger.entries() };
}

/** The account as it was at the end of a day. */
function accountOn({ enrolled, entries }: Member, on: Day): Account {
  return entries.reduce((account, entry) => (entry.day <= on ? evolve(account, entry) : account), enrolled);
}

function ledgerOf(members: readonly Member[]) {
  return {
    async *history(memberId: string) {
      for (const { enrolled, entries } of members) {
        if (enrolled.memberId === memberId) yield* await Promise.resolve(entries);
      }
    },
    async scanAccounts() {
      return Promise.resolve({ accounts: members.map((member) => ({ account: accountOn(member, last), version: 1 })) });
    },
  };
}

const run = 'run';

type Deps = { readonly passes: ReturnType<typeof memoryPasses>; readonly snapshots: SnapshotStore };

/** A quarter of an hour into the next day. */
const thatNight = (on: Day) => (on + 1) * 86_400_000 + 900_000;

/** A pass over all members at the end of a day, in segments of which each has some parts. */
async function pass(
  { passes, snapshots }: Deps,
  members: readonly Member[],
  on: Day,
  readAt = thatNight(on),
): Promise<TakenSnapshot> {
  const now = () => instantOf(readAt);
  const segments = 2;
  for (let segment = 0; segment < segments; segment += 1) {
    const own = members.filter((_, index) => index % segments === segment);
    const parts = [own.slice(0, 1), own.slice(1)];
    for (const [part, some] of parts.entries()) {
      const sums = new AccountSums({ asOf: on, programme, now });
      for (const member of some) sums.add(accountOn(member, on));
      await sums.put(passes, run, { segment, segments, part, last: part === parts.length - 1 });
    }
  }
  return takeSnapshot({ passes, snapshots }, { day: formatDay(on), run });
}

async function snapshotOf(snapshots: SnapshotStore, on: Day): Promise<Snapshot> {
  const body = await snapshots.read(formatDay(on));
  if (body === undefined) throw new Error(`no snapshot of ${formatDay(on)}`);
  return parseSnapshot(new TextDecoder().decode(body));
}

function numbersOf(sums: Sums, asOf: Day) {
  const report = { asOf, from: null, to: null, programme };
  return Object.fromEntries(
    windowNames.flatMap((window) =>
      allNumbers
        .filter(({ isKnown }) => isKnown(sums, { ...report, window }))
        .map(({ id, compute }) => [`${id} ${window}`, compute(sums, { ...report, window })]),
    ),
  );
}

function withoutApproximated(numbers: ReturnType<typeof numbersOf>) {
  return Object.fromEntries(Object.entries(numbers).filter(([name]) => !name.startsWith('ret.silent')));
}

const opened = (): Deps => ({ passes: memoryPasses(), snapshots: memorySnapshots() });
const everybody: Scope = { tier: null, channel: null };
const months = Array.from({ length: lastMonth - monthOfDay(longAgo) + 1 }, (_, index) => monthOfDay(longAgo) + index);
const members = fc
  .array(arbitraryMember, { minLength: 1, maxLength: 4 })
  .map((all) => all.map((one, index) => memberOf(one, index, longAgo)));

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
        const ledger = ledgerOf(all);
        const days = await backfillSnapshots(
          { ...filled, ledger, now: () => instantOf(0), run: 'backfill' },
          { from: null, to: last, programmeOn, progress: () => undefined },
        );
        const first = Math.min(...all.map(({ enrolled }) => monthOfDay(enrolled.enrolment.on)));
        expect(days).toEqual(months.filter((month) => month >= first).map((month) => formatDay(monthEnd(month))));
        for (const month of [first, first + 3, lastMonth - 1, lastMonth].filter((one) => one <= lastMonth)) {
          const asOf = monthEnd(month);
          const [taken, backfilled] = [
            await snapshotOf(nightly.snapshots, asOf),
            await snapshotOf(filled.snapshots, asOf),
          ];
          expect(backfilled.facts.totals).toEqual(taken.facts.totals);
          expect(backfilled.facts.members).toBe(taken.facts.members);
          for (const scope of [everybody, { tier: null, channel: 'web' }]) {
            const { tiers, stages } = programme;
            const options = { asOf, scope, tiers, silence: stages.atRisk, progress: () => undefined };
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

describe('a pass', () => {
  const [some, others] = [
    memberOf(
      {
        joined: 0,
        sales: [
          [1, 9000],
          [40, 500],
          [400, 700],
        ],
        channel: 'web',
      },
      0,
    ),
    memberOf({ joined: 30, sales: [[200, 4000]], channel: null }, 1),
  ];
  const on = day('2024-03-31');

  test('whose parts are not all there takes no snapshot', async () => {
    const deps = opened();
    const place = { day: formatDay(on), run };
    expect(await takeSnapshot(deps, place)).toEqual({ status: 'incomplete', reason: 'there are no parts' });
    const options = { asOf: on, programme, now: () => instantOf(0) };
    const put = async (segment: number, part: number, isLast: boolean, of = programme) => {
      const sums = new AccountSums({ ...options, programme: of });
      sums.add(accountOn(some, on));
      await sums.put(deps.passes, run, { segment, segments: 2, part, last: isLast });
    };
    await put(0, 0, true);
    const lacks = async () => takeSnapshot(deps, place);
    expect(await lacks()).toEqual({ status: 'incomplete', reason: 'segment 1 is not whole' });
    await put(1, 1, true);
    expect(await lacks()).toEqual({ status: 'incomplete', reason: 'segment 1 is not whole' });
    await put(1, 0, true);
    expect(await lacks()).toEqual({ status: 'incomplete', reason: 'segment 1 is not whole' });
    await put(1, 0, false, programmeWith({ version: 2 }));
    const mixed = 'parts were counted by different versions of the programme';
    expect(await lacks()).toEqual({ status: 'incomplete', reason: mixed });
    expect(await deps.snapshots.latestBefore()).toBeUndefined();
    await put(1, 0, false);
    expect(await lacks()).toMatchObject({ status: 'taken', facts: { members: 3 } });
  });

  test('that is made again for its day takes the place of what was there', async () => {
    const deps = opened();
    await pass(deps, [some], on);
    await pass(deps, [some, others], on);
    expect((await snapshotOf(deps.snapshots, on)).facts.members).toBe(2);
  });

  test('tells a total that fell, and accounts that do not add up', async () => {
    const deps = opened();
    await pass(deps, [some, others], addDays(on, -1));
    const { passes, snapshots } = deps;
    const sums = new AccountSums({ asOf: on, programme, now: () => instantOf(0) });
    const account = accountOn(some, on);
    sums.add({ ...account, debt: account.debt + 1n });
    await sums.put(passes, run, { segment: 0, segments: 1, part: 0, last: true });
    const taken = await takeSnapshot({ passes, snapshots }, { day: formatDay(on), run });
    const fell = (total: 'earned' | 'expired') => {
      const [now, more] = [some, others].map((one) => accountOn(one, on).sums[total]);
      return { check: 'total-fell', total, before: (now ?? 0n) + (more ?? 0n), now };
    };
    expect(taken).toMatchObject({ status: 'taken' });
    if (taken.status !== 'taken') return;
    expect(taken.failed).toEqual([{ check: 'conservation', accounts: 1 }, fell('earned'), fell('expired')]);
  });

  test('knows no more than accounts do where no snapshot was taken before, or none for too long', async () => {
    const deps = opened();
    const from = async (when: Day) => (await snapshotOf(deps.snapshots, when)).facts.wholeFrom;
    await pass(deps, [some, others], on);
    // Rows tell who is of high value in the month of the day and in the one before.
    expect(await from(on)).toBe('2024-02-01');
    expect((await snapshotOf(deps.snapshots, on)).cube.of(everybody).get('sales.orders', monthOfDay(begin))).toBe(0n);
    await pass(deps, [some, others], addDays(on, 1));
    expect(await from(addDays(on, 1))).toBe('2024-02-01');
    const later = day('2024-06-15');
    await pass(deps, [some, others], later);
    expect(await from(later)).toBe('2024-05-01');
    const alone = opened();
    await pass(alone, [others], day('2022-03-20'));
    expect((await snapshotOf(alone.snapshots, day('2022-03-20'))).facts.wholeFrom).toBeNull();
  });
});

test('movement over twelve months is known from 24 months of accounts, and not when one has forgotten the first of them', async () => {
  // On 29 February and on 4 April.
  const member = memberOf({ joined: 780, sales: [0, 35].map((after) => [after, 6000]), channel: null }, 0);
  const on = day('2024-03-31');
  const movesRead = async (readOn: string) => {
    const deps = opened();
    const sums = new AccountSums({ asOf: on, programme, now: () => instantOf(0) });
    sums.add(accountOn(member, day(readOn)));
    await sums.put(deps.passes, run, { segment: 0, segments: 1, part: 0, last: true });
    await takeSnapshot(deps, { day: formatDay(on), run });
    return Object.keys(numbersOf((await snapshotOf(deps.snapshots, on)).cube.of(everybody), on)).filter((name) =>
      name.startsWith('rfm.move'),
    );
  };
  // With the purchase of April the account knows of April, and no more of April two years ago.
  expect(await movesRead('2024-04-01')).toEqual(['rfm.move month', 'rfm.move 12m', 'rfm.move all']);
  expect(await movesRead('2024-04-04')).toEqual(['rfm.move month', 'rfm.move all']);
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
        { ...deps, ledger: ledgerOf(all), now: () => instantOf(0), run },
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
