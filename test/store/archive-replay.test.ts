/** A day's traffic of every kind sent again from an archive: no balance moves, and the ledger's tables are not written to. */
import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { beforeEach, describe, expect, inject, it } from 'vitest';
import { openEngine } from '../../bench/bench-engine.ts';
import type { BenchEngine } from '../../bench/bench-engine.ts';
import { localClient } from '../../bench/local-stores.ts';
import { takeInEvents } from '../../shared/commands/take-in-events.ts';
import type { Message } from '../../shared/commands/take-in-events.ts';
import { ann, annMail, enrolled, sent, sold } from './fault-messages.ts';

const card = { card: '9000-1' };
const requested = (requestId: string, points: number, more: object = {}) =>
  sent('redemption.requested', requestId, { member: ann, requestId, points, ...more });
const settled = (as: string, requestId: string) =>
  sent(`redemption.${as}`, `${as}-${requestId}`, { member: ann, requestId });
const returned = (returnId: string, data: object) => sent('purchase.returned', returnId, { returnId, ...data });
const adjusted = (requestId: string, points: number) =>
  sent('points.adjusted.requested', requestId, { member: ann, requestId, points, reason: 'goodwill', actor: 'a' });
const given = (requestId: string, from: object, to: object, points: number) =>
  sent('points.transfer.requested', requestId, { from, to, requestId, points });
const later = { occurredAt: '2026-03-12T12:00:00+08:00' };
const hold = { hold: { minutes: 60 } };

/** In the order of the file; what is refused is refused for good. */
const archive: readonly Message[] = [
  enrolled('e1', ann),
  sold('p1', ann, { net: 60_000 }),
  sold('p2', annMail, { net: 40_000 }),
  // A level that is reached, and that a return takes back.
  sold('p3', ann, { net: 500_000 }),
  returned('r1', { purchaseId: 'p3', net: 10_000 }),
  returned('r2', { purchaseId: 'p3', full: true }),
  returned('r3', { purchaseId: 'p3', net: 1 }),
  returned('r4', { purchaseId: 'p1', lines: [{ lineId: 'nowhere', net: 1 }] }),
  returned('r5', { member: annMail, currency: 'CNY', net: 5000 }),
  // Before their sale, one of them wrong; and before a sale that never comes.
  returned('r6', { purchaseId: 'p4', net: 1000 }),
  returned('r7', { purchaseId: 'p4', net: 50_000 }),
  sold('p4', ann, { net: 10_000 }),
  returned('r8', { purchaseId: 'p5', net: 1000 }),
  // A guest's, with and without the member.
  sold('p6', undefined, { net: 3000 }),
  { ...sold('p6', annMail, { net: 3000 }), delivery: 'with a member' },
  sold('p7', undefined, { net: 3000 }),
  requested('q1', 50),
  requested('q2', 10 ** 9),
  requested('q3', 30, hold),
  settled('committed', 'q3'),
  requested('q4', 30, hold),
  settled('cancelled', 'q4'),
  requested('q5', 30, hold),
  // Paid with points, with those of a redemption, and with those of one that was used; the last hold has run out.
  sold('p8', ann, { ...later, data: { pointsRedeemed: 20 } }),
  sold('p9', ann, { ...later, data: { pointsRedeemed: 50, redemptionId: 'q1' } }),
  sold('p10', ann, { ...later, data: { pointsRedeemed: 50, redemptionId: 'q1' } }),
  settled('committed', 'q5'),
  returned('r9', { purchaseId: 'p8', full: true }),
  adjusted('a1', 25),
  adjusted('a2', -2000),
  given('t1', annMail, ann, 20),
  given('t2', annMail, ann, 10 ** 9),
  given('t3', ann, ann, 1),
  sent('points.imported', 'i1', {
    member: card,
    requestId: 'i1',
    lots: [
      { points: 70, expiresOn: '2027-01-01' },
      { points: 30, availableOn: '2026-04-01', expiresOn: null },
    ],
  }),
  sold('p1', ann, { net: 1, eventId: 'another' }),
  { delivery: 'no-json', envelope: undefined },
  sent('no.such.event', 'n1', {}),
];

/** As if the bus had given each event another id. */
const copies = archive.map((message): Message => ({ ...message, delivery: `copy of ${message.delivery}` }));

const kindsOfTheDay = [
  'adjust',
  'cancel',
  'commit',
  'earn',
  'import',
  'redeem',
  'release',
  'reserve',
  'restore',
].concat(['return', 'tier', 'transfer-in', 'transfer-out']);

let engine: BenchEngine;
let happened: Readonly<Record<string, number>>;

async function send(messages: readonly Message[], atOnce: number) {
  const counts = { applied: 0, duplicate: 0, refused: 0, parked: 0, test: 0 };
  for (let at = 0; at < messages.length; at += atOnce) {
    const taken = await takeInEvents(engine.intake, messages.slice(at, at + atOnce));
    expect([...taken.failed.values()]).toEqual([]);
    for (const status of ['applied', 'duplicate', 'refused', 'parked'] as const) counts[status] += taken.counts[status];
  }
  return counts;
}

/** Everything in the ledger's two tables, by a client that no meter is on. */
async function books() {
  const client = localClient(inject('endpoint'));
  const { accounts, ledger } = engine.tables;
  const tables = await Promise.all(
    [accounts, ledger].map(async (TableName) => (await client.send(new ScanCommand({ TableName }))).Items ?? []),
  );
  return tables.flat().map((item) => JSON.stringify(item));
}

beforeEach(async () => {
  engine = await openEngine(inject('endpoint'));
  happened = await send(archive, 1);
});

const everyCopy = { applied: 0, duplicate: 26, refused: 11, parked: 0, test: 0 };

describe.each([
  // What waited and was settled since is applied, or refused, as it was then.
  ['in its order, the same deliveries', archive, { applied: 23, duplicate: 1, refused: 11, parked: 2, test: 0 }],
  ['in its order, other deliveries', copies, everyCopy],
  ['backwards', [...copies].reverse(), everyCopy],
])('a day that is sent again %s', (_how, messages, expected) => {
  it('moves no balance, and writes nothing to the two tables of the ledger', async () => {
    const before = await books();
    // Every kind of entry that an event brings, or the day would prove little.
    const kinds = new Set(before.flatMap((item) => /"kind":"([^"]*)"/.exec(item)?.[1] ?? []));
    expect([...kinds].sort()).toEqual(kindsOfTheDay);
    expect(happened).toEqual({ applied: 21, duplicate: 1, refused: 11, parked: 5, test: 0 });
    const { accounts, ledger } = engine.tables;
    const written = engine.meter.writtenTo(accounts, ledger);
    expect(written).toBeGreaterThan(100);

    const again = await send(messages, 10);

    expect(engine.meter.writtenTo(accounts, ledger) - written).toBe(0);
    expect((await books()).sort()).toEqual(before.sort());
    expect(again).toEqual(expected);
  });
});
