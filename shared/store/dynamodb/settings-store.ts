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
  /** @returns whether the item is put: not where something is there that the condition does not hold for */
  const putIf = async (Item: Record<string, unknown>, condition: string, values: Record<string, unknown>) => {
    const names = ['key', ...Array.from(condition.matchAll(/#(\w+)/g), ([, name = '']) => name)];
    try {
      await client.send(
        new PutCommand({
          TableName,
          Item,
          ConditionExpression: `attribute_not_exists(#key) OR ${condition}`,
          ExpressionAttributeNames: Object.fromEntries(names.map((name) => [`#${name}`, name])),
          ExpressionAttributeValues: values,
        }),
      );
      return true;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return false;
      throw error;
    }
  };
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
      const next = { ...settingsKeys.pointer, ...pointer };
      const moved = await putIf(next, '#revision = :before', { ':before': pointer.revision - 1 });
      return moved ? 'committed' : 'conflict';
    },
    async reviewedThrough() {
      const item = await get(settingsKeys.reviewed);
      return item === undefined ? undefined : reviewedItem.parse(item).day;
    },
    async putReviewedThrough(day) {
      await putIf({ ...settingsKeys.reviewed, day }, '#day < :day', { ':day': day });
    },
    async leaseReview({ run, until }, now) {
      const item = { ...settingsKeys.reviewing, run, until };
      return putIf(item, '#run = :run OR #until <= :now', { ':run': run, ':now': now });
    },
  };
}
