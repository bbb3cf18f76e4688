/**
 * What providers tell of messages later: best effort, late, doubled and in any order. Whatever is not about a message of
 * ours, or is not as its provider writes it, says nothing and throws nothing.
 */
import type { DeliveryEvent } from './delivery-event.ts';
import { smsEvents } from './sms-events.ts';
import { sesEvents } from './ses-events.ts';
import { webhookCallback, webhookSource } from './webhook-callback.ts';

export type { DeliveryEvent, DeliveryFact } from './delivery-event.ts';

type Reader = (detail: unknown) => readonly DeliveryEvent[];

/** By the source of an event of the bus. The last is put there by our own door, once it has checked the signature. */
const readers: ReadonlyMap<string, Reader> = new Map([
  ['aws.ses', sesEvents],
  ['aws.sms-voice', smsEvents],
  [webhookSource, webhookCallback],
]);

function fieldOf(value: object, name: string): unknown {
  return new Map<string, unknown>(Object.entries(value)).get(name);
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * The facts that an event of a provider tells.
 *
 * @param event as a queue has it, parsed: of EventBridge, of an SNS topic (in its envelope or raw)
 */
export function parseDeliveryEvents(event: unknown): readonly DeliveryEvent[] {
  if (typeof event !== 'object' || event === null) return [];
  const source = fieldOf(event, 'source');
  if (typeof source === 'string') return readers.get(source)?.(fieldOf(event, 'detail')) ?? [];
  const topicMessage = fieldOf(event, 'Message');
  // Topics carry text messages' events alone, with the context that the bus leaves out.
  return smsEvents(typeof topicMessage === 'string' ? parsedJson(topicMessage) : event);
}
