/**
 * Events of SES about its messages, as its configuration set publishes them to the default bus. The bus promises nothing
 * about their order or their number.
 * https://docs.aws.amazon.com/ses/latest/dg/monitoring-eventbridge.html
 * https://docs.aws.amazon.com/ses/latest/dg/event-publishing-retrieving-sns-contents.html
 */
import * as z from 'zod/mini';
import type { DeliveryEvent, DeliveryFact } from './delivery-event.ts';
import { keyOfTags } from './message-tags.ts';
import { dateTime } from './primitives.ts';

const recipients = z.array(z.object({ emailAddress: z.string() }));
const mail = z.object({ timestamp: dateTime, tags: z.record(z.string(), z.array(z.string())) });
const timed = z.object({ timestamp: dateTime });

const sesEvent = z.discriminatedUnion('eventType', [
  z.object({ eventType: z.literal('Send'), mail }),
  z.object({ eventType: z.literal('Delivery'), mail, delivery: timed }),
  z.object({
    eventType: z.literal('Bounce'),
    mail,
    bounce: z.object({ timestamp: dateTime, bounceType: z.string(), bouncedRecipients: recipients }),
  }),
  z.object({
    eventType: z.literal('Complaint'),
    mail,
    complaint: z.object({
      timestamp: dateTime,
      complainedRecipients: recipients,
      complaintSubType: z.nullish(z.string()),
      complaintFeedbackType: z.nullish(z.string()),
    }),
  }),
  z.object({ eventType: z.literal('Reject'), mail }),
  z.object({
    eventType: z.literal('Open'),
    mail,
    open: z.object({ timestamp: dateTime, userAgent: z.nullish(z.string()) }),
  }),
  z.object({ eventType: z.literal('Click'), mail, click: timed }),
]);
type SesEvent = z.output<typeof sesEvent>;

type Told = { readonly fact: DeliveryFact; readonly at: string; readonly suppress: string | null };

const tell = (fact: DeliveryFact, at: string, suppress: string | null = null): Told => ({ fact, at, suppress });
const first = (list: z.output<typeof recipients>) => list[0]?.emailAddress ?? null;

/** All that Apple's proxy says of itself: it fetches the pictures of every message, whether or not anybody reads it. */
const fetchedByMachine = 'Mozilla/5.0';

function complaintOf({ complaint }: Extract<SesEvent, { eventType: 'Complaint' }>): Told | undefined {
  const { timestamp, complainedRecipients, complaintSubType, complaintFeedbackType } = complaint;
  // Somebody who takes a message out of the junk complains of nothing.
  if (complaintFeedbackType === 'not-spam') return undefined;
  // Nothing was sent, for an earlier complaint: none of this message.
  if (complaintSubType === 'OnAccountSuppressionList') return tell('bouncedAt', timestamp, first(complainedRecipients));
  return tell('complainedAt', timestamp, first(complainedRecipients));
}

function toldBy(event: SesEvent): Told | undefined {
  switch (event.eventType) {
    case 'Send':
      return tell('acceptedAt', event.mail.timestamp);
    case 'Delivery':
      return tell('deliveredAt', event.delivery.timestamp);
    case 'Bounce': {
      const { timestamp, bounceType, bouncedRecipients } = event.bounce;
      // A full mailbox is emptied, and an answering machine bounces too: for good is what SES calls permanent.
      return tell('bouncedAt', timestamp, bounceType === 'Permanent' ? first(bouncedRecipients) : null);
    }
    case 'Complaint':
      return complaintOf(event);
    case 'Reject':
      // A virus, it says: nothing that the address could help.
      return tell('bouncedAt', event.mail.timestamp);
    case 'Open':
      return event.open.userAgent === fetchedByMachine ? undefined : tell('openedAt', event.open.timestamp);
    case 'Click':
      return tell('clickedAt', event.click.timestamp);
  }
}

/** Of an event's detail. */
export function sesEvents(detail: unknown): readonly DeliveryEvent[] {
  const event = sesEvent.safeParse(detail);
  if (!event.success) return [];
  const tags = new Map(Object.entries(event.data.mail.tags));
  const key = keyOfTags((name) => tags.get(name)?.[0]);
  const told = toldBy(event.data);
  return key === undefined || told === undefined ? [] : [{ ...key, ...told, channel: 'email' }];
}
