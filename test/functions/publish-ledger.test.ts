/** A stream to the bus: an event for each entry, once each, in order; nothing else is told. */
import { marshall } from '@aws-sdk/util-dynamodb';
import { describe, expect, it } from 'vitest';
import { refusal } from '../../shared/contracts/refusals.ts';
import { nothingReturned } from '../../shared/domain/sale-returns.ts';
import type { BusEntry } from '../../shared/platform/bus.ts';
import { logMessages } from '../../shared/platform/telemetry.ts';
import { handleStream } from '../../shared/runtime/stream-handler.ts';
import type { StreamEvent } from '../../shared/runtime/stream-handler.ts';
import { formatHeld } from '../../shared/store/dynamodb/ledger-item.ts';
import { emptyAccount, next, posted, postedInOrder, waiting } from '../fixtures/ledger.ts';
import { invoke } from './invoke.ts';
import { load } from './publishers.ts';
import type { Item } from './publishers.ts';

const image = (item: Item) => marshall(item, { removeUndefinedValues: true });

/** Changes of a table, as its stream tells them: what was put, what it replaced, what went. */
function stream(...changes: readonly { readonly after?: Item; readonly before?: Item }[]): StreamEvent {
  return {
    Records: changes.map(({ after, before }, index) => ({
      eventID: `event-${String(index)}`,
      dynamodb: {
        SequenceNumber: `sequence-${String(index)}`,
        ...(after === undefined ? {} : { NewImage: image(after) }),
        ...(before === undefined ? {} : { OldImage: image(before) }),
      },
    })),
  };
}

function recordingBus() {
  const published: BusEntry[] = [];
  const publish = async (events: readonly BusEntry[]) => {
    published.push(...events);
    return Promise.resolve();
  };
  return { published, publish };
}

const entry: Item = posted(emptyAccount('ann'), { purchaseId: 'p1' }).record;
const waits = waiting('purchase:p1', { detail: '{"data":{"note":"ann@example.com"}}' });
const guest: Item = formatHeld(waits);
const stranger: Item = formatHeld(next(waits, { returns: ['r1'] }));
const answer: Item = formatHeld({
  key: 'redeem:q1',
  revision: 1,
  holds: 'refusal',
  owner: 'ann',
  content: 'content',
  delivery: 'delivery',
  refusal: refusal('insufficient-points'),
});
const backAgain = (revision: number, amountMinor: bigint): Item =>
  formatHeld({ key: 'returns:p1', revision, holds: 'returns', returns: { ...nothingReturned, amountMinor } });
const use: Item = formatHeld({ key: 'use:q1', revision: 1, holds: 'use', purchaseId: 'p1' });

describe('publish-ledger', () => {
  it.each([
    { what: 'a new entry', after: entry, events: ['points.earned'] },
    { what: 'an entry in the place of what waited', after: entry, before: guest, events: ['points.earned'] },
    { what: 'a purchase that waits', after: guest, events: [] },
    { what: 'a purchase that waits for somebody else now', after: stranger, before: guest, events: [] },
    { what: 'an answer that is kept', after: answer, events: [] },
    { what: 'what has come back of a sale', after: backAgain(1, 5n), events: [] },
    { what: 'more that has come back of it', after: backAgain(2, 7n), before: backAgain(1, 5n), events: [] },
    { what: 'a redemption that paid for a sale', after: use, events: [] },
    { what: 'an entry that was there, which nothing of ours does', after: entry, before: entry, events: [] },
    { what: 'an entry that went, which nothing of ours does', before: entry, events: [] },
    { what: 'a purchase that waits no more', before: guest, events: [] },
  ])('tells of $what: $events', async ({ events, ...change }) => {
    const toEvent = await load('publishLedger');
    const { published, publish } = recordingBus();
    const { result } = await invoke(async (event: StreamEvent) => handleStream(publish, toEvent, event), {
      ...stream(change),
    });
    expect(result).toEqual({ batchItemFailures: [] });
    expect(published.map(({ detailType }) => detailType)).toEqual(events);
  });

  it('says what was posted, where it stands in the member’s history, and what the member holds now', async () => {
    const toEvent = await load('publishLedger');
    const event = toEvent(entry, undefined);
    expect(event).toMatchObject({
      source: 'perennial.ledger',
      detailType: 'points.earned',
      detail: {
        metadata: { id: 'purchase:p1', version: '1.0', occurredAt: '2026-03-01T04:00:00Z' },
        data: {
          memberId: 'ann',
          programId: 'test',
          entryId: 'purchase:p1',
          seq: 1,
          points: 100,
          balanceAfter: { available: 100, pending: 0, reserved: 0, debt: 0 },
        },
      },
    });
  });

  it('publishes in the order of the stream, and counts', async () => {
    const toEvent = await load('publishLedger');
    const { published, publish } = recordingBus();
    const sales = postedInOrder('ann', ['p1', 'p2', 'p3']).map(({ record }) => ({ after: record }));
    const { logs, metrics } = await invoke(async (event: StreamEvent) => handleStream(publish, toEvent, event), {
      ...stream(...sales, { after: guest }),
    });
    expect(published.map(({ detail }) => detail)).toMatchObject([1, 2, 3].map((seq) => ({ data: { seq } })));
    expect(metrics).toEqual({ EventsPublished: 3 });
    expect(logs).toMatchObject([{ message: logMessages.published, records: 4, events: 3 }]);
  });

  it('passes over a record that cannot be read, and says which', async () => {
    const toEvent = await load('publishLedger');
    const { published, publish } = recordingBus();
    const odd = { entryId: 'purchase:ann@example.com', memberId: 'ann', kind: 'unheard-of' };
    const { result, logs, metrics, output } = await invoke(
      async (event: StreamEvent) => handleStream(publish, toEvent, event),
      { ...stream({ after: odd }, { after: entry }) },
    );
    expect(result).toEqual({ batchItemFailures: [] });
    expect(published).toHaveLength(1);
    expect(logs[0]).toMatchObject({ level: 'ERROR', message: logMessages.unreadable, eventID: 'event-0' });
    expect(metrics).toEqual({ EventsPublished: 1, StreamRecordsUnreadable: 1 });
    expect(output).not.toContain('ann@example.com');
  });

  it('is given the whole batch again when the bus fails, and never throws', async () => {
    const toEvent = await load('publishLedger');
    const publish = async () => Promise.reject(new Error('a text about ann@example.com'));
    const { result, logs, output } = await invoke(async (event: StreamEvent) => handleStream(publish, toEvent, event), {
      ...stream({ after: guest }, { after: entry }),
    });
    expect(result).toEqual({ batchItemFailures: [{ itemIdentifier: 'sequence-0' }] });
    expect(logs).toMatchObject([{ level: 'ERROR', message: logMessages.failed, error: 'Error' }]);
    expect(output).not.toContain('ann@example.com');
  });

  it('publishes the same event for the same entry, however often', async () => {
    const toEvent = await load('publishLedger');
    expect(toEvent(entry, undefined)).toEqual(toEvent(entry, guest));
  });
});
