/** The handler of a queue of events: thin, the same for every queue; what happens is in `takeInEvents`. */
import { keyText, loggable, takeInEvents } from '../commands/take-in-events.ts';
import type { IntakeDependencies, Message } from '../commands/take-in-events.ts';
import { failureName } from '../platform/failure-name.ts';
import { startedOnce } from '../platform/started-once.ts';
import { count, logger, logMessages, observed } from '../platform/telemetry.ts';
import { deployedEngine } from './engine.ts';

/** Of an SQS event, what is needed of it. */
export type QueueEvent = { readonly Records: readonly { readonly messageId: string; readonly body: string }[] };
export type QueueResponse = { readonly batchItemFailures: { readonly itemIdentifier: string }[] };

/** What a body says; a body that is no JSON is kept as its text, so that it can be read again when it is refused. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** The bus gives ids of 36 characters; a stray message may say anything, and no key of a table holds just anything. */
function envelopeId(envelope: unknown): string | undefined {
  return typeof envelope === 'object' && envelope !== null && 'id' in envelope ? keyText(envelope.id) : undefined;
}

/** The envelope's id names the delivery: the bus keeps it when it delivers again. A stray message has only its own. */
function messageOf({ messageId, body }: QueueEvent['Records'][number]): Message {
  const envelope = parseJson(body);
  return { delivery: envelopeId(envelope) ?? messageId, envelope };
}

/** Takes in the messages of a batch and names those that have to be delivered again. */
export async function handleQueue(deps: IntakeDependencies, { Records }: QueueEvent): Promise<QueueResponse> {
  const messages = Records.map(messageOf);
  // One envelope may lie in the queue twice; one application of it answers for both.
  const distinct = [...new Map(messages.map((message) => [message.delivery, message])).values()];
  const { counts, refused, failed } = await takeInEvents(deps, distinct);
  for (const reason of refused) logger.warn(logMessages.refused, loggable(reason));
  for (const [delivery, error] of failed) logger.error(logMessages.failed, { delivery, error: failureName(error) });
  logger.info(logMessages.takenIn, { ...counts, failed: failed.size });
  count('applied', counts.applied);
  count('duplicates', counts.duplicate);
  count('refused', counts.refused);
  count('parked', counts.parked);
  const batchItemFailures = Records.flatMap(({ messageId }, index) => {
    const message = messages[index];
    return message !== undefined && failed.has(message.delivery) ? [{ itemIdentifier: messageId }] : [];
  });
  return { batchItemFailures };
}

/** The handler of a deployed queue function: its environment is read, and its engine started, once. */
export function deployedQueueHandler(apply: IntakeDependencies['apply']) {
  const engine = startedOnce(deployedEngine());
  return observed(async (event: QueueEvent) => handleQueue({ ...(await engine()), apply }, event));
}
