/** The events that go out on the bus: one for each entry, message and refusal. Never an e-mail, a phone or a name. */
import * as z from 'zod/mini';
import { sources } from '../config/names.ts';
import { entryIds, tierReasons } from '../domain/entry.ts';
import type { Credit, Entry } from '../domain/entry.ts';
import { sumOfPoints } from '../domain/lots.ts';
import { formatDay } from '../domain/calendar.ts';
import { formatInstant } from '../domain/zone.ts';
import { campaignsOut } from './campaign-events-out.ts';
import { explanationOf } from './explanation.ts';
import { membersOut } from './member-events-out.ts';
import { messageId, messagesOut } from './messages.ts';
import type { Message } from './messages.ts';
import {
  outgoingAmount as amount,
  outgoingDay as day,
  outgoingLots,
  outgoingMetadata as metadata,
  outgoingReasons as reasons,
} from './outgoing-values.ts';
import { dateTime, id } from './primitives.ts';
import { refusalCodes } from './refusals.ts';
import { formatAmount } from './stored-values.ts';

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

const credited = { lots: outgoingLots, debtPaid: amount, explanation: reasons };
const request = z.optional(z.string()).register(z.globalRegistry, { description: 'Of the request that asked for it.' });
const sale = z
  .nullable(z.string())
  .register(z.globalRegistry, { description: 'purchaseId; null where none was named.' });

