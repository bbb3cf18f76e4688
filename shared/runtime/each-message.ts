/** Works on the messages of a queue one by one: those that could not be done are delivered again, and no others. */
import { failureName } from '../platform/failure-name.ts';
import { logger, logMessages } from '../platform/telemetry.ts';
import type { QueueEvent, QueueResponse } from './queue-handler.ts';

/**
 * @param timeLeft whether there is time for one more message; the rest is delivered again
 * @param work takes what a message says, parsed; it answers `again` for what is to stay in the queue, and throws for what
 *   went wrong
 */
export async function eachMessage(
  { Records }: QueueEvent,
  work: (body: unknown) => Promise<'done' | 'again'>,
  timeLeft: () => boolean = () => true,
): Promise<QueueResponse> {
  const batchItemFailures: { itemIdentifier: string }[] = [];
  for (const { messageId: itemIdentifier, body } of Records) {
    if (!timeLeft()) {
      batchItemFailures.push({ itemIdentifier });
      continue;
    }
    try {
      if ((await work(JSON.parse(body))) === 'again') batchItemFailures.push({ itemIdentifier });
    } catch (error) {
      logger.error(logMessages.failed, { delivery: itemIdentifier, error: failureName(error) });
      batchItemFailures.push({ itemIdentifier });
    }
  }
  return { batchItemFailures };
}
