/** The values of one member as Liquid sees them. */
import { Drop } from 'liquidjs';
import { templateVariables, variableNames } from '../contracts/template-variables.ts';
import type { TemplateValues, VariableName, VariableValue } from '../contracts/template-variables.ts';
import type { Day } from '../domain/calendar.ts';
import type { Writing } from './write-values.ts';

/** A variable that nothing is known of: false in a condition, and remembered where it would have been read. */
export class Unknown extends Drop {
  readonly #name: VariableName;
  readonly #lacking: Set<VariableName>;

  constructor(name: VariableName, lacking: Set<VariableName>) {
    super();
    this.#name = name;
    this.#lacking = lacking;
  }

  override valueOf(): null {
    return null;
  }

  remember(): void {
    this.#lacking.add(this.#name);
  }
}

/** An exact integer that compares with the numbers of templates. */
export class Points extends Drop {
  readonly #points: bigint;

  constructor(points: bigint) {
    super();
    this.#points = points;
  }

  override valueOf(): bigint {
    return this.#points;
  }

  /** Of a number as of a bigint; every comparison with anything else is false. */
  #compare(other: unknown, holds: (points: bigint, other: bigint | number) => boolean): boolean {
    const value = other instanceof Points ? other.valueOf() : other;
    return (typeof value === 'bigint' || typeof value === 'number') && holds(this.#points, value);
  }

  equals(other: unknown): boolean {
    return this.#compare(other, (points, value) => points >= value && points <= value);
  }

  gt(other: unknown): boolean {
    return this.#compare(other, (points, value) => points > value);
  }

  geq(other: unknown): boolean {
    return this.#compare(other, (points, value) => points >= value);
  }

  lt(other: unknown): boolean {
    return this.#compare(other, (points, value) => points < value);
  }

  leq(other: unknown): boolean {
    return this.#compare(other, (points, value) => points <= value);
  }
}

/** A day that is written out last, so that a filter may still count from it. */
export class CalendarDay extends Drop {
  readonly day: Day;

  constructor(day: Day) {
    super();
    this.day = day;
  }

  override valueOf(): this {
    return this;
  }
}

/** Control characters, line and paragraph separators, and what turns the direction of text: nothing that a name needs. */
const unwritable = /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]+/gu;

/** On one line, with single spaces. */
export function oneLine(text: string): string {
  return text.replace(unwritable, ' ').replace(/\s+/g, ' ').trim();
}

/** @throws RangeError for what is no address of the web: a link never runs a script */
function checkedLink(link: string): string {
  if (!/^https?:\/\/[^\s"'<>]+$/.test(link)) throw new RangeError('a link begins with https:// and has no spaces');
  return link;
}

type Scoped = string | Drop;

const inScope: { readonly [Kind in keyof VariableValue]: (value: VariableValue[Kind], writing: Writing) => Scoped } = {
  text: oneLine,
  points: (points) => new Points(points),
  day: (day) => new CalendarDay(day),
  amount: (amount, writing) => writing.amount(amount),
  coupon: (coupon, writing) => writing.coupon(coupon),
  link: checkedLink,
};

/** Values of one kind after the other; a text that is empty is not known. */
function scopedValue(name: VariableName, values: TemplateValues, writing: Writing): Scoped | undefined {
  const scoped = <Kind extends keyof VariableValue>(kind: Kind, value: VariableValue[Kind] | undefined) =>
    value === undefined ? undefined : inScope[kind](value, writing);
  switch (name) {
    case 'points.balance':
    case 'points.expiring':
    case 'offer.points':
      return scoped(templateVariables[name], values[name]);
    case 'points.expiresOn':
    case 'tier.by':
    case 'offer.expiresOn':
    case 'coupon.endsOn':
      return scoped(templateVariables[name], values[name]);
    case 'tier.missing':
      return scoped(templateVariables[name], values[name]);
    case 'coupon.terms':
      return scoped(templateVariables[name], values[name]);
    case 'links.preferences':
    case 'links.unsubscribe':
    case 'links.shop':
      return scoped(templateVariables[name], values[name]);
    case 'member.name':
    case 'member.level':
    case 'tier.fallsTo':
    case 'coupon.code':
    case 'programme.name': {
      const text = scoped(templateVariables[name], values[name]);
      return text === '' ? undefined : text;
    }
  }
}

export type Scope = {
  readonly values: Readonly<Record<string, Readonly<Record<string, Scoped>>>>;
  /** Variables that were to be written and are not known; filled while a part is rendered. */
  readonly lacking: ReadonlySet<VariableName>;
};

export function scopeOf(values: TemplateValues, writing: Writing): Scope {
  const lacking = new Set<VariableName>();
  const groups = new Map<string, Record<string, Scoped>>();
  for (const name of variableNames) {
    const [group = '', field = ''] = name.split('.');
    const fields = groups.get(group) ?? {};
    fields[field] = scopedValue(name, values, writing) ?? new Unknown(name, lacking);
    groups.set(group, fields);
  }
  return { values: Object.fromEntries(groups), lacking };
}
