/** Shortcuts for tests of the way in: events that are valid but for what a test is about. */
import { expect } from 'vitest';
import { entryOf, parseEvent } from '../../shared/contracts/parse-event.ts';
import type { EnrolmentEvent, ParsedEvent, ParseResult, PurchaseEvent } from '../../shared/contracts/parse-event.ts';

type Fields = Readonly<Record<string, unknown>>;

const about = { id: 'event-1', version: '1.0', occurredAt: '2026-03-02T12:00:00Z' };

export function purchase(data: Fields = {}, metadata: Fields = {}): Fields {
  return {
    'detail-type': 'purchase.completed',
    detail: { metadata: { ...about, ...metadata }, data: { purchaseId: 'p-1', currency: 'EUR', net: 1000, ...data } },
  };
}

export function enrolment(data: Fields = {}, metadata: Fields = {}): Fields {
  return {
    'detail-type': 'member.enrolled',
    detail: { metadata: { ...about, ...metadata }, data: { externalId: 'ann', ...data } },
  };
}

/** What is required of each type that asks for something by request, and nothing else. */
export const smallestData = {
  'purchase.returned': { returnId: 'r-1', purchaseId: 'p-1', net: 500 },
  'redemption.requested': { member: { externalId: 'ann' }, requestId: 'q-1', points: 100 },
  'redemption.committed': { member: { externalId: 'ann' }, requestId: 'q-1' },
  'redemption.cancelled': { member: { externalId: 'ann' }, requestId: 'q-1' },
  'points.adjusted.requested': {
    member: { externalId: 'ann' },
    requestId: 'q-1',
    points: -5,
    reason: 'double booking',
    actor: 'clerk-7',
  },
  'points.transfer.requested': {
    from: { externalId: 'ann' },
    to: { externalId: 'bob' },
    requestId: 'q-1',
    points: 100,
  },
  'points.imported': { member: { externalId: 'ann' }, requestId: 'q-1', lots: [{ points: 100, expiresOn: null }] },
  'tier.assigned': {
    member: { externalId: 'ann' },
    requestId: 'q-1',
    level: 'gold',
    reason: 'a guest of the house',
    actor: 'clerk-7',
  },
} as const;
export type RequestType = keyof typeof smallestData;

/** An event of one of these types; undefined takes a field away. */
export function request(type: RequestType, data: Fields = {}, metadata: Fields = {}): Fields {
  const fields: Fields = smallestData[type];
  return { 'detail-type': type, detail: { metadata: { ...about, ...metadata }, data: { ...fields, ...data } } };
}

/** As a line of a file comes in: written to JSON and read again, so that what JSON does not know is not there. */
export function take(event: unknown): ParseResult {
  const given: unknown = event === undefined ? undefined : JSON.parse(JSON.stringify(event));
  const entry = entryOf(given);
  return entry.ok ? parseEvent(entry.entry) : entry;
}

/** Code, field and rule of the refusal, without what is not there. */
export function refusalOf(event: unknown): { code: string; field?: string; rule?: string } | undefined {
  const result = take(event);
  if (result.ok) return undefined;
  const { message, ...reason } = result.refusal;
  expect(message).not.toBe('');
  return reason;
}

export function purchaseOf(data: Fields = {}, metadata: Fields = {}): PurchaseEvent {
  const result = take(purchase(data, metadata));
  if (result.ok && result.event.type === 'purchase.completed') return result.event;
  throw new Error(JSON.stringify(result));
}

export function enrolmentOf(data: Fields = {}, metadata: Fields = {}): EnrolmentEvent {
  const result = take(enrolment(data, metadata));
  if (result.ok && result.event.type === 'member.enrolled') return result.event;
  throw new Error(JSON.stringify(result));
}

export function requestOf(type: RequestType, data: Fields = {}, metadata: Fields = {}): ParsedEvent {
  const result = take(request(type, data, metadata));
  if (result.ok && result.event.type === type) return result.event;
  throw new Error(JSON.stringify(result));
}
