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
import { rational } from '../../shared/domain/rational.ts';
import { MemberFold } from '../../shared/domain/statistics/member-fold.ts';
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
const silence = { factor: rational(2n), fallbackDays: 60 };
const countedBy = () => ({ programme, silence });
const begin = day('2022-01-10');
const lastMonth = monthOfDay(day('2024-06-30'));
const monthEnd = (month: number) => addDays(firstDayOfMonth(monthOf(month + 1)), -1);
const last = monthEnd(lastMonth);

const arbitraryMember = fc.record({
  joined: fc.integer({ min: 0, max: 500 }),
  /** Days after the enrolment, and amounts. */
  sales: fc.array(fc.tuple(fc.integer({ min: 0, max: 800 }), fc.integer({ min: 0, max: 20_000 })), { maxLength: 8 }),
  channel: fc.constantFrom('web', 'shop', null),
});
type ArbitraryMember = typeof arbitraryMember extends fc.Arbitrary<infer Value> ? Value : never;

type Member = { readonly enrolled: Account; readonly entries: readonly Entry[] };

/** A member whose events come in the order of their times. */
function memberOf({ joined, sales, channel }: ArbitraryMember, index: number): Member {
  const enrolled = newAccount(`member${String(index)}`, { on: addDays(begin, joined), channel });
  const ledger = new Ledger(programme);
  ledger.account = enrolled;
  const times = sales.map(([after, net], place) => {
    return { at: (begin + joined + after) * 86_400_000 + place * 3_600_000, net };
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

function factsOf(member: Member, on: Day) {
  const fold = new MemberFold(member.enrolled, { asOf: on, timeZone: programme.timeZone });
  for (const entry of member.entries) fold.add(entry);
  return fold.facts();
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

/** A pass over all members at the end of a day, in segments of which each has some parts. */
async function pass({ passes, snapshots }: Deps, members: readonly Member[], on: Day): Promise<TakenSnapshot> {
  // A quarter of an hour into the next day.
  const now = () => instantOf((on + 1) * 86_400_000 + 900_000);
  const segments = 2;
  for (let segment = 0; segment < segments; segment += 1) {
    const own = members.filter((_, index) => index % segments === segment);
    const parts = [own.slice(0, 1), own.slice(1)];
    for (const [part, some] of parts.entries()) {
      const byId = new Map(some.map((member) => [member.enrolled.memberId, member]));
      const sums = new AccountSums({
        asOf: on,
        silence,
        programme,
        now,
        factsOf: ({ memberId }) => {
          const member = byId.get(memberId);
          return member === undefined ? undefined : factsOf(member, on);
        },
      });
      for (const member of some) sums.add(accountOn(member, on));
      await sums.put(passes, run, { segment, segments, part, last: part === parts.length - 1 });
    }
  }
  return takeSnapshot({ passes, snapshots }, { day: formatDay(on), run }, programme.timeZone);
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
      allNumbers.map(({ id, compute }) => [`${id} ${window}`, compute(sums, { ...report, window })]),
    ),
  );
}

const opened = (): Deps => ({ passes: memoryPasses(), snapshots: memorySnapshots() });
const everybody: Scope = { tier: null, channel: null };
const months = Array.from({ length: lastMonth - monthOfDay(begin) + 1 }, (_, index) => monthOfDay(begin) + index);
const members = fc
  .array(arbitraryMember, { minLength: 1, maxLength: 6 })
  .map((all) => all.map((one, index) => memberOf(one, index)));

describe('one pass a month', () => {
  test('tells what the whole history tells, and what is filled in from the entries is the same', async () => {
    await fc.assert(
      fc.asyncProperty(members, async (all) => {
        const [nightly, filled] = [opened(), opened()];
        for (const month of months) {
          const taken = await pass(nightly, all, monthEnd(month));
          expect(taken).toMatchObject({ status: 'taken', failed: [] });
        }
        const ledger = ledgerOf(all);
        const days = await backfillSnapshots(
          { ...filled, ledger, now: () => instantOf(0), run: 'backfill' },
          { from: null, to: last, countedBy, progress: () => undefined },
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
            const { tiers, timeZone } = programme;
            const options = { asOf, scope, tiers, timeZone, silence, progress: () => undefined };
            const whole = numbersOf(await sumLedger(ledger, options), asOf);
            expect(numbersOf(taken.cube.of(scope), asOf)).toEqual(whole);
            expect(numbersOf(backfilled.cube.of(scope), asOf)).toEqual(whole);
          }
        }
      }),
      { numRuns: runs(12) },
    );
  });
});
