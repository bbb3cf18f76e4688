/** What a programme of a valid shape can still get wrong: rules that nothing reaches, levels that do not rise. */
import { parseDecimal, subtract } from '../domain/rational.ts';
import type { Rational } from '../domain/rational.ts';
import { usualStages } from './programme-document.ts';
import { fault } from './programme-fault.ts';
import type { Fault } from './programme-fault.ts';
import type { ProgrammeParts, RuleParts } from './programme-parts.ts';

function repeated(
  ids: readonly (string | undefined)[],
  path: (index: number) => string,
  rule = 'each id once',
): Fault[] {
  return ids.flatMap((id, index) => (id !== undefined && ids.indexOf(id) < index ? [fault(path(index), rule)] : []));
}

/** The days on which a rule can hold at all, as inclusive ISO dates; they compare as texts. */
function isEmptyRange({ from, until, when: { between } }: RuleParts): boolean {
  const first = [from, between?.[0]]
    .filter((day) => day !== undefined)
    .sort()
    .at(-1);
  const last = [until, between?.[1]].filter((day) => day !== undefined).sort()[0];
  return first !== undefined && last !== undefined && first > last;
}

/** Names among `given` that are none of `known`; where what is known has faults itself, nothing can be said. */
function unreachable(
  given: readonly string[] | undefined,
  known: readonly (string | undefined)[] | undefined,
  path: string,
  what: string,
): Fault[] {
  if (known === undefined || known.includes(undefined)) return [];
  return (given ?? []).flatMap((name, at) =>
    known.includes(name) ? [] : [fault(`${path}[${String(at)}]`, `unreachable: no such ${what}`)],
  );
}

function checkRule(rule: RuleParts, path: string, { tiers, calendars }: ProgrammeParts): Fault[] {
  const { between, tier, calendar } = rule.when;
  const range = between === undefined ? `${path}.until` : `${path}.when.between`;
  const levels = tiers.levels.length === 0 ? undefined : tiers.levels.map((level) => level.id);
  return [
    ...(isEmptyRange(rule) ? [fault(range, 'unreachable: an empty range of dates')] : []),
    ...unreachable(tier, levels, `${path}.when.tier`, 'level'),
    ...unreachable(calendar, Object.keys(calendars ?? {}), `${path}.when.calendar`, 'calendar'),
  ];
}

function checkLevels(levels: ProgrammeParts['tiers']['levels']): Fault[] {
  return levels.flatMap(({ from }, index) => {
    if (from === undefined) return [];
    const path = `tiers.levels[${String(index)}].from`;
    if (index === 0) return from === 0 ? [] : [fault(path, 'the first level is from 0')];
    const below = levels[index - 1]?.from;
    return below === undefined || from > below ? [] : [fault(path, 'above the level before: levels rise')];
  });
}

const silences = ['atRisk', 'lapsed', 'lost'] as const;

type Limits = Partial<Record<(typeof silences)[number], string | number | undefined>>;

/** Every silence is longer than the one before, also where one of them is the usual one. */
function checkSilences(given: Limits | undefined, usual: Limits, path: string): Fault[] {
  const limits = silences.map((name) => ({ name, limit: parseDecimal(String(given?.[name] ?? usual[name])) }));
  return limits.flatMap(({ name, limit }, index) => {
    const before = limits[index - 1];
    if (limit === undefined) return [];
    if (limit.numerator === 0n) return [fault(`${path}.${name}`, 'above 0')];
    if (before?.limit === undefined || isMore(limit, before.limit)) return [];
    return [fault(`${path}.${name}`, `above ${before.name}: silences rise`)];
  });
}

function isMore(a: Rational, b: Rational): boolean {
  return subtract(a, b).numerator > 0n;
}

/** Faults of the parts of a document, each of a valid shape. */
export function checkProgramme(parts: ProgrammeParts): Fault[] {
  const { levels } = parts.tiers;
  const place = (index: number) => `earn[${String(index)}]`;
  return [
    ...repeated(
      parts.earn.map((rule) => rule.id),
      (index) => `${place(index)}.id`,
    ),
    ...parts.earn.flatMap((rule, index) => checkRule(rule, place(index), parts)),
    ...repeated(
      levels.map((level) => level.id),
      (index) => `tiers.levels[${String(index)}].id`,
    ),
    ...checkLevels(levels),
    ...repeated(
      (parts.points.notices ?? []).map(String),
      (index) => `points.notices[${String(index)}]`,
      'each number of days once',
    ),
    ...checkSilences(parts.stages.factor, usualStages.factor, 'stages.factor'),
    ...checkSilences(parts.stages.fallbackDays, usualStages.fallbackDays, 'stages.fallbackDays'),
  ];
}
