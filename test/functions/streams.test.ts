/** Streams to the bus: an event for each entry and each refusal, once each, in order; nothing else is told. */
import { marshall } from '@aws-sdk/util-dynamodb';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { BusEntry } from '../../shared/platform/bus.ts';
import { logMessages } from '../../shared/platform/telemetry.ts';
import { handleStream } from '../../shared/runtime/stream-handler.ts';
import type { StreamEvent, ToEvent } from '../../shared/runtime/stream-handler.ts';
import { nothingReturned } from '../../shared/domain/sale-returns.ts';
import { formatHeld } from '../../shared/store/dynamodb/ledger-item.ts';
import { eventsOut } from '../../shared/contracts/events-out.ts';
import { expiryMessage, levelMessage, stageMessage } from '../../shared/contracts/messages.ts';
import { refusal } from '../../shared/contracts/refusals.ts';
import { dayOf } from '../../shared/domain/calendar.ts';
import { emptyAccount, next, posted, postedInOrder, waiting } from '../fixtures/ledger.ts';
import { invoke } from './invoke.ts';

type Item = Readonly<Record<string, unknown>>;

const functions = {
  publishLedger: async () => import('../../functions/publish-ledger/handler.ts'),
  publishRejections: async () => import('../../functions/publish-rejections/handler.ts'),
  publishMessages: async () => import('../../functions/publish-messages/handler.ts'),
};

afterEach(() => {
  vi.unstubAllEnvs();
});

async function load(name: keyof typeof functions): Promise<ToEvent> {
  vi.stubEnv('BUS_NAME', 'perennial');
  return (await functions[name]()).toEvent;
}

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

describe('publish-rejections', () => {
  const rejection: Item = {
    key: 'rejection#1',
    id: '1',
    refusal: refusal('invalid-event', { field: 'data.net', rule: 'an integer' }),
    detailType: 'purchase.completed',
    eventId: 'event-1',
    receivedAt: '2026-11-22T00:00:00Z',
    sealedEvent: 'sealed',
    expiresAtEpochSeconds: 1,
  };
  const receipt: Item = { key: 'receipt#1', correlationId: '1', outcome: 'refused' };

  it('tells of a refusal by its reason, and nothing of the event', async () => {
    const toEvent = await load('publishRejections');
    expect(toEvent(rejection, undefined)).toEqual({
      source: 'perennial.ledger',
      detailType: 'event.rejected',
      detail: {
        metadata: { id: 'rejected:1', version: '1.0', occurredAt: '2026-11-22T00:00:00Z' },
        data: {
          code: 'invalid-event',
          field: 'data.net',
          rule: 'an integer',
          detailType: 'purchase.completed',
          eventId: 'event-1',
        },
      },
    });
    expect(toEvent({ ...rejection, detailType: 'member.enrolled' }, undefined)?.source).toBe('perennial.members');
  });

  it.each([
    { what: 'a receipt', after: receipt },
    { what: 'a receipt that changed', after: receipt, before: receipt },
    { what: 'a refusal that was there', after: rejection, before: rejection },
    { what: 'a refusal whose days are over', before: rejection },
  ])('does not tell of $what', async ({ after, before }) => {
    const toEvent = await load('publishRejections');
    expect(toEvent(after, before)).toBeUndefined();
  });

  it('refuses to read what is no refusal', async () => {
    const toEvent = await load('publishRejections');
    expect(() => toEvent({ key: 'rejection#1' }, undefined)).toThrow();
  });
});

