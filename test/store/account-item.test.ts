import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import fc from 'fast-check';
import { describe, expect, inject, it } from 'vitest';
import { createTables, localClient, storesOver } from '../../bench/local-stores.ts';
import { reservationsAtMost } from '../../shared/domain/account.ts';
import type { Account } from '../../shared/domain/account.ts';
import { dayOf, monthOfDay } from '../../shared/domain/calendar.ts';
import { issuedIn } from '../../shared/domain/issued.ts';
import { instantOf } from '../../shared/domain/zone.ts';
import { formatAccount, parseAccount } from '../../shared/store/dynamodb/account-item.ts';
import { anyAccount } from '../fixtures/accounts.ts';
import { emptyAccount } from '../fixtures/ledger.ts';
import { runs } from '../property-runs.ts';

const lot = { availableOn: dayOf(0), expiresOn: dayOf(0) };

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
        const { accounts } = await ledger.read({ memberIds: [memberId], entryIds: [] });
        expect(accounts.get(memberId)).toEqual({ account, version: 1, putAt: expect.any(Number) });
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
    ['a hold without its lots', { ...formatAccount(emptyAccount('ann'), 1), reservations: [['q1', 1, 1]] }],
    ['a level that was held since no day', { ...formatAccount(emptyAccount('ann'), 1), levelsBefore: [['silver']] }],
    ['days that are none', { ...formatAccount(emptyAccount('ann'), 1), statistics: '1?' }],
    ['a run of nothing', { ...formatAccount(emptyAccount('ann'), 1), statistics: '*1' }],
    ['a run of more than there is', { ...formatAccount(emptyAccount('ann'), 1), statistics: '1*AAAAAAAA0' }],
    ['orders without a day', { ...formatAccount(emptyAccount('ann'), 1), statistics: ',1' }],
    ['a day with fewer orders than one', { ...formatAccount(emptyAccount('ann'), 1), statistics: '1,-1' }],
    ['units of too many decimals', { ...formatAccount(emptyAccount('ann'), 1), statistics: ';1,,,,,,,,,,,,7' }],
    ['an hour that no clock shows', { ...formatAccount(emptyAccount('ann'), 1), statistics: ';;1,o' }],
    ['older days without a bin', { ...formatAccount(emptyAccount('ann'), 1), statistics: ';;;11111,1*f' }],
    ['older days that are none', { ...formatAccount(emptyAccount('ann'), 1), statistics: ';;;1111' }],
    ['two oldest days', { ...formatAccount(emptyAccount('ann'), 1), statistics: ';;;;;11' }],
    ['more than statistics', { ...formatAccount(emptyAccount('ann'), 1), statistics: ';;;;;1;1' }],
    ['a month without a level', { ...formatAccount(emptyAccount('ann'), 1), levels: [24_000] }],
    ['a level without a month', { ...formatAccount(emptyAccount('ann'), 1), levels: ['gold', 'gold'] }],
    ['a version that is none', { ...formatAccount(emptyAccount('ann'), 1), version: 'x' }],
  ])('is not read when it is %s', (_what, item) => {
    expect(() => parseAccount(item)).toThrow();
  });

  it('keeps the first day of 1970, and an instant of it, which are as good as any', () => {
    const [on, at] = [dayOf(0), instantOf(0)];
    const account: Account = {
      ...emptyAccount('ann'),
      newestAt: at,
      firstPurchaseOn: on,
      lastActOn: on,
      lapsedOn: on,
      standing: { level: 'silver', since: on, before: [{ level: 'bronze', since: on }] },
      reservations: [{ requestId: 'q1', until: at, on, lots: [{ ...lot, points: 5n, pending: false }] }],
    };
    expect(parseAccount(formatAccount(account, 1)).account).toEqual(account);
  });

  it('keeps a lot that is empty, and what it was ever credited', () => {
    const account = {
      ...emptyAccount('ann'),
      available: [{ ...lot, points: 0n, credited: 100n, issued: issuedIn(null, 100n) }],
    };
    expect(parseAccount(formatAccount(account, 1)).account.available).toEqual(account.available);
  });

  it('tells purchases from orders, all of which may have come back', () => {
    const account = { ...emptyAccount('ann'), purchases: 3, orders: 0, returns: 4 };
    expect(formatAccount(account, 1)).toMatchObject({ undoneOrders: 3, returns: 4 });
    expect(parseAccount(formatAccount(account, 1)).account).toEqual(account);
  });

  it('takes few bytes for as many holds as may be open', () => {
    const holds = Array.from({ length: reservationsAtMost }, (_, index) => ({
      requestId: `q-${String(index)}`,
      until: instantOf(Date.UTC(2030, 0, 1)),
      on: dayOf(20_000),
      lots: [{ ...lot, points: 1_000_000n, pending: false }],
    }));
    const account = { ...emptyAccount('ann'), reservations: holds };
    const item = formatAccount(account, 1);
    expect(parseAccount(item).account).toEqual(account);
    expect(JSON.stringify(item['reservations']).length).toBeLessThan(reservationsAtMost * 60);
  });

  it('takes few bytes for a lot, and few for one as large as there are', () => {
    const lots = Array.from({ length: 400 }, (_, index) => ({
      points: 2n ** 64n,
      credited: 2n ** 64n,
      issued: issuedIn(monthOfDay(dayOf(20_000 + index)), 2n ** 64n),
      availableOn: dayOf(20_000 + index),
      expiresOn: dayOf(20_366 + index),
    }));
    const item = formatAccount({ ...emptyAccount('ann'), available: lots }, 1);
    expect(String(item['lots']).length).toBeLessThan(400 * 15);
  });
});
