/** The account after an entry: the one way in which an account changes, live and when it is rebuilt. */
import type { Account, MonthlyPoints } from './account.ts';
import type { SumName, Sums } from './movement-sums.ts';
import { later, monthOfDay } from './calendar.ts';
import type { Day, Month } from './calendar.ts';
import type { CreditDraft } from './credits.ts';
import type {
  Debit,
  EarnDraft,
  EntryDraft,
  ExpireDraft,
  MatureDraft,
  MergeDraft,
  MergeRemovedDraft,
  Progress,
  ReserveDraft,
  ReturnDraft,
} from './entry.ts';
import { issuedIn, lessIssued } from './issued.ts';
import {
  creditAvailable,
  creditPending,
  emptiedLots,
  pendingWithoutTaken,
  withoutEmpties,
  withoutTaken,
} from './lots.ts';
import type { Lot } from './lots.ts';
import { afterMerge, closed } from './merged-account.ts';
import { upToMonth, withinLimit } from './moved-lots.ts';
import { withElement } from './ordered-list.ts';
import type { Compare } from './ordered-list.ts';
import { evolveStatistics } from './evolve-statistics.ts';
import { instantOf } from './zone.ts';

/** What an entry changes of an account, beside its place in the chain. */
type Changes = Partial<Account>;

const byMonth: Compare<MonthlyPoints> = (a, b) => a.month - b.month;

function addProgress(account: Account, { points, month, keepFrom }: Progress): Account['progress'] {
  const months: MonthlyPoints[] = account.progress.months.filter((other) => other.month >= keepFrom);
  // No month is ever judged below zero: what one lacked is let go when it is no longer kept by itself.
  const lacked = account.progress.months.reduce(
    (sum, other) => (other.month < keepFrom && other.points < 0n ? sum + other.points : sum),
    0n,
  );
  const total = account.progress.total + points - lacked;
  if (month < keepFrom) return { total, months };
  const sum = points + (months.find((other) => other.month === month)?.points ?? 0n);
  if (sum === 0n) return { total, months: months.filter((other) => other.month !== month) };
  return { total, months: withElement(months, { month, points: sum }, byMonth) };
}

function addTo(sums: Sums, name: SumName, points: bigint): Sums {
  return points === 0n ? sums : { ...sums, [name]: sums[name] + points };
}

/** The newest act. When all points have ended with inactivity it has done its part, and what is older counts no more. */
function actOf(account: Account, entry: EntryDraft): Day | null {
  if (entry.kind === 'expire' && entry.lapsed) return null;
  const isOver = account.lapsedOn !== null && entry.day < account.lapsedOn;
  if (entry.act !== true || isOver) return account.lastActOn;
  return account.lastActOn === null ? entry.day : later(account.lastActOn, entry.day);
}

/** What points that come in were credited with: nothing when they are given back. */
type Given = 'back' | { readonly issuedIn: Month | null };

/** Imported, adjusted and transferred points, which nobody issued in a month. */
const ofNoMonth: Given = { issuedIn: null };

/** Lots and debt after a credit. Points that are given back add nothing to what a lot was ever credited. */
function credit(account: Account, entry: CreditDraft, given: Given): Changes {
  const { lots, debtPaid } = entry;
  // Of points without a day the month counts where inactivity ends them: then a member who has points has an act.
  const mayEnd = actOf(account, entry) !== null;
  let { available, pending } = account;
  for (const { points, availableOn, expiresOn, pending: waits } of lots) {
    const credited = given === 'back' ? 0n : points;
    const month = given === 'back' || (expiresOn === null && !mayEnd) ? null : given.issuedIn;
    const issued = issuedIn(month, credited);
    const lot: Lot = { points, credited, issued, availableOn, expiresOn };
    if (waits) pending = creditPending(pending, lot);
    else available = creditAvailable(available, lot);
  }
  return { available, pending, debt: account.debt - debtPaid };
}

function debit(account: Account, { taken }: Debit): Changes {
  return taken.length === 0
    ? {}
    : {
        available: emptiedLots(account.pending, taken).reduce(creditAvailable, withoutTaken(account.available, taken)),
        pending: pendingWithoutTaken(account.pending, taken),
      };
}

function afterEarn(account: Account, entry: EarnDraft): Changes {
  const first = account.firstPurchaseOn;
  return {
    ...credit(account, entry, { issuedIn: monthOfDay(entry.day) }),
    progress: addProgress(account, entry.progress),
    sums: addTo(account.sums, 'earned', entry.points),
    purchases: account.purchases + 1,
    orders: account.orders + 1,
    netMinor: account.netMinor + entry.netMinor,
    firstPurchaseOn: first === null || entry.day < first ? entry.day : first,
  };
}

function afterReturn(account: Account, entry: ReturnDraft): Changes {
  return {
    ...debit(account, entry),
    debt: account.debt + entry.debtMade,
    progress: addProgress(account, entry.progress),
    sums: addTo(account.sums, 'returned', -entry.points),
    returns: account.returns + 1,
    orders: entry.orderReturned ? account.orders - 1 : account.orders,
    netMinor: account.netMinor - entry.netMinor,
  };
}

