/** Points that one member gives to another (domain.md, lots). */
import { describe, expect, it } from 'vitest';
import { balanceOf, newAccount } from '../../shared/domain/account.ts';
import type { Account } from '../../shared/domain/account.ts';
import { evolve } from '../../shared/domain/evolve.ts';
import { decideTransfer } from '../../shared/domain/transfer.ts';
import { Books, cause } from './books.ts';
import { day, draftsOf, instant, programmeWith, versionsOf } from './build.ts';

const at = '2026-03-02T12:00:00Z';
const programme = programmeWith({ points: { transfers: true } });
const other = newAccount('other', { on: day('2026-01-01'), channel: null });

/** A member with points of several lives, some of them pending still. */
function giver(): Books {
  const books = new Books(programme);
  const lots = [{ points: 10n }, { points: 5n, until: '2026-06-01' }, { points: 7n, from: '2026-03-03' }];
  books.bring('i', '2026-03-01T12:00:00Z', ...lots);
  return books;
}

function transfer(from: Account, to: Account, points: bigint, on = at) {
  return decideTransfer(
    { from, to },
    { requestId: 't', occurredAt: instant(on), points },
    cause,
    versionsOf(programme),
  );
}
function both(from: Account, to: Account, points: bigint, on = at) {
  const decided = transfer(from, to, points, on);
  if ('refused' in decided) throw new TypeError(decided.refused);
  const [out, into] = [draftsOf(decided.from), draftsOf(decided.to)];
  return { out, into, from: out.reduce(evolve, from), to: into.reduce(evolve, to) };
}

describe('a transfer', () => {
  it('moves available lots with their days, the earliest-expiring first', () => {
    const { out, into, from, to } = both(giver().account, other, 9n);
    const lots = [
      { points: 5n, availableOn: day('2026-03-01'), expiresOn: day('2026-06-01'), pending: false },
      { points: 4n, availableOn: day('2026-03-01'), expiresOn: null, pending: false },
    ];
    const same = { occurredAt: instant(at), day: day('2026-03-02'), program: 'main@1' };
    expect(out).toEqual([
      {
        ...same,
        kind: 'transfer-out',
        entryId: 'transfer-out:t',
        memberId: 'member',
        cause,
        points: -9n,
        taken: lots,
        to: 'other',
      },
    ]);
    expect(into).toEqual([
      {
        ...same,
        kind: 'transfer-in',
        entryId: 'transfer-in:t',
        memberId: 'other',
        points: 9n,
        debtPaid: 0n,
        lots,
        from: 'member',
      },
    ]);
    expect(balanceOf(from)).toEqual({ available: 6n, pending: 7n, reserved: 0n, debt: 0n });
    expect(balanceOf(to)).toEqual({ available: 9n, pending: 0n, reserved: 0n, debt: 0n });
    expect([from.sums.transferred, to.sums.transferred, to.sums.earned]).toEqual([-9n, 9n, 0n]);
  });

  it('leaves pending points where they are: they are not there to be given', () => {
    expect(transfer(giver().account, other, 16n)).toEqual({
      refused: 'insufficient-points',
      field: 'data.points',
      rule: 'at most the points that are available',
    });
    expect(both(giver().account, other, 15n).from.pending).toMatchObject([{ points: 7n }]);
  });

  it('pays a debt of the one who gets it first', () => {
    const indebted: Account = { ...other, debt: 3n };
    const { into, to } = both(giver().account, indebted, 9n);
    expect(into).toMatchObject([{ points: 9n, debtPaid: 3n, lots: [{ points: 2n }, { points: 4n }] }]);
    expect(balanceOf(to)).toEqual({ available: 6n, pending: 0n, reserved: 0n, debt: 0n });
  });

  it('comes after what is due for either', () => {
    const getter = new Books(programme);
    getter.account = other;
    getter.bring('j', '2026-03-01T12:00:00Z', { points: 2n, until: '2026-03-02' });
    const { out, into } = both(giver().account, getter.account, 15n, '2026-03-03T12:00:00Z');
    expect(out.map(({ entryId }) => entryId)).toEqual(['mature:member:2026-03-03', 'transfer-out:t']);
    expect(into.map(({ entryId }) => entryId)).toEqual(['expire:other:2026-03-02', 'transfer-in:t']);
  });

  it('is refused to oneself, and where the programme of its time does not allow it', () => {
    const { account } = giver();
    expect(transfer(account, { ...other, memberId: 'member' }, 1n)).toEqual({
      refused: 'self-transfer',
      field: 'data.to',
      rule: 'another member',
    });
    const later = programmeWith({ version: 2, effectiveFrom: '2026-03-02T12:00:00Z', points: { transfers: false } });
    const at = (text: string) => {
      const request = { requestId: 't', occurredAt: instant(text), points: 1n };
      return decideTransfer({ from: account, to: other }, request, cause, versionsOf(programme, later));
    };
    expect(at('2026-03-02T11:59:59Z')).toHaveProperty('from');
    expect(at('2026-03-02T12:00:00Z')).toEqual({
      refused: 'transfers-off',
      field: 'data',
      rule: 'a programme that allows transfers',
    });
  });
});
