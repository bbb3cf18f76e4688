/**
 * Events of AWS End User Messaging about text messages, as an event destination puts them on a topic. Those on the bus
 * have no context, so nobody can say whose they are.
 * https://docs.aws.amazon.com/sms-voice/latest/userguide/configuration-sets-event-format.html
 * https://docs.aws.amazon.com/sms-voice/latest/userguide/configuration-sets-event-types.html
 */
import * as z from 'zod/mini';
import { formatInstant, instantOf, lastInstant } from '../domain/zone.ts';
import type { DeliveryEvent, DeliveryFact } from './delivery-event.ts';
import { keyOfTags } from './message-tags.ts';

const smsEvent = z.object({
  eventType: z.string(),
  eventTimestamp: z.int().check(z.minimum(0), z.maximum(lastInstant)),
  destinationPhoneNumber: z.optional(z.string()),
  context: z.record(z.string(), z.string()),
});

type Meaning = { readonly fact: DeliveryFact; readonly forGood?: true };

const accepted: Meaning = { fact: 'acceptedAt' };
const delivered: Meaning = { fact: 'deliveredAt' };
/** Not now, or not this text. */
const bounced: Meaning = { fact: 'bouncedAt' };

/** TEXT_UNKNOWN says nothing: for three days nobody has told what became of the message. */
const meanings: ReadonlyMap<string, Meaning> = new Map([
  ['TEXT_QUEUED', accepted],
  ['TEXT_PENDING', accepted],
  ['TEXT_SENT', accepted],
  // In some countries the carrier's word is all that there is.
  ['TEXT_SUCCESSFUL', delivered],
  ['TEXT_DELIVERED', delivered],
  ['TEXT_INVALID', { fact: 'bouncedAt', forGood: true }],
  ['TEXT_INVALID_MESSAGE', bounced],
  ['TEXT_UNREACHABLE', bounced],
  ['TEXT_CARRIER_UNREACHABLE', bounced],
  ['TEXT_BLOCKED', bounced],
  ['TEXT_CARRIER_BLOCKED', bounced],
  ['TEXT_PROTECT_BLOCKED', bounced],
  ['TEXT_SPAM', bounced],
  ['TEXT_TTL_EXPIRED', bounced],
]);

/** Of what an event says of a message. */
export function smsEvents(detail: unknown): readonly DeliveryEvent[] {
  const event = smsEvent.safeParse(detail);
  if (!event.success) return [];
  const { eventType, eventTimestamp, destinationPhoneNumber = null, context } = event.data;
  const meaning = meanings.get(eventType);
  const tags = new Map(Object.entries(context));
  const key = keyOfTags((name) => tags.get(name));
  if (key === undefined || meaning === undefined) return [];
  const { fact, forGood = false } = meaning;
  const at = formatInstant(instantOf(eventTimestamp));
  return [{ ...key, fact, at, channel: 'sms', suppress: forGood ? destinationPhoneNumber : null }];
}
