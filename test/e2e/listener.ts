/** A rule and a queue of the tests' own on the stage's bus: what whoever is told of points gets to hear. */
import { randomUUID } from 'node:crypto';
import {
  DeleteRuleCommand,
  EventBridgeClient,
  PutRuleCommand,
  PutTargetsCommand,
  RemoveTargetsCommand,
} from '@aws-sdk/client-eventbridge';
import {
  CreateQueueCommand,
  DeleteMessageBatchCommand,
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
} from '@aws-sdk/client-sqs';
import { afterAll } from 'vitest';
import * as z from 'zod/mini';
import { busName, ownSourcePrefix } from '../../shared/config/names.ts';
import { eventually } from './eventually.ts';
import { clients, sqs } from './stage.ts';

const heardEvent = z.object({
  source: z.string(),
  'detail-type': z.string(),
  detail: z.looseObject({
    metadata: z.looseObject({ id: z.string() }),
    data: z.looseObject({
      memberId: z.optional(z.string()),
      entryId: z.optional(z.string()),
      seq: z.optional(z.int()),
      eventId: z.optional(z.string()),
    }),
  }),
});
export type HeardEvent = z.output<typeof heardEvent> & {
  /** The whole message, as it lay in the queue. */
  readonly text: string;
};

/** Everything that has come out of the bus since it listens. */
export class Listener {
  /** The name of its queue. */
  readonly queue: string;
  readonly #url: string;
  readonly #heard: HeardEvent[] = [];

  private constructor(queue: string, url: string) {
    this.queue = queue;
    this.#url = url;
  }

  /** Listens to whatever the stage puts on the bus, until the tests of the file are over. */
  static async start(): Promise<Listener> {
    const bus = new EventBridgeClient(clients);
    const name = `test-${randomUUID()}`;
    const { QueueUrl: url = '' } = await sqs.send(new CreateQueueCommand({ QueueName: name }));
    const { Attributes } = await sqs.send(
      new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['QueueArn'] }),
    );
    const rule = { EventBusName: busName, Rule: name };
    const EventPattern = JSON.stringify({ source: [{ prefix: ownSourcePrefix }] });
    await bus.send(new PutRuleCommand({ EventBusName: busName, Name: name, EventPattern }));
    await bus.send(new PutTargetsCommand({ ...rule, Targets: [{ Id: 'queue', Arn: Attributes?.QueueArn }] }));
    afterAll(async () => {
      await bus.send(new RemoveTargetsCommand({ ...rule, Ids: ['queue'] }));
      await bus.send(new DeleteRuleCommand({ EventBusName: busName, Name: name }));
      await sqs.send(new DeleteQueueCommand({ QueueUrl: url }));
    });
    return new Listener(name, url);
  }

  /** Waits for an event of each kind that is asked for; returns all that were heard, and forgets them. */
  async until(what: string, ...wanted: readonly ((event: HeardEvent) => boolean)[]): Promise<readonly HeardEvent[]> {
    await eventually(what, async () => {
      await this.#receiveAll();
      return wanted.every((isIt) => this.#heard.some(isIt)) ? true : undefined;
    });
    return this.#heard.splice(0);
  }

  async #receiveAll(): Promise<void> {
    for (;;) {
      const { Messages: messages = [] } = await sqs.send(
        new ReceiveMessageCommand({ QueueUrl: this.#url, MaxNumberOfMessages: 10 }),
      );
      if (messages.length === 0) return;
      this.#heard.push(...messages.map(({ Body: text = '' }) => ({ ...heardEvent.parse(JSON.parse(text)), text })));
      const Entries = messages.map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle }));
      await sqs.send(new DeleteMessageBatchCommand({ QueueUrl: this.#url, Entries }));
    }
  }
}
