/**
 * Which rules a sale meets, before any amount is looked at: everything about the day, the place, the member and
 * the lines. What depends on amounts (minimums) is left to `earning.ts`, because a return changes amounts and nothing else.
 */
import { isAround } from './birthday.ts';
import type { Birthday } from './birthday.ts';
import { weekdayOf } from './calendar.ts';
import type { Day } from './calendar.ts';
import { goodsKinds } from './programme.ts';
import type { EarnRule, LineAttributes, LineFilter, LineKind, OrderConditions, Programme } from './programme.ts';
import type { Purchase, PurchaseLine } from './purchase.ts';
import { add, multiply, rational, zero } from './rational.ts';
import type { Rational } from './rational.ts';

/** Lines that the same rules treat alike, with what they amount to together. */
export type LineGroup = {
  /** Positions in the programme's list of the rules that match these lines, rising. */
  readonly rules: readonly number[];
  /** What minimums look at: all of it, whoever paid. Exact, because a return takes amounts in proportion. */
  readonly netMinor: Rational;
  /** What earns: the net without what points paid. */
  readonly earningMinor: Rational;
  readonly units: Rational;
  /** Positions in the purchase's list of lines. */
  readonly lines: readonly number[];
};

export type Matching = {
  /** Positions of the rules without a line filter that the order meets, rising; they hold for every group. */
  readonly orderRules: readonly number[];
  /** In the order of their first line; empty when no line may earn. */
  readonly groups: readonly LineGroup[];
};

/** Whether a value is one of a list, where there is a list: what has no value meets none. */
function among(list: readonly string[] | undefined, value: string | undefined): boolean {
  return list === undefined || (value !== undefined && list.includes(value));
}

/** What rules look at of the member who buys. */
export type Buyer = {
  /** Before the sale. */
  readonly level: string;
  /** Undefined where it is not known, or no rule asks: then it meets no rule. */
  readonly birthday?: Birthday | undefined;
};

function holds(when: OrderConditions, purchase: Purchase, day: Day, { level, birthday }: Buyer): boolean {
  return (
    among(when.channel, purchase.channel) &&
    among(when.storeId, purchase.storeId) &&
    among(when.tier, level) &&
    (when.birthday === undefined || (birthday !== undefined && isAround(birthday, when.birthday, day))) &&
    (when.weekday === undefined || when.weekday.includes(weekdayOf(day))) &&
    (when.between === undefined || (when.between[0] <= day && day <= when.between[1]))
  );
}

/** Whether a rule holds at all on a day. */
export function inForce(rule: EarnRule, day: Day): boolean {
  return (rule.from === undefined || rule.from <= day) && (rule.until === undefined || day <= rule.until);
}

function hasAttributes(line: PurchaseLine, wanted: LineAttributes): boolean {
  const any = (list: readonly string[] | undefined, values: readonly string[]) =>
    list === undefined || values.some((value) => list.includes(value));
  return (
    among(wanted.sku, line.sku) &&
    any(wanted.category, line.category) &&
    any(wanted.tags, line.tags) &&
    among(wanted.brand, line.brand)
  );
}

function matchesLine(filter: LineFilter, line: PurchaseLine): boolean {
  return hasAttributes(line, filter) && (filter.not === undefined || !hasAttributes(line, filter.not));
}

/** The amounts of a line that may earn. */
export type LineAmounts = {
  readonly kind: LineKind;
  readonly netMinor: Rational;
  readonly quantity: Rational;
  readonly position: number;
};

/**
 * Lines that the same rules treat alike as one group.
 * @param paidInMoney the part of the product and service lines' net that points did not pay
 */
export function groupOf(rules: readonly number[], lines: readonly LineAmounts[], paidInMoney: Rational): LineGroup {
  let [netMinor, earningMinor, units] = [zero, zero, zero];
  for (const line of lines) {
    const isGoods = goodsKinds.some((kind) => kind === line.kind);
    netMinor = add(netMinor, line.netMinor);
    earningMinor = add(earningMinor, isGoods ? multiply(line.netMinor, paidInMoney) : line.netMinor);
    units = add(units, line.quantity);
  }
  return { rules, netMinor, earningMinor, units, lines: lines.map(({ position }) => position) };
}

/**
 * Finds the rules that a sale meets on its business day, for the member who buys.
 *
 * Only lines of the kinds that the programme lets earn are grouped; the others earn nothing and meet no rule.
 */
export function matchRules(
  purchase: Purchase,
  programme: Programme,
  day: Day,
  buyer: Buyer,
  paidInMoney: Rational,
): Matching {
  const orderRules: number[] = [];
  const lineRules: { readonly index: number; readonly filter: LineFilter }[] = [];
  programme.rules.forEach((rule, index) => {
    if (!inForce(rule, day) || !holds(rule.when, purchase, day, buyer)) return;
    if (rule.lines === undefined) orderRules.push(index);
    else lineRules.push({ index, filter: rule.lines });
  });
  const groups = new Map<string, { rules: number[]; lines: LineAmounts[] }>();
  purchase.lines.forEach((line, position) => {
    if (!programme.points.earnsOn.has(line.kind)) return;
    const rules = lineRules.filter(({ filter }) => matchesLine(filter, line)).map(({ index }) => index);
    const key = rules.join();
    let group = groups.get(key);
    if (group === undefined) groups.set(key, (group = { rules, lines: [] }));
    group.lines.push({ kind: line.kind, netMinor: rational(line.netMinor), quantity: line.quantity, position });
  });
  return { orderRules, groups: [...groups.values()].map(({ rules, lines }) => groupOf(rules, lines, paidInMoney)) };
}
