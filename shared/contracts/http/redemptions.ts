/** Points that a till spends: at once, or reserved first and then committed or cancelled. */
import * as z from 'zod/mini';
import { member } from '../members.ts';
import { outgoingAmount } from '../outgoing-values.ts';
import { dateTime, id, integer } from '../primitives.ts';
import { hold } from '../redemption.ts';
import { noParameters, operation } from './operation.ts';
import { balance } from './values.ts';

const redemptionStates = ['redeemed', 'reserved', 'committed', 'cancelled'] as const;
export type RedemptionState = (typeof redemptionStates)[number];

/** What was posted: made from the entry alone, so that it is the same whenever it is asked for. */
const redemption = z
  .object({
    requestId: z.string().register(z.globalRegistry, { description: 'The `Idempotency-Key` that it was made with.' }),
    status: z.enum(redemptionStates),
    memberId: id,
    points: outgoingAmount.clone().register(z.globalRegistry, { description: 'Points redeemed, held or given back.' }),
    until: z
      .optional(dateTime)
      .register(z.globalRegistry, { description: 'Of a reservation: when it is over by itself.' }),
    entryId: z.string(),
    occurredAt: dateTime,
    balanceAfter: balance,
  })
  .register(z.globalRegistry, { id: 'redemption' });

const redemptionBody = z
  .object(
    {
      member,
      points: integer(1),
      purchaseId: z.optional(id).register(z.globalRegistry, { description: 'What the points are to pay for.' }),
      hold,
    },
    { error: 'an object' },
  )
  .register(z.globalRegistry, { id: 'redemptionRequest' });

const settlementBody = z
  .object({ member }, { error: 'an object' })
  .register(z.globalRegistry, { id: 'settlementRequest' });

const settled = {
  query: noParameters,
  body: settlementBody,
  writes: true,
  status: 200,
  answer: redemption,
  problems: ['unknown-member', 'member-erased', 'unknown-reservation', 'conflicting-duplicate'],
} as const;

export const redeemPoints = operation({
  name: 'redeemPoints',
  summary: 'Redeem or reserve points',
  description:
    'Redeems points at once, or reserves them for some minutes with `hold`. The `Idempotency-Key` is the `requestId` ' +
    'of the redemption: whoever asks again with the same key and body is given the same answer for ever, a refusal ' +
    'for lack of points included; other refusals have done nothing and are looked at anew.',
  query: noParameters,
  body: redemptionBody,
  writes: true,
  status: 201,
  answer: redemption,
  problems: [
    'unknown-member',
    'member-erased',
    'insufficient-points',
    'too-many-reservations',
    'conflicting-duplicate',
  ],
});

export const commitReservation = operation({
  ...settled,
  name: 'commitReservation',
  summary: 'Commit a reservation',
  description: 'Spends the points of an open reservation. Committed once: asked again, it gives the same answer.',
});

export const cancelReservation = operation({
  ...settled,
  name: 'cancelReservation',
  summary: 'Cancel a reservation',
  description: 'Gives the points of an open reservation back to the lots that they came from.',
});
