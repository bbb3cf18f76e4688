/** The document that `simulate` and `replay` print (contracts.md): the same for the same input and programme. */
import { explanationOf } from '../../shared/contracts/explanation.ts';
import type { Account } from '../../shared/domain/account.ts';
import { balanceOf, isMember } from '../../shared/domain/account.ts';
import { sumNames } from '../../shared/domain/movement-sums.ts';
import { formatDay } from '../../shared/domain/calendar.ts';
import type { Day } from '../../shared/domain/calendar.ts';
import type { Entry } from '../../shared/domain/entry.ts';
import { compareSpending } from '../../shared/domain/lots.ts';
import type { Lot } from '../../shared/domain/lots.ts';
import { programmeName } from '../../shared/domain/programme.ts';
import type { Programme } from '../../shared/domain/programme.ts';
import { levelAt, levelIndex } from '../../shared/domain/tiers.ts';
import { formatInstant } from '../../shared/domain/zone.ts';
import type { MemberStore } from '../../shared/store/member-store.ts';
import type { LedgerStore } from '../../shared/store/store.ts';
import { Failure } from '../failure.ts';
import { compareOrders, externalIdOf, orderOf, printedId } from './member-order.ts';
import type { MemberOrder } from './member-order.ts';
import type { Tally } from './tally.ts';

export type ReportOptions = { readonly members: boolean; readonly entries: boolean };

/** A member with what the order of the document needs. */
type Row = { readonly account: Account; readonly externalId: string | null; readonly order: MemberOrder };

async function rowOf(account: Account, stores: { ledger: LedgerStore; members: MemberStore }): Promise<Row> {
  const profile = await stores.members.profile(account.memberId);
  const order = await orderOf(stores.ledger, profile, account.seq === 0 ? null : account.memberId);
  return { account, externalId: externalIdOf(profile) ?? null, order };
}

function printLot({ points, availableOn, expiresOn }: Lot) {
  return { points, availableOn: formatDay(availableOn), expiresOn: expiresOn === null ? null : formatDay(expiresOn) };
}

function printMember({ account, externalId }: Row, programme: Programme) {
  const { memberId, sums, orders, netMinor } = account;
  return {
    memberId,
    externalId,
    tier: levelAt(levelIndex(account.standing, programme.tiers), programme.tiers).id,
    ...balanceOf(account),
    ...sums,
    orders,
    netMinor,
    lots: [...account.available, ...account.pending]
      .filter(({ points }) => points > 0n)
      .sort(compareSpending)
      .map(printLot),
  };
}

function printEntry(entry: Entry) {
  const { memberId, seq, kind, points, occurredAt } = entry;
  const explanation = explanationOf(entry);
  return { memberId, seq, entryId: printedId(entry), kind, points, occurredAt: formatInstant(occurredAt), explanation };
}

async function printHistory(ledger: LedgerStore, memberId: string) {
  const entries: ReturnType<typeof printEntry>[] = [];
  for await (const entry of ledger.history(memberId)) entries.push(printEntry(entry));
  return entries;
}

function totalsOf(accounts: readonly Account[]) {
  const moved = Object.fromEntries(sumNames.map((name) => [name, 0n]));
  const held = { available: 0n, pending: 0n, reserved: 0n, debt: 0n };
  let [purchases, returns, netMinor] = [0, 0, 0n];
  for (const account of accounts) {
    const balance = balanceOf(account);
    held.available += balance.available;
    held.pending += balance.pending;
    held.reserved += balance.reserved;
    held.debt += balance.debt;
    for (const name of sumNames) moved[name] = (moved[name] ?? 0n) + account.sums[name];
    purchases += account.purchases;
    returns += account.returns;
    netMinor += account.netMinor;
  }
  return { members: membersAmong(accounts).length, purchases, returns, netMinor, ...moved, ...held };
}

/**
 * Accounts of those who are members. Whoever was merged into another has no points, and is that one now; what somebody who
 * was erased has moved stays in the totals, as it stays in the books.
 */
function membersAmong(accounts: readonly Account[]): readonly Account[] {
  return accounts.filter(isMember);
}

/**
 * Whoever was merged into another is that one now. Whoever was erased is told of without a name, so that what the members
 * hold adds up to the totals.
 */
function isTold({ account: { left } }: Row): boolean {
  return left?.how !== 'merged';
}

function tiersOf(accounts: readonly Account[], { tiers }: Programme) {
  const counts = tiers.levels.map(() => 0);
  for (const { standing } of membersAmong(accounts)) {
    const index = levelIndex(standing, tiers);
    counts[index] = (counts[index] ?? 0) + 1;
  }
  return Object.fromEntries(tiers.levels.map(({ id }, index) => [id, counts[index] ?? 0]));
}

async function allAccounts(ledger: LedgerStore): Promise<Account[]> {
  const accounts: Account[] = [];
  for (let startKey: string | undefined, first = true; first || startKey !== undefined; first = false) {
    const page = await ledger.scanAccounts(startKey);
    accounts.push(...page.accounts.map(({ account }) => account));
    if (page.unreadable !== undefined) {
      throw new Failure(
        `Accounts cannot be read, so there are no totals: ${page.unreadable.join(', ')}.`,
        '`npx perennial verify` says what else is not as it was written.',
      );
    }
    startKey = page.nextKey;
  }
  return accounts;
}

/** Reads the whole state back from the stores and makes the document of it. */
export async function buildDocument(
  stores: { readonly ledger: LedgerStore; readonly members: MemberStore },
  run: { readonly programme: Programme; readonly asOf: Day; readonly tally: Tally },
  options: ReportOptions,
) {
  const accounts = await allAccounts(stores.ledger);
  const wanted = options.members || options.entries ? accounts : [];
  const rows = (await mapInBatches(wanted, async (account) => rowOf(account, stores))).sort((a, b) =>
    compareOrders(a.order, b.order),
  );
  const histories = options.entries
    ? await mapInBatches(rows, async ({ account }) => printHistory(stores.ledger, account.memberId))
    : undefined;
  return {
    program: programmeName(run.programme),
    asOf: formatDay(run.asOf),
    events: run.tally.events(),
    totals: totalsOf(accounts),
    tiers: tiersOf(accounts, run.programme),
    refusals: run.tally.refusals(),
    members: options.members ? rows.filter(isTold).map((row) => printMember(row, run.programme)) : undefined,
    entries: histories?.flat(),
  };
}
export type RunDocument = Awaited<ReturnType<typeof buildDocument>>;

/** Enough at once to hide the way to a table. */
const batchSize = 50;

async function mapInBatches<Item, Result>(
  items: readonly Item[],
  work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  for (let at = 0; at < items.length; at += batchSize) {
    results.push(...(await Promise.all(items.slice(at, at + batchSize).map(work))));
  }
  return results;
}
