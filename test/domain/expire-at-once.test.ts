import { describe, expect, it } from 'vitest';
import { parseProgramme } from '../../shared/contracts/parse-programme.ts';
import { balanceOf, newAccount } from '../../shared/domain/account.ts';
import type { Account } from '../../shared/domain/account.ts';
import { formatDay, monthOfDay, parseDay } from '../../shared/domain/calendar.ts';
import type { EntryDraft } from '../../shared/domain/entry.ts';
import { evolve } from '../../shared/domain/evolve.ts';
import { decidePurchase } from '../../shared/domain/record-purchase.ts';
import { one } from '../../shared/domain/rational.ts';
import { formatInstant, parseInstant } from '../../shared/domain/zone.ts';
import { Books } from './books.ts';
import { draftsOf, programmeWith as example } from './build.ts';

const enrolledOn = parseDay('2020-01-01') ?? expect.unreachable();

function programmeWith(points: Readonly<Record<string, unknown>>) {
  const result = parseProgramme({
    id: 'main',
    version: 1,
    effectiveFrom: '2000-01-01T00:00:00Z',
    name: { en: 'Club', 'zh-CN': '会员' },
    timeZone: 'UTC',
    currency: 'EUR',
    points,
    earn: [{ id: 'base', kind: 'rate', points: 1, perMinor: 100 }],
    tiers: { levels: [{ id: 'ordinary', from: 0 }] },
  });
  return result.ok ? result.programme : expect.unreachable(result.faults.map(({ message }) => message).join());
}

function buy(account: Account, programme: ReturnType<typeof programmeWith>, at: string, netMinor: bigint) {
  const occurredAt = parseInstant(at) ?? expect.unreachable();
  const whole = { lineId: null, kind: 'product' as const, netMinor, quantity: one, category: [], tags: [] };
  const cause = { eventId: at, delivery: at, content: at, revision: 1 };
  const purchase = { purchaseId: at, occurredAt, lines: [whole] };
  const drafts = draftsOf(decidePurchase(account, purchase, cause, { versions: [programme] }));
  return { drafts, account: drafts.reduce(evolve, account) };
}

const posted = ({ kind, day, occurredAt, points }: EntryDraft) => [
  kind,
  formatDay(day),
  formatInstant(occurredAt),
  points,
];

describe('points that expire at once', () => {
  it('a fixed date that has passed: posted and gone, with the sale', () => {
    const programme = programmeWith({ expiry: { policy: 'fixed', on: '2026-01-01' } });
    const { drafts, account } = buy(
      newAccount('m', { on: enrolledOn, channel: null }),
      programme,
      '2026-03-02T12:00:00Z',
      1000n,
    );
    expect(drafts.map(posted)).toEqual([
      ['earn', '2026-03-02', '2026-03-02T12:00:00Z', 10n],
      ['expire', '2026-03-02', '2026-03-02T12:00:00Z', -10n],
    ]);
    expect(balanceOf(account)).toEqual({ available: 0n, pending: 0n, reserved: 0n, debt: 0n });
  });

  it('a life that ends before the points would be available, and no other sale’s points of that day', () => {
    const immediate = programmeWith({ expiry: { policy: 'fixed', on: '2026-04-01' } });
    const waiting = programmeWith({ expiry: { policy: 'fixed', on: '2026-04-01' }, pendingDays: 60 });
    const first = buy(newAccount('m', { on: enrolledOn, channel: null }), immediate, '2026-03-01T12:00:00Z', 700n);
    const second = buy(first.account, waiting, '2026-03-02T12:00:00Z', 1000n);
    expect(second.drafts.map(posted)).toEqual([
      ['earn', '2026-03-02', '2026-03-02T12:00:00Z', 10n],
      ['expire', '2026-03-02', '2026-03-02T12:00:00Z', -10n],
    ]);
    expect(second.account.available.map(({ points, credited }) => [points, credited])).toEqual([[7n, 7n]]);
    expect(second.account.pending).toEqual([]);
  });

  it('that end with the sale that brought them leave what was credited to their lot before, also when it is empty', () => {
    const points = { expiry: { policy: 'fixed', on: '2026-04-01' } } as const;
    const books = new Books(
      example({ points }),
      example({ version: 2, effectiveFrom: '2026-03-02T00:00:00Z', points: { ...points, pendingDays: 60 } }),
    );
    const first = books.buy('p', '2026-02-10T12:00:00Z', 700);
    books.redeem('q', '2026-02-10T13:00:00Z', 7n);
    books.buy('r', '2026-03-02T12:00:00Z', 1000);
    const issued = [{ month: monthOfDay(first.day), points: 7n }];
    expect(books.account.available).toMatchObject([{ points: 0n, credited: 7n, issued }]);
    // Nothing of the first sale has expired.
    expect(books.giveBack(first, '2026-03-02T13:00:00Z')).toMatchObject([{ points: -7n, debtMade: 7n }]);
  });

  it('that end with the sale that brought them leave no lot where there was none', () => {
    const books = new Books(example({ points: { pendingDays: 60, expiry: { policy: 'fixed', on: '2026-04-01' } } }));
    books.buy('p', '2026-03-02T12:00:00Z', 1000);
    expect(books.account.available).toEqual([]);
  });
});
