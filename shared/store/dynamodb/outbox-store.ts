import { randomBytes } from 'node:crypto';
import { PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { newsAttribute } from '../../config/names.ts';
import type { MessageFact, SentMessage } from '../../domain/campaigns/sent-message.ts';
import type { Instant } from '../../domain/zone.ts';
import type { SentMessages, OutboxStore, VersionedSends } from '../outbox-store.ts';
import { attempt } from './attempt.ts';
import type { Attempted } from './attempt.ts';
import { batchGet } from './batch-get.ts';
import type { Connection } from './connection.ts';
import { outboxKeys } from './keys.ts';
import { itemsUnder } from './query-items.ts';
import {
  formatSends,
  formatSentMessage,
  isSentMessage,
  newsOf,
  parseSends,
  parseSentMessageItem,
  senderAttributes,
} from './sent-message-item.ts';

type Connected = Pick<Connection, 'client' | 'tables' | 'backOff'>;

const noSends: VersionedSends = { sends: [], version: 0 };

/**
 * Who wrote last. A write that got no answer is sent again by the client, and then finds its own item: a message that
 * nobody takes for his own would not be sent.
 */
const writerAttribute = 'writer';
const newWriter = () => randomBytes(9).toString('base64url');

function isOwn(attempted: Attempted<unknown>, writer: string): boolean {
  return attempted.written || attempted.found?.[writerAttribute] === writer;
}

async function read({ client, tables, backOff }: Connected, memberId: string, messageId: string) {
  const keys = [outboxKeys.message(memberId, messageId), outboxKeys.sends(memberId)];
  const found = await batchGet(client, [{ table: tables.messages, keys, consistent: true }], backOff);
  const items = found.get(tables.messages) ?? [];
  const [message, sends] = [items.find(isSentMessage), items.find((item) => !isSentMessage(item))];
  return {
    message: message && parseSentMessageItem(message),
    sends: sends === undefined ? noSends : parseSends(sends),
  };
}

async function putSends(
  { client, tables }: Connected,
  item: Readonly<Record<string, unknown>>,
  expected: number,
): Promise<'committed' | 'conflict'> {
  const condition =
    expected === 0
      ? { ConditionExpression: 'attribute_not_exists(#of)', ExpressionAttributeNames: { '#of': 'memberId' } }
      : {
          ConditionExpression: '#version = :version',
          ExpressionAttributeNames: { '#version': 'version' },
          ExpressionAttributeValues: { ':version': expected },
        };
  const put = new PutCommand({ TableName: tables.messages, Item: { ...item }, ...condition });
  return (await attempt(client.send(put))).written ? 'committed' : 'conflict';
}

async function putMessage({ client, tables }: Connected, message: SentMessage): Promise<'put' | 'exists'> {
  const writer = newWriter();
  const put = new PutCommand({
    TableName: tables.messages,
    Item: { ...formatSentMessage(message), [writerAttribute]: writer },
    ConditionExpression: 'attribute_not_exists(#of)',
    ExpressionAttributeNames: { '#of': 'memberId' },
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
  });
  return isOwn(await attempt(client.send(put)), writer) ? 'put' : 'exists';
}

async function changeMessage(
  { client, tables }: Connected,
  message: SentMessage,
  expected: Pick<SentMessage, 'attempts' | 'leaseUntil'>,
): Promise<'committed' | 'conflict'> {
  const writer = newWriter();
  // What could not be read again is not written.
  formatSentMessage(message);
  const changes: readonly (readonly [string, unknown])[] = [
    ...Object.entries(senderAttributes(message)),
    [writerAttribute, writer],
  ];
  const set = changes.filter(([, value]) => value !== null);
  const gone = changes.filter(([, value]) => value === null).map(([name]) => `#${name}`);
  const lease = expected.leaseUntil === null ? 'attribute_not_exists(#leaseUntil)' : '#leaseUntil = :lease';
  const change = new UpdateCommand({
    TableName: tables.messages,
    Key: outboxKeys.message(message.memberId, message.messageId),
    UpdateExpression: [
      `SET ${set.map(([name]) => `#${name} = :${name}`).join(', ')}`,
      ...(gone.length === 0 ? [] : [`REMOVE ${gone.join(', ')}`]),
    ].join(' '),
    ConditionExpression: `#attempts = :asked AND ${lease}`,
    ExpressionAttributeNames: Object.fromEntries(changes.map(([name]) => [`#${name}`, name])),
    ExpressionAttributeValues: {
      ...Object.fromEntries(set.map(([name, value]) => [`:${name}`, value])),
      ':asked': expected.attempts,
      ...(expected.leaseUntil === null ? {} : { ':lease': expected.leaseUntil }),
    },
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
  });
  return isOwn(await attempt(client.send(change)), writer) ? 'committed' : 'conflict';
}

async function setFact(
  { client, tables }: Connected,
  Key: ReturnType<typeof outboxKeys.message>,
  { fact, at }: { readonly fact: MessageFact; readonly at: Instant },
): Promise<'set' | 'exists' | 'unknown'> {
  const decides = fact === 'acceptedAt';
  const set = await attempt(
    client.send(
      new UpdateCommand({
        TableName: tables.messages,
        Key,
        UpdateExpression: decides ? 'SET #fact = :at, #news = :news' : 'SET #fact = :at REMOVE #news',
        ConditionExpression: 'attribute_exists(#of) AND attribute_not_exists(#fact)',
        ExpressionAttributeNames: { '#of': 'memberId', '#fact': fact, '#news': newsAttribute },
        ExpressionAttributeValues: { ':at': at, ...(decides ? { ':news': newsOf(true)[newsAttribute] } : {}) },
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      }),
    ),
  );
  if (set.written) return 'set';
  return set.found === undefined ? 'unknown' : 'exists';
}

/** Messages of campaigns on DynamoDB, beside the notices of their members. */
export function dynamodbOutbox(connection: Connected): OutboxStore & SentMessages {
  return {
    read: async (memberId, messageId) => read(connection, memberId, messageId),
    async found(named) {
      const { client, tables, backOff } = connection;
      const keys = named.map(({ memberId, messageId }) => outboxKeys.message(memberId, messageId));
      const items = await batchGet(client, [{ table: tables.messages, keys, consistent: false }], backOff);
      return (items.get(tables.messages) ?? []).map(parseSentMessageItem);
    },
    async messages(memberId) {
      const items = await itemsUnder(connection, {
        table: connection.tables.messages,
        key: ['memberId', memberId],
        sort: ['occasion', outboxKeys.messagePrefix],
      });
      return items.map(parseSentMessageItem);
    },
    putSends: async (memberId, sends, expected) =>
      putSends(connection, formatSends(memberId, sends, expected + 1), expected),
    putMessage: async (message) => putMessage(connection, message),
    changeMessage: async (message, expected) => changeMessage(connection, message, expected),
    setFact: async (memberId, messageId, fact, at) =>
      setFact(connection, outboxKeys.message(memberId, messageId), { fact, at }),
  };
}
