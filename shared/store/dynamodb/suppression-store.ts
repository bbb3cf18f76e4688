import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { DeleteCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { consentChannels, suppressionReasons } from '../../domain/consent.ts';
import type { SuppressionStore } from '../suppression-store.ts';
import { batchGet } from './batch-get.ts';
import type { Connection } from './connection.ts';
import { memberKeys } from './keys.ts';

const suppressionItem = z.object({
  hash: z.string(),
  channel: z.enum(consentChannels),
  reason: z.enum(suppressionReasons),
  at: z.string(),
});

/** Suppressed addresses as items of the members table. */
export function dynamodbSuppressions({ client, tables, backOff }: Connection): SuppressionStore {
  const TableName = tables.members;
  return {
    async suppress({ key: hash, ...rest }) {
      try {
        await client.send(
          new PutCommand({
            TableName,
            Item: { ...memberKeys.suppression(hash), hash, ...rest },
            ConditionExpression: 'attribute_not_exists(#key)',
            ExpressionAttributeNames: { '#key': 'key' },
          }),
        );
        return 'suppressed';
      } catch (error) {
        if (error instanceof ConditionalCheckFailedException) return 'exists';
        throw error;
      }
    },
    async lift(key) {
      await client.send(new DeleteCommand({ TableName, Key: memberKeys.suppression(key) }));
    },
    async suppressed(keys) {
      const wanted = [...new Set(keys)].map(memberKeys.suppression);
      if (wanted.length === 0) return new Map();
      const found = await batchGet(client, [{ table: TableName, keys: wanted, consistent: true }], backOff);
      return new Map(
        (found.get(TableName) ?? []).map((item) => {
          const { hash: key, ...rest } = suppressionItem.parse(item);
          return [key, { key, ...rest }] as const;
        }),
      );
    },
  };
}
