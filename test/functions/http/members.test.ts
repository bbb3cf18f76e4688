import { beforeEach, describe, expect, it } from 'vitest';
import { plainDocument, programmeWith } from '../../fixtures/programme.ts';
import { sale } from '../../fixtures/events.ts';
import { memberIdOf, openTill } from './till.ts';
import type { Till } from './till.ts';

const ann = { email: 'Ann@Example.com', card: '88 00-1', name: 'Ann', interests: ['tea'], attributes: { size: 'M' } };

let till: Till;
beforeEach(() => {
  till = openTill();
});

const enrol = async (key: string, body: object) => till.ask('POST', '/v1/members', { key, body });
const show = async (memberId: string) => till.ask('GET', `/v1/members/${memberId}`);
const change = async (memberId: string, key: string, body: object) =>
  till.ask('PATCH', `/v1/members/${memberId}`, { key, body });
const erase = async (memberId: string, key: string) => till.ask('DELETE', `/v1/members/${memberId}`, { key });
const find = async (member: object) => till.ask('POST', '/v1/members/find', { body: { member } });

describe('enrolling', () => {
  it('makes a member, who is found by each identity', async () => {
    const { status, body } = await enrol('e1', ann);
    expect([status, body]).toEqual([201, { memberId: 'member-1', occurredAt: '2026-03-10T04:00:00Z' }]);
    for (const member of [{ email: 'ann@example.com' }, { card: '88001' }]) {
      expect((await find(member)).body).toEqual({ memberId: 'member-1' });
    }
  });

  it('asked again gives the same answer to the letter, and to something else under the same key none', async () => {
    const first = await enrol('e1', ann);
    till.at('2026-04-10T12:00:00+08:00');
    const again = await enrol('e1', { ...ann, email: 'ann@example.com', unknown: 1 });
    expect([again.status, again.text]).toEqual([first.status, first.text]);
    expect((await enrol('e1', { ...ann, name: 'Anna' })).body).toMatchObject({
      status: 409,
      code: 'conflicting-duplicate',
      field: 'Idempotency-Key',
    });
  });

  it('attaches to whoever has one of the identities, and refuses those of two', async () => {
    const one = memberIdOf(await enrol('e1', { email: 'a@example.com' }));
    expect(memberIdOf(await enrol('e2', { email: 'a@example.com', card: '1' }))).toBe(one);
    await enrol('e3', { card: '2' });
    expect((await enrol('e4', { card: '1', email: 'b@example.com' })).status).toBe(201);
    expect((await enrol('e5', { card: '2', email: 'a@example.com' })).body).toMatchObject({
      status: 409,
      code: 'identity-taken',
    });
  });

  it('posts what waited, and keeps and tells what is refused when its turn comes', async () => {
    till = openTill([
      programmeWith({ members: { unknown: 'park' }, points: { ...plainDocument.points, valueOfPointMinor: 1 } }),
    ]);
    const member = { email: 'ann@example.com' };
    const data = { pointsRedeemed: 500 };
    await till.park(sale({ purchaseId: 'p1', member, net: 20_000 }), sale({ purchaseId: 'p2', member, data }));
    const memberId = memberIdOf(await enrol('e1', member));
    expect((await till.history(memberId)).map(({ entryId }) => entryId)).toEqual(['purchase:p1']);
    expect(till.refused.map(({ refusal }) => refusal.code)).toEqual(['insufficient-points']);
    expect(till.rejections()).toEqual(['insufficient-points']);
  });

  it('needs an identity', async () => {
    for (const body of [{}, { name: 'Ann' }, { email: 'none' }, { ...ann, birthday: '2026-02-30' }]) {
      expect((await enrol('e1', body)).body).toMatchObject({ status: 422, code: 'invalid-event' });
    }
  });
});

