/**
 * The account's own statistics after an entry (domain.md, "The account's own statistics"). What a return takes back it
 * takes from the day and month of its sale while those are known; what lies further back is final.
 */
import { sumNames } from './movement-sums.ts';
import type { Account } from './account.ts';
import type { SumName, Sums } from './movement-sums.ts';
import type {
  BrokenPoints,
  Flows,
  LevelChange,
  MonthOfAccount,
  PurchaseDay,
  Statistics,
  Visit,
} from './account-statistics.ts';
import { monthOfDay } from './calendar.ts';
import type { Day, Month } from './calendar.ts';
import type { EarnDraft, EntryDraft, MergeDraft, MergeRemovedDraft, ReturnDraft } from './entry.ts';
import { withoutTooOld } from './known-months.ts';
import { withElement } from './ordered-list.ts';
import type { Compare } from './ordered-list.ts';
import { add, subtract, toUnits, zero } from './rational.ts';
import type { Rational } from './rational.ts';
import { unitsSold } from './sale-returns.ts';
import { brokenBy } from './vintages.ts';
import type { Instant } from './zone.ts';

type Changes = Partial<Statistics>;
/** Two accounts that become one are `merged-statistics.ts`. */
type OneAccounts = Exclude<EntryDraft, MergeDraft | MergeRemovedDraft>;

const byDay: Compare<PurchaseDay> = (a, b) => a.day - b.day;
const byMonth: Compare<MonthOfAccount> = (a, b) => a.month - b.month;
const byHour: Compare<Visit> = (a, b) => a.day - b.day || a.hour - b.hour;
const byExpiry: Compare<BrokenPoints> = (a, b) => a.expired - b.expired || a.issued - b.issued;

function withSale(days: readonly PurchaseDay[], day: Day): readonly PurchaseDay[] {
  const known = days.findLast((other) => other.day === day);
  return withElement(days, { day, orders: (known?.orders ?? 0) + 1 }, byDay);
}

/** A day that has no order left is no purchase day any more. */
function withoutSale(days: readonly PurchaseDay[], day: Day): readonly PurchaseDay[] {
  return days.flatMap((one) => {
    if (one.day !== day) return [one];
    return one.orders > 1 ? [{ day, orders: one.orders - 1 }] : [];
  });
}

const noFlows: Flows = {};

/** A month of the list; one in which nothing happened yet where the list has none. */
function monthIn(months: readonly MonthOfAccount[], month: Month): MonthOfAccount {
  return months.findLast((other) => other.month === month) ?? { month, netMinor: 0n, items: zero, flows: noFlows };
}

type Sold = { readonly month: Month; readonly netMinor: bigint; readonly items: Rational };

function withSold(months: readonly MonthOfAccount[], sold: Sold): readonly MonthOfAccount[] {
  const { month, netMinor, items, flows } = monthIn(months, sold.month);
  const changed = { month, netMinor: netMinor + sold.netMinor, items: toUnits(add(items, sold.items)), flows };
  return withElement(months, changed, byMonth);
}

/** Flows with points of one kind; a kind whose points come to nothing is left out. */
function withFlow(flows: Flows, name: SumName, points: bigint): Flows {
  const sum = (flows[name] ?? 0n) + points;
  if (sum !== 0n) return { ...flows, [name]: sum };
  return Object.fromEntries(Object.entries(flows).filter(([other]) => other !== name));
}

/** Adds what the entry changed of the lifetime sums to the month of its day. */
function withFlows(
  months: readonly MonthOfAccount[],
  month: Month,
  before: Sums,
  after: Sums,
): readonly MonthOfAccount[] {
  const moved = sumNames.filter((name) => after[name] !== before[name]);
  if (moved.length === 0) return months;
  const { netMinor, items, flows: known } = monthIn(months, month);
  const flows = moved.reduce((sum, name) => withFlow(sum, name, after[name] - before[name]), known);
  return withElement(months, { month, netMinor, items, flows }, byMonth);
}

/**
 * Levels by the months at whose end they are held. A change makes those of later months nothing: nobody can see them any
 * more; one that leaves the level as it was is none.
 */
export function withLevel(levels: readonly LevelChange[], { month, level }: LevelChange): readonly LevelChange[] {
  const before = levels.filter((other) => other.month < month);
  return before.at(-1)?.level === level ? before : [...before, { month, level }];
}

/** Every visit stands for itself, of one hour too. */
function withVisit(visits: readonly Visit[], visit: Visit): readonly Visit[] {
  const at = visits.findLastIndex((other) => byHour(other, visit) <= 0) + 1;
  return visits.toSpliced(at, 0, visit);
}

function afterEarn({ days, months, visits, older }: Statistics, { day, hour, netMinor, sale }: EarnDraft): Changes {
  const isFinal = older !== null && day <= older.last;
  return {
    days: isFinal ? days : withSale(days, day),
    months: withSold(months, { month: monthOfDay(day), netMinor, items: unitsSold(sale) }),
    visits: withVisit(visits, { day, hour }),
  };
}

function afterReturn({ days, months }: Statistics, { soldOn, day, ...entry }: ReturnDraft): Changes {
  return {
    days: entry.orderReturned && soldOn !== null ? withoutSale(days, soldOn) : days,
    months: withSold(months, {
      month: monthOfDay(soldOn ?? day),
      netMinor: -entry.netMinor,
      items: subtract(zero, entry.units),
    }),
  };
}

/** Points by month of issue and of expiry, each pair once, in the order of their expiry. */
function withBroken(broken: readonly BrokenPoints[], ended: readonly BrokenPoints[]): readonly BrokenPoints[] {
  return ended.reduce((all, { issued, expired, points }) => {
    const known = all.findLast((other) => other.issued === issued && other.expired === expired)?.points ?? 0n;
    return withElement(all, { issued, expired, points: known + points }, byExpiry);
  }, broken);
}

function changesOf(account: Account, entry: OneAccounts): Changes {
  const { statistics } = account;
  switch (entry.kind) {
    case 'earn':
      return afterEarn(statistics, entry);
    case 'return':
      return afterReturn(statistics, entry);
    case 'tier':
      return { levels: withLevel(statistics.levels, { month: monthOfDay(entry.day), level: entry.tier.to }) };
    case 'expire':
      return { broken: withBroken(statistics.broken, brokenBy(account, entry)) };
    case 'restore':
    case 'redeem':
    case 'reserve':
    case 'commit':
    case 'cancel':
    case 'release':
    case 'adjust':
    case 'transfer-out':
    case 'transfer-in':
    case 'import':
    case 'bonus':
    case 'mature':
      return {};
  }
}

/** What an entry leaves of an account that its statistics need. */
type After = { readonly sums: Sums; readonly newestAt: Instant };

function knownSince({ statistics: { since }, enrolment }: Account, { day }: EntryDraft): Day | null {
  return day < (since ?? enrolment.on) ? day : since;
}

/**
 * @param before the account before the entry
 * @param after the sums after it, and the instant of the newest posting
 */
export function evolveStatistics(before: Account, after: After, entry: OneAccounts): Statistics {
  const { statistics } = before;
  const changed: Statistics = { ...statistics, ...changesOf(before, entry), since: knownSince(before, entry) };
  const months = withFlows(changed.months, monthOfDay(entry.day), before.sums, after.sums);
  return withoutTooOld({ ...changed, months }, after.newestAt);
}
