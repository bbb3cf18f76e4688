/**
 * Liquid as templates of ours may use it: variables of the closed list, conditions, and a few filters. What is missing
 * could read files, run long, count inexactly, or write what is not escaped.
 */
import { Liquid } from 'liquidjs';
import type { Locale } from '../domain/campaigns/campaign.ts';
import { subtractDays } from '../domain/calendar.ts';
import { Liquid as PlainLiquid } from './plain-liquid.ts';
import { CalendarDay, Points, Unknown } from './scope.ts';
import { writings } from './write-values.ts';
import type { Writing } from './write-values.ts';

/** What a part is written in: HTML is escaped, texts are not. */
export type PartKind = 'text' | 'html';

/** Not `case`, which compares points inexactly, nor `capture` and `echo`, which escape twice or forget what is lacking. */
const tagNames: ReadonlySet<string> = new Set(['if', 'unless', 'assign', 'comment', '#']);

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}

/** A value as it is read. @throws RangeError for what no variable and no filter gives */
function written(value: unknown, writing: Writing): string {
  if (value instanceof Unknown) {
    value.remember();
    return '';
  }
  if (value instanceof Points) return writing.number(value.valueOf());
  if (value instanceof CalendarDay) return writing.day(value.day);
  if (typeof value === 'string') return value;
  if (typeof value === 'bigint') return writing.number(value);
  if (typeof value === 'number') return String(value);
  throw new RangeError('only a text, a number or a day can be written');
}

type TextFilter = (text: string, ...given: readonly string[]) => string;

const textFilters: Readonly<Record<string, TextFilter>> = {
  upcase: (text) => text.toUpperCase(),
  downcase: (text) => text.toLowerCase(),
  capitalize: (text) => text.slice(0, 1).toUpperCase() + text.slice(1),
  append: (text, added = '') => text + added,
  prepend: (text, added = '') => added + text,
};

/** What nothing is known of stays so whatever is done to it; other values are written first. */
function onTexts(filter: TextFilter, writing: Writing) {
  return (...given: readonly unknown[]): unknown => {
    const unknown = given.find((value) => value instanceof Unknown);
    if (unknown !== undefined) return unknown;
    const [text = '', ...others] = given.map((value) => written(value, writing));
    return filter(text, ...others);
  };
}

const isNothing = (value: unknown) => value instanceof Unknown || value === '' || value === null || value === undefined;

function dayBefore(value: unknown): unknown {
  if (value instanceof Unknown) return value;
  if (!(value instanceof CalendarDay)) throw new RangeError('day_before is for days');
  return new CalendarDay(subtractDays(value.day, 1));
}

type WithFilters = { registerFilter(name: string, filter: (...given: readonly unknown[]) => unknown): void };

function registerFilters(engine: WithFilters, writing: Writing): void {
  for (const [name, filter] of Object.entries(textFilters)) engine.registerFilter(name, onTexts(filter, writing));
  engine.registerFilter('default', (value: unknown, instead: unknown) => (isNothing(value) ? instead : value));
  engine.registerFilter('day_before', dayBefore);
}

function outputOf(kind: PartKind, writing: Writing) {
  const escape = kind === 'html' ? escapeHtml : (text: string) => text;
  return (value: unknown): string => escape(written(value, writing));
}

function makeEngine(kind: PartKind, locale: Locale): Liquid {
  const writing = writings[locale];
  const engine = new Liquid({
    strictVariables: true,
    strictFilters: true,
    ownPropertyOnly: true,
    catchAllErrors: true,
    outputEscape: outputOf(kind, writing),
  });
  for (const name of Object.keys(engine.filters)) engine.unregisterFilter(name);
  for (const name of Object.keys(engine.tags)) if (!tagNames.has(name)) Reflect.deleteProperty(engine.tags, name);
  registerFilters(engine, writing);
  return engine;
}

/** What stands for liquidjs where messages are sent, set up alike. */
export function plainEngine(kind: PartKind, locale: Locale): PlainLiquid {
  const writing = writings[locale];
  const engine = new PlainLiquid({ outputEscape: outputOf(kind, writing) });
  registerFilters(engine, writing);
  return engine;
}

const engines = new Map<string, Liquid>();

/** One for each kind and language, made when it is asked for. */
export function engineFor(kind: PartKind, locale: Locale): Liquid {
  const key = `${kind} ${locale}`;
  const known = engines.get(key);
  if (known !== undefined) return known;
  const engine = makeEngine(kind, locale);
  engines.set(key, engine);
  return engine;
}
