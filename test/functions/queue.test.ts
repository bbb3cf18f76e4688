/** The handler of both queues: whatever one record is, it harms no other, and every answer is kept. */
import { describe, expect, it } from 'vitest';
import type { IntakeDependencies } from '../../shared/commands/take-in-events.ts';
import { logMessages } from '../../shared/platform/telemetry.ts';
import { handleQueue } from '../../shared/runtime/queue-handler.ts';
import type { QueueEvent } from '../../shared/runtime/queue-handler.ts';
import { enrolment, sale } from '../fixtures/events.ts';
import { programmeWith } from '../fixtures/programme.ts';
import { all } from '../fixtures/all.ts';
import { invoke } from './invoke.ts';
import { memoryEngine, sealedEvent } from './memory-engine.ts';

const ann = { externalId: 'A1' };

/** A record as the bus puts it into the queue: the envelope's id is the delivery, the message's own is another. */
function record(id: string, event: Readonly<Record<string, unknown>>): QueueEvent['Records'][number] {
  const envelope = { version: '0', id, source: 'shop.till', account: '0', time: '2026-11-22T00:00:00Z', ...event };
  return { messageId: `message-${id}`, body: JSON.stringify(envelope) };
}

const run = async (deps: IntakeDependencies, ...Records: QueueEvent['Records'][number][]) =>
  invoke(async (event: QueueEvent) => handleQueue(deps, event), { Records });

const receiptFor = (correlationId: string) => ({ receipt: true, correlationId });

describe('a batch', () => {
  it('is applied, counted and told of in one line', async () => {
    const { intake, store } = memoryEngine();
    const { result, logs, metrics } = await run(
      intake,
      record('1', enrolment({ eventId: 'e1', identities: ann })),
      record('2', sale({ purchaseId: 'p1', member: ann })),
      record('3', sale({ purchaseId: 'p1', member: ann })),
      record('4', sale({ purchaseId: 'p2' })),
      record('5', sale({ purchaseId: 'p3', member: ann, metadata: { test: true } })),
    );
    expect(result).toEqual({ batchItemFailures: [] });
    expect(logs).toEqual([
      expect.objectContaining({
        level: 'INFO',
        message: logMessages.takenIn,
        applied: 2,
        duplicate: 1,
        parked: 1,
        test: 1,
        refused: 0,
        failed: 0,
        function_request_id: 'request-1',
        service: 'perennial',
      }),
    ]);
    expect(metrics).toEqual({ EventsApplied: 2, EventsDuplicate: 1, EventsParked: 1 });
    expect((await store.scanAccounts()).accounts.map(({ account }) => account.orders)).toEqual([1]);
  });

  it('may be empty', async () => {
    const { intake } = memoryEngine();
    const { result, metrics } = await run(intake);
    expect(result).toEqual({ batchItemFailures: [] });
    expect(metrics).toEqual({});
  });

  it('holds one envelope twice now and then: it is applied once, and answered for twice', async () => {
    const { intake, store } = memoryEngine();
    const once = record('1', sale({ purchaseId: 'p1', member: ann }));
    const { result, metrics } = await run(intake, once, { ...once, messageId: 'another message' });
    expect(result).toEqual({ batchItemFailures: [] });
    expect(metrics).toEqual({ EventsApplied: 1 });
    const down = { ...intake, ledger: { ...intake.ledger, read: async () => Promise.reject(new Error('down')) } };
    const again = record('2', sale({ purchaseId: 'p2', member: ann }));
    const failed = await run(down, again, { ...again, messageId: 'another message' });
    expect(failed.result.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier)).toEqual([
      'message-2',
      'another message',
    ]);
    expect((await store.scanAccounts()).accounts.map(({ account }) => account.orders)).toEqual([1]);
  });

  it('keeps no name that no store can keep: half a character is left out of what is told of a refusal', async () => {
    const { intake, store } = memoryEngine();
    const halves = ['\ud800', '\ud801'].map((half, index) => {
      const event = sale({ purchaseId: 'p1', member: ann, eventId: half, metadata: receiptFor(half) });
      return { ...record(half, { ...event, 'detail-type': half }), messageId: `message-${String(index)}` };
    });
    const { result } = await run(intake, ...halves, record('3', sale({ purchaseId: 'p2', member: ann })));
    expect(result).toEqual({ batchItemFailures: [] });
    expect(store.receipts.size).toBe(0);
    const kept = [...store.rejections.values()].map(({ id, detailType, eventId }) => ({ id, detailType, eventId }));
    expect(kept).toEqual(['message-0', 'message-1'].map((id) => ({ id, detailType: '', eventId: undefined })));
    expect((await store.scanAccounts()).accounts.map(({ account }) => account.orders)).toEqual([1]);
  });

  it('comes again and is what it was', async () => {
    const { intake } = memoryEngine();
    const batch = [
      record('1', sale({ purchaseId: 'p1', member: ann, metadata: receiptFor('r1') })),
      record('2', sale({ purchaseId: 'p1', member: ann, metadata: receiptFor('r2') })),
      record('3', sale({ purchaseId: 'p1', member: { externalId: 'B1' }, metadata: receiptFor('r3') })),
    ];
    const first = await run(intake, ...batch);
    const second = await run(intake, ...batch);
    expect(second.metrics).toEqual(first.metrics);
    const receipts = await intake.intake.receipts(['r1', 'r2', 'r3']);
    expect([...receipts.values()].map(({ outcome }) => outcome)).toEqual(['applied', 'duplicate', 'refused']);
    expect(await all(intake.intake.rejections())).toHaveLength(1);
  });
});

