/** From a programme document to the rules that decisions use. */
import { parseDay } from '../domain/calendar.ts';
import type { Day } from '../domain/calendar.ts';
import type { ExpiryPolicy } from '../domain/expiry.ts';
import type {
  EarnRule,
  Level,
  LineFilter,
  OrderConditions,
  Programme,
  Silence,
  Stages,
  Tiers,
} from '../domain/programme.ts';
import { parseDecimal } from '../domain/rational.ts';
import type { Rational } from '../domain/rational.ts';
import { parseInstant } from '../domain/zone.ts';
import { programmeDocument } from './programme-document.ts';
import type { ProgrammeDocument, RuleDocument } from './programme-document.ts';
import { asksForMore } from './programme-to-come.ts';

/** What the schema has checked is there; anything else is a bug of ours. */
export function checked<Value>(value: Value | undefined, what: string): Value {
  if (value === undefined) throw new TypeError(`a checked programme has a valid ${what}`);
  return value;
}

const dayOfText = (text: string): Day => checked(parseDay(text), 'date');
const factorOf = (text: string): Rational => checked(parseDecimal(text), 'factor');

function conditionsOf(when: RuleDocument['when']): OrderConditions {
  if (when === undefined) return {};
  const { minNetMinor, channel, storeId, tier, birthday, weekday, between } = when;
  return {
    ...(minNetMinor === undefined ? {} : { minNetMinor: BigInt(minNetMinor) }),
    ...(channel === undefined ? {} : { channel }),
    ...(storeId === undefined ? {} : { storeId }),
    ...(tier === undefined ? {} : { tier }),
    ...(birthday === undefined ? {} : { birthday }),
    ...(weekday === undefined ? {} : { weekday }),
    ...(between === undefined ? {} : { between: [dayOfText(between[0]), dayOfText(between[1])] }),
  };
}

function given<Value extends object>(value: Value): { [Key in keyof Value]?: Exclude<Value[Key], undefined> };
function given(value: object): object {
  return Object.fromEntries(Object.entries(value).filter(([, entry]) => entry !== undefined));
}

function filterOf(lines: Exclude<Extract<RuleDocument, { kind: 'rate' }>['lines'], undefined>): LineFilter {
  const { not, ...rest } = lines;
  return { ...given(rest), ...(not === undefined ? {} : { not: given(not) }) };
}

function ruleOfDocument(rule: Exclude<RuleDocument, { kind: 'activity' }>): EarnRule {
  const base = {
    id: rule.id,
    when: conditionsOf(rule.when),
    ...(rule.lines === undefined ? {} : { lines: filterOf(rule.lines) }),
    ...(rule.from === undefined ? {} : { from: dayOfText(rule.from) }),
    ...(rule.until === undefined ? {} : { until: dayOfText(rule.until) }),
  };
  switch (rule.kind) {
    case 'rate':
      return { ...base, ...lifeOf(rule), kind: 'rate', points: BigInt(rule.points), perMinor: BigInt(rule.perMinor) };
    case 'multiply':
      return { ...base, kind: 'multiply', by: factorOf(rule.by) };
    case 'fixed':
      return { ...base, ...lifeOf(rule), kind: 'fixed', points: BigInt(rule.points), perUnit: rule.per === 'unit' };
  }
}

/** The month-day of `--MM-DD`, or the day of a full date. */
function fixedDayOf(on: string): Extract<ExpiryPolicy, { policy: 'fixed' }>['on'] {
  const match = /^--(\d{2})-(\d{2})$/.exec(on);
  return match === null ? dayOfText(on) : { month: Number(match[1]), day: Number(match[2]) };
}

/** The life of points that a checked document gives. */
export function expiryOf(expiry: ProgrammeDocument['points']['expiry']): ExpiryPolicy {
  switch (expiry.policy) {
    case 'after': {
      const { months, days, roundUpTo } = expiry;
      return { policy: 'after', life: months === undefined ? { days: checked(days, 'life') } : { months }, roundUpTo };
    }
    case 'endOf':
      return expiry;
    case 'fixed':
      return { policy: 'fixed', on: fixedDayOf(expiry.on) };
    case 'never':
      return expiry;
    case 'inactivity':
      return { policy: 'inactivity', months: expiry.months, acts: expiry.acts };
  }
}

function lifeOf({ expiry }: { readonly expiry?: ProgrammeDocument['points']['expiry'] | undefined }) {
  return expiry === undefined ? {} : { expiry: expiryOf(expiry) };
}

function windowOf(window: ProgrammeDocument['tiers']['window']): Tiers['window'] {
  if ('calendar' in window) return 'calendar-year';
  return 'lifetime' in window ? 'lifetime' : { months: window.months };
}

function stagesOf({ newDays, loyalOrders, wonBackDays, factor, fallbackDays }: ProgrammeDocument['stages']): Stages {
  const silence = (name: keyof typeof factor): Silence => {
    return { factor: factorOf(factor[name]), fallbackDays: fallbackDays[name] };
  };
  const [atRisk, lapsed, lost] = [silence('atRisk'), silence('lapsed'), silence('lost')];
  return { newDays, loyalOrders, wonBackDays, atRisk, lapsed, lost };
}

/** The rules of a document that was checked. */
export function compile(document: ProgrammeDocument): Programme {
  const { basis, window, review, onReturn, atRiskDays } = document.tiers;
  const { transfers, pendingDays, rounding, valueOfPointMinor, overdraw, restoreGraceDays, notices } = document.points;
  const [first, ...others] = document.tiers.levels.map(({ id, from, multiplier, discountPercent }): Level => {
    return { id, from: BigInt(from), multiplier: factorOf(multiplier), discountPercent };
  });
  return {
    id: document.id,
    version: document.version,
    effectiveFrom: checked(parseInstant(document.effectiveFrom), 'effectiveFrom'),
    timeZone: document.timeZone,
    currency: document.currency,
    unknownMembers: document.members.unknown,
    points: {
      expiry: expiryOf(document.points.expiry),
      earnsOn: new Set(document.points.earnsOn),
      pendingDays,
      rounding,
      transfers,
      valueOfPointMinor: valueOfPointMinor === undefined ? null : BigInt(valueOfPointMinor),
      overdraw,
      restoreGraceDays,
      notices,
    },
    rules: document.earn.flatMap((rule) => (rule.kind === 'activity' ? [] : [ruleOfDocument(rule)])),
    tiers: {
      basis,
      window: windowOf(window),
      levels: [checked(first, 'level'), ...others],
      review,
      onReturn,
      atRiskDays,
    },
    stages: stagesOf(document.stages),
  };
}

/**
 * The rules of a published document. It was checked before it was published, so only what another version of the code
 * may have let pass is looked at again: its shape, and what is not built here.
 *
 * @returns undefined for a document that this version cannot decide by
 */
export function readPublished(value: unknown): { programme: Programme; document: ProgrammeDocument } | undefined {
  const { data: document } = programmeDocument.safeParse(value);
  if (document === undefined || asksForMore(document)) return undefined;
  return { programme: compile(document), document };
}
