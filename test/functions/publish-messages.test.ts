/** What members are told, to the bus: an event for each message, once. */
import { describe, expect, it } from 'vitest';
import { eventsOut } from '../../shared/contracts/events-out.ts';
import { expiryMessage, levelMessage, stageMessage } from '../../shared/contracts/messages.ts';
import { dayOf } from '../../shared/domain/calendar.ts';
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
