/** The way in: an event is checked against its contract here and nowhere else. */
import * as z from 'zod/mini';
import type { Consent } from '../domain/consent.ts';
import type { Person } from '../domain/person.ts';
import { formatInstant, instantOf, parseInstant } from '../domain/zone.ts';
import type { Instant } from '../domain/zone.ts';
import { memberEnrolled } from './member-enrolled.ts';
import { memberErased } from './member-erased.ts';
import type { MemberErased } from './member-erased.ts';
import { memberMerged } from './member-merged.ts';
import type { MemberMerged } from './member-merged.ts';
import { consentsOf, personOf } from './member-profile.ts';
import { memberUpdated } from './member-updated.ts';
import type { MemberUpdated } from './member-updated.ts';
import { identitiesOf, identityKinds, referenceOf } from './members.ts';
import type { Identity, member, MemberReference } from './members.ts';
import { contractMajor, metadata } from './metadata.ts';
import type { Metadata } from './metadata.ts';
import { pointsAdjusted, pointsImported, pointsTransfer } from './points-requests.ts';
import type { PointsAdjusted, PointsImported, PointsTransfer } from './points-requests.ts';
import { purchaseCompleted } from './purchase-completed.ts';
import type { PurchaseCompleted } from './purchase-completed.ts';
import { purchaseReturned } from './purchase-returned.ts';
import type { PurchaseReturned } from './purchase-returned.ts';
import { redemptionCancelled, redemptionCommitted, redemptionRequested } from './redemption.ts';
import type { RedemptionRequested, RedemptionSettled } from './redemption.ts';
import { refusal } from './refusals.ts';
import { refusedIssue } from './refused-issue.ts';
import { tierAssigned } from './tier-assigned.ts';
import type { TierAssigned } from './tier-assigned.ts';
import type { Refusal } from './refusals.ts';

/** An event entry (detail, type and source) may not be larger; the bus takes no more. */
export const eventBytesAtMost = 256 * 1024;

type Parsed = {
  readonly metadata: Metadata;
  readonly occurredAt: Instant;
  /**
   * What makes two events the same (domain.md, "The same cause"): the data after parsing, without unknown fields and
   * without the members, who are compared apart, and the instant.
   */
  readonly content: unknown;
};
/** An event about one member; undefined for a guest's purchase, and for a return that leaves it to the sale. */
type Of<Type extends string, Data, Member = MemberReference> = Parsed & {
  readonly type: Type;
  readonly data: Data;
  readonly member: Member;
};
export type PurchaseEvent = Of<'purchase.completed', PurchaseCompleted, MemberReference | undefined>;
export type ReturnEvent = Of<'purchase.returned', PurchaseReturned, MemberReference | undefined>;
export type RedemptionEvent = Of<'redemption.requested', RedemptionRequested>;
export type CommitEvent = Of<'redemption.committed', RedemptionSettled>;
export type CancelEvent = Of<'redemption.cancelled', RedemptionSettled>;
export type AdjustmentEvent = Of<'points.adjusted.requested', PointsAdjusted>;
export type ImportEvent = Of<'points.imported', PointsImported>;
export type AssignmentEvent = Of<'tier.assigned', TierAssigned>;
export type TransferEvent = Parsed & {
  readonly type: 'points.transfer.requested';
  readonly data: PointsTransfer;
  readonly from: MemberReference;
  readonly to: MemberReference;
};
export type MergeEvent = Parsed & {
  readonly type: 'member.merged';
  readonly data: MemberMerged;
  readonly kept: MemberReference;
  readonly removed: MemberReference;
};
/** What an event tells of a person, and the answers that it brings. */
type Telling = {
  readonly identities: readonly Identity[];
  readonly told: Person;
  readonly consents: readonly Consent[];
};
export type EnrolmentEvent = Parsed &
  Telling & {
    readonly type: 'member.enrolled';
    readonly channel: string | undefined;
    readonly enrolledAt: Instant;
  };
export type UpdateEvent = Of<'member.updated', MemberUpdated> & Telling;
export type ErasureEvent = Of<'member.erased', MemberErased>;
export type ParsedEvent =
  | PurchaseEvent
  | ReturnEvent
  | RedemptionEvent
  | CommitEvent
  | CancelEvent
  | AdjustmentEvent
  | ImportEvent
  | AssignmentEvent
  | TransferEvent
  | EnrolmentEvent
  | UpdateEvent
  | ErasureEvent
  | MergeEvent;

/** Types of the contract whose handling is not built yet; they are refused by name. */
const typesToCome = new Set(['activity.recorded']);

export type ParseResult =
  { readonly ok: true; readonly event: ParsedEvent } | { readonly ok: false; readonly refusal: Refusal };

function refuse(code: Refusal['code'], field?: string, rule?: string): ParseResult & { readonly ok: false } {
  const where = { ...(field === undefined ? {} : { field }), ...(rule === undefined ? {} : { rule }) };
  return { ok: false, refusal: refusal(code, where) };
}