const pointsEarned = event('points.earned', credited);
const pointsMatured = event('points.matured', { explanation: reasons });
const pointsExpired = event('points.expired', { explanation: reasons });
const pointsReturned = event('points.returned', { purchaseId: sale, debtMade: amount, explanation: reasons });
const pointsRestored = event('points.restored', { purchaseId: z.string(), ...credited });
const pointsReserved = event('points.reserved', {
  requestId: z.string(),
  reserved: amount.clone().register(z.globalRegistry, { description: 'Points on hold, until then.' }),
  until: dateTime,
  explanation: reasons,
});
const pointsReleased = event('points.released', {
  requestId: z.string(),
  released: amount,
  outcome: z.enum(['cancelled', 'run-out']),
  ...credited,
});
const pointsRedeemed = event('points.redeemed', { requestId: request, purchaseId: sale, explanation: reasons });
const pointsAdjusted = event('points.adjusted', { ...credited, debtMade: amount });
const pointsTransferred = event('points.transferred', {
  from: id.clone().register(z.globalRegistry, { description: 'memberId of who gave the points.' }),
  to: id.clone().register(z.globalRegistry, { description: 'memberId of who got them.' }),
  explanation: reasons,
});
// Not the name of the event: that one is asked for by the same.
const pointsImported = event('points.imported.posted', credited);
const tierChanged = event('tier.changed', {
  from: z.string(),
  to: z.string(),
  since: day,
  reason: z.enum(tierReasons),
});
const memberMerged = event('member.merged.confirmed', {
  requestId: z.string(),
  kept: id.clone().register(z.globalRegistry, { description: 'memberId of who has the points of both.' }),
  removed: id.clone().register(z.globalRegistry, { description: 'memberId of who is the other one from now on.' }),
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
  'points.returned': pointsReturned,
  'points.restored': pointsRestored,
  'points.reserved': pointsReserved,
  'points.released': pointsReleased,
  'points.redeemed': pointsRedeemed,
  'points.adjusted': pointsAdjusted,
  'points.transferred': pointsTransferred,
  'points.imported': pointsImported,
  'tier.changed': tierChanged,
  'member.merged.confirmed': memberMerged,
  ...messagesOut,
  ...membersOut,
  ...campaignsOut,
  'event.rejected': eventRejected,
} as const;

export type OutgoingEvent = {
  readonly source: (typeof sources)[keyof typeof sources];
  readonly detailType: keyof typeof eventsOut;
  readonly detail: Readonly<Record<string, unknown>>;
};

/** The event of each kind of entry (contracts.md, "Entries and events out"). */
const typeOf = {
  earn: 'points.earned',
  return: 'points.returned',
  restore: 'points.restored',
  redeem: 'points.redeemed',
  reserve: 'points.reserved',
  commit: 'points.redeemed',
  cancel: 'points.released',
  release: 'points.released',
  adjust: 'points.adjusted',
  'transfer-out': 'points.transferred',
  'transfer-in': 'points.transferred',
  import: 'points.imported',
  bonus: 'points.earned',
  mature: 'points.matured',
  expire: 'points.expired',
  tier: 'tier.changed',
  merge: 'member.merged.confirmed',
  'merge-removed': 'member.merged.confirmed',
} as const satisfies Record<Entry['kind'], keyof typeof eventsOut>;

function creditData(entry: Credit) {
  const lots = entry.lots.map(({ points, availableOn, expiresOn, pending }) => ({
    points: formatAmount(points),
    availableOn: formatDay(availableOn),
    expiresOn: expiresOn === null ? null : formatDay(expiresOn),
    pending,
  }));
  return { lots, debtPaid: formatAmount(entry.debtPaid) };
}

/** What an event says beside what all say. Reason and actor of an adjustment stay in the ledger: people write them. */
function ownData(entry: Entry): Readonly<Record<string, unknown>> {
  if (entry.kind === 'tier') {
    const { from, to, since, reason } = entry.tier;
    return { from, to, since: formatDay(since), reason };
  }
  if (entry.kind === 'merge') {
    const requestId = entry.entryId.slice(entryIds.merge('').length);
    return { requestId, kept: entry.memberId, removed: entry.removed.memberId };
  }
  if (entry.kind === 'merge-removed') {
    const requestId = entry.entryId.slice(entryIds.mergeRemoved('').length);
    return { requestId, kept: entry.into, removed: entry.memberId };
  }
  const explanation = explanationOf(entry);
  switch (entry.kind) {
    case 'earn':
    case 'import':
    case 'bonus':
      return { ...creditData(entry), explanation };
    case 'restore':
      return { purchaseId: entry.purchaseId, ...creditData(entry), explanation };
    case 'return':
      return { purchaseId: entry.purchaseId, debtMade: formatAmount(entry.debtMade), explanation };
    case 'reserve': {
      const { requestId, until, taken } = entry;
      return { requestId, reserved: formatAmount(sumOfPoints(taken)), until: formatInstant(until), explanation };
    }
    case 'cancel':
    case 'release': {
      const released = formatAmount(entry.debtPaid + sumOfPoints(entry.lots));
      const outcome = entry.kind === 'cancel' ? 'cancelled' : 'run-out';
      return { requestId: entry.requestId, released, outcome, ...creditData(entry), explanation };
    }
    case 'redeem': {
      const own = entry.cause === null ? {} : { requestId: entry.entryId.slice(entryIds.redeem('').length) };
      return { ...own, purchaseId: entry.purchaseId, explanation };
    }
    case 'commit':
      return { requestId: entry.requestId, purchaseId: null, explanation };
    case 'adjust':
      return { ...creditData(entry), debtMade: formatAmount(entry.debtMade), explanation: explanation.slice(1) };
    case 'transfer-out':
      return { from: entry.memberId, to: entry.to, explanation };
    case 'transfer-in':
      return { from: entry.from, to: entry.memberId, explanation };
    case 'mature':
    case 'expire':
      return { explanation };
  }
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
  const isOfMembers = entry.kind === 'merge' || entry.kind === 'merge-removed';
  const source = isOfMembers ? sources.members : sources.ledger;
  return { source, detailType: typeOf[entry.kind], detail: { metadata: about, data } };
}

/** The event of a message: it has an id that stays the same, and no place among the member's entries. */
export function eventOfMessage(message: Message): OutgoingEvent {
  const { kind, occasion, occurredAt, ...data } = message;
  return {
    source: kind === 'member.stage-changed' ? sources.members : sources.ledger,
    detailType: kind,
    detail: { metadata: { id: messageId({ ...data, kind, occasion }), version: '1.0', occurredAt }, data },
  };
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
