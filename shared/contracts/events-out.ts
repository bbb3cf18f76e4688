/** The events that go out on the bus: one for each entry, and `event.rejected`. Never an e-mail, a phone or a name. */
import * as z from 'zod/mini';
import { sources } from '../config/names.ts';
import { tierReasons } from '../domain/entry.ts';
import type { Entry } from '../domain/entry.ts';
import { formatDay } from '../domain/calendar.ts';
import { formatInstant } from '../domain/zone.ts';
import { formatAmount } from './entry-record.ts';
import { explanationOf } from './explanation.ts';
import { dateTime, id } from './primitives.ts';
import { refusalCodes } from './refusals.ts';

const amount = z
  .union([z.int(), z.string().check(z.regex(/^-?\d+$/))])
  .register(z.globalRegistry, { description: 'An integer; its digits as a string where it is beyond 2^53.' });
const day = z.string().register(z.globalRegistry, { format: 'date' });

const metadata = z.object({
  // Made of an entry's id, which is longer than the id of the event that caused it.
  id: z
    .string()
    .check(z.minLength(1))
    .register(z.globalRegistry, { description: 'Stable: the same event published twice has the same id.' }),
  version: z.literal('1.0'),
  occurredAt: dateTime,
});

const ofEntry = {
  memberId: id,
  programId: id,
  entryId: z.string(),
  seq: z.int().check(z.minimum(1)).register(z.globalRegistry, { description: 'Per member, from 1, without gaps.' }),
  points: amount.clone().register(z.globalRegistry, {
    description: 'What the entry changes of what the member holds; negative for a debit.',
  }),
  balanceAfter: z.object({ available: amount, pending: amount, reserved: amount, debt: amount }),
};
const event = <Shape extends z.core.$ZodLooseShape>(type: string, data: Shape) =>
  z.object({ metadata, data: z.object({ ...ofEntry, ...data }) }).register(z.globalRegistry, { id: type });

const lot = z.object({ points: amount, availableOn: day, expiresOn: z.nullable(day), pending: z.boolean() });
const reasons = z.array(z.record(z.string(), z.union([z.string(), z.number(), z.null()])));

const pointsEarned = event('points.earned', { lots: z.array(lot), explanation: reasons });
const pointsMatured = event('points.matured', { explanation: reasons });
const pointsExpired = event('points.expired', { explanation: reasons });
const tierChanged = event('tier.changed', {
  from: z.string(),
  to: z.string(),
  since: day,
  reason: z.enum(tierReasons),
});
const eventRejected = z
  .object({
    metadata,
    data: z.object({
      code: z.enum(codeNames()),
      field: z.optional(z.string()),
      rule: z.optional(z.string()),
      detailType: z.string(),
      eventId: z
        .optional(z.string())
        .register(z.globalRegistry, { description: "The producer's id of the refused event, where it had one." }),
    }),
  })
  .register(z.globalRegistry, { id: 'event.rejected' });

function codeNames(): [string, ...string[]] {
  const [first = '', ...others] = Object.keys(refusalCodes);
  return [first, ...others];
}

/** Schemas of what goes out, by detail type. */
export const eventsOut = {
  'points.earned': pointsEarned,
  'points.matured': pointsMatured,
  'points.expired': pointsExpired,
  'tier.changed': tierChanged,
  'event.rejected': eventRejected,
} as const;

export type OutgoingEvent = {
  readonly source: (typeof sources)[keyof typeof sources];
  readonly detailType: keyof typeof eventsOut;
  readonly detail: Readonly<Record<string, unknown>>;
};

function typeOf(kind: Entry['kind']): keyof typeof eventsOut {
  switch (kind) {
    case 'earn':
      return 'points.earned';
    case 'mature':
      return 'points.matured';
    case 'expire':
      return 'points.expired';
    case 'tier':
      return 'tier.changed';
  }
}

function ownData(entry: Entry) {
  if (entry.kind === 'tier') return { ...entry.tier, since: formatDay(entry.tier.since) };
  const explanation = explanationOf(entry);
  if (entry.kind !== 'earn') return { explanation };
  const lots = entry.lots.map(({ points, availableOn, expiresOn, pending }) => ({
    points: formatAmount(points),
    availableOn: formatDay(availableOn),
    expiresOn: expiresOn === null ? null : formatDay(expiresOn),
    pending,
  }));
  return { lots, explanation };
}

/** The event that says an entry was posted. */
export function eventOfEntry(entry: Entry): OutgoingEvent {
  const { available, pending, reserved, debt } = entry.balanceAfter;
  const data = {
    memberId: entry.memberId,
    programId: entry.program.slice(0, entry.program.lastIndexOf('@')),
    entryId: entry.entryId,
    seq: entry.seq,
    points: formatAmount(entry.points),
    balanceAfter: {
      available: formatAmount(available),
      pending: formatAmount(pending),
      reserved: formatAmount(reserved),
      debt: formatAmount(debt),
    },
    ...ownData(entry),
  };
  const about = { id: entry.entryId, version: '1.0', occurredAt: formatInstant(entry.occurredAt) };
  return { source: sources.ledger, detailType: typeOf(entry.kind), detail: { metadata: about, data } };
}

/** What is told of a rejection: the reason, never the event. */
export type RejectionNotice = {
  readonly id: string;
  readonly receivedAt: string;
  readonly detailType: string;
  readonly eventId?: string | undefined;
  readonly refusal: { readonly code: string; readonly field?: string | undefined; readonly rule?: string | undefined };
};

/** The event that says another event was refused. */
export function eventOfRejection({
  id: rejectionId,
  receivedAt,
  detailType,
  eventId,
  refusal,
}: RejectionNotice): OutgoingEvent {
  const { code, field, rule } = refusal;
  return {
    source: detailType.startsWith('member.') ? sources.members : sources.ledger,
    detailType: 'event.rejected',
    detail: {
      metadata: { id: `rejected:${rejectionId}`, version: '1.0', occurredAt: receivedAt },
      data: { code, field, rule, detailType, eventId },
    },
  };
}