describe('a member', () => {
  let memberId: string;
  beforeEach(async () => {
    const consent = { purpose: 'loyalty', channel: 'email', granted: true, text: 't1', how: 'till', by: 'ann' };
    memberId = memberIdOf(
      await enrol('e1', {
        ...ann,
        birthday: '--02-29',
        contacts: { pushToken: 'p' },
        consents: [{ ...consent, at: '2026-03-10T12:00:00+08:00' }],
      }),
    );
    till.at('2026-03-11T12:00:00+08:00');
  });

  it('is shown with all that is known', async () => {
    const { status, body } = await show(memberId);
    expect(status).toBe(200);
    expect(body).toEqual({
      memberId,
      identities: [
        { kind: 'card', value: '88001' },
        { kind: 'email', value: 'ann@example.com' },
      ],
      profile: {
        name: 'Ann',
        birthday: '--02-29',
        interests: ['tea'],
        contacts: { pushToken: 'p' },
        attributes: { size: 'M' },
      },
      consents: [
        {
          purpose: 'loyalty',
          channel: 'email',
          granted: true,
          at: '2026-03-10T04:00:00Z',
          text: 't1',
          how: 'till',
          by: 'ann',
        },
      ],
    });
  });

  it('changes by a merge patch, once', async () => {
    const patch = { name: null, card: '2', attributes: { size: null, shoe: 38 }, contacts: { wechatOpenId: 'w' } };
    const first = await change(memberId, 'u1', patch);
    expect([first.status, first.body]).toEqual([200, { memberId, occurredAt: '2026-03-11T04:00:00Z' }]);
    till.at('2026-03-12T12:00:00+08:00');
    await change(memberId, 'u2', { name: 'Anna' });
    expect((await change(memberId, 'u1', patch)).text).toBe(first.text);
    expect((await change(memberId, 'u1', { name: null })).body).toMatchObject({ code: 'conflicting-duplicate' });
    expect((await show(memberId)).body).toMatchObject({
      identities: [
        { kind: 'email', value: 'ann@example.com' },
        { kind: 'card', value: '2' },
      ],
      profile: {
        name: 'Anna',
        contacts: { pushToken: 'p', wechatOpenId: 'w' },
        attributes: { shoe: 38 },
      },
    });
    expect((await find({ card: '88001' })).status).toBe(404);
  });

  it('cannot take what is another’s, nor be changed when there is nobody', async () => {
    await enrol('e2', { card: '2' });
    expect((await change(memberId, 'u1', { card: '2' })).body).toMatchObject({ status: 409, code: 'identity-taken' });
    expect((await change('nobody', 'u2', { name: 'x' })).body).toMatchObject({
      status: 404,
      code: 'unknown-member',
      field: 'memberId',
    });
    expect((await change(memberId, 'u3', { birthday: 'x' })).body).toMatchObject({ status: 422, field: 'birthday' });
    expect((await show('nobody')).body).toMatchObject({ status: 404, code: 'unknown-member' });
  });

  it('is erased once, and known to nobody afterwards', async () => {
    const first = await erase(memberId, 'x1');
    expect([first.status, first.body]).toEqual([200, { memberId, occurredAt: '2026-03-11T04:00:00Z' }]);
    till.at('2026-03-12T12:00:00+08:00');
    expect((await erase(memberId, 'x1')).text).toBe(first.text);
    for (const told of [
      await erase(memberId, 'x2'),
      await show(memberId),
      await change(memberId, 'u1', { name: 'x' }),
      await till.ask('GET', `/v1/members/${memberId}/account`),
    ]) {
      expect(told.body).toMatchObject({ status: 410, code: 'member-erased', field: 'memberId' });
    }
    expect((await find({ email: 'ann@example.com' })).status).toBe(404);
    // The same person may join anew, as somebody else.
    expect(memberIdOf(await enrol('e2', { email: 'ann@example.com' }))).not.toBe(memberId);
  });
});

it('that was erased is told of no more under the keys of before, by whatever name', async () => {
  const member = { email: 'ann@example.com' };
  const memberId = await till.buy({ purchaseId: 'p1', member, net: 100_000 });
  const body = { ...member, card: '1' };
  const redeem = async (named: object) =>
    till.ask('POST', '/v1/redemptions', { key: 'q1', body: { member: named, points: 100 } });
  expect((await enrol('e1', body)).status).toBe(201);
  const changed = await change(memberId, 'u1', { name: 'Ann' });
  expect((await redeem(member)).status).toBe(201);
  till.at('2026-03-11T12:00:00+08:00');
  await erase(memberId, 'x1');
  till.at('2026-03-12T12:00:00+08:00');
  for (const told of [await enrol('e1', body), await redeem(member), await redeem({ memberId })]) {
    expect(told.body).toMatchObject({ status: 410, code: 'member-erased' });
  }
  // Of what names the member by our own id and holds nothing of the person, the first answer stays.
  expect(await change(memberId, 'u1', { name: 'Ann' })).toEqual(changed);
});

