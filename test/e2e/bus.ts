/** Events and messages that tests send to the stage themselves, and what became of them. */
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { SendMessageBatchCommand } from '@aws-sdk/client-sqs';
import { busName } from '../../shared/config/names.ts';
import type { Receipt } from '../../shared/store/store.ts';
import { eventually } from './eventually.ts';
import { clients, queueUrl, sqs, stores } from './stage.ts';
import type { QueueName } from './stage.ts';

export type ShopEvent = { readonly 'detail-type': string; readonly detail: unknown };

const bus = new EventBridgeClient(clients);

/** Puts events on the bus as a shop does. */
export async function putEvents(...events: readonly ShopEvent[]): Promise<void> {
  const { FailedEntryCount: failed } = await bus.send(
    new PutEventsCommand({
      Entries: events.map((event) => ({
        EventBusName: busName,
        Source: 'shop.test',
        DetailType: event['detail-type'],
        Detail: JSON.stringify(event.detail),
      })),
    }),
  );
  if (failed !== 0) throw new Error('the bus did not take every event');
}

/** What the bus would make of an event: the body of the message that lies in a queue. */
export function envelope(id: string, event: ShopEvent): string {
  return JSON.stringify({ version: '0', id, source: 'shop.test', region: 'us-east-1', resources: [], ...event });
}

/** Puts at most ten bodies into a queue at once, whatever they are; returns the ids of the messages in their order. */
export async function sendBodies(queue: QueueName, bodies: readonly string[]): Promise<readonly string[]> {
  const { Successful: sent = [] } = await sqs.send(
    new SendMessageBatchCommand({
      QueueUrl: await queueUrl(queue),
      Entries: bodies.map((MessageBody, index) => ({ Id: String(index), MessageBody })),
    }),
  );
  return bodies.map((_, index) => {
    const id = sent.find(({ Id }) => Id === String(index))?.MessageId;
    if (id === undefined) throw new Error('the queue did not take every message');
    return id;
  });
}

/** `metadata` that asks for a receipt under this name. */
export function askingFor(correlationId: string) {
  return { correlationId, receipt: true };
}

/** Waits for the receipt of an event, or for the next one that says something else. */
export async function receipt(correlationId: string, after?: Receipt['outcome']): Promise<Receipt> {
  return eventually(`the receipt ${correlationId}`, async () => {
    const found = (await stores.intake.receipts([correlationId])).get(correlationId);
    return found?.outcome === after ? undefined : found;
  });
}

/** Type and id of an event, what it says, and when it happened. */
export type Asking = readonly [type: string, id: string, data: object, occurredAt: string];

/** An event that asks for a receipt under its own id. */
export function asked(...[type, id, data, occurredAt]: Asking): ShopEvent {
  return { 'detail-type': type, detail: { metadata: { id, version: '1.0', occurredAt, ...askingFor(id) }, data } };
}

/** What became of an event that asked for a receipt: its outcome, or the code for which it was refused. */
export async function told(correlationId: string): Promise<string> {
  const { outcome, refusal } = await receipt(correlationId);
  return refusal?.code ?? outcome;
}

/** Puts an event on the bus, and waits for what becomes of it. */
export async function take(...asking: Asking): Promise<string> {
  const [, id] = asking;
  await putEvents(asked(...asking));
  return told(id);
}
