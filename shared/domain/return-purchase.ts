/** Decisions about goods that come back: what was earned by them is undone, what points paid is given back. */
import { addDays, later, monthOfDay } from './calendar.ts';
import type { Day } from './calendar.ts';
import type { Account } from './account.ts';
import { payDebt } from './credits.ts';
import { claim } from './debits.ts';
import { entryIds } from './entry.ts';
import type { Cause, CreditedLot, EarnDraft, EntryDraft, ReturnDraft } from './entry.ts';
import { compareSpending, sourcesOf, takeFrom } from './lots.ts';
import { inForce } from './matching.ts';
import { Posting } from './posting.ts';
import type { Posted } from './posting.ts';
import type { Refused } from './refused.ts';
import { programmeAt, programmeName } from './programme.ts';
import type { Basis, Programme, ProgrammeVersions } from './programme.ts';
import { add, rational, round, subtract, toUnits, zero } from './rational.ts';
import type { ReturnedGoods } from './returned-goods.ts';
import { endOf, expiredOf, haveLapsed, sourcesFor } from './sale-lots.ts';
import type { FindExpiry, PostedSale, Trail } from './sale-lots.ts';
import {
  addGoods,
  earnedByKept,
  earningNetReturned,
  isFullyReturned,
  netReturned,
  refusalOf,
  restorable,
  unitsKept,
  withQuantities,
} from './sale-returns.ts';
import type { SaleReturns } from './sale-returns.ts';
import { fallBack, floorAfter, heldBelow, levelAt, levelIndex, monthsKeptFrom, qualifyingAmount } from './tiers.ts';
import type { Instant } from './zone.ts';

export type ReturnRequest = {
  readonly returnId: string;
  readonly occurredAt: Instant;
  readonly goods: ReturnedGoods;
};

/** The version that decided about a sale; by its time, should its name be gone. */
function versionOf(sale: EarnDraft, versions: ProgrammeVersions): Programme {
  return versions.find((version) => programmeName(version) === sale.program) ?? programmeAt(versions, sale.occurredAt);
}

/** What a return takes back of the progress towards the level, in the unit of the basis. */
function progressLost(
  basis: Basis,
  { points, netMinor, orderReturned }: { points: bigint; netMinor: bigint; orderReturned: boolean },
): bigint {
  switch (basis) {
    case 'points':
      return points;
    case 'spend':
      return netMinor;
    case 'orders':
      return orderReturned ? 1n : 0n;
  }
}

/** Posts the fall of a level that a return has taken the ground from, if it has. */
function fall(before: Account, posting: Posting, cause: ReturnDraft): void {
  const { account, today } = posting;
  const { tiers } = posting.judging;
  const current = levelIndex(before.standing, tiers);
  if (tiers.onReturn !== 're-evaluate') return;
  const needed = levelAt(current, tiers).from;
  const supported = (of: Account) => qualifyingAmount(of.progress, tiers, today) >= needed;
  if (!supported(before) || supported(account)) return;
  const { level, since, carried } = fallBack(account, tiers, today);
  const to = levelIndex({ level: level.id }, tiers);
  const floor = floorAfter(account.floor, carried);
  // A floor may keep the level: then it rests on that from now on.
  if (to === current && floor === null) return;
  const from = levelAt(current, tiers).id;
  const held = heldBelow(account, tiers, to, today);
  posting.changeLevel(cause, { from, to: level.id, since, reason: 'returned', before: held }, floor);
}

/** Points that paid go back to the lots they came from, the latest-expiring first; what has gone lives on for a while. */
function restoredLots(
  sale: PostedSale,
  { restored: before }: SaleReturns,
  points: bigint,
  posting: Posting,
  trail: Trail,
): readonly CreditedLot[] {
  const { day, today, programme } = posting;
  const end = addDays(day, programme.points.restoreGraceDays);
  const latestFirst = [...sale.sale.paid].sort((a, b) => compareSpending(b, a));
  const sources = latestFirst.map(({ points: paid, availableOn, expiresOn }) => {
    return { lot: { points: paid, availableOn, expiresOn }, pending: false };
  });
  // What earlier returns gave back is passed over.
  const given = takeFrom(sources, before);
  const rest = sources.map(({ lot, pending }, index) => {
    return { lot: { ...lot, points: lot.points - (given[index]?.points ?? 0n) }, pending };
  });
  return takeFrom(rest, points).map((taken): CreditedLot => {
    // The lot that they left may have moved up since.
    const lot = { ...taken, expiresOn: endOf(sale, taken, trail, () => undefined) };
    // A late sale may have been paid with points that had come after others ended.
    const hasLapsed = haveLapsed(trail, later(sale.day, lot.availableOn));
    const isGone = hasLapsed || (lot.expiresOn !== null && lot.expiresOn <= today);
    return isGone
      ? { points: lot.points, availableOn: day, expiresOn: end, pending: false }
      : { ...lot, pending: false };
  });
}

function restore(
  posting: Posting,
  request: ReturnRequest,
  sale: PostedSale,
  before: SaleReturns,
  points: bigint,
  closed: readonly Account[],
): void {
  if (points === 0n) return;
  const trail = trailOf(closed, posting.account);
  posting.credit(
    {
      ...posting.base(entryIds.restore(request.returnId)),
      kind: 'restore',
      points,
      purchaseId: purchaseIdOf(sale),
      ...payDebt(posting.account.debt, restoredLots(sale, before, points, posting, trail)),
    },
    // They go back alive, or with days of their own.
    null,
  );
}

