/**
 * What has come back of a sale, and what is kept (domain.md, "Returns"): returns per line plus the sum of amounts, always
 * evaluated lines first, then the amounts in proportion to what is left, so that their order does not matter.
 */
import { award } from './earning.ts';
import type { Sale, SaleLine } from './entry.ts';
import { sumOfPoints } from './lots.ts';
import { groupOf } from './matching.ts';
import type { LineAmounts } from './matching.ts';
import type { Refused } from './refused.ts';
import { goodsKinds } from './programme.ts';
import type { Programme } from './programme.ts';
import { add, floor, multiply, one, parseDecimal, rational, subtract, toUnits, zero } from './rational.ts';
import type { Rational } from './rational.ts';
import type { ReturnedGoods, ReturnedLine } from './returned-goods.ts';

/** What has come back of a sale so far, and what that has done. */
export type SaleReturns = {
  /** By lineId; quantities are known here. */
  readonly lines: readonly { readonly lineId: string; readonly netMinor: bigint; readonly quantity: Rational }[];
  readonly amountMinor: bigint;
  readonly full: boolean;
  /** Points of the sale that the kept goods would not have earned. It never falls. */
  readonly undone: bigint;
  /** Those of them that were clawed back, became a debt or were let go: all but what had expired. */
  readonly settled: bigint;
  /** Points that paid for goods that came back, and were given back. */
  readonly restored: bigint;
};

export const nothingReturned: SaleReturns = {
  lines: [],
  amountMinor: 0n,
  full: false,
  undone: 0n,
  settled: 0n,
  restored: 0n,
};

function isGoods({ kind }: SaleLine): boolean {
  return goodsKinds.some((goods) => goods === kind);
}

function sumOfNet(lines: readonly { readonly netMinor: bigint }[]): bigint {
  return lines.reduce((sum, { netMinor }) => sum + netMinor, 0n);
}

function quantityOf({ quantity }: SaleLine): Rational {
  return parseDecimal(quantity) ?? one;
}

/** A line without quantity returns quantity × net returned ÷ line net; of one that cost nothing, all of it. */
function returnedQuantity(line: SaleLine, { netMinor, quantity }: ReturnedLine): Rational {
  if (quantity !== undefined) return quantity;
  return line.netMinor === 0n ? quantityOf(line) : multiply(quantityOf(line), rational(netMinor, line.netMinor));
}

/** An event has room for ten thousand lines: whoever looks for one of them in all of them does so once for each. */
function byLineId<Line extends Pick<SaleLine, 'lineId'>>(lines: readonly Line[]): ReadonlyMap<string | null, Line> {
  return new Map(lines.map((line) => [line.lineId, line]));
}

/** The goods as an entry keeps them: with the quantity of every line. @throws TypeError for a line of another sale */
export function withQuantities(sale: Sale, goods: ReturnedGoods): ReturnedGoods {
  const sold = byLineId(sale.lines);
  const lines = goods.lines.map((returned) => {
    const line = sold.get(returned.lineId);
    if (line === undefined) throw new TypeError('a return names lines of its sale');
    return { ...returned, quantity: returnedQuantity(line, returned) };
  });
  return { ...goods, lines };
}

/** What has come back after one more return, which was found to fit. */
export function addGoods(returns: SaleReturns, goods: ReturnedGoods): SaleReturns {
  const lines = new Map(returns.lines.map((line) => [line.lineId, line]));
  for (const { lineId, netMinor, quantity = zero } of goods.lines) {
    const before = lines.get(lineId) ?? { netMinor: 0n, quantity: zero };
    lines.set(lineId, { lineId, netMinor: before.netMinor + netMinor, quantity: add(before.quantity, quantity) });
  }
  return {
    ...returns,
    lines: [...lines.values()],
    amountMinor: returns.amountMinor + goods.amountMinor,
    full: returns.full || goods.full,
  };
}

function linesThatMayEarn(sale: Sale): readonly SaleLine[] {
  return sale.lines.filter(({ group }) => group !== null);
}

/** Net of what came back by line and by amount, of some of a sale's lines, in minor units. */
function netBackOf(lines: readonly SaleLine[], returns: SaleReturns): bigint {
  const among = byLineId(lines);
  return sumOfNet(returns.lines.filter(({ lineId }) => among.has(lineId))) + returns.amountMinor;
}

/** The same, everything included that a full return took, and never more than there was. */
function netGoneOf(lines: readonly SaleLine[], returns: SaleReturns): bigint {
  const whole = sumOfNet(lines);
  if (returns.full) return whole;
  const back = netBackOf(lines, returns);
  return back < whole ? back : whole;
}