function refuseIssue(under: string, error: z.core.$ZodError): ParseResult & { readonly ok: false } {
  const { field, rule } = refusedIssue(under, error);
  return refuse('invalid-event', field, rule);
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

type Base = Omit<Parsed, 'content'>;
type Read = (base: Base, given: unknown) => ParseResult;

/** How the data of a type is read: by its schema, and then into the event. */
function reads<Schema extends z.ZodMiniType>(
  schema: Schema,
  toEvent: (base: Base, data: z.output<Schema>) => ParsedEvent,
): Read {
  return (base, given) => {
    const data = schema.safeParse(given, { reportInput: true });
    return data.success ? { ok: true, event: toEvent(base, data.data) } : refuseIssue('data', data.error);
  };
}

function contentOf({ occurredAt }: Base, data: unknown): unknown {
  return { data, occurredAt: formatInstant(occurredAt) };
}

/** An event of one member, who is named: all of its data but the member is content. */
function ofMember<Data extends { readonly member: z.output<typeof member> }>(base: Base, data: Data) {
  const { member: named, ...rest } = data;
  return { ...base, data, member: referenceOf(named), content: contentOf(base, rest) };
}

function tellingOf(data: Parameters<typeof personOf>[0], told: Person): Telling {
  return { identities: identitiesOf(data), told, consents: consentsOf(data) };
}

/**
 * The instant at which older identities of a kind are replaced: by another one those that were told before it, by none
 * also what was told at the very instant, for a removal counts before any value (`person.ts`).
 */
function replacedAt(occurredAt: Instant, value: string | null): Instant {
  return value === null ? instantOf(occurredAt + 1) : occurredAt;
}

const readers = {
  'purchase.completed': reads(purchaseCompleted, (base, data): PurchaseEvent => {
    const { member: named, ...rest } = data;
    const who = named === undefined ? undefined : referenceOf(named);
    return { ...base, type: 'purchase.completed', data, member: who, content: contentOf(base, rest) };
  }),
  'purchase.returned': reads(purchaseReturned, (base, data): ReturnEvent => {
    const { member: named, currency, ...rest } = data;
    // Where the sale says it, a currency is not compared: neither with the sale's nor with that of a copy.
    const content = contentOf(base, data.purchaseId === undefined ? { ...rest, currency } : rest);
    const who = named === undefined ? undefined : referenceOf(named);
    return { ...base, type: 'purchase.returned', data, member: who, content };
  }),
  'redemption.requested': reads(redemptionRequested, (base, data): RedemptionEvent => {
    return { ...ofMember(base, data), type: 'redemption.requested' };
  }),
  'redemption.committed': reads(redemptionCommitted, (base, data): CommitEvent => {
    return { ...ofMember(base, data), type: 'redemption.committed' };
  }),
  'redemption.cancelled': reads(redemptionCancelled, (base, data): CancelEvent => {
    return { ...ofMember(base, data), type: 'redemption.cancelled' };
  }),
  'points.adjusted.requested': reads(pointsAdjusted, (base, data): AdjustmentEvent => {
    return { ...ofMember(base, data), type: 'points.adjusted.requested' };
  }),
  'points.imported': reads(pointsImported, (base, data): ImportEvent => {
    return { ...ofMember(base, data), type: 'points.imported' };
  }),
  'tier.assigned': reads(tierAssigned, (base, data): AssignmentEvent => {
    return { ...ofMember(base, data), type: 'tier.assigned' };
  }),
  'points.transfer.requested': reads(pointsTransfer, (base, data): TransferEvent => {
    const { from, to, ...rest } = data;
    const who = { from: referenceOf(from), to: referenceOf(to) };
    return { ...base, ...who, type: 'points.transfer.requested', data, content: contentOf(base, rest) };
  }),
  'member.merged': reads(memberMerged, (base, data): MergeEvent => {
    const { kept, removed, ...rest } = data;
    const who = { kept: referenceOf(kept), removed: referenceOf(removed) };
    return { ...base, ...who, type: 'member.merged', data, content: contentOf(base, rest) };
  }),
  'member.enrolled': reads(memberEnrolled, (base, data): EnrolmentEvent => {
    const enrolledAt = data.enrolledAt === undefined ? base.occurredAt : parseInstant(data.enrolledAt);
    if (enrolledAt === undefined) throw new TypeError('a parsed enrolledAt is an instant');
    const { channel } = data;
    const telling = tellingOf(data, personOf(data, base.occurredAt));
    return { ...base, ...telling, type: 'member.enrolled', channel, enrolledAt, content: contentOf(base, data) };
  }),
  'member.updated': reads(memberUpdated, (base, data): UpdateEvent => {
    const replaced = identityKinds.flatMap((kind) => {
      const value = data[kind];
      return value === undefined ? [] : [[kind, replacedAt(base.occurredAt, value)] as const];
    });
    const told = { ...personOf(data, base.occurredAt), replaced: Object.fromEntries(replaced) };
    return { ...ofMember(base, data), ...tellingOf(data, told), type: 'member.updated' };
  }),
  'member.erased': reads(memberErased, (base, data): ErasureEvent => {
    return { ...ofMember(base, data), type: 'member.erased' };
  }),
} as const satisfies Record<ParsedEvent['type'], Read>;

const byType: ReadonlyMap<string, Read> = new Map(Object.entries(readers));

/** Checks an event entry of the bus against the contract of its type. */
export function parseEvent(entry: EventEntry): ParseResult {
  const read = byType.get(entry['detail-type']);
  if (read === undefined) {
    const rule = typesToCome.has(entry['detail-type'])
      ? 'this type is not built yet'
      : `one of ${[...byType.keys()].join(', ')}`;
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
  return read({ metadata: meta.data, occurredAt }, detail.data['data']);
}
