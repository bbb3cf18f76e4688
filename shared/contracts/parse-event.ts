/** The way in: an event is checked against its contract here and nowhere else. */
import * as z from 'zod/mini';
import { formatInstant, parseInstant } from '../domain/zone.ts';
import type { Instant } from '../domain/zone.ts';
import { memberEnrolled } from './member-enrolled.ts';
import { identitiesOf, referenceOf } from './members.ts';
import type { Identity, MemberReference } from './members.ts';
import { contractMajor, metadata } from './metadata.ts';
import type { Metadata } from './metadata.ts';
import { formatPath } from './primitives.ts';
import { purchaseCompleted } from './purchase-completed.ts';
import type { PurchaseCompleted } from './purchase-completed.ts';
import { refusal } from './refusals.ts';
import type { Refusal } from './refusals.ts';

/** An event entry (detail, type and source) may not be larger; the bus takes no more. */
export const eventBytesAtMost = 256 * 1024;

type Parsed = {
  readonly metadata: Metadata;
  readonly occurredAt: Instant;
  /**
   * What makes two events the same (domain.md, "The same cause"): the data after parsing, without unknown fields and
   * without the member, who is compared apart, and the instant.
   */
  readonly content: unknown;
};
export type PurchaseEvent = Parsed & {
  readonly type: 'purchase.completed';
  readonly data: PurchaseCompleted;
  /** Undefined for a guest. */
  readonly member: MemberReference | undefined;
};
export type EnrolmentEvent = Parsed & {
  readonly type: 'member.enrolled';
  readonly channel: string | undefined;
  readonly enrolledAt: Instant;
  readonly identities: readonly Identity[];
};
export type ParsedEvent = PurchaseEvent | EnrolmentEvent;

/** Types of the contract whose handling is not built yet; they are refused by name. */
const typesToCome = new Set([
  'purchase.returned',
  'redemption.requested',
  'redemption.committed',
  'redemption.cancelled',
  'points.adjusted.requested',
  'points.transfer.requested',
  'points.imported',
  'tier.assigned',
  'activity.recorded',
  'member.updated',
  'member.merged',
  'member.erased',
]);
const eventTypes = ['purchase.completed', 'member.enrolled'] as const;

export type ParseResult =
  { readonly ok: true; readonly event: ParsedEvent } | { readonly ok: false; readonly refusal: Refusal };

function refuse(code: Refusal['code'], field?: string, rule?: string): ParseResult & { readonly ok: false } {
  const where = { ...(field === undefined ? {} : { field }), ...(rule === undefined ? {} : { rule }) };
  return { ok: false, refusal: refusal(code, where) };
}

function refuseIssue(under: string, error: z.core.$ZodError): ParseResult & { readonly ok: false } {
  const [issue] = error.issues;
  if (issue === undefined) throw new TypeError('a failed parse names an issue');
  const missing = issue.code === 'invalid_type' && issue.input === undefined;
  return refuse(
    'invalid-event',
    formatPath([under, ...issue.path]),
    missing ? `required: ${issue.message}` : issue.message,
  );
}

const anyObject = z.record(z.string(), z.unknown());

/** `detail-type` and `detail` as they lie on the bus or in a file. */
export type EventEntry = { readonly 'detail-type': string; readonly detail: unknown };

/**
 * The type and detail of a line or a message, or why it has none.
 *
 * @param value what the line parsed to; undefined for a line that is no JSON
 */
export function entryOf(
  value: unknown,
): { readonly ok: true; readonly entry: EventEntry } | (ParseResult & { readonly ok: false }) {
  const object = anyObject.safeParse(value);
  if (!object.success || Array.isArray(value)) return refuse('unparsable');
  const type = object.data['detail-type'];
  if (typeof type !== 'string') return refuse('unknown-type', 'detail-type', 'required: a string');
  return { ok: true, entry: { 'detail-type': type, detail: object.data['detail'] } };
}

/** Checks an event entry of the bus against the contract of its type. */
export function parseEvent(entry: EventEntry): ParseResult {
  const type = eventTypes.find((known) => known === entry['detail-type']);
  if (type === undefined) {
    const rule = typesToCome.has(entry['detail-type'])
      ? 'this type is not built yet'
      : `one of ${eventTypes.join(', ')}`;
    return refuse('unknown-type', 'detail-type', rule);
  }
  const detail = anyObject.safeParse(entry.detail);
  if (!detail.success) return refuse('invalid-event', 'detail', 'required: an object with metadata and data');
  const meta = metadata.safeParse(detail.data['metadata'], { reportInput: true });
  if (!meta.success) return refuseIssue('metadata', meta.error);
  const { version } = meta.data;
  if (!new RegExp(`^${contractMajor}\\.\\d+$`).test(version)) {
    return refuse('unsupported-version', 'metadata.version', `a version ${contractMajor}.x`);
  }
  const occurredAt = parseInstant(meta.data.occurredAt);
  if (occurredAt === undefined) throw new TypeError('a parsed occurredAt is an instant');
  const base = { metadata: meta.data, occurredAt };
  return type === 'purchase.completed'
    ? parsePurchase(base, detail.data['data'])
    : parseEnrolment(base, detail.data['data']);
}

function parsePurchase(base: Omit<Parsed, 'content'>, given: unknown): ParseResult {
  const data = purchaseCompleted.safeParse(given, { reportInput: true });
  if (!data.success) return refuseIssue('data', data.error);
  const { member, ...rest } = data.data;
  const content = { data: rest, occurredAt: formatInstant(base.occurredAt) };
  const named = member === undefined ? undefined : referenceOf(member);
  return { ok: true, event: { ...base, type: 'purchase.completed', data: data.data, member: named, content } };
}

function parseEnrolment(base: Omit<Parsed, 'content'>, given: unknown): ParseResult {
  const data = memberEnrolled.safeParse(given, { reportInput: true });
  if (!data.success) return refuseIssue('data', data.error);
  const enrolledAt = data.data.enrolledAt === undefined ? base.occurredAt : parseInstant(data.data.enrolledAt);
  if (enrolledAt === undefined) throw new TypeError('a parsed enrolledAt is an instant');
  const content = { data: data.data, occurredAt: formatInstant(base.occurredAt) };
  const { channel } = data.data;
  const identities = identitiesOf(data.data);
  return { ok: true, event: { ...base, type: 'member.enrolled', channel, enrolledAt, identities, content } };
}
