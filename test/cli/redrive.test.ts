import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  GetQueueUrlCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { mockClient } from 'aws-sdk-client-mock';
import { expect, test } from 'vitest';
import { redrivable } from '../../cli/redrive/queues.ts';
import { redriveQueue, type RedriveRow } from '../../cli/redrive/redrive-queue.ts';
import { tagsOf } from '../../shared/contracts/message-tags.ts';

/**
 * Two queues that remember. `comesBack` makes a message that is sent to the working queue lie in the dead-letter queue
 * again, as one does that its function fails on.
 */
function queues(bodies: readonly string[], comesBack = false) {
  const dead = new Map(bodies.map((body, index) => [`message-${String(index)}`, body]));
  const hidden = new Set<string>();
  const work: string[] = [];
  const sqs = mockClient(SQSClient);
  sqs.on(GetQueueUrlCommand).callsFake(({ QueueName }: { QueueName: string }) => ({ QueueUrl: `url:${QueueName}` }));
  sqs.on(ReceiveMessageCommand).callsFake(() => {
    const visible = [...dead].filter(([id]) => !hidden.has(id)).slice(0, 2);
    for (const [id] of visible) hidden.add(id);
    const Attributes = { SentTimestamp: '1000', ApproximateReceiveCount: '6' };
    return { Messages: visible.map(([id, Body]) => ({ MessageId: id, ReceiptHandle: id, Body, Attributes })) };
  });
  sqs.on(SendMessageCommand).callsFake(({ MessageBody }: { MessageBody: string }) => {
    work.push(MessageBody);
    if (comesBack) dead.set(`message-${String(dead.size + work.length * 100)}`, MessageBody);
    return {};
  });
  sqs.on(DeleteMessageCommand).callsFake(({ ReceiptHandle }: { ReceiptHandle: string }) => {
    dead.delete(ReceiptHandle);
    return {};
  });
  sqs.on(ChangeMessageVisibilityCommand).callsFake(({ ReceiptHandle }: { ReceiptHandle: string }) => {
    hidden.delete(ReceiptHandle);
    return {};
  });
  return { dead, hidden, work, sqs };
}

function redrive(dryRun = false, queue: keyof typeof redrivable = 'purchases-dlq'): Promise<RedriveRow[]> {
  const sqs = new SQSClient({ region: 'us-east-1' });
  const { read } = redrivable[queue];
  return redriveQueue({ sqs, from: 'dead', to: 'work', read, dryRun, nowEpochMs: 61_000 });
}

function event(id: string, data: object = {}): string {
  const metadata = { id, version: '1.0', occurredAt: '2026-11-21T10:00:00Z' };
  const purchase = { purchaseId: id, member: { email: 'ann@example.com' }, currency: 'CNY', net: 100, ...data };
  return JSON.stringify({
    id,
    source: 'till',
    'detail-type': 'purchase.completed',
    detail: { metadata, data: purchase },
  });
}

const good = ['a', 'b', 'c'].map((id) => event(id));
const bad = [
  event('net', { net: 'ann' }),
  'ann@example.com',
  '[]',
  '{"id":"x"}',
  '{"detail-type":"other","detail":{}}',
];

test('sends every message that passes as it was, and takes it from the dead letters', async () => {
  const { dead, work } = queues(good);
  const rows = await redrive();
  expect(work).toEqual(good);
  expect(dead.size).toBe(0);
  expect(rows[0]).toEqual({
    messageId: 'message-0',
    eventId: 'a',
    detailType: 'purchase.completed',
    problem: null,
    receives: 6,
    ageSeconds: 60,
    outcome: 'sent',
  });
});

test('keeps what does not pass, with the reason, and makes it visible again', async () => {
  const { dead, work, hidden } = queues([...bad, ...good]);
  const rows = await redrive();
  expect(work).toEqual(good);
  expect([...dead.values()]).toEqual(bad);
  expect(hidden.size).toBe(good.length);
  expect(rows.slice(0, bad.length).map(({ outcome, problem }) => `${outcome}: ${problem ?? ''}`)).toEqual([
    expect.stringMatching(/^kept: invalid-event: data\.net: /),
    'kept: the message is no JSON object',
    'kept: the message is no JSON object',
    'kept: the message has no detail-type',
    expect.stringMatching(/^kept: unknown-type: /),
  ]);
});

test('says nothing of what is in an event', async () => {
  queues([...good, ...bad]);
  expect(JSON.stringify(await redrive())).not.toContain('ann');
});