describe('publish-messages', () => {
  const about = { memberId: 'ann', programId: 'main', day: dayOf(20_000), occurredAt: '2024-10-04T15:59:59.999Z' };
  const inData = { memberId: 'ann', programId: 'main', day: '2024-10-04' };
  const changed: Item = stageMessage(about, null, 'new');

  it('tells of a notice and of a change of stage, by ids that stay the same', async () => {
    const toEvent = await load('publishMessages');
    const lots = [{ points: 10n ** 20n, expiresOn: dayOf(20_031) }];
    const told = [changed, expiryMessage(about, { lead: 30, lots })].map((item) => toEvent(item, undefined));
    expect(told).toEqual([
      {
        source: 'perennial.members',
        detailType: 'member.stage-changed',
        detail: {
          metadata: {
            id: 'member.stage-changed:ann:2024-10-04',
            version: '1.0',
            occurredAt: '2024-10-04T15:59:59.999Z',
          },
          data: { ...inData, from: null, to: 'new' },
        },
      },
      {
        source: 'perennial.ledger',
        detailType: 'points.expiring',
        detail: {
          metadata: { id: 'points.expiring:ann:2024-10-04:30', version: '1.0', occurredAt: '2024-10-04T15:59:59.999Z' },
          data: {
            ...inData,
            lead: 30,
            points: '100000000000000000000',
            lots: [{ points: '100000000000000000000', expiresOn: '2024-11-04' }],
          },
        },
      },
    ]);
    for (const event of told) {
      if (event !== undefined) expect(eventsOut[event.detailType].parse(event.detail)).toEqual(event.detail);
    }
  });

  it('tells of a level in danger by its judgement, on whatever day it was found', async () => {
    const toEvent = await load('publishMessages');
    const event = toEvent(
      levelMessage(about, {
        level: 'gold',
        fallsTo: 'silver',
        judgement: dayOf(20_031),
        basis: 'orders',
        amount: 2n,
        missing: 3n,
        by: dayOf(20_030),
      }),
      undefined,
    );
    const data = {
      ...inData,
      level: 'gold',
      fallsTo: 'silver',
      judgement: '2024-11-04',
      basis: 'orders',
      amount: 2,
      missing: 3,
      by: '2024-11-03',
    };
    expect(event).toMatchObject({
      source: 'perennial.ledger',
      detail: { metadata: { id: 'tier.at-risk:ann:2024-11-04' }, data },
    });
    expect(eventsOut['tier.at-risk'].parse(event?.detail)).toEqual(event?.detail);
  });

  it.each([
    { what: 'a message that was there', after: changed, before: changed },
    { what: 'a message that was removed', before: changed },
  ])('does not tell of $what', async ({ after, before }) => {
    const toEvent = await load('publishMessages');
    expect(toEvent(after, before)).toBeUndefined();
  });

  it('refuses to read what is no message', async () => {
    const toEvent = await load('publishMessages');
    expect(() => toEvent({ ...changed, to: 'asleep' }, undefined)).toThrow();
    expect(() => toEvent({ ...changed, kind: 'points.earned' }, undefined)).toThrow();
  });
});

describe('a function without its environment', () => {
  it.each([
    [
      'apply-purchase',
      'ACCOUNTS_TABLE, LEDGER_TABLE, MEMBERS_TABLE, SETTINGS_TABLE, INTAKE_TABLE, IDENTITY_KEY_SECRET',
    ],
    ['apply-member', 'ACCOUNTS_TABLE, LEDGER_TABLE, MEMBERS_TABLE, SETTINGS_TABLE, INTAKE_TABLE, IDENTITY_KEY_SECRET'],
    ['publish-ledger', 'BUS_NAME'],
    ['publish-rejections', 'BUS_NAME'],
    ['publish-messages', 'BUS_NAME'],
    ['start-review', 'SETTINGS_TABLE, REVIEW_SEGMENTS'],
    [
      'review-members',
      'ACCOUNTS_TABLE, LEDGER_TABLE, SETTINGS_TABLE, MESSAGES_TABLE, NUMBERS_BUCKET, NUMBERS_DOMAIN, REVIEW_WRITE_UNITS_PER_SECOND',
    ],
    ['take-snapshot', 'SETTINGS_TABLE, SNAPSHOTS_TABLE, NUMBERS_BUCKET, NUMBERS_DOMAIN'],
  ])('%s names everything that is missing, at once', async (name, missing) => {
    vi.resetModules();
    const load = import(`../../functions/${name}/handler.ts`);
    await expect(load).rejects.toMatchObject({
      name: 'EnvironmentError',
      message: `missing in the environment: ${missing}`,
    });
  });
});
