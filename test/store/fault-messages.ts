/** Messages as queues deliver them, over stores that may fail; delivered again, they do nothing more. */
import { applyEvents } from '../../shared/commands/apply-events.ts';
import { reviewMembers } from '../../shared/commands/review-members.ts';
import { firstRequest } from '../../shared/commands/review-run.ts';
import { takeInEvents } from '../../shared/commands/take-in-events.ts';
import type { IntakeDependencies, Message } from '../../shared/commands/take-in-events.ts';
import type { UnknownMemberPolicy } from '../../shared/domain/programme.ts';
import { instantOf } from '../../shared/domain/zone.ts';
import { newMemberId } from '../../shared/platform/ids.ts';
import type { Stores } from '../../bench/local-stores.ts';
import { memoryPasses } from '../../shared/store/memory/memory-passes.ts';
import { enrolment, sale } from '../fixtures/events.ts';
import type { SaleOptions } from '../fixtures/events.ts';
import { digests } from '../fixtures/ledger.ts';
import { plainDocument, programmeWith } from '../fixtures/programme.ts';
import type { Deliver } from './fault-harness.ts';

export const ann = { externalId: 'A1' };
export const annMail = { email: 'ann@example.com' };

function dependencies(stores: Stores, unknown: UnknownMemberPolicy): Omit<IntakeDependencies, 'now'> {
  const programme = programmeWith({ members: { unknown }, points: { ...plainDocument.points, valueOfPointMinor: 5 } });
  return {
    ...stores,
    apply: applyEvents,
    programmes: async () => Promise.resolve([programme]),
    digests,
    newMemberId,
    // A wait would only slow the tests down; that there are waits is for the tests of the commands.
    backOff: async () => Promise.resolve(),
    // Of an event that waited, what was kept is sealed; delivered again and refused again, all of it is.
    seal: () => 'sealed',
  };
}

/** One batch of messages, in a programme that treats strangers so. */
export function messages(unknown: UnknownMemberPolicy, ...batch: readonly Message[]): Deliver {
  return async (stores) => {
    const { failed } = await takeInEvents(
      { ...dependencies(stores, unknown), now: () => '2030-01-01T00:00:00Z' },
      batch,
    );
    return failed.size === 0;
  };
}

export const receipt = (correlationId: string) => ({ receipt: true, correlationId });

export function sold(purchaseId: string, member: SaleOptions['member'], options: Partial<SaleOptions> = {}): Message {
  return {
    delivery: `delivery-${purchaseId}`,
    envelope: sale({ purchaseId, member, metadata: receipt(purchaseId), ...options }),
  };
}

export function enrolled(eventId: string, ...identities: readonly Readonly<Record<string, string>>[]): Message {
  const all: Readonly<Record<string, string>> = Object.assign({}, ...identities);
  return { delivery: eventId, envelope: enrolment({ eventId, identities: all, metadata: receipt(eventId) }) };
}

/** Any other event, at noon of a day of March 2026. */
export function sent(type: string, key: string, data: object, day = '10'): Message {
  const occurredAt = `2026-03-${day}T12:00:00+08:00`;
  const metadata = { id: `event-${type}-${key}`, version: '1.0', occurredAt, ...receipt(`${type}-${key}`) };
  return { delivery: `delivery-${type}-${key}`, envelope: { 'detail-type': type, detail: { metadata, data } } };
}

/** One after the other, each when the one before is done; delivered again, all of them are. */
export function inTurn(...deliveries: readonly Deliver[]): Deliver {
  return async (stores) => {
    for (const deliver of deliveries) if (!(await deliver(stores))) return false;
    return true;
  };
}

export const nothing: Deliver = async () => Promise.resolve(true);

/** The review of a day, two years after most of what happens here. */
export function reviewed(day = '2028-01-01'): Deliver {
  return async (stores) => {
    const now = () => instantOf(Date.UTC(2030, 0, 1));
    const kept = { messages: stores.messages, passes: memoryPasses() };
    const pace = { timeLeft: () => true, unitsPerSecond: 1_000_000, sleep: async () => Promise.resolve() };
    const reviewer = { ...dependencies(stores, 'enrol'), settings: stores.settings, now, ...kept, ...pace };
    const request = firstRequest({ day, run: 'review', segment: 0, segments: 1 });
    const { failures } = await reviewMembers(reviewer, request);
    return failures.length === 0;
  };
}

const consents = [
  {
    purpose: 'promotions',
    channel: 'email',
    granted: true,
    at: '2026-03-01T00:00:00Z',
    text: 'terms-7',
    how: 'form',
    by: 'member',
  },
];

/** `member.updated` or `member.erased` of ann, after everything else. */
function aboutAnn(type: string, data: object): Message {
  const metadata = { id: type, version: '1.0', occurredAt: '2026-04-01T12:00:00+08:00', ...receipt(type) };
  return { delivery: type, envelope: { 'detail-type': type, detail: { metadata, data: { member: ann, ...data } } } };
}

/** Another e-mail address in the place of the one there was, and an answer. */
export const updated = () => aboutAnn('member.updated', { email: 'ann@new.example', name: 'Ann', consents });
export const erased = () => aboutAnn('member.erased', { requestId: 'forget-ann' });
