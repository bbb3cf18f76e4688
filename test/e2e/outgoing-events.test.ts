import { readFile } from 'node:fs/promises';
import { beforeAll, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { shopEvents } from '../../cli/demo/shop.ts';
import { eventsOut } from '../../shared/contracts/events-out.ts';
import { identityKinds } from '../../shared/contracts/members.ts';
import { sale } from '../fixtures/events.ts';
import { folderOfFile, writeDocument, writeLines } from './files.ts';
import { Listener } from './listener.ts';
import type { HeardEvent } from './listener.ts';
import { programmeFile, replay, replayFresh } from './perennial.ts';
import type { RunDocument } from './perennial.ts';
import { rawItems } from './stage.ts';

/** Every kind of entry that the shop of the demonstration comes to, and what says so. */
const typeOf = new Map([
  ['earn', 'points.earned'],
  ['return', 'points.returned'],
  ['restore', 'points.restored'],
  ['redeem', 'points.redeemed'],
  ['reserve', 'points.reserved'],
  ['release', 'points.released'],
  ['adjust', 'points.adjusted'],
  ['transfer-out', 'points.transferred'],
  ['transfer-in', 'points.transferred'],
  ['mature', 'points.matured'],
  ['expire', 'points.expired'],
  ['tier', 'tier.changed'],
]);

let folder: string;
let program: string;
let listener: Listener;
let shop: string;
let document: RunDocument;
/** What was heard of the first replay. */
let heard: readonly HeardEvent[];
/** What was heard of the second. */
let heardAgain: readonly HeardEvent[];

/**
 * A sale and a refusal that come after everything else. Either stream publishes in the order in which it was written,
 * so when both are heard, everything before them has been published too: nobody has to wait for silence.
 */
async function lastWords(id: string) {
  const last = sale({ purchaseId: `last-${id}`, member: { externalId: 'who-comes-last' }, net: 0 });
  const refused = { ...last, 'detail-type': 'last.words', detail: { metadata: { id: `last-refused-${id}` } } };
  return {
    file: await writeLines(folder, `last-${id}.ndjson`, [last, refused]),
    wanted: [
      (event: HeardEvent) => event.detail.data.entryId === `purchase:last-${id}`,
      (event: HeardEvent) => event.detail.data.eventId === `last-refused-${id}`,
    ],
  };
}

/** The starter with points that wait for two weeks, so that some become usable. */
async function patientStarter(): Promise<string> {
  const starter = z.looseObject({ points: z.looseObject({}) });
  const document = starter.parse(JSON.parse(await readFile(programmeFile('starter'), 'utf8')));
  return writeDocument(folder, 'programme.json', { ...document, points: { ...document.points, pendingDays: 14 } });
}

beforeAll(async () => {
  folder = await folderOfFile();
  program = await patientStarter();
  listener = await Listener.start();
  shop = await writeLines(folder, 'shop.ndjson', shopEvents());
  // What earlier tests have written may still be on its way.
  const before = await lastWords('before');
  await replayFresh({ program, events: [before.file] });
  await listener.until('what was written before', ...before.wanted);

  document = await replayFresh({ program, events: [shop] });
  const first = await lastWords('first');
  await replay({ events: [first.file] });
  heard = await listener.until('the events of the first replay', ...first.wanted);

  await replay({ events: [shop] });
  const second = await lastWords('second');
  await replay({ events: [second.file] });
  heardAgain = await listener.until('the events of the second replay', ...second.wanted);
});

/** What the pass tells of members has no place in a history. */
const ofEntries = (events: readonly HeardEvent[]) => events.filter(({ detail }) => detail.data.seq !== undefined);
const ofMembers = (events: readonly HeardEvent[]) =>
  events.filter((event) => event.detail.data.seq === undefined && event['detail-type'] !== 'event.rejected');
const ofRefusals = (events: readonly HeardEvent[]) =>
  events.filter((event) => event['detail-type'] === 'event.rejected');
const isLast = (id: unknown) => typeof id === 'string' && /^(purchase:)?last-/.test(id);

test('each entry of the ledger is told exactly once, as what it is', async () => {
  const entries = (await rawItems('ledger')).filter(({ memberId }) => memberId !== undefined);
  const told = ofEntries([...heard, ...heardAgain]).map(({ source, detail: { metadata, data }, ...event }) => {
    const { memberId, entryId, seq, points, balanceAfter } = data;
    return { id: metadata.id, source, type: event['detail-type'], memberId, entryId, seq, points, balanceAfter };
  });
  const written = entries.map(({ entryId, kind, memberId, seq, points, balanceAfter }) => {
    const [available, pending, reserved, debt] = z.array(z.int()).parse(balanceAfter);
    const balance = { available, pending, reserved, debt };
    const type = typeOf.get(String(kind));
    return { id: entryId, source: 'perennial.ledger', type, memberId, entryId, seq, points, balanceAfter: balance };
  });
  const byId = (a: { id: unknown }, b: { id: unknown }) => (String(a.id) < String(b.id) ? -1 : 1);
  expect(told.toSorted(byId)).toEqual(written.toSorted(byId));
  expect(new Set(told.map(({ type }) => type))).toEqual(new Set(typeOf.values()));
});

test('what the pass has to tell of a member is told once, by its occasion, and who joins once for each way of joining', async () => {
  const claimed = (await rawItems('messages')).map(({ kind, memberId, occasion }) => {
    return `${String(kind)}:${String(memberId)}${String(occasion).slice(String(kind).length)}`;
  });
  const profiles = (await rawItems('members')).filter(({ sort }) => sort === 'profile');
  const joined = profiles.flatMap(({ memberId, enrolledBy, joinedBy }) => [
    ...(enrolledBy === undefined ? [] : [`enrolled:${String(memberId)}`]),
    ...(joinedBy === undefined ? [] : [`joined:${String(memberId)}`]),
  ]);
  const told = ofMembers([...heard, ...heardAgain]).map(({ detail }) => detail.metadata.id);
  // The last of them may still be on their way.
  expect([...claimed, ...joined]).toEqual(expect.arrayContaining(told));
  expect(new Set(told).size).toBe(told.length);
  const types = new Set(ofMembers(heard).map((event) => event['detail-type']));
  for (const type of ['member.stage-changed', 'member.enrolled.confirmed']) expect(types).toContain(type);
});

test('the seq of each member runs from 1 without a gap', () => {
  const bySeq = Map.groupBy(ofEntries(heard), ({ detail }) => detail.data.memberId);
  for (const events of bySeq.values()) {
    const seqs = events.map(({ detail }) => Number(detail.data.seq)).sort((a, b) => a - b);
    expect(seqs).toEqual(events.map((_, index) => index + 1));
  }
  expect(bySeq.size).toBe(document.members.filter(({ orders }) => orders > 0).length + 1);
});

test('every event keeps its contract and has nothing that is not in it', () => {
  const schemas: ReadonlyMap<string, z.core.$ZodType> = new Map(Object.entries(eventsOut));
  for (const { detail, ...event } of [...heard, ...heardAgain]) {
    expect(z.parse(schemas.get(event['detail-type']) ?? z.never(), detail)).toEqual(detail);
  }
});

test('each refusal is told, with the reason that the document has', () => {
  for (const events of [heard, heardAgain]) {
    const told = ofRefusals(events).filter(({ detail }) => !isLast(detail.data.eventId));
    const reasons = told.map(({ detail: { data } }) => ({
      code: data['code'],
      field: data['field'],
      rule: data['rule'],
    }));
    expect(reasons.toSorted(byCode)).toEqual(
      document.refusals.map(({ code, field, rule }) => ({ code, field, rule })).toSorted(byCode),
    );
    expect(told.every(({ source }) => source === 'perennial.ledger')).toBe(true);
  }
  const ids = ofRefusals([...heard, ...heardAgain]).map(({ detail }) => detail.metadata.id);
  expect(new Set(ids).size).toBe(ids.length);
});

function byCode(a: { code: unknown }, b: { code: unknown }): number {
  return String(a.code) < String(b.code) ? -1 : 1;
}

test('sent a second time nothing is told but the refusals', () => {
  expect(ofEntries(heardAgain).map(({ detail }) => detail.data.entryId)).toEqual(['purchase:last-second']);
});

/** Every text in a value that is no key. */
function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

test('nobody can read in them who somebody is', () => {
  const named = z.object({ detail: z.object({ data: z.looseObject({ member: z.optional(z.looseObject({})) }) }) });
  const names = new Map(identityKinds.map((kind) => [kind, new Set<string>()]));
  for (const event of shopEvents()) {
    const { data } = named.parse(event).detail;
    for (const kind of identityKinds) {
      for (const name of [data[kind], data.member?.[kind]]) if (typeof name === 'string') names.get(kind)?.add(name);
    }
  }
  const whole = [...heard, ...heardAgain].map(({ text }) => text).join('\n');
  for (const kind of ['email', 'phone', 'card'] as const) {
    expect(names.get(kind)?.size).toBeGreaterThan(10);
    expect([...(names.get(kind) ?? [])].filter((name) => whole.includes(name))).toEqual([]);
  }
  // Those of the shop are words as short as "ma", so they are looked for as what they are: the whole of a text or of a
  // part of one. Random ids are one part each, whatever they look like.
  const words = new Set(
    [...heard, ...heardAgain].flatMap(({ detail }) =>
      textsIn(detail).flatMap((text) => text.split(/[^\p{L}\p{N}_-]+/u)),
    ),
  );
  expect([...(names.get('externalId') ?? [])].filter((name) => words.has(name))).toEqual([]);
  expect(names.get('externalId')?.size).toBeGreaterThan(20);
});