/** The purchaseId of a sale's entry. */
export function purchaseIdOf({ entryId }: EarnDraft): string {
  return entryId.slice(entryIds.purchase('').length);
}

/** What has come back of a sale after an entry of one of its returns: the fold that `verify` repeats. */
export function returnsAfter(returns: SaleReturns, entry: EntryDraft): SaleReturns {
  if (entry.kind === 'restore') return { ...returns, restored: returns.restored + entry.points };
  if (entry.kind !== 'return') return returns;
  const settled = returns.settled + entry.forgiven - entry.points;
  return { ...addGoods(returns, entry.goods), undone: returns.undone + entry.undone, settled };
}

type ReturnContext = {
  readonly versions: ProgrammeVersions;
  /** Expiries of the member, for those that `expiriesOf` names. */
  readonly find: FindExpiry;
  /** Accounts that the sale's points were in before, until they were closed by merges; none in most cases. */
  readonly closed?: readonly Account[] | undefined;
};

function trailOf([first, ...others]: readonly Account[], account: Account): Trail {
  return first === undefined ? [account] : [first, ...others, account];
}

/**
 * Entries of a return that names its sale. The member keeps what the kept goods would have earned under the rules of the
 * sale; what has expired counts as returned first; a return never credits.
 *
 * @param returns what came back of the sale before
 */
export function decideReturn(
  account: Account,
  { sale, returns }: { readonly sale: PostedSale; readonly returns: SaleReturns },
  request: ReturnRequest,
  cause: Cause,
  { versions, find, closed = [] }: ReturnContext,
): (Posted & { readonly returns: SaleReturns }) | Refused {
  const refused = refusalOf(sale.sale, returns, request.goods);
  if (refused !== undefined) return refused;
  const posting = new Posting(account, request.occurredAt, versions);
  const before = posting.account;
  const goods = withQuantities(sale.sale, request.goods);
  const after = addGoods(returns, goods);

  const version = versionOf(sale, versions);
  const lost = sale.points - earnedByKept(sale.sale, after, version);
  const undone = lost > returns.undone ? lost : returns.undone;
  const findAny: FindExpiry = (id) => posting.dueEntry(id) ?? find(id);
  const trail = trailOf(closed, before);
  const expired = expiredOf(sale, trail, findAny);
  const owed = undone - expired - returns.settled;
  const sources = sourcesFor(sale, trail, findAny);
  const isFull = isFullyReturned(sale.sale, after);
  const orderReturned = isFull && !isFullyReturned(sale.sale, returns);
  const draft = posting.post<ReturnDraft>({
    ...posting.base(entryIds.return(request.returnId)),
    kind: 'return',
    cause,
    ...claim(sources, owed > 0n ? owed : 0n, posting.programme),
    purchaseId: purchaseIdOf(sale),
    soldOn: sale.day,
    progress: {
      points: -progressLost(version.tiers.basis, {
        points: undone - returns.undone,
        netMinor: earningNetReturned(sale.sale, after) - earningNetReturned(sale.sale, returns),
        orderReturned,
      }),
      month: sale.progress.month,
      keepFrom: monthsKeptFrom(posting.judging.tiers, posting.today),
    },
    netMinor: netReturned(sale.sale, after) - netReturned(sale.sale, returns),
    orderReturned,
    goods,
    units: toUnits(subtract(unitsKept(sale.sale, returns), unitsKept(sale.sale, after))),
    undone: undone - returns.undone,
  });
  restore(posting, request, sale, returns, restorable(sale.sale, after, isFull) - returns.restored, closed);
  fall(before, posting, draft);
  const { due: first, own } = posting.posted();
  return { due: first, own, returns: own.reduce((sum, { draft }) => returnsAfter(sum, draft), returns) };
}

/** Points that an amount would earn on a day by the unconditional rate rules alone, without multipliers, rounded once. */
function earnedByAmount(amountMinor: bigint, { rules, points }: Programme, day: Day): bigint {
  const exact = rules.reduce((sum, rule) => {
    if (rule.kind !== 'rate' || rule.lines !== undefined || Object.keys(rule.when).length > 0) return sum;
    if (!inForce(rule, day)) return sum;
    return add(sum, rational(amountMinor * rule.points, rule.perMinor));
  }, zero);
  return round(exact, points.rounding);
}

/** Entries of a return that names no sale: the till saw no receipt, so its amount is all there is to go by. */
export function decideReturnWithoutSale(
  account: Account,
  request: ReturnRequest,
  cause: Cause,
  versions: ProgrammeVersions,
): Posted {
  const posting = new Posting(account, request.occurredAt, versions);
  const before = posting.account;
  const { goods } = request;
  const netMinor = goods.lines.reduce((sum, line) => sum + line.netMinor, goods.amountMinor);
  const undone = earnedByAmount(netMinor, posting.programme, posting.day);
  const draft = posting.post<ReturnDraft>({
    ...posting.base(entryIds.return(request.returnId)),
    kind: 'return',
    cause,
    ...claim(sourcesOf(before.available, false), undone, posting.programme),
    purchaseId: null,
    soldOn: null,
    progress: {
      points: -progressLost(posting.programme.tiers.basis, { points: undone, netMinor, orderReturned: false }),
      month: monthOfDay(posting.day),
      keepFrom: monthsKeptFrom(posting.judging.tiers, posting.today),
    },
    netMinor,
    orderReturned: false,
    goods: { ...goods, lines: goods.lines.map((line) => ({ quantity: zero, ...line })) },
    units: zero,
    undone,
  });
  fall(before, posting, draft);
  return posting.posted();
}
