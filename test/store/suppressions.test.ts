/** Addresses that nothing is sent to, in both stores. */
import { inject, describe, expect, it } from 'vitest';
import { createTables, localClient } from '../../bench/local-stores.ts';
import { liftSuppression, suppressAddress, suppressionOf } from '../../shared/commands/suppress-address.ts';
import type { Address } from '../../shared/commands/suppress-address.ts';
import { instantOf } from '../../shared/domain/zone.ts';
import { dynamodbSuppressions } from '../../shared/store/dynamodb/suppression-store.ts';
import { memorySuppressions } from '../../shared/store/memory/memory-suppressions.ts';
import { digests } from '../fixtures/ledger.ts';

const stores = [
  { store: 'memory', open: async () => Promise.resolve(memorySuppressions()) },
  {
    store: 'dynamodb',
    open: async () => {
      const client = localClient(inject('endpoint'));
      const tables = await createTables(client);
      const wait = async () => Promise.resolve();
      return dynamodbSuppressions({ client, tables, backOff: wait, nowEpochSeconds: () => 0 });
    },
  },
];
const at = instantOf(Date.UTC(2026, 2, 1));
const bounced = { reason: 'bounced', at } as const;

describe.each(stores)('a suppressed address in the $store store', ({ open }) => {
  it.each<[Address, Address, Address]>([
    [
      { channel: 'email', value: ' Ann@Example.com' },
      { channel: 'email', value: 'ann@example.com' },
      { channel: 'email', value: 'bob@example.com' },
    ],
    [
      { channel: 'sms', value: '+49 151 1' },
      { channel: 'sms', value: '+491511' },
      { channel: 'sms', value: '+491512' },
    ],
    [
      { channel: 'push', value: 'Token' },
      { channel: 'push', value: 'Token' },
      { channel: 'push', value: 'token' },
    ],
    [
      { channel: 'wechat', value: 'open-id' },
      { channel: 'wechat', value: 'open-id' },
      { channel: 'push', value: 'open-id' },
    ],
  ])('is %j however it is written, and no other', async (given, same, other) => {
    const deps = { suppressions: await open(), digests };
    expect(await suppressionOf(deps, same)).toBeUndefined();
    expect(await suppressAddress(deps, given, bounced)).toBe('suppressed');
    expect(await suppressAddress(deps, same, { ...bounced, reason: 'asked' })).toBe('exists');
    const found = await suppressionOf(deps, same);
    expect(found).toMatchObject({ channel: given.channel, reason: 'bounced', at: '2026-03-01T00:00:00Z' });
    expect(JSON.stringify(found)).not.toContain(same.value);
    expect(await suppressionOf(deps, other)).toBeUndefined();
    expect(await liftSuppression(deps, same)).toBe('lifted');
    expect(await liftSuppression(deps, same)).toBe('lifted');
    expect(await suppressionOf(deps, given)).toBeUndefined();
  });

  it('is one of its channel', async () => {
    const deps = { suppressions: await open(), digests };
    const none: Address = { channel: 'email', value: 'no address' };
    expect(await suppressAddress(deps, none, bounced)).toBe('invalid');
    expect(await liftSuppression(deps, none)).toBe('invalid');
    expect(await suppressionOf(deps, none)).toBeUndefined();
  });
});
