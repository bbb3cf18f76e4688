import { describe, expect, it } from 'vitest';
import { balanceOf, held, moved, newAccount } from '../../shared/domain/account.ts';
import { sumNames } from '../../shared/domain/movement-sums.ts';
import type { Account } from '../../shared/domain/account.ts';
import { entryIds } from '../../shared/domain/entry.ts';
import { issuedIn } from '../../shared/domain/issued.ts';
import { day, instant } from './build.ts';

const empty = newAccount('member', { on: day('2026-01-01'), channel: 'web' });

describe('a new account', () => {
  it('holds nothing, has moved nothing and remembers only how it began', () => {
    expect(balanceOf(empty)).toEqual({ available: 0n, pending: 0n, reserved: 0n, debt: 0n });
    expect([held(balanceOf(empty)), moved(empty.sums)]).toEqual([0n, 0n]);
    expect(empty).toMatchObject({
      memberId: 'member',
      seq: 0,
      head: '',
      newestAt: null,
      standing: { level: null, since: null, before: [] },
      reservations: [],
      purchases: 0,
      returns: 0,
      orders: 0,
      progress: { total: 0n, months: [] },
      lastActOn: null,
      lapsedOn: null,
      enrolment: { on: day('2026-01-01'), channel: 'web' },
    });
  });
});

describe('conservation', () => {
  it('counts every sum once, credits up and debits down', () => {
    const signs = sumNames.map((name) => [name, moved({ ...empty.sums, [name]: 1n })]);
    expect(Object.fromEntries(signs)).toEqual({
      earned: 1n,
      bonus: 1n,
      restored: 1n,
      adjusted: 1n,
      transferred: 1n,
      imported: 1n,
      returned: -1n,
      redeemed: -1n,
      expired: -1n,
    });
  });

  it('holds what is available, pending and reserved, less the debt', () => {
    const lot = { credited: 99n, issued: issuedIn(null, 99n), availableOn: day('2026-01-01'), expiresOn: null };
    const hold = { until: instant('2026-01-02T00:00:00Z'), on: day('2026-01-01') };
    const taken = (points: bigint) => ({ points, availableOn: hold.on, expiresOn: null, pending: false });
    const account: Account = {
      ...empty,
      available: [
        { ...lot, points: 1n },
        { ...lot, points: 2n },
      ],
      pending: [{ ...lot, points: 10n }],
      reservations: [
        { ...hold, requestId: 'r-1', lots: [taken(1n), taken(39n)] },
        { ...hold, requestId: 'r-2', lots: [taken(60n)] },
      ],
      debt: 1000n,
    };
    expect(balanceOf(account)).toEqual({ available: 3n, pending: 10n, reserved: 100n, debt: 1000n });
    expect(held(balanceOf(account))).toBe(-887n);
  });
});

describe('the id of an entry', () => {
  it('is made of its cause, by the table of the contract', () => {
    expect(entryIds.purchase('pos:store-12:0042')).toBe('purchase:pos:store-12:0042');
    expect(entryIds.redeemPurchase('p')).toBe('redeem-purchase:p');
    expect(entryIds.return('r')).toBe('return:r');
    expect(entryIds.restore('r')).toBe('restore:r');
    expect(entryIds.redeem('q')).toBe('redeem:q');
    expect(entryIds.reserve('q')).toBe('reserve:q');
    expect(entryIds.commit('q')).toBe('commit:q');
    expect(entryIds.cancel('q')).toBe('cancel:q');
    expect(entryIds.release('q')).toBe('release:q');
    expect(entryIds.adjust('q')).toBe('adjust:q');
    expect(entryIds.transferOut('q')).toBe('transfer-out:q');
    expect(entryIds.transferIn('q')).toBe('transfer-in:q');
    expect(entryIds.import('q')).toBe('import:q');
    expect(entryIds.mature('m', '2026-03-02')).toBe('mature:m:2026-03-02');
    expect(entryIds.expire('m', '2026-03-02')).toBe('expire:m:2026-03-02');
    expect(entryIds.expireWith('purchase:p')).toBe('expire:purchase:p');
    expect(entryIds.tierWith('purchase:p')).toBe('tier:purchase:p');
    expect(entryIds.tierReview('m', '2026-03-02')).toBe('tier:m:2026-03-02');
  });
});
