import { GetCommand, paginateQuery } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import type { MemberStore, ProfileList } from '../member-store.ts';
import { parseApplied } from './applied-item.ts';
import { batchGet } from './batch-get.ts';
import { memberKeys } from './keys.ts';
import type { Connection } from './connection.ts';
import { parseOwner } from './owner-item.ts';
import { parseConsents, parseProfile } from './profile-item.ts';

const parkedItem = z.object({ entryId: z.string() });

/** Members, their identities and what waits for them, on DynamoDB; writes go through the ledger's `commit`. */
export function dynamodbMembers({ client, tables, backOff }: Connection): MemberStore & ProfileList {
  const get = async (Key: Record<string, string>) =>
    (await client.send(new GetCommand({ TableName: tables.members, Key, ConsistentRead: true }))).Item;
  /** All items of a key that begin alike, in order. */
  const listed = async (key: string, prefix: string) => {
    const pages = paginateQuery(
      { client },
      {
        TableName: tables.members,
        KeyConditionExpression: '#key = :key AND begins_with(#sort, :prefix)',
        ExpressionAttributeNames: { '#key': 'key', '#sort': 'sort' },
        ExpressionAttributeValues: { ':key': key, ':prefix': prefix },
        ConsistentRead: true,
      },
    );
    const items: unknown[] = [];
    for await (const { Items: page = [] } of pages) items.push(...page);
    return items;
  };
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
          const { key, ownership } = parseOwner(item);
          const identity = byKey.get(key);
          return identity === undefined ? [] : [[identity, ownership] as const];
        }),
      );
    },
    async profile(memberId) {
      const item = await get(memberKeys.profile(memberId));
      return item === undefined ? undefined : parseProfile(item);
    },
    async profiles(memberIds) {
      const keys = [...new Set(memberIds)].map(memberKeys.profile);
      const found = await batchGet(client, [{ table: tables.members, keys, consistent: false }], backOff);
      return new Map(
        (found.get(tables.members) ?? []).map((item) => {
          const profile = parseProfile(item);
          return [profile.memberId, profile] as const;
        }),
      );
    },
    async applied(key) {
      const item = await get(memberKeys.applied(key));
      return item === undefined ? undefined : { key, ...parseApplied(item) };
    },
    async consents(memberId) {
      const { key } = memberKeys.profile(memberId);
      return (await listed(key, memberKeys.consentsPrefix)).map(parseConsents);
    },
    async parked(identity) {
      const { key } = memberKeys.owner(identity);
      return (await listed(key, memberKeys.parkedPrefix)).map((item) => parkedItem.parse(item).entryId);
    },
  };
}
