/** What a sale earns (domain.md, "Earning"): exact until it is rounded once, and able to say why. */
import type { LineGroup, Matching } from './matching.ts';
import type { ExpiryPolicy } from './expiry.ts';
import type { EarnRule, FixedRule, Level, Programme, RateRule } from './programme.ts';
import { add, isAtLeast, multiply, one, rational, round, subtract, zero } from './rational.ts';
import type { Rational } from './rational.ts';

/** One rule's part in an award; the parts add up to the points exactly. */
export type Contribution = {
  /** Id of the rule, or `level` for the level's multiplier, or `rounding`. */
  readonly rule: string;
  readonly kind: EarnRule['kind'] | 'level' | 'rounding';
  readonly points: Rational;
};

/** Exact points with a life of their own; those of rules without one have the programme's, undefined here. */
export type LifeShare = { readonly expiry: ExpiryPolicy | undefined; readonly exact: Rational };

export type Award = {
  readonly points: bigint;
  /** Every life that the points have; their shares add up to the points before rounding. */
  readonly lives: readonly LifeShare[];
  readonly contributions: readonly Contribution[];
};

/** What rounding did: the rest between the other contributions and the points; undefined when there is none. */
export function roundingOf(others: readonly Contribution[], points: bigint): Contribution | undefined {
  const exact = others.reduce((sum, part) => add(sum, part.points), zero);
  const rest = subtract(rational(points), exact);
  return rest.numerator === 0n ? undefined : { rule: 'rounding', kind: 'rounding', points: rest };
}

/** Contributions in the order of the programme's rules, then the level's and the rounding's. */
class Contributions {
  readonly #byRule = new Map<number, Rational>();
  #level: Rational = zero;

  addTo(rule: number, points: Rational): void {
    this.#byRule.set(rule, add(this.#byRule.get(rule) ?? zero, points));
  }

  addToLevel(points: Rational): void {
    this.#level = add(this.#level, points);
  }

  list(rules: readonly EarnRule[], rounded: bigint): readonly Contribution[] {
    const parts: Contribution[] = rules.flatMap((rule, index) => {
      const points = this.#byRule.get(index);
      return points === undefined ? [] : [{ rule: rule.id, kind: rule.kind, points }];
    });
    if (this.#level.numerator !== 0n) parts.push({ rule: 'level', kind: 'level', points: this.#level });
    const rounding = roundingOf(parts, rounded);
    return rounding === undefined ? parts : [...parts, rounding];
  }
}

/** What each life of the points comes to; by identity, because a rule's policy is one object. */
class Lives {
  readonly #byPolicy = new Map<ExpiryPolicy | undefined, Rational>();

  add({ expiry }: RateRule | FixedRule, points: Rational): void {
    this.#byPolicy.set(expiry, add(this.#byPolicy.get(expiry) ?? zero, points));
  }

  list(): readonly LifeShare[] {
    return [...this.#byPolicy].map(([expiry, exact]) => ({ expiry, exact }));
  }
}

function meetsMinimum(rule: EarnRule, netMinor: Rational): boolean {
  return rule.when.minNetMinor === undefined || isAtLeast(netMinor, rule.when.minNetMinor);
}

type Indexed<Rule extends EarnRule> = { readonly index: number; readonly rule: Rule };

/** The rules that hold for a group: its own and the order's, in the programme's order, minimums looked at. */
function rulesOf(positions: readonly number[], programme: Programme, netMinor: Rational): Indexed<EarnRule>[] {
  return [...positions]
    .sort((a, b) => a - b)
    .flatMap((index) => {
      const rule = programme.rules[index];
      return rule !== undefined && meetsMinimum(rule, netMinor) ? [{ index, rule }] : [];
    });
}

function awardGroup(
  group: LineGroup,
  rules: readonly Indexed<EarnRule>[],
  level: Level,
  into: { readonly contributions: Contributions; readonly lives: Lives },
): Rational {
  const rates: { readonly rule: RateRule; readonly given: Rational }[] = [];
  let points = zero;
  for (const { index, rule } of rules) {
    if (rule.kind !== 'rate') continue;
    const given = multiply(group.earningMinor, rational(rule.points, rule.perMinor));
    into.contributions.addTo(index, given);
    rates.push({ rule, given });
    points = add(points, given);
  }
  let factor = level.multiplier;
  const multiplyBy = (by: Rational): Rational => multiply(points, subtract(by, one));
  for (const { index, rule } of rules) {
    if (rule.kind !== 'multiply') continue;
    const more = multiplyBy(rule.by);
    into.contributions.addTo(index, more);
    points = add(points, more);
    factor = multiply(factor, rule.by);
  }
  const more = multiplyBy(level.multiplier);
  into.contributions.addToLevel(more);
  // What multiplies points does so for each of their lives alike.
  for (const { rule, given } of rates) into.lives.add(rule, multiply(given, factor));
  return add(points, more);
}

/** Bonuses: once per order, or for each unit of the lines that match; only where some line may earn. */
function awardFixed(
  matching: Matching,
  programme: Programme,
  netMinor: Rational,
  into: { readonly contributions: Contributions; readonly lives: Lives },
): Rational {
  let points = zero;
  programme.rules.forEach((rule, index) => {
    if (rule.kind !== 'fixed' || !meetsMinimum(rule, netMinor)) return;
    const ofOrder = matching.orderRules.includes(index);
    const groups = ofOrder ? matching.groups : matching.groups.filter((group) => group.rules.includes(index));
    if (groups.length === 0) return;
    const units = rule.perUnit ? groups.reduce((sum, group) => add(sum, group.units), zero) : one;
    const given = multiply(rational(rule.points), units);
    into.contributions.addTo(index, given);
    into.lives.add(rule, given);
    points = add(points, given);
  });
  return points;
}

/**
 * Points that the groups of a matching earn for a member at `level`.
 *
 * Rate rules add up on each group, multiply rules and the level's multiplier multiply that sum, bonuses are added, and
 * the sum over all groups is rounded once by the programme's rounding.
 */
export function award(matching: Matching, programme: Programme, level: Level): Award {
  const netMinor = matching.groups.reduce((sum, group) => add(sum, group.netMinor), zero);
  const into = { contributions: new Contributions(), lives: new Lives() };
  let exact = zero;
  for (const group of matching.groups) {
    const rules = rulesOf([...matching.orderRules, ...group.rules], programme, netMinor);
    exact = add(exact, awardGroup(group, rules, level, into));
  }
  exact = add(exact, awardFixed(matching, programme, netMinor, into));
  const points = round(exact, programme.points.rounding);
  return { points, lives: into.lives.list(), contributions: into.contributions.list(programme.rules, points) };
}