/** Why goods cannot come back: a line that the sale does not have, or more than there is. */
export function refusalOf(sale: Sale, returns: SaleReturns, goods: ReturnedGoods): Refused | undefined {
  const overReturn = (field: string, rule: string): Refused => ({ refused: 'over-return', field, rule });
  const sold = byLineId(sale.lines);
  const unknown = goods.lines.findIndex(({ lineId }) => !sold.has(lineId));
  if (unknown >= 0) {
    return { refused: 'unknown-line', field: `data.lines[${String(unknown)}].lineId`, rule: 'a line of the sale' };
  }
  const after = addGoods(returns, withQuantities(sale, goods));
  const back = byLineId(after.lines);
  const beyond = goods.lines.findIndex(({ lineId }) => {
    return (back.get(lineId)?.netMinor ?? 0n) > (sold.get(lineId)?.netMinor ?? 0n);
  });
  if (beyond >= 0) return overReturn(`data.lines[${String(beyond)}].net`, 'at most what is left of the line');
  const earning = linesThatMayEarn(sale);
  const tooMuch = netBackOf(earning, after) > sumOfNet(earning);
  const afterAll = returns.full && sumOfNet(goods.lines) + goods.amountMinor > 0n;
  if (!tooMuch && !afterAll) return undefined;
  return overReturn(
    goods.amountMinor > 0n ? 'data.net' : 'data.lines',
    'at most what is left of the lines that may earn',
  );
}

type KeptLine = { readonly line: SaleLine; readonly amounts: LineAmounts; readonly isGone: boolean };

/** What is left of each line: its own returns first, then the amounts in proportion. */
function keptLines(sale: Sale, returns: SaleReturns): readonly KeptLine[] {
  const back = byLineId(returns.lines);
  const left = sale.lines.map((line) => {
    const returned = back.get(line.lineId);
    const rest = subtract(quantityOf(line), returned?.quantity ?? zero);
    const quantity = rest.numerator < 0n ? zero : rest;
    return { line, named: returned !== undefined, netMinor: line.netMinor - (returned?.netMinor ?? 0n), quantity };
  });
  const earning = sumOfNet(left.filter(({ line }) => line.group !== null));
  const share = earning === 0n ? one : rational(earning - returns.amountMinor, earning);
  return left.map(({ line, named, netMinor, quantity }, position) => {
    const part = line.group === null ? one : share;
    const isGone =
      returns.full ||
      part.numerator === 0n ||
      (line.netMinor > 0n ? netMinor === 0n : named && quantity.numerator === 0n);
    const amounts = {
      kind: line.kind,
      netMinor: multiply(rational(netMinor), part),
      quantity: multiply(quantity, part),
      position,
    };
    return { line, amounts, isGone };
  });
}

/** Net of the sale's goods, in minor units. */
function netOfSale(sale: Sale): bigint {
  return sumOfNet(sale.lines.filter(isGoods));
}

/** Net of the goods that have come back, in minor units. */
export function netReturned(sale: Sale, returns: SaleReturns): bigint {
  return netGoneOf(sale.lines.filter(isGoods), returns);
}

/** Whether all product and service lines are back; of a sale without any, whether all lines are. */
export function isFullyReturned(sale: Sale, returns: SaleReturns): boolean {
  const kept = keptLines(sale, returns);
  const goods = kept.filter(({ line }) => isGoods(line));
  return (goods.length === 0 ? kept : goods).every(({ isGone }) => isGone);
}

/** Units of the sale's goods, to six decimals. */
export function unitsSold({ lines }: Sale): Rational {
  const units = lines.reduce((sum, line) => (isGoods(line) ? add(sum, quantityOf(line)) : sum), zero);
  return toUnits(units);
}

/** Those that the member keeps; what came back as an amount takes its share of every line. */
export function unitsKept(sale: Sale, returns: SaleReturns): Rational {
  const units = keptLines(sale, returns).reduce(
    (sum, { line, amounts, isGone }) => (isGone || !isGoods(line) ? sum : add(sum, amounts.quantity)),
    zero,
  );
  return toUnits(units);
}

/** The part of the goods' net that was not paid with points. */
export function paidInMoney(netMinor: bigint, pointsPaid: bigint, { points }: Programme): Rational {
  const paid = pointsPaid * (points.valueOfPointMinor ?? 0n);
  return netMinor === 0n || paid === 0n ? one : rational(paid < netMinor ? netMinor - paid : 0n, netMinor);
}

/**
 * What the kept goods would have earned under the rules of the sale, in the state the member had at the sale.
 * @param programme the version that decided about the sale
 */
export function earnedByKept(sale: Sale, returns: SaleReturns, programme: Programme): bigint {
  const share = paidInMoney(netOfSale(sale), sumOfPoints(sale.paid), programme);
  const kept = keptLines(sale, returns).filter(({ isGone }) => !isGone);
  const groups = sale.groups.flatMap((rules, index) => {
    const lines = kept.filter(({ line }) => line.group === index).map(({ amounts }) => amounts);
    return lines.length === 0 ? [] : [groupOf(rules, lines, share)];
  });
  const level = programme.tiers.levels.find(({ id }) => id === sale.level) ?? programme.tiers.levels[0];
  return award({ orderRules: sale.orderRules, groups }, programme, level).points;
}

/** Net of the lines that may earn and that have come back, in minor units. */
export function earningNetReturned(sale: Sale, returns: SaleReturns): bigint {
  return netGoneOf(linesThatMayEarn(sale), returns);
}

/**
 * Points of those that paid for the sale that go back for the goods that have: all of them with the last.
 * @param isFull whether that was the last
 */
export function restorable(sale: Sale, returns: SaleReturns, isFull: boolean): bigint {
  const paid = sumOfPoints(sale.paid);
  if (isFull) return paid;
  const whole = netOfSale(sale);
  return whole === 0n ? 0n : floor(rational(paid * netReturned(sale, returns), whole));
}