describe('merging', () => {
  const merge = async (kept: string, key: string, removed: object) =>
    till.ask('POST', `/v1/members/${kept}/merge`, { key, body: { removed } });

  it('gives one member the points of both, once', async () => {
    const kept = await till.buy({ purchaseId: 'p1', member: { card: '1' }, net: 40_000 });
    const removed = await till.buy({ purchaseId: 'p2', member: { card: '2' }, net: 30_000 });
    const first = await merge(kept, 'g1', { card: '2' });
    expect([first.status, first.body]).toEqual([
      200,
      {
        memberId: kept,
        removed,
        entryId: 'merge:g1',
        occurredAt: '2026-03-10T04:00:00Z',
        balanceAfter: { available: 700, pending: 0, reserved: 0, debt: 0 },
      },
    ]);
    till.at('2026-03-11T12:00:00+08:00');
    for (const named of [{ card: '2' }, { memberId: removed }]) {
      expect((await merge(kept, 'g1', named)).text).toBe(first.text);
    }
    // They are one by now, whichever of them was to be kept.
    expect((await merge(removed, 'g1', { memberId: kept })).text).toBe(first.text);
    expect((await find({ card: '2' })).body).toEqual({ memberId: kept });
    expect((await till.ask('GET', `/v1/members/${removed}/account`)).body).toMatchObject({
      memberId: kept,
      balance: { available: 700 },
    });
    expect((await merge(kept, 'g2', { memberId: removed })).body).toMatchObject({ status: 409, code: 'invalid-merge' });
    const other = await till.buy({ purchaseId: 'p3', member: { card: '3' } });
    expect((await merge(kept, 'g1', { memberId: other })).body).toMatchObject({
      status: 409,
      code: 'conflicting-duplicate',
      field: 'Idempotency-Key',
    });
    expect((await merge(kept, 'g3', { card: '4' })).body).toMatchObject({ status: 404, field: 'removed' });
    expect((await merge('nobody', 'g4', { card: '3' })).body).toMatchObject({ status: 404, field: 'memberId' });
  });
});

describe('a quote', () => {
  const basket = { currency: 'CNY', net: 12_300 };
  const quote = async (body: object) => till.ask('POST', '/v1/quotes', { body });

  it('says what the purchase then gives', async () => {
    const member = { email: 'ann@example.com' };
    const memberId = await till.buy({ purchaseId: 'p1', member, net: 40_000 });
    const { status, body } = await quote({ ...basket, member });
    expect(status).toBe(200);
    expect(body).toMatchObject({ memberId, points: 123, level: { before: 'ordinary', after: 'silver' } });
    await till.buy({ purchaseId: 'p2', member, net: 12_300, occurredAt: '2026-03-10T12:00:00+08:00' });
    const entries = await till.history(memberId);
    expect(entries.find(({ entryId }) => entryId === 'purchase:p2')?.points).toBe(123n);
  });

  it('of somebody new is that of a newcomer, where purchases enrol', async () => {
    expect((await quote({ ...basket, member: { card: '1' } })).body).toMatchObject({ memberId: null, points: 123 });
    till = openTill([programmeWith({ members: { unknown: 'refuse' } })]);
    expect((await quote({ ...basket, member: { card: '1' } })).body).toMatchObject({
      status: 404,
      code: 'unknown-member',
      field: 'member',
    });
  });

  it('is refused as the purchase would be', async () => {
    expect((await quote({ ...basket, currency: 'EUR', member: { card: '1' } })).body).toMatchObject({
      status: 422,
      code: 'wrong-currency',
      field: 'currency',
    });
    expect((await quote({ currency: 'CNY', member: { card: '1' } })).body).toMatchObject({
      status: 422,
      code: 'invalid-event',
    });
  });
});
