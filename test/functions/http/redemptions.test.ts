import { beforeEach, describe, expect, it } from 'vitest';
import type { LedgerStore } from '../../../shared/store/store.ts';
import { programmeWith } from '../../fixtures/programme.ts';
import { openTill } from './till.ts';
import type { Till } from './till.ts';

const member = { email: 'ann@example.com' };

let till: Till;
let memberId: string;
beforeEach(async () => {
  till = openTill();
  // 1,000 points.
  memberId = await till.buy({ purchaseId: 'p1', member, net: 100_000 });
});

const redeem = async (key: string, body: object) => till.ask('POST', '/v1/redemptions', { key, body });
const settle = async (as: 'commit' | 'cancel', requestId: string, key = 'settled', body: object = { member }) =>
  till.ask('POST', `/v1/redemptions/${requestId}/${as}`, { key, body });
const historyOf = async () => till.history(memberId);

describe('redeeming points', () => {
  it('posts an entry, and is answered with it', async () => {
    const { status, body, headers } = await redeem('q1', { member, points: 300 });
    expect(status).toBe(201);
    expect(headers).toMatchObject({ 'content-type': 'application/json', 'cache-control': 'no-store' });
    expect(body).toEqual({
      requestId: 'q1',
      status: 'redeemed',
      memberId,
      points: 300,
      entryId: 'redeem:q1',
      occurredAt: '2026-03-10T04:00:00Z',
      balanceAfter: { available: 700, pending: 0, reserved: 0, debt: 0 },
    });
    expect((await historyOf()).at(-1)).toMatchObject({ entryId: 'redeem:q1', points: -300n });
  });

  it('asked again, whatever has happened since, gives the same answer to the letter and posts nothing', async () => {
    const first = await redeem('q1', { member, points: 300 });
    till.at('2026-04-10T12:00:00+08:00');
    await till.bus();
    await redeem('q2', { member, points: 100 });
    const before = (await historyOf()).length;
    // The same member by another name, the fields in another order, one that nobody knows.
    for (const body of [
      { member, points: 300 },
      { points: 300, member: { memberId }, note: 'x' },
    ]) {
      const again = await redeem('q1', body);
      expect([again.status, again.text]).toEqual([first.status, first.text]);
    }
    expect(await historyOf()).toHaveLength(before);
  });

  it('asked again by an address that the member had then gives the same answer, whoever has it now', async () => {
    const requests = [
      { key: 'q1', points: 300 },
      { key: 'q2', points: 5000 },
    ];
    const asked = async () => {
      const told = requests.map(async ({ key, points }) => redeem(key, { member, points }));
      return (await Promise.all(told)).map(({ status, text }) => [status, text]);
    };
    const first = await asked();
    expect(first.map(([status]) => status)).toEqual([201, 409]);
    const change = async (key: string, id: string, email: string) => {
      return (await till.ask('PATCH', `/v1/members/${id}`, { key, body: { email } })).status;
    };
    till.at('2026-03-11T12:00:00+08:00');
    expect(await change('u1', memberId, 'new@example.com')).toBe(200);
    till.at('2026-03-12T12:00:00+08:00');
    expect(await asked()).toEqual(first);
    expect(await redeem('q3', { member, points: 300 })).toMatchObject({ status: 404 });
    const bob = await till.buy({ purchaseId: 'p2', member: { externalId: 'bob' }, net: 100_000 });
    till.at('2026-03-13T12:00:00+08:00');
    expect(await change('u2', bob, 'ann@example.com')).toBe(200);
    expect(await asked()).toEqual(first);
    expect(await redeem('q3', { member, points: 300 })).toMatchObject({ status: 201, body: { memberId: bob } });
  });

  it.each([
    ['other points', { member, points: 301 }],
    ['a hold', { member, points: 300, hold: { minutes: 5 } }],
    ['a purchase', { member, points: 300, purchaseId: 'p1' }],
  ])('with the key of another request, %s, is a conflict', async (_, body) => {
    await redeem('q1', { member, points: 300 });
    till.at('2026-03-10T12:00:01+08:00');
    const { status, body: problem } = await redeem('q1', body);
    expect(status).toBe(409);
    expect(problem).toMatchObject({ code: 'conflicting-duplicate', field: 'Idempotency-Key' });
  });

  it('with the key of another member’s request is a conflict', async () => {
    await till.buy({ purchaseId: 'p2', member: { externalId: 'bob' }, net: 100_000 });
    await redeem('q1', { member, points: 300 });
    till.at('2026-03-10T12:00:01+08:00');
    const { body } = await redeem('q1', { member: { externalId: 'bob' }, points: 300 });
    expect(body).toMatchObject({ status: 409, code: 'conflicting-duplicate' });
  });

  it('is refused for lack of points, and stays refused when there are some', async () => {
    const first = await redeem('q1', { member, points: 1001 });
    expect(first.body).toEqual({
      type: 'urn:perennial:problem:insufficient-points',
      title: 'The member has fewer usable points than asked for.',
      status: 409,
      code: 'insufficient-points',
      detail: 'points: at most the points that are available',
      field: 'points',
      rule: 'at most the points that are available',
    });
    expect(first.headers).toMatchObject({ 'content-type': 'application/problem+json' });
    await till.buy({ purchaseId: 'p2', member, net: 100_000 });
    till.at('2026-03-10T13:00:00+08:00');
    const again = await redeem('q1', { member, points: 1001 });
    expect([again.status, again.text]).toEqual([first.status, first.text]);
    expect((await redeem('q1', { member, points: 1 })).body).toMatchObject({ code: 'conflicting-duplicate' });
    expect((await redeem('q2', { member, points: 1001 })).status).toBe(201);
  });

  it('of somebody whom nobody knows has done nothing, and may be asked again', async () => {
    const body = { member: { card: '4711' }, points: 5 };
    expect((await redeem('q1', body)).body).toMatchObject({ status: 404, code: 'unknown-member', field: 'member' });
    await till.buy({ purchaseId: 'p2', member: { card: '4711' } });
    expect((await redeem('q1', body)).status).toBe(201);
  });

  it('agrees with the bus about what a key means', async () => {
    const request = (occurredAt: string, points: number) => ({
      'detail-type': 'redemption.requested',
      detail: { metadata: { id: 'e1', version: '1.0', occurredAt }, data: { member, requestId: 'q1', points } },
    });
    await till.bus(request('2026-03-05T12:00:00+08:00', 200));
    const { status, body } = await redeem('q1', { member, points: 200 });
    expect(status).toBe(201);
    expect(body).toMatchObject({ entryId: 'redeem:q1', occurredAt: '2026-03-05T04:00:00Z' });
    expect((await redeem('q1', { member, points: 201 })).status).toBe(409);
  });
});

