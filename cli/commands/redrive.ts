import type { Stage } from '../../shared/config/names.ts';
import { defineCommand } from '../command.ts';
import { Failure, UsageError } from '../failure.ts';
import type { CommandIo } from '../io.ts';
import type { RedrivableQueue } from '../redrive/queues.ts';
import type { RedriveRow } from '../redrive/redrive-queue.ts';
import { stageOption, stageUsage } from '../stage-option.ts';

export const command = defineCommand({
  name: 'redrive',
  summary: 'Send what lies in a dead-letter queue again, each message after checking it again',
  usage: `
npx perennial redrive QUEUE [--dry-run] [--stage local|dev|prod] [--json]
       npx perennial redrive --list [--stage local|dev|prod] [--json]

  QUEUE          purchases-dlq, members-dlq, occasions-dlq, deliveries-dlq, or send-CHANNEL-dlq for email, sms, push,
                 webhook or log
  --list         print the dead-letter queues and how many messages lie in each
  --dry-run      look and check only
  ${stageUsage}
  --json         print one JSON document: stage, queue, sent, sendable, kept, messages; with --list: stage, queues

Every message is checked against the contract first. Those that do not pass stay in the queue with the reason; correct
them at their sender. Exits 1 when a message was kept. Prints ids, types and ages, never what is in an event.
Sending twice is harmless: a purchase has one business key, however often it comes, and so has a message of a campaign.`,
  options: {
    list: { type: 'boolean' },
    'dry-run': { type: 'boolean' },
    stage: { type: 'string' },
    json: { type: 'boolean' },
  },
  positionals: true,
  async run({ values, positionals }, io) {
    const stage = stageOption(values.stage);
    const json = values.json === true;
    const [name, ...others] = positionals;
    if (others.length > 0) throw new UsageError(`one queue at a time, not ${positionals.join(' ')}`);
    if (values.list === true) {
      if (name !== undefined) throw new UsageError('--list takes no queue');
      return list(stage, io, json);
    }
    if (name === undefined) throw new UsageError('name a queue, or say --list');
    return redrive({ stage, queue: await redrivableQueue(name), dryRun: values['dry-run'] === true, io, json });
  },
});

async function redrivableQueue(name: string): Promise<RedrivableQueue> {
  const { redrivableQueues, otherQueues } = await import('../redrive/queues.ts');
  const queue = redrivableQueues.find((known) => known === name);
  if (queue !== undefined) return queue;
  const why = Object.entries(otherQueues).find(([other]) => other === name)?.[1];
  throw new UsageError(
    `${why === undefined ? '' : `${name} ${why}. `}QUEUE is one of ${redrivableQueues.join(', ')}, not '${name}'`,
  );
}

async function list(stage: Stage, io: CommandIo, json: boolean): Promise<number> {
  const [{ findQueue, queueLength }, { redrivableQueues, otherQueues }, { resourceName }, sqs] = await Promise.all([
    import('../queue-lengths.ts'),
    import('../redrive/queues.ts'),
    import('../../shared/config/names.ts'),
    sqsClient(stage, io),
  ]);
  const found = await Promise.all(
    [...redrivableQueues, ...Object.keys(otherQueues)].map(async (queue) => {
      const url = await findQueue(sqs, resourceName(stage, queue));
      // A channel that a stage does not use has no queues there.
      return url === undefined ? [] : [{ queue, messages: await queueLength(sqs, url) }];
    }),
  );
  const queues = found.flat();
  if (queues.length === 0) throw new Failure(`The stage ${stage} has no queues.`, 'Deploy it: `npx perennial up`.');
  if (json) await io.json({ stage, queues });
  else for (const { queue, messages } of queues) io.out(`${queue.padEnd(28)} ${String(messages)}`);
  return 0;
}

type Redrive = { stage: Stage; queue: RedrivableQueue; dryRun: boolean; io: CommandIo; json: boolean };

async function redrive({ stage, queue, dryRun, io, json }: Redrive): Promise<number> {
  const [{ redriveQueue }, { redrivable }, { resourceName }, sqs] = await Promise.all([
    import('../redrive/redrive-queue.ts'),
    import('../redrive/queues.ts'),
    import('../../shared/config/names.ts'),
    sqsClient(stage, io),
  ]);
  const messages = await redriveQueue({
    sqs,
    from: resourceName(stage, queue),
    to: resourceName(stage, redrivable[queue].to),
    read: redrivable[queue].read,
    dryRun,
    nowEpochMs: Date.now(),
  });
  const count = (outcome: RedriveRow['outcome']): number =>
    messages.filter((message) => message.outcome === outcome).length;
  const counts = { sent: count('sent'), sendable: count('sendable'), kept: count('kept') };
  if (json) {
    await io.json({ stage, queue, ...counts, messages });
  } else {
    for (const message of messages) io.out(line(message));
    const done = dryRun ? `${String(counts.sendable)} could be sent again` : `${String(counts.sent)} sent again`;
    io.out(`${queue}: ${done}, ${String(counts.kept)} kept.`);
  }
  return counts.kept > 0 ? 1 : 0;
}

function line({ messageId, detailType, ageSeconds, outcome, problem }: RedriveRow): string {
  const age = ageSeconds === null ? 'age unknown' : `${String(ageSeconds)} s old`;
  const why = problem === null ? '' : `: ${problem}`;
  return `${outcome.padEnd(8)} ${messageId}  ${detailType ?? '(no type)'}, ${age}${why}`;
}

async function sqsClient(stage: Stage, io: CommandIo) {
  const [{ SQSClient }, { clientSettings }] = await Promise.all([
    import('@aws-sdk/client-sqs'),
    import('../local/stage-connection.ts'),
  ]);
  return new SQSClient(await clientSettings(stage, io));
}