describe('a record that is refused', () => {
  const bad = [
    { what: 'no JSON', body: 'no json', code: 'unparsable', kept: 'no json' },
    { what: 'no object', body: '[1]', code: 'unparsable', kept: [1] },
    { what: 'of no type', body: '{"id":"x"}', code: 'unknown-type', kept: { id: 'x' } },
    { what: 'of an unknown type', body: '{"id":"x","detail-type":"shop.opened","detail":{}}', code: 'unknown-type' },
    { what: 'without a detail', body: '{"id":"x","detail-type":"purchase.completed"}', code: 'invalid-event' },
    {
      what: 'of another major version',
      body: JSON.stringify({ id: 'x', ...sale({ purchaseId: 'p', member: ann, metadata: { version: '2.0' } }) }),
      code: 'unsupported-version',
    },
    {
      what: 'in another currency',
      body: JSON.stringify({ id: 'x', ...sale({ purchaseId: 'p', member: ann, data: { currency: 'EUR' } }) }),
      code: 'wrong-currency',
    },
    {
      what: 'of a member that nobody is',
      body: JSON.stringify({ id: 'x', ...sale({ purchaseId: 'p', member: { memberId: 'nobody' } }) }),
      code: 'unknown-member',
    },
    {
      what: 'with a wrong field',
      body: JSON.stringify({ id: 'x', ...sale({ purchaseId: 'p', member: ann, net: -1 }) }),
      code: 'invalid-event',
      field: 'data.net',
    },
  ];

  it.each(bad)('because it is $what, is kept and told of, and harms nothing else', async ({ body, code, ...more }) => {
    const { intake, store } = memoryEngine();
    const { result, logs, metrics } = await run(
      intake,
      record('1', sale({ purchaseId: 'p1', member: ann })),
      { messageId: 'stray', body },
      record('2', sale({ purchaseId: 'p2', member: ann })),
    );
    expect(result).toEqual({ batchItemFailures: [] });
    expect((await store.scanAccounts()).accounts.map(({ account }) => account.orders)).toEqual([2]);
    expect(metrics).toEqual({ EventsApplied: 2, EventsRefused: 1 });
    const delivery = body.includes('"id":"x"') ? 'x' : 'stray';
    expect(logs[0]).toMatchObject({ level: 'WARN', message: logMessages.refused, delivery, code });
    if (more.field !== undefined) expect(logs[0]).toMatchObject({ field: more.field, rule: expect.any(String) });
    const [rejection] = await all(intake.intake.rejections());
    if (rejection === undefined) throw new Error('there is a rejection');
    expect(rejection).toMatchObject({ id: delivery, refusal: { code }, receivedAt: '2026-11-22T00:00:00Z' });
    expect(sealedEvent(rejection)).toEqual(more.kept ?? JSON.parse(body));
  });

  it('is kept under its message’s own id where the envelope’s could be no key', async () => {
    const { intake } = memoryEngine();
    const bodies = ['', 7, 'x'.repeat(257)].map((id) => JSON.stringify({ id, 'detail-type': 'shop.opened' }));
    await run(intake, ...bodies.map((body, index) => ({ messageId: `message-${String(index)}`, body })));
    const ids = (await all(intake.intake.rejections())).map(({ id }) => id);
    expect(ids.sort()).toEqual(['message-0', 'message-1', 'message-2']);
  });

  it('is answered for by its correlation id, where it can be read', async () => {
    const { intake } = memoryEngine();
    await run(
      intake,
      record('1', sale({ purchaseId: 'p1', member: ann, net: -1, metadata: receiptFor('r1') })),
      record('2', sale({ purchaseId: 'p2', member: ann, net: -1, metadata: { correlationId: 'r2' } })),
      record('3', sale({ purchaseId: 'p3', member: ann, net: -1, metadata: { receipt: true, correlationId: 3 } })),
    );
    expect(await intake.intake.receipts(['r1', 'r2', '3'])).toEqual(
      new Map([['r1', expect.objectContaining({ outcome: 'refused' })]]),
    );
  });
});

