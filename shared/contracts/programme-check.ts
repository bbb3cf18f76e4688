/** What a programme of a valid shape can still get wrong: rules that nothing reaches, levels that do not rise. */
import type { ProgrammeParts, RuleDocument } from './programme-document.ts';

/** A fault of a programme document, located. */
export type Fault = { readonly path: string; readonly rule: string; readonly message: string };

export function fault(path: string, rule: string): Fault {
  return { path, rule, message: `${path}: ${rule}` };
}

function repeated(ids: readonly string[], path: (index: number) => string): Fault[] {
  return ids.flatMap((id, index) => (ids.indexOf(id) < index ? [fault(path(index), 'each id once')] : []));
}

/** The days on which a rule can hold at all, as inclusive ISO dates; they compare as texts. */
function isEmptyRange(rule: RuleDocument): boolean {
  const { between } = rule.when ?? {};
  const first = [rule.from, between?.[0]]
    .filter((day) => day !== undefined)
    .sort()
    .at(-1);
  const last = [rule.until, between?.[1]].filter((day) => day !== undefined).sort()[0];
  return first !== undefined && last !== undefined && first > last;
}

function checkRule(rule: RuleDocument, path: string, { tiers, calendars }: ProgrammeParts): Fault[] {
  const unknown = (
    named: readonly string[] | undefined,
    known: readonly string[] | undefined,
    key: string,
    what: string,
  ) =>
    (named ?? []).flatMap((name, at) =>
      known === undefined || known.includes(name)
        ? []
        : [fault(`${path}.when.${key}[${String(at)}]`, `unreachable: no such ${what}`)],
    );
  const range = rule.when?.between === undefined ? `${path}.until` : `${path}.when.between`;
  return [
    ...(isEmptyRange(rule) ? [fault(range, 'unreachable: an empty range of dates')] : []),
    ...unknown(
      rule.when?.tier,
      tiers?.levels.map((level) => level.id),
      'tier',
      'level',
    ),
    ...unknown(rule.when?.calendar, Object.keys(calendars), 'calendar', 'calendar'),
  ];
}

function checkLevels(levels: readonly { readonly id: string; readonly from: number }[]): Fault[] {
  return levels.flatMap((level, index) => {
    const path = `tiers.levels[${String(index)}].from`;
    const below = levels[index - 1];
    if (below === undefined) return level.from === 0 ? [] : [fault(path, 'the first level is from 0')];
    return level.from > below.from ? [] : [fault(path, 'above the level before: levels rise')];
  });
}

/** Faults of the parts of a document whose shape is valid. */
export function checkProgramme(parts: ProgrammeParts): Fault[] {
  const levels = parts.tiers?.levels ?? [];
  const places = parts.rules.map(({ index }) => `earn[${String(index)}]`);
  return [
    ...repeated(
      parts.rules.map(({ rule }) => rule.id),
      (at) => `${places[at] ?? ''}.id`,
    ),
    ...parts.rules.flatMap(({ rule }, at) => checkRule(rule, places[at] ?? '', parts)),
    ...repeated(
      levels.map((level) => level.id),
      (index) => `tiers.levels[${String(index)}].id`,
    ),
    ...checkLevels(levels),
  ];
}
