/**
 * Events month by month through the deployed stage, a pass of the state machine at the end of each, and the numbers that
 * the command prints of the stage beside those that it prints of the same events without one.
 */
import { expect } from 'vitest';
import * as z from 'zod/mini';
import type { EventEntry } from '../../shared/contracts/parse-event.ts';
import { parseEvent } from '../../shared/contracts/parse-event.ts';
import { addDays, formatDay, monthOf, monthOfDay } from '../../shared/domain/calendar.ts';
import type { Month } from '../../shared/domain/calendar.ts';
import { firstDayOfMonth } from '../../shared/domain/statistics/periods.ts';
import { windowNames } from '../../shared/domain/statistics/windows.ts';
import { businessDay } from '../../shared/domain/zone.ts';
import { writeLines } from './files.ts';
import { perennial, replay, replayFresh } from './perennial.ts';

const numbersDocument = z.looseObject({ numbers: z.record(z.string(), z.unknown()) });
type NumbersDocument = z.output<typeof numbersDocument>;

/** What reaches the stage in a month: a file of its events, and the last day of the month. */
export type MonthOfEvents = { readonly asOf: string; readonly events: string };

function monthOfEvent(entry: EventEntry, timeZone: string): Month {
  const parsed = parseEvent(entry);
  if (!parsed.ok) throw new TypeError(parsed.refusal.message);
  return monthOfDay(businessDay(parsed.event.occurredAt, timeZone));
}

/** Writes a file for each month from the first event's on. What happened before the event that is sent before it is late. */
export async function writeMonths(
  folder: string,
  entries: Iterable<EventEntry>,
  timeZone: string,
): Promise<readonly MonthOfEvents[]> {
  const months: EventEntry[][] = [];
  let first: Month | undefined;
  for (const entry of entries) {
    const month = monthOfEvent(entry, timeZone);
    first ??= month;
    while (months.length <= month - first) months.push([]);
    months.at(-1)?.push(entry);
  }
  const begin = first ?? monthOf(0);
  return Promise.all(
    months.map(async (own, index) => {
      const asOf = formatDay(addDays(firstDayOfMonth(monthOf(begin + index + 1)), -1));
      return { asOf, events: await writeLines(folder, `${asOf}.ndjson`, own) };
    }),
  );
}

/** Empties the stage, then sends it one month after the other; the machine's pass goes through after each. */
export async function replayMonths(program: string, months: readonly MonthOfEvents[]): Promise<void> {
  for (const [index, { asOf, events }] of months.entries()) {
    const run = { events: [events], asOf, brief: true };
    const { events: counts } = await (index === 0 ? replayFresh({ program, ...run }) : replay(run));
    expect(counts, asOf).toMatchObject({ refused: 0, parked: 0 });
  }
}

/** Age of the newest entry: of a stage that of the moment, of a file that at the end of the day. */
const byTheClock = 'ops.fresh';

/** What `metrics` prints under `--json`, without what goes by the clock. */
async function printed(...words: readonly string[]): Promise<NumbersDocument> {
  const { code, printed: text, said } = await perennial('metrics', ...words, '--json');
  // Whatever it leaves out it says.
  expect({ code, said }, words.join(' ')).toEqual({ code: 0, said: '' });
  const { numbers, ...document } = numbersDocument.parse(JSON.parse(text));
  const told = Object.entries(numbers).filter(([id]) => id !== byTheClock);
  expect(told.length).toBe(Object.keys(numbers).length - 1);
  return { ...document, numbers: Object.fromEntries(told) };
}

/** The numbers as of some months' ends, over every window, by day and window. */
async function table(
  months: readonly MonthOfEvents[],
  words: readonly string[],
  source: (index: number) => readonly string[],
): Promise<ReadonlyMap<string, NumbersDocument>> {
  const documents = new Map<string, NumbersDocument>();
  for (const [index, { asOf }] of months.entries()) {
    for (const window of windowNames) {
      const asked = ['--as-of', asOf, '--window', window, ...words];
      documents.set(`${asOf} ${window}`, await printed(...asked, ...source(index)));
    }
  }
  return documents;
}

export type Numbers = Awaited<ReturnType<typeof table>>;

/** The numbers of the files up to each month, made in memory. */
export async function numbersOfFiles(
  program: string,
  months: readonly MonthOfEvents[],
  ...words: readonly string[]
): Promise<Numbers> {
  const files = months.map(({ events }) => ['--events', events]);
  return table(months, words, (index) => ['--program', program, ...files.slice(0, index + 1).flat()]);
}

/** The numbers of the stage's snapshots. */
export async function numbersOfStage(months: readonly MonthOfEvents[], ...words: readonly string[]): Promise<Numbers> {
  return table(months, words, () => []);
}

/** @param without ids of numbers that are not compared */
export function expectSame(told: Numbers, expected: Numbers, without: readonly string[] = []): void {
  expect([...told.keys()]).toEqual([...expected.keys()]);
  for (const [asked, { numbers, ...document }] of expected) {
    const { numbers: own, ...ownDocument } = told.get(asked) ?? { numbers: {} };
    expect.soft(ownDocument, asked).toEqual(document);
    expect.soft(Object.keys(own), asked).toEqual(Object.keys(numbers));
    for (const [id, number] of Object.entries(numbers)) {
      if (!without.includes(id)) expect.soft(own[id], `${id} ${asked}`).toEqual(number);
    }
  }
}