describe('a reservation', () => {
  const body = { member, points: 400, hold: { minutes: 30 } };

  it('holds points until it is over', async () => {
    expect((await redeem('q1', body)).body).toEqual({
      requestId: 'q1',
      status: 'reserved',
      until: '2026-03-10T04:30:00Z',
      memberId,
      points: 400,
      entryId: 'reserve:q1',
      occurredAt: '2026-03-10T04:00:00Z',
      balanceAfter: { available: 600, pending: 0, reserved: 400, debt: 0 },
    });
    till.at('2026-03-10T12:30:00+08:00');
    expect((await settle('commit', 'q1')).body).toMatchObject({
      status: 409,
      code: 'unknown-reservation',
      field: 'requestId',
    });
    expect((await redeem('q1', body)).body).toMatchObject({ status: 'reserved', until: '2026-03-10T04:30:00Z' });
  });

  it.each([
    { as: 'commit', status: 'committed', entryId: 'commit:q1', available: 600 },
    { as: 'cancel', status: 'cancelled', entryId: 'cancel:q1', available: 1000 },
  ] as const)('ends with $as, once, by whatever key', async ({ as, status, entryId, available }) => {
    await redeem('q1', body);
    till.at('2026-03-10T12:10:00+08:00');
    const first = await settle(as, 'q1');
    expect(first.status).toBe(200);
    expect(first.body).toEqual({
      requestId: 'q1',
      status,
      memberId,
      points: 400,
      entryId,
      occurredAt: '2026-03-10T04:10:00Z',
      balanceAfter: { available, pending: 0, reserved: 0, debt: 0 },
    });
    till.at('2026-03-10T14:00:00+08:00');
    for (const key of ['settled', 'another']) expect((await settle(as, 'q1', key)).text).toBe(first.text);
    const other = as === 'commit' ? 'cancel' : 'commit';
    expect((await settle(other, 'q1')).body).toMatchObject({ status: 409, code: 'unknown-reservation' });
  });

  it('is its own member’s', async () => {
    await till.buy({ purchaseId: 'p2', member: { externalId: 'bob' } });
    await redeem('q1', body);
    const bobs = { member: { externalId: 'bob' } };
    expect((await settle('commit', 'q1', 'k', bobs)).body).toMatchObject({ code: 'unknown-reservation' });
    await settle('commit', 'q1');
    till.at('2026-03-10T12:00:01+08:00');
    expect((await settle('commit', 'q1', 'k', bobs)).body).toMatchObject({
      code: 'conflicting-duplicate',
      field: 'requestId',
    });
  });

  it('is refused when there are too many', async () => {
    for (let index = 0; index < 20; index += 1) {
      expect((await redeem(`r${String(index)}`, { ...body, points: 1 })).status).toBe(201);
    }
    expect((await redeem('r20', { ...body, points: 1 })).body).toMatchObject({
      status: 409,
      code: 'too-many-reservations',
      field: 'hold',
    });
  });
});

