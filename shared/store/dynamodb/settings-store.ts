import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import type { SettingsStore } from '../store.ts';
import { settingsKeys } from './keys.ts';
import type { Connection } from './connection.ts';

const pointerItem = z.object({
  revision: z.int(),
  versions: z.array(
    z.object({
      programId: z.string(),
      version: z.int(),
      effectiveFrom: z.string(),
      hash: z.string(),
      publishedAt: z.string(),
    }),
  ),
});
const programmeItem = z.object({ document: z.string() });
const reviewedItem = z.object({ day: z.string() });

/** Programme versions and the reviews done, on DynamoDB. */
export function dynamodbSettings({ client, tables }: Pick<Connection, 'client' | 'tables'>): SettingsStore {
  const TableName = tables.settings;
  const get = async (Key: Record<string, string>) =>
    (await client.send(new GetCommand({ TableName, Key, ConsistentRead: true }))).Item;
  return {
    async pointer() {
      const item = await get(settingsKeys.pointer);
      return item === undefined ? undefined : pointerItem.parse(item);
    },
    async programme(hash) {
      const item = await get(settingsKeys.programme(hash));
      if (item === undefined) return undefined;
      const document: unknown = JSON.parse(programmeItem.parse(item).document);
      return document;
    },
    async publish(hash, document, pointer) {
      const Item = { ...settingsKeys.programme(hash), document: JSON.stringify(document) };
      await client.send(new PutCommand({ TableName, Item }));
      try {
        await client.send(
          new PutCommand({
            TableName,
            Item: { ...settingsKeys.pointer, ...pointer },
            ConditionExpression: 'attribute_not_exists(#key) OR #revision = :before',
            ExpressionAttributeNames: { '#key': 'key', '#revision': 'revision' },
            ExpressionAttributeValues: { ':before': pointer.revision - 1 },
          }),
        );
        return 'committed';
      } catch (error) {
        if (error instanceof ConditionalCheckFailedException) return 'conflict';
        throw error;
      }
    },
    async reviewedThrough() {
      const item = await get(settingsKeys.reviewed);
      return item === undefined ? undefined : reviewedItem.parse(item).day;
    },
    async putReviewedThrough(day) {
      await client.send(new PutCommand({ TableName, Item: { ...settingsKeys.reviewed, day } }));
    },
  };
}
