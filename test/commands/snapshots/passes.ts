/** Members whose histories are known, passes over them, and the snapshots that come of those. */
import fc from 'fast-check';
import { AccountSums } from '../../../shared/commands/sum-accounts.ts';
import { takeSnapshot } from '../../../shared/commands/take-snapshot.ts';
import type { TakenSnapshot } from '../../../shared/commands/take-snapshot.ts';
import { parseSnapshot } from '../../../shared/contracts/snapshot.ts';
import type { Snapshot } from '../../../shared/contracts/snapshot.ts';
import { newAccount } from '../../../shared/domain/account.ts';
import type { Account } from '../../../shared/domain/account.ts';
import { addDays, formatDay, monthOf, monthOfDay } from '../../../shared/domain/calendar.ts';
import type { Day } from '../../../shared/domain/calendar.ts';
import type { Entry } from '../../../shared/domain/entry.ts';
import { evolve } from '../../../shared/domain/evolve.ts';
import { allNumbers } from '../../../shared/domain/statistics/numbers/all.ts';
import { firstDayOfMonth } from '../../../shared/domain/statistics/periods.ts';
import type { Scope } from '../../../shared/domain/statistics/sums-context.ts';
import type { Sums } from '../../../shared/domain/statistics/sums.ts';
import { windowNames } from '../../../shared/domain/statistics/windows.ts';
import { instantOf } from '../../../shared/domain/zone.ts';
import { memoryPasses } from '../../../shared/store/memory/memory-passes.ts';
import { memorySnapshots } from '../../../shared/store/memory/memory-snapshots.ts';
import type { SnapshotStore } from '../../../shared/store/snapshot-store.ts';
import { day, Ledger, sale } from '../../domain/build.ts';
import { programme } from '../../fixtures/statistics-programme.ts';

export const begin = day('2022-01-10');
export const lastMonth = monthOfDay(day('2024-06-30'));
export const monthEnd = (month: number) => addDays(firstDayOfMonth(monthOf(month + 1)), -1);
export const last = monthEnd(lastMonth);

export const arbitraryMember = fc.record({
  joined: fc.integer({ min: 0, max: 500 }),
  /** Days after the enrolment, and amounts. */
  sales: fc.array(fc.tuple(fc.integer({ min: 0, max: 2700 }), fc.integer({ min: 0, max: 20_000 })), { maxLength: 16 }),
  channel: fc.constantFrom('web', 'shop', null),
});
type ArbitraryMember = typeof arbitraryMember extends fc.Arbitrary<infer Value> ? Value : never;

export type Member = { readonly enrolled: Account; readonly entries: readonly Entry[] };

/** A member whose events come in the order of their times. */
export function memberOf({ joined, sales, channel }: ArbitraryMember, index: number, start = begin): Member {
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
export function accountOn({ enrolled, entries }: Member, on: Day): Account {
  return entries.reduce((account, entry) => (entry.day <= on ? evolve(account, entry) : account), enrolled);
}

/** Their entries, and their accounts as they are at the end of a day. */
export function ledgerOf(members: readonly Member[], last: Day) {
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

export const run = 'run';

export type Deps = { readonly passes: ReturnType<typeof memoryPasses>; readonly snapshots: SnapshotStore };

/** A quarter of an hour into the next day. */
export const thatNight = (on: Day) => (on + 1) * 86_400_000 + 900_000;

/** A pass over all members at the end of a day, in segments of which each has some parts. */
export async function pass(
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

export async function snapshotOf(snapshots: SnapshotStore, on: Day): Promise<Snapshot> {
  const body = await snapshots.read(formatDay(on));
  if (body === undefined) throw new Error(`no snapshot of ${formatDay(on)}`);
  return parseSnapshot(new TextDecoder().decode(body));
}

export function numbersOf(sums: Sums, asOf: Day) {
  const report = { asOf, from: null, to: null, programme };
  return Object.fromEntries(
    windowNames.flatMap((window) =>
      allNumbers
        .filter(({ isKnown }) => isKnown(sums, { ...report, window }))
        .map(({ id, compute }) => [`${id} ${window}`, compute(sums, { ...report, window })]),
    ),
  );
}

export const opened = (): Deps => ({ passes: memoryPasses(), snapshots: memorySnapshots() });
export const everybody: Scope = { tier: null, channel: null };
