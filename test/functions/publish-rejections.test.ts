/** What was refused, to the bus: an event for each refusal, and nothing else is told. */
import { describe, expect, it } from 'vitest';
import { refusal } from '../../shared/contracts/refusals.ts';
import { load } from './publishers.ts';
import type { Item } from './publishers.ts';

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
