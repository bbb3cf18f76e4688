import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import fc from 'fast-check';
import { describe, expect, inject, it } from 'vitest';
import { createTables, localClient, storesOver } from '../../bench/local-stores.ts';
import { dayOf } from '../../shared/domain/calendar.ts';
import { formatAccount, parseAccount } from '../../shared/store/dynamodb/account-item.ts';
import { anyAccount } from '../fixtures/accounts.ts';
import { emptyAccount } from '../fixtures/ledger.ts';
import { runs } from '../property-runs.ts';

describe('the item of an account', () => {
  it('holds every account exactly, as DynamoDB writes values', () => {
    fc.assert(
      fc.property(anyAccount, fc.integer({ min: 1 }), (account, version) => {
        const item = unmarshall(marshall(formatAccount(account, version), { removeUndefinedValues: true }));
        expect(parseAccount(item)).toEqual({ account, version });
      }),
      { numRuns: runs(300) },
    );
  });

  it('holds every account exactly, through the table and back', async () => {
    const client = localClient(inject('endpoint'));
    const { ledger } = storesOver(client, await createTables(client));
    await fc.assert(
      fc.asyncProperty(anyAccount, fc.uuid(), async (odd, memberId) => {
        const account = { ...odd, memberId };
        expect(await ledger.commit([{ write: 'account', account, expected: null }])).toBe('committed');
        const { account: read } = await ledger.read({ memberId, entryIds: [] });
        expect(read).toEqual({ account, version: 1 });
      }),
      { numRuns: runs(50) },
    );
  });

  it('leaves out what holds nothing', () => {
    const { memberId } = emptyAccount('ann');
    expect(formatAccount(emptyAccount('ann'), 1)).toEqual({
      memberId,
      version: 1,
      enrolledOn: 20_000,
      channel: 'shop',
    });
  });

  it.each([
    ['no account', {}],
    ['lots that are none', { ...formatAccount(emptyAccount('ann'), 1), lots: '1?2,1' }],
    ['points that are none', { ...formatAccount(emptyAccount('ann'), 1), lots: ',1' }],
    ['months that are none', { ...formatAccount(emptyAccount('ann'), 1), months: '1,!' }],
    ['a version that is none', { ...formatAccount(emptyAccount('ann'), 1), version: 'x' }],
  ])('is not read when it is %s', (_what, item) => {
    expect(() => parseAccount(item)).toThrow();
  });

  it('takes few bytes for a lot, and few for one as large as there are', () => {
    const lots = Array.from({ length: 400 }, (_, index) => ({
      points: 2n ** 64n,
      credited: 2n ** 64n,
      availableOn: dayOf(20_000 + index),
      expiresOn: dayOf(20_366 + index),
    }));
    const item = formatAccount({ ...emptyAccount('ann'), available: lots }, 1);
    expect(String(item['lots']).length).toBeLessThan(400 * 15);
  });
});
