import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { messagesOut, parseMessage } from '../../contracts/messages.ts';
import type { Message, MessageKind } from '../../contracts/messages.ts';
import type { MessageList, MessageStore } from '../message-store.ts';
import type { Connection } from './connection.ts';
import { itemsUnder } from './query-items.ts';

const kinds = Object.keys(messagesOut).sort();

type Connected = Pick<Connection, 'client' | 'tables'>;

/** A retry of our own put finds its item, too: then it was told, and is counted as nobody's. */
async function claim({ client, tables }: Connected, message: Message): Promise<'claimed' | 'exists'> {
  try {
    await client.send(
      new PutCommand({
        TableName: tables.messages,
        Item: message,
        ConditionExpression: 'attribute_not_exists(#member)',
        ExpressionAttributeNames: { '#member': 'memberId' },
      }),
    );
    return 'claimed';
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return 'exists';
    throw error;
  }
}

/** The last item of the kind in the order of its occasions, which begin with it. */
async function newest({ client, tables }: Connected, memberId: string, kind: MessageKind): Promise<unknown> {
  const { Items: [item] = [] } = await client.send(
    new QueryCommand({
      TableName: tables.messages,
      KeyConditionExpression: '#member = :member AND begins_with(#occasion, :kind)',
      ExpressionAttributeNames: { '#member': 'memberId', '#occasion': 'occasion' },
      ExpressionAttributeValues: { ':member': memberId, ':kind': `${kind}:` },
      ScanIndexForward: false,
      Limit: 1,
      ConsistentRead: true,
    }),
  );
  return item;
}

/**
 * All notices of a member, in the order of their occasions, which begin with their kinds: the messages of campaigns, and
 * what counts for their caps, lie under the same key.
 */
async function list({ client, tables }: Connected, memberId: string): Promise<readonly Message[]> {
  const ofKinds = kinds.map(async (kind) =>
    itemsUnder({ client }, { table: tables.messages, key: ['memberId', memberId], sort: ['occasion', `${kind}:`] }),
  );
  return (await Promise.all(ofKinds)).flat().map(parseMessage);
}

/** Notices on DynamoDB: one item each, under its member and occasion. */
export function dynamodbMessages(connection: Connected): MessageStore & MessageList {
  return {
    claim: (message) => claim(connection, message),
    list: (memberId) => list(connection, memberId),
    async newest(memberId, kind) {
      const item = await newest(connection, memberId, kind);
      return item === undefined ? undefined : parseMessage(item);
    },
  };
}
