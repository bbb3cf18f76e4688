/**
 * What the service behind a webhook tells of its messages, in requests that it signs as we sign ours (docs/webhooks.md).
 * Whoever takes such a request checks the signature first; here it is only read.
 */
import * as z from 'zod/mini';
import { messageId } from './message-tags.ts';
import type { DeliveryEvent } from './delivery-event.ts';
import { dateTime, id, oneOf } from './primitives.ts';

/** The source under which a callback goes on once its signature was found right. */
export const webhookSource = 'perennial.webhook';

const facts = ['accepted', 'delivered', 'bounced', 'complained', 'opened', 'clicked'] as const;

const address = z.string().check(z.minLength(1), z.maxLength(512));

const callback = z.object({
  events: z
    .array(
      z.object({
        /** The id that the message came with, and whose it is. */
        id: messageId,
        memberId: id,
        fact: oneOf(facts),
        at: dateTime,
        /** Of a bounce for good, and of a complaint: what nothing is to be sent to any more. */
        suppress: z.optional(z.nullable(address)),
        /** Of an opening: whether the service takes it for one of a machine. It is no fact then. */
        machine: z.optional(z.boolean()),
      }),
    )
    .check(z.maxLength(100)),
});

/** All of a callback or nothing: what is half right was not understood. */
export function webhookCallback(body: unknown): readonly DeliveryEvent[] {
  const parsed = callback.safeParse(body);
  if (!parsed.success) return [];
  return parsed.data.events.flatMap(({ id: message, memberId, fact, at, suppress, machine }) => {
    if (machine === true && fact === 'opened') return [];
    const ends = fact === 'bounced' || fact === 'complained';
    const event = { memberId, messageId: message, fact: `${fact}At`, at, channel: 'webhook' } as const;
    return [{ ...event, suppress: ends ? (suppress ?? null) : null }];
  });
}
