/** `redemption.requested`, `redemption.committed`, `redemption.cancelled`: points are spent, or held first. */
import * as z from 'zod/mini';
import { member } from './members.ts';
import { id, integer } from './primitives.ts';

/** A year: whoever holds points for longer has something else in mind. */
const holdMinutesAtMost = 366 * 24 * 60;

/** Reserves the points instead of redeeming them at once. */
export const hold = z
  .optional(z.object({ minutes: integer(1, holdMinutesAtMost) }, { error: 'an object' }))
  .register(z.globalRegistry, { description: 'Reserves the points; without it they are redeemed at once.' });

export const redemptionRequested = z
  .object(
    {
      member,
      requestId: id.clone().register(z.globalRegistry, { description: 'Business key, unique in the programme.' }),
      points: z.optional(integer(1)),
      rewardId: z.optional(id),
      purchaseId: z.optional(id).register(z.globalRegistry, { description: 'What the points are to pay for.' }),
      hold,
    },
    { error: 'an object' },
  )
  .check(
    z.refine((data) => data.rewardId === undefined, { path: ['rewardId'], error: 'rewards are not built yet' }),
    z.refine((data) => data.points !== undefined, { path: ['points'], error: 'required: an integer from 1' }),
  )
  .register(z.globalRegistry, { id: 'redemption.requested' });
export type RedemptionRequested = z.output<typeof redemptionRequested>;

const ofReservation = {
  member,
  requestId: id.clone().register(z.globalRegistry, { description: 'That of the reservation.' }),
};
export const redemptionCommitted = z
  .object(ofReservation, { error: 'an object' })
  .register(z.globalRegistry, { id: 'redemption.committed' });
export const redemptionCancelled = z
  .object(ofReservation, { error: 'an object' })
  .register(z.globalRegistry, { id: 'redemption.cancelled' });
export type RedemptionSettled = z.output<typeof redemptionCommitted>;
