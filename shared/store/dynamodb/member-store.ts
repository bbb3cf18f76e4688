import { GetCommand, paginateQuery } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import type { MemberStore } from '../store.ts';
import { batchGet } from './batch-get.ts';
import { memberKeys } from './keys.ts';
import type { Connection } from './connection.ts';

const ownerItem = z.object({ key: z.string(), memberId: z.string() });
const profileItem = z.object({
  memberId: z.string(),
  version: z.int(),
  identities: z.array(z.object({ kind: z.string(), value: z.string() })),
  enrolledBy: z.optional(z.object({ occurredAt: z.string(), eventId: z.string() })),
});
const enrolmentItem = z.object({ content: z.string(), delivery: z.string(), memberId: z.string() });
const parkedItem = z.object({ entryId: z.string() });

/** Members, their identities and what waits for them, on DynamoDB; writes go through the ledger's `commit`. */
export function dynamodbMembers({ client, tables, backOff }: Connection): MemberStore {
  const get = async (Key: Record<string, string>) =>
    (await client.send(new GetCommand({ TableName: tables.members, Key, ConsistentRead: true }))).Item;
  return {
    async owners(identities, consistency) {
      const byKey = new Map(identities.map((identity) => [memberKeys.owner(identity).key, identity]));
      const keys = [...new Set(identities)].map(memberKeys.owner);
      const found = await batchGet(
        client,
        [{ table: tables.members, keys, consistent: consistency === 'strong' }],
        backOff,
      );
      return new Map(
        (found.get(tables.members) ?? []).flatMap((item) => {
          const { key, memberId } = ownerItem.parse(item);
          const identity = byKey.get(key);
          return identity === undefined ? [] : [[identity, memberId] as const];
        }),
      );
    },
    async profile(memberId) {
      const item = await get(memberKeys.profile(memberId));
      return item === undefined ? undefined : profileItem.parse(item);
    },
    async enrolment(key) {
      const item = await get(memberKeys.enrolment(key));
      return item === undefined ? undefined : { key, ...enrolmentItem.parse(item) };
    },
    async parked(identity) {
      const pages = paginateQuery(
        { client },
        {
          TableName: tables.members,
          KeyConditionExpression: '#key = :key AND begins_with(#sort, :prefix)',
          ExpressionAttributeNames: { '#key': 'key', '#sort': 'sort' },
          ExpressionAttributeValues: { ':key': memberKeys.owner(identity).key, ':prefix': memberKeys.parkedPrefix },
          ConsistentRead: true,
        },
      );
      const entryIds: string[] = [];
      for await (const { Items: items = [] } of pages) {
        entryIds.push(...items.map((item) => parkedItem.parse(item).entryId));
      }
      return entryIds;
    },
  };
}
