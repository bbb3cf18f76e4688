/** Small histories by hand, and the numbers that the command prints of them. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type * as z from 'zod/mini';
import { metricsDocument } from '../../../shared/contracts/metrics-document.ts';
import { plainDocument } from '../../fixtures/programme.ts';
import { run } from '../run-command.ts';
import type { Answer } from '../run-command.ts';
import { temporaryFolder } from '../temporary-folder.ts';

export type ShopEvent = { readonly 'detail-type': string; readonly detail: unknown };

const event = (type: string, id: string, occurredAt: string, data: object): ShopEvent => {
  return { 'detail-type': type, detail: { metadata: { id, version: '1.0', occurredAt }, data } };
};
const noon = (at: string) => (at.length === 10 ? `${at}T12:00:00+08:00` : at);
const memberOf = (name: string) => (name === '' ? {} : { member: { externalId: name } });

/** A purchase at noon of a day, or at an instant; nobody's when the name is empty. Its id is the name and the time. */
export function buys(name: string, at: string, net: number, more: object = {}): ShopEvent {
  const purchaseId = `${name} ${at}`;
  return event('purchase.completed', purchaseId, noon(at), {
    purchaseId,
    ...memberOf(name),
    currency: 'CNY',
    ...('lines' in more ? {} : { net }),
    ...more,
  });
}

/** A return of a purchase of `buys`, by default of all of it. */
export function returns(name: string, of: string, at: string, goods: object = { full: true }): ShopEvent {
  const returnId = `${name} ${of} ${at}`;
  return event('purchase.returned', returnId, noon(at), { returnId, purchaseId: `${name} ${of}`, ...goods });
}

export function other(type: string, at: string, data: object): ShopEvent {
  return event(type, `${type} ${at} ${JSON.stringify(data)}`, noon(at), data);
}

export function enrols(name: string, at: string, more: object = {}): ShopEvent {
  return other('member.enrolled', at, { externalId: name, ...more });
}

/** What the command prints of a history. */
export async function metrics(
  events: readonly ShopEvent[],
  words: readonly string[],
  programme: object = {},
): Promise<Answer> {
  const folder = await temporaryFolder();
  const [file, program] = [join(folder, 'events.ndjson'), join(folder, 'program.json')];
  await writeFile(file, events.map((line) => `${JSON.stringify(line)}\n`).join(''));
  await writeFile(program, JSON.stringify({ ...plainDocument, ...programme }));
  return run(['metrics', ...words, '--events', file, '--program', program]);
}

export type Printed = z.output<typeof metricsDocument>;

/** The document of a history, checked by its published schema. */
export async function documentOf(
  events: readonly ShopEvent[],
  words: readonly string[],
  programme: object = {},
): Promise<Printed> {
  const { code, out, err } = await metrics(events, [...words, '--json'], programme);
  if (code !== 0) throw new Error(err);
  return metricsDocument.parse(JSON.parse(out));
}

export async function numbersOf(...args: Parameters<typeof documentOf>): Promise<Printed['numbers']> {
  return (await documentOf(...args)).numbers;
}

/** A series as a list of its values by period, those not over in brackets. */
export function told(number: Printed['numbers'][string] | undefined): Record<string, unknown> {
  if (number === undefined || !('series' in number)) throw new TypeError('no series');
  return Object.fromEntries(
    number.series.map(({ period, complete, value }) => [complete ? period : `(${period})`, value]),
  );
}