test('a dry run looks, sends nothing, and leaves every message where it was and visible', async () => {
  const { dead, work, hidden } = queues([...good, ...bad]);
  const rows = await redrive(true);
  expect(rows.map(({ outcome }) => outcome)).toEqual([...good.map(() => 'sendable'), ...bad.map(() => 'kept')]);
  expect(work).toEqual([]);
  expect([...dead.values()]).toEqual([...good, ...bad]);
  expect(hidden.size).toBe(0);
});

test('an event that comes back is kept instead of sent for ever', async () => {
  const { dead, work } = queues(good, true);
  const rows = await redrive();
  expect(work).toEqual(good);
  expect([...dead.values()]).toEqual(good);
  expect(rows.filter(({ outcome }) => outcome === 'kept').map(({ problem }) => problem)).toEqual(
    good.map(() => 'it was sent again just now and failed again'),
  );
});

test('a message is sent before it is deleted, so that nothing is lost in between', async () => {
  const { dead, sqs } = queues(good);
  sqs.on(DeleteMessageCommand).rejects(new Error('the network went away'));
  await expect(redrive()).rejects.toThrow('the network went away');
  expect([...dead.values()]).toEqual(good);
});

test('a stage that is not deployed is no bug', async () => {
  const { sqs } = queues([]);
  sqs.on(GetQueueUrlCommand).rejects(Object.assign(new Error('none'), { name: 'QueueDoesNotExist' }));
  await expect(redrive()).rejects.toThrow('There is no queue dead: the stage is not deployed.');
});

const queued = {
  campaignId: 'win-back',
  version: 1,
  hash: 'h',
  run: 'win-back#2026-11-24T02:00:00Z',
  memberId: 'm-1',
  occasion: '2026-03-01',
  step: 'first',
  sendAt: 1,
  plannedAt: 1,
  lastPurchaseOn: null,
  locale: 'en',
  ordinal: 0,
};
const joined = (data: object) => ({
  id: 'bus-1',
  source: 'perennial.members',
  'detail-type': 'member.enrolled.confirmed',
  detail: {
    metadata: { id: 'enrolled:m-1', version: '1.0', occurredAt: '2026-11-21T10:00:00Z' },
    data: { memberId: 'm-1', by: 'enrolment', channel: null, referralCode: null, ...data },
  },
});
const tags = tagsOf({ memberId: 'm-1', messageId: 'x' });
const told = (given: object) => ({
  id: 'bus-2',
  source: 'aws.ses',
  'detail-type': 'Email Delivered',
  detail: {
    eventType: 'Delivery',
    mail: { timestamp: '2026-11-21T10:00:00.000Z', tags: given },
    delivery: { timestamp: '2026-11-21T10:00:01.000Z', recipients: ['ann@example.com'] },
  },
});

test.each([
  {
    queue: 'send-email-dlq' as const,
    to: 'send-email',
    sound: queued,
    broken: { ...queued, memberId: 7, address: 'ann@example.com' },
    problem: 'not as it was written: memberId',
  },
  {
    queue: 'occasions-dlq' as const,
    to: 'occasions',
    sound: joined({}),
    broken: { ...joined({ by: 'ann@example.com' }), id: 'bus-3' },
    problem: 'not as it was written: data.by',
  },
  {
    queue: 'deliveries-dlq' as const,
    to: 'deliveries',
    sound: told(Object.fromEntries(Object.entries(tags).map(([name, value]) => [name, [value]]))),
    broken: told({ other: ['ann@example.com'] }),
    problem: 'it tells nothing of a message of ours',
  },
])('letters of $queue go back to $to as they were; what nobody could read stays', async (given) => {
  const { queue, to, sound, broken, problem } = given;
  const { work, dead } = queues([sound, broken].map((body) => JSON.stringify(body)));
  const rows = await redrive(false, queue);
  expect(redrivable[queue].to).toBe(to);
  expect(work).toEqual([JSON.stringify(sound)]);
  expect([...dead.values()]).toEqual([JSON.stringify(broken)]);
  expect(rows.map((row) => row.problem)).toEqual([null, problem]);
  expect(JSON.stringify(rows)).not.toContain('ann');
});

test('an event that no plan can follow is none of an occasion', async () => {
  queues([JSON.stringify({ ...joined({}), 'detail-type': 'points.earned' })]);
  expect(await redrive(false, 'occasions-dlq')).toMatchObject([
    { outcome: 'kept', detailType: 'points.earned', problem: 'no plan can follow an event of this type' },
  ]);
});