describe('a record that cannot be decided now', () => {
  const poisoned = (deps: IntakeDependencies): IntakeDependencies => {
    const { history, records, keys, scanAccounts, commit, read } = deps.ledger;
    const readOthers: typeof read = async (request) => {
      if (request.entryIds.includes('purchase:poison')) throw new RangeError('a text about ann@example.com');
      return read(request);
    };
    return { ...deps, ledger: { history, records, keys, scanAccounts, commit, read: readOthers } };
  };

  it('is named, comes again alone, and harms nobody else', async () => {
    const { intake, store } = memoryEngine();
    const batch = [
      record('1', sale({ purchaseId: 'p1', member: ann })),
      record('2', sale({ purchaseId: 'poison', member: { externalId: 'B1' } })),
      record('3', sale({ purchaseId: 'p3', member: { externalId: 'C1' } })),
    ];
    const { result, logs, metrics, output } = await run(poisoned(intake), ...batch);
    expect(result).toEqual({ batchItemFailures: [{ itemIdentifier: 'message-2' }] });
    expect(metrics).toEqual({ EventsApplied: 2 });
    expect(logs[0]).toMatchObject({ level: 'ERROR', message: logMessages.failed, delivery: '2', error: 'RangeError' });
    expect(logs[1]).toMatchObject({ message: logMessages.takenIn, applied: 2, failed: 1 });
    expect(output).not.toContain('ann@example.com');
    expect((await store.scanAccounts()).accounts).toHaveLength(2);
    expect(await all(intake.intake.rejections())).toEqual([]);
    expect((await run(intake, ...batch)).metrics).toEqual({ EventsApplied: 3 });
  });

  it('is every record while there is no programme, refusals apart', async () => {
    const { intake } = memoryEngine();
    const none = { ...intake, programmes: async () => Promise.reject(new Error('no programme')) };
    const { result, metrics } = await run(
      none,
      record('1', sale({ purchaseId: 'p1', member: ann })),
      record('2', sale({ purchaseId: 'p2', member: ann, net: -1 })),
    );
    expect(result).toEqual({ batchItemFailures: [{ itemIdentifier: 'message-1' }] });
    expect(metrics).toEqual({ EventsRefused: 1 });
  });

  it('is the whole batch when a refusal cannot be kept: nothing is lost, and nothing there twice', async () => {
    const { intake, store } = memoryEngine();
    const full = { ...intake.intake, putRejections: async () => Promise.reject(new Error('throttled')) };
    const batch = [
      record('1', sale({ purchaseId: 'p1', member: ann })),
      record('2', sale({ purchaseId: 'p2', member: ann, net: -1 })),
    ];
    await expect(run({ ...intake, intake: full }, ...batch)).rejects.toThrow('throttled');
    const { metrics } = await run(intake, ...batch);
    expect(metrics).toEqual({ EventsApplied: 1, EventsRefused: 1 });
    expect((await store.scanAccounts()).accounts.map(({ account }) => account.orders)).toEqual([1]);
    expect(await all(intake.intake.rejections())).toHaveLength(1);
  });
});

it('tells whoever asked, also when what waited is settled by another event', async () => {
  const { intake } = memoryEngine([programmeWith({ members: { unknown: 'park' } })]);
  await run(intake, record('1', sale({ purchaseId: 'p1', member: ann, metadata: receiptFor('r1') })));
  expect((await intake.intake.receipts(['r1'])).get('r1')).toEqual({ correlationId: 'r1', outcome: 'parked' });
  const joining = { eventId: 'e1', identities: ann, metadata: receiptFor('r2') };
  await run(intake, record('2', enrolment(joining)));
  const receipts = await intake.intake.receipts(['r1', 'r2']);
  expect(receipts.get('r1')).toEqual({ correlationId: 'r1', outcome: 'applied', entryId: 'purchase:p1' });
  expect(receipts.get('r2')).toMatchObject({ outcome: 'applied' });
});
