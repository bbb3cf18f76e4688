import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { paginateQuery, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { parseMessage } from '../../contracts/messages.ts';
import type { Message, MessageKind } from '../../contracts/messages.ts';
import type { MessageList, MessageStore } from '../message-store.ts';
import type { Connection } from './connection.ts';

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

/** All items of a member, in the order of their occasions. */
async function list({ client, tables }: Connected, memberId: string): Promise<readonly Message[]> {
  const pages = paginateQuery(
    { client },
    {
      TableName: tables.messages,
      KeyConditionExpression: '#member = :member',
      ExpressionAttributeNames: { '#member': 'memberId' },
      ExpressionAttributeValues: { ':member': memberId },
      ConsistentRead: true,
    },
  );
  const messages: Message[] = [];
  for await (const { Items: page = [] } of pages) messages.push(...page.map(parseMessage));
  return messages;
}

/** Messages on DynamoDB: one item each, under its member and occasion. */
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
