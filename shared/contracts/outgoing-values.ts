/** What the events that go out are made of. */
import * as z from 'zod/mini';
import { dateTime } from './primitives.ts';

export const outgoingAmount = z
  .union([z.int(), z.string().check(z.regex(/^-?\d+$/))])
  .register(z.globalRegistry, { description: 'An integer; its digits as a string where it is beyond 2^53.' });

export const outgoingDay = z.string().register(z.globalRegistry, { format: 'date' });

export const outgoingLots = z.array(
  z.object({
    points: outgoingAmount,
    availableOn: outgoingDay,
    expiresOn: z.nullable(outgoingDay),
    pending: z.boolean(),
  }),
);

/** Lines of an explanation. */
export const outgoingReasons = z.array(z.record(z.string(), z.union([z.string(), z.number(), z.null()])));

export const outgoingMetadata = z.object({
  // Made of an entry's id, which is longer than the id of the event that caused it.
  id: z
    .string()
    .check(z.minLength(1))
    .register(z.globalRegistry, { description: 'Stable: the same event published twice has the same id.' }),
  version: z.literal('1.0'),
  occurredAt: dateTime,
});