function afterReserve(account: Account, { requestId, until, day, taken, ...entry }: ReserveDraft): Changes {
  // What a late request holds was there on arrival, and has outlived what ended with inactivity before.
  const reservation = { requestId, until, on: later(day, account.lapsedOn ?? day), lots: taken };
  return { ...debit(account, { ...entry, taken }), reservations: [...account.reservations, reservation] };
}

function withoutReservation({ reservations }: Account, requestId: string): Changes {
  return { reservations: reservations.filter((other) => other.requestId !== requestId) };
}

function afterMature(account: Account, entry: MatureDraft): Changes {
  const matured = account.pending.filter((lot) => lot.availableOn <= entry.day);
  return {
    pending: account.pending.filter((lot) => lot.availableOn > entry.day),
    available: matured.reduce(creditAvailable, account.available),
  };
}

function afterExpire(account: Account, entry: ExpireDraft): Changes {
  const sums = addTo(account.sums, 'expired', -entry.points);
  if (entry.lapsed) return { available: [], pending: [], lapsedOn: entry.day, sums };
  const days = new Set(account.available.map(({ expiresOn }) => expiresOn));
  // Points that end with the entry that brought them may have moved up with it.
  const dayOf = (day: Day | null) => (day === null || days.has(day) ? day : upToMonth(day));
  const gone = new Map(entry.lots.map((lot) => [dayOf(lot.expiresOn), lot]));
  const available = account.available.flatMap((lot): Lot[] => {
    const expired = gone.get(lot.expiresOn);
    if (expired === undefined) return [lot];
    const points = lot.points - expired.points;
    const credited = lot.credited - expired.credited;
    // An empty lot stays until its day when more was credited to it than ended with the entry that brought it.
    if (points === 0n && credited === 0n) return [];
    return [{ ...lot, points, credited, issued: lessIssued(lot.issued, expired.issued ?? null, expired.credited) }];
  });
  return { available, sums };
}

function changesOf(account: Account, entry: Exclude<EntryDraft, MergeDraft | MergeRemovedDraft>): Changes {
  const { sums } = account;
  switch (entry.kind) {
    case 'earn':
      return afterEarn(account, entry);
    case 'return':
      return afterReturn(account, entry);
    case 'restore':
      return { ...credit(account, entry, 'back'), sums: addTo(sums, 'restored', entry.points) };
    case 'redeem':
      return { ...debit(account, entry), sums: addTo(sums, 'redeemed', -entry.points) };
    case 'reserve':
      return afterReserve(account, entry);
    case 'commit':
      return { ...withoutReservation(account, entry.requestId), sums: addTo(sums, 'redeemed', -entry.points) };
    case 'cancel':
    case 'release':
      return { ...credit(account, entry, 'back'), ...withoutReservation(account, entry.requestId) };
    case 'adjust':
      return {
        ...credit(account, entry, ofNoMonth),
        ...debit(account, entry),
        debt: account.debt - entry.debtPaid + entry.debtMade,
        sums: addTo(sums, 'adjusted', entry.points),
      };
    case 'transfer-out':
      return { ...debit(account, entry), sums: addTo(sums, 'transferred', entry.points) };
    case 'transfer-in':
      return { ...credit(account, entry, ofNoMonth), sums: addTo(sums, 'transferred', entry.points) };
    case 'import':
      return { ...credit(account, entry, ofNoMonth), sums: addTo(sums, 'imported', entry.points) };
    case 'bonus': {
      const given = { issuedIn: monthOfDay(entry.day) };
      return { ...credit(account, entry, given), sums: addTo(sums, 'bonus', entry.points) };
    }
    case 'mature':
      return afterMature(account, entry);
    case 'expire':
      return afterExpire(account, entry);
    case 'tier': {
      const { to, since, before } = entry.tier;
      const standing = { level: to, since, before };
      return entry.floor === null ? { standing } : { standing, floor: entry.floor };
    }
  }
}

/** The account after one more entry; its `head` is left to whoever seals the entry. */
export function evolve(account: Account, entry: EntryDraft): Account {
  const newestAt = instantOf(Math.max(account.newestAt ?? entry.occurredAt, entry.occurredAt));
  if (entry.kind === 'merge') return withinLimit(afterMerge(account, entry, newestAt));
  if (entry.kind === 'merge-removed') return closed(account, entry, newestAt);
  const changes = changesOf(account, entry);
  return withinLimit({
    ...account,
    ...changes,
    available: withoutEmpties(changes.available ?? account.available, entry.day),
    lastActOn: actOf(account, entry),
    seq: account.seq + 1,
    newestAt,
    statistics: evolveStatistics(account, { sums: changes.sums ?? account.sums, newestAt }, entry),
  });
}
