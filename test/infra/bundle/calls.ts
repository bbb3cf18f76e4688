/** One of every call that the functions make of AWS, by their own clients; bundled, and as it is, for clients.test.ts. */
import {
  BatchGetCommand,
  BatchWriteCommand,
  GetCommand,
  PutCommand,
  QueryCommand,
  ScanCommand,
  TransactWriteCommand,
} from '@aws-sdk/lib-dynamodb';
import { busPublisher } from '../../../shared/platform/bus.ts';
import { documentClient } from '../../../shared/platform/document-client.ts';
import { rootSigner } from '../../../shared/platform/root-signer.ts';
import { readSecretKeys } from '../../../shared/platform/secret-keys.ts';

const item = {
  key: 'k',
  text: 'ü "quoted" \u2028 \uD83D\uDE00',
  number: 0.1,
  large: Number.MAX_SAFE_INTEGER,
  yes: true,
  nothing: null,
  absent: undefined,
  list: [1, 'two', { three: 3 }],
  bytes: new Uint8Array([0, 1, 254, 255]),
};

/** What a call came to, without what differs from one call to the next. */
async function outcomeOf(call: () => Promise<unknown>): Promise<unknown> {
  try {
    return { answer: await call() };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const fault = '$fault' in error ? error.$fault : undefined;
    const reasons = 'CancellationReasons' in error ? error.CancellationReasons : undefined;
    return { name: error.name, message: error.message, fault, reasons };
  }
}

/** @throws nothing: what a call throws is its outcome */
export async function callEverything(): Promise<readonly unknown[]> {
  const client = documentClient({ maxAttempts: 3 });
  const publish = busPublisher('bus', () => Promise.resolve());
  const Key = { key: 'k' };
  const calls: readonly (() => Promise<object>)[] = [
    async () => client.send(new GetCommand({ TableName: 'table', Key, ConsistentRead: true })),
    async () => client.send(new PutCommand({ TableName: 'table', Item: item, ConditionExpression: 'false' })),
    async () =>
      client.send(
        new QueryCommand({
          TableName: 'table',
          KeyConditionExpression: '#key = :key',
          ExpressionAttributeNames: { '#key': 'key' },
          ExpressionAttributeValues: { ':key': 'k' },
          Limit: 1,
        }),
      ),
    async () =>
      client.send(new ScanCommand({ TableName: 'table', ExclusiveStartKey: Key, Segment: 0, TotalSegments: 1 })),
    async () => client.send(new BatchGetCommand({ RequestItems: { table: { Keys: [Key] } } })),
    async () => client.send(new BatchWriteCommand({ RequestItems: { table: [{ PutRequest: { Item: item } }] } })),
    async () =>
      client.send(
        new TransactWriteCommand({
          ClientRequestToken: 'token',
          TransactItems: [
            { Put: { TableName: 'table', Item: item, ReturnValuesOnConditionCheckFailure: 'ALL_OLD' } },
            { Delete: { TableName: 'table', Key } },
          ],
        }),
      ),
  ];
  const outcomes: unknown[] = [];
  for (const call of calls) {
    outcomes.push(
      await outcomeOf(async () =>
        Object.fromEntries(Object.entries(await call()).filter(([name]) => name !== '$metadata')),
      ),
    );
  }
  outcomes.push(await outcomeOf(async () => readSecretKeys('secret')));
  outcomes.push(await outcomeOf(async () => readSecretKeys('no-secret')));
  outcomes.push(await outcomeOf(async () => rootSigner('alias/key')('a text of 1 € to sign')));
  outcomes.push(await outcomeOf(async () => publish([{ source: 'source', detailType: 'type', detail: { é: 1 } }])));
  return outcomes;
}