describe('at once', () => {
  it('two hundred redemptions of a balance that allows ten are ten', async () => {
    const answers = await Promise.all(
      Array.from({ length: 200 }, async (_, index) => redeem(`q${String(index)}`, { member, points: 100 })),
    );
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(10);
    for (const { status, body } of answers) {
      if (status !== 201) expect(body).toMatchObject({ status: 409, code: 'insufficient-points' });
    }
    expect((await historyOf()).filter(({ kind }) => kind === 'redeem')).toHaveLength(10);
  });

  it('one request many times is one redemption with one answer', async () => {
    const answers = await Promise.all(
      Array.from({ length: 20 }, async (_, index) => {
        till.at(`2026-03-10T12:00:${String(10 + index)}+08:00`);
        return redeem('q1', { member, points: 100 });
      }),
    );
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    expect((await historyOf()).filter(({ kind }) => kind === 'redeem')).toHaveLength(1);
  });

  it('one request by two tills, decided at two moments, is what was posted first', async () => {
    // The second reads before the first has written, and is outrun.
    let outrun: (() => Promise<void>) | undefined;
    const wrap = (ledger: LedgerStore): LedgerStore => ({
      ...ledger,
      async commit(writes) {
        const first = outrun;
        outrun = undefined;
        await first?.();
        return ledger.commit(writes);
      },
    });
    till = openTill([programmeWith()], wrap);
    await till.buy({ purchaseId: 'p1', member, net: 100_000 });
    let winner: string | undefined;
    outrun = async () => {
      till.at('2026-03-10T12:00:05+08:00');
      winner = (await redeem('q1', { member, points: 100 })).text;
    };
    const loser = await redeem('q1', { member, points: 100 });
    expect(winner).toContain('2026-03-10T04:00:05Z');
    expect(loser.text).toBe(winner);
  });
});

it('lets a quote say what the purchase gives once the reservation that both name is committed', async () => {
  const quote = async (redemptionId: string) => {
    const basket = { member, currency: 'CNY', net: 50_000, pointsRedeemed: 200, redemptionId };
    return till.ask('POST', '/v1/quotes', { body: basket });
  };
  till = openTill([programmeWith({ points: { expiry: { policy: 'never' }, valueOfPointMinor: 10 } })]);
  memberId = await till.buy({ purchaseId: 'p1', member, net: 100_000 });
  await redeem('q1', { member, points: 200, hold: { minutes: 60 } });
  const { status, body } = await quote('q1');
  expect([status, body]).toMatchObject([200, { memberId, points: 480, usable: { points: 1000 } }]);
  await settle('commit', 'q1');
  expect((await quote('q1')).body).toEqual(body);
  const paid = { pointsRedeemed: 200, redemptionId: 'q1' };
  await till.buy({ purchaseId: 'p2', member, net: 50_000, occurredAt: '2026-03-10T12:00:00+08:00', data: paid });
  expect((await historyOf()).at(-1)).toMatchObject({ entryId: 'purchase:p2', points: 480n });
  expect((await quote('q1')).body).toMatchObject({ status: 409, code: 'unknown-reservation', field: 'redemptionId' });
});
