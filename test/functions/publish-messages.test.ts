/** What members are told, to the bus: an event for each message, once. */
import { describe, expect, it } from 'vitest';
import { eventsOut } from '../../shared/contracts/events-out.ts';
import { expiryMessage, levelMessage, stageMessage } from '../../shared/contracts/messages.ts';
import { dayOf } from '../../shared/domain/calendar.ts';
import type { Run } from '../../shared/contracts/campaign-records.ts';
import type { SentMessage } from '../../shared/domain/campaigns/sent-message.ts';
import { formatSends, formatSentMessage } from '../../shared/store/dynamodb/sent-message-item.ts';
import { instant } from '../domain/build.ts';
import { load } from './publishers.ts';
import type { Item } from './publishers.ts';

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

const run = 'win-back#2026-12-01T02:00:00Z';
const noon = instant('2026-12-01T12:00:00Z');

function itemOf(changes: Partial<SentMessage>): Item {
  return formatSentMessage({
    memberId: 'ann',
    messageId: 'message-1',
    campaignId: 'win-back',
    run,
    occasion: '2026-06-01',
    step: 'first',
    channel: 'email',
    ordinal: 17,
    claimedAt: instant('2026-12-01T11:59:59Z'),
    leaseUntil: instant('2026-12-01T12:01:00Z'),
    attempts: 1,
    skipped: null,
    failedAt: null,
    unknownSince: null,
    presumedSentAt: null,
    facts: {},
    ...changes,
  });
}

const claimed = itemOf({});
const accepted = itemOf({ facts: { acceptedAt: noon } });
const presumed = itemOf({ presumedSentAt: noon });
const skipped = itemOf({ skipped: { reason: 'capped', at: noon }, channel: null, claimedAt: null, leaseUntil: null });
const failed = itemOf({ failedAt: noon });

describe('publish-messages, of campaigns', () => {
  const data = { memberId: 'ann', messageId: 'message-1', campaignId: 'win-back', run, step: 'first' };
  const metadata = (kind: string) => {
    return { id: `message.${kind}:ann:message-1`, version: '1.0', occurredAt: '2026-12-01T12:00:00Z' };
  };

  it.each([
    { what: 'accepted', after: accepted, kind: 'sent', own: { channel: 'email', presumed: false } },
    { what: 'presumed sent', after: presumed, kind: 'sent', own: { channel: 'email', presumed: true } },
    { what: 'skipped', after: skipped, kind: 'skipped', own: { reason: 'capped' } },
    { what: 'refused for good', after: failed, kind: 'skipped', own: { reason: 'failed' } },
  ])('tells of a message that is $what, new or claimed before', async ({ after, kind, own }) => {
    const toEvent = await load('publishMessages');
    const told = {
      source: 'perennial.campaigns',
      detailType: `message.${kind}`,
      detail: { metadata: metadata(kind), data: { ...data, ...own } },
    };
    for (const before of [undefined, claimed]) {
      const event = toEvent(after, before);
      expect(event).toEqual(told);
      if (event !== undefined) expect(eventsOut[event.detailType].parse(event.detail)).toEqual(event.detail);
    }
  });

  it.each([
    { what: 'a claim', after: claimed },
    {
      what: 'a message that was delivered before it was heard to be accepted',
      after: itemOf({ facts: { deliveredAt: noon } }),
    },
    { what: 'later facts of one', after: itemOf({ facts: { acceptedAt: noon, openedAt: noon } }), before: accepted },
    { what: 'one that was presumed sent and is accepted after all', after: accepted, before: presumed },
    { what: 'what counts for caps', after: formatSends('ann', [], 1) },
    { what: 'what counts for caps, changed', after: formatSends('ann', [], 2), before: formatSends('ann', [], 1) },
    { what: 'a message that was removed', after: undefined, before: accepted },
  ])('does not tell of $what', async ({ after, before }) => {
    const toEvent = await load('publishMessages');
    expect(toEvent(after, before)).toBeUndefined();
  });
});

describe('publish-messages, of runs', () => {
  const own: Run = {
    campaignId: 'win-back',
    run,
    revision: 1,
    state: 'planning',
    version: 3,
    hash: 'hash-3',
    scheduledAt: instant('2026-12-01T02:00:00Z'),
    startedAt: instant('2026-12-01T02:00:07Z'),
    counts: null,
    windowClosesAt: null,
    endedAt: null,
  };
  const key = { key: 'campaign#win-back', sort: 'run#2026-12-01T02:00:00Z' };
  const started: Item = { ...key, ...own };
  const counts = { treatment: 9, control: 1, reasons: { control: 1 }, channels: { email: 9 } };
  const data = { campaignId: 'win-back', run, version: 3 };

  it('tells of one that begins', async () => {
    const toEvent = await load('publishMessages');
    const event = toEvent(started, undefined);
    expect(event).toEqual({
      source: 'perennial.campaigns',
      detailType: 'campaign.run.started',
      detail: {
        metadata: { id: `campaign.run.started:${run}`, version: '1.0', occurredAt: '2026-12-01T02:00:07Z' },
        data: { ...data, scheduledAt: '2026-12-01T02:00:00Z' },
      },
    });
    expect(eventsOut['campaign.run.started'].parse(event?.detail)).toEqual(event?.detail);
  });

  it.each([
    { state: 'finished', counts, arms: { treatment: 9, control: 1 } },
    { state: 'cancelled', counts, arms: { treatment: 9, control: 1 } },
    { state: 'refused', counts: null, arms: { treatment: null, control: null } },
  ])('tells of one that is $state', async ({ state, counts: counted, arms }) => {
    const toEvent = await load('publishMessages');
    const event = toEvent({ ...started, state, counts: counted, endedAt: noon }, started);
    expect(event).toEqual({
      source: 'perennial.campaigns',
      detailType: 'campaign.run.finished',
      detail: {
        metadata: { id: `campaign.run.finished:${run}`, version: '1.0', occurredAt: '2026-12-01T12:00:00Z' },
        data: { ...data, outcome: state, ...arms },
      },
    });
    expect(eventsOut['campaign.run.finished'].parse(event?.detail)).toEqual(event?.detail);
  });

  it.each([
    { what: 'one that is planned', after: { ...started, state: 'planned', counts }, before: started },
    {
      what: 'one that had ended',
      after: { ...started, state: 'finished', revision: 9, endedAt: noon },
      before: { ...started, state: 'finished', endedAt: noon },
    },
  ])('does not tell of $what', async ({ after, before }) => {
    const toEvent = await load('publishMessages');
    expect(toEvent(after, before)).toBeUndefined();
  });
});
