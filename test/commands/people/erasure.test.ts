/** Who asked to be forgotten is: nothing that names them changes anything any more, and the books stay. */
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { applyEvents } from '../../../shared/commands/apply-events.ts';
import { verifyMember } from '../../../shared/commands/verify-member.ts';
import { digests } from '../../fixtures/ledger.ts';
import { Town, eventOf } from './town.ts';

const ann = { externalId: 'ann' };
const email = { email: 'ann@example.com' };
const tombstone = { memberId: null, erasedAt: Date.parse('2026-03-10T04:00:00Z') };
const consents = [
  {
    purpose: 'promotions',
    channel: 'email',
    granted: true,
    at: '2026-03-01T00:00:00Z',
    text: 'terms-7',
    how: 'web form',
    by: 'the member',
  },
];

let town: Town;
beforeEach(() => {
  town = new Town();
});
const enrol = async (day: number, data: object = { ...ann, ...email }) =>
  town.take('member.enrolled', day, { ...data });
const erase = async (day: number, member: object = ann, requestId = `q-${String(day)}`) =>
  town.take('member.erased', day, { member, requestId });

describe('an erasure', () => {
  it('takes profile, identities and consents, and leaves the books as they are', async () => {
    await enrol(1, { ...ann, ...email, name: 'Ann Example', consents });
    await town.buy(2, 'p1', ann);
    const before = await town.account();
    expect(await erase(10)).toBe('applied');
    expect(await town.profile()).toBeUndefined();
    expect(await town.store.consents('member-1')).toEqual([]);
    expect(await town.owner('externalId', 'ann')).toEqual(tombstone);
    expect(await town.owner('email', 'ann@example.com')).toEqual(tombstone);
    const after = await town.account();
    if (after === undefined) throw new TypeError('the books stay');
    const day = Date.parse('2026-03-10T00:00:00Z') / 86_400_000;
    expect(after).toEqual({ ...before, left: { how: 'erased', on: day } });
    expect((await verifyMember({ ledger: town.store, digests }, after)).differences).toEqual([]);
  });

  it('happens once, whoever asks again and by whatever name', async () => {
    await enrol(1);
    const event = eventOf('member.erased', 10, { member: email, requestId: 'q' });
    expect((await town.deliver(event, 'first')).status).toBe('applied');
    expect((await town.deliver(event, 'first')).status).toBe('applied');
    expect((await town.deliver(event)).status).toBe('duplicate');
    expect(await erase(10, { memberId: 'member-1' }, 'q')).toBe('duplicate');
    expect(await erase(11, { memberId: 'member-1' }, 'q')).toBe('conflicting-duplicate data.requestId');
    expect(await erase(11, { memberId: 'member-1' })).toBe('member-erased data.member');
    expect(await erase(9, email)).toBe('member-erased data.member');
    expect(await erase(11, email)).toBe('unknown-member data.member');
    expect(await erase(11, { memberId: 'nobody' })).toBe('unknown-member data.member');
  });

  it('of a new person under the same name is another', async () => {
    await enrol(1);
    const first = eventOf('member.erased', 10, { member: ann, requestId: 'q' });
    await town.deliver(first);
    await enrol(11);
    expect((await town.deliver(first)).status).toBe('duplicate');
    expect(await town.profile('member-2')).toBeDefined();
    expect(await erase(12)).toBe('applied');
    expect(await town.profile('member-2')).toBeUndefined();
    expect(await town.owner('externalId', 'ann')).toEqual({
      memberId: null,
      erasedAt: Date.parse('2026-03-12T04:00:00Z'),
    });
    expect((await town.deliver(first)).status).toBe('refused');
  });

  it('that was cut off leaves nothing behind, also where a new person was erased under the same name meanwhile', async () => {
    await enrol(1, { ...ann, consents });
    const first = eventOf('member.erased', 10, { member: ann, requestId: 'q' });
    vi.spyOn(town.store, 'consents').mockRejectedValueOnce(new Error('cut off'));
    const { failed } = await applyEvents(town.deps, [{ event: first, delivery: 'first' }]);
    expect([...failed.keys()]).toEqual(['first']);
    expect(await town.store.consents('member-1')).toHaveLength(1);
    await enrol(11);
    expect(await erase(12)).toBe('applied');
    expect((await town.deliver(first, 'first')).status).toBe('refused');
    expect(await town.store.consents('member-1')).toEqual([]);
  });

  it('takes what waits for the identities, but for what occurred afterwards', async () => {
    town = new Town('park');
    await town.buy(2, 'p1', email);
    await town.buy(12, 'p2', email);
    const { store } = town;
    const parked = store.parked.bind(store);
    // The enrolment fails between its commit and the claim of what waited.
    Object.assign(town.deps.members, { parked: async () => Promise.reject(new Error('cut off')) });
    const event = eventOf('member.enrolled', 1, { ...ann, ...email });
    await expect(town.deliver(event)).rejects.toThrow();
    Object.assign(town.deps.members, { parked });
    expect(await erase(10)).toBe('applied');
    expect(town.settled).toMatchObject([{ delivery: 'delivery 1', refusal: { code: 'member-erased' } }]);
    expect(await town.parked('email', 'ann@example.com')).toEqual(['purchase:p2']);
    expect(await town.take('member.enrolled', 13, { ...email })).toBe('applied');
    expect(town.settled.slice(1)).toEqual([{ delivery: 'delivery 2', entryId: 'purchase:p2' }]);
    expect(await town.account('member-2')).toMatchObject({ orders: 1 });
  });
});

it.each([
  ['member.enrolled', { card: 'C1', ...email }],
  ['member.updated', { member: ann, card: 'C1', ...email }],
])(
  'what waits is claimed by %s that was cut off, also once it is refused for one of its identities',
  async (type, data) => {
    town = new Town('park');
    await town.buy(2, 'p1', email);
    await enrol(1, ann);
    const { store } = town;
    const parked = store.parked.bind(store);
    Object.assign(town.deps.members, { parked: async () => Promise.reject(new Error('cut off')) });
    const event = eventOf(type, 3, data, { id: 'e' });
    const { failed } = await applyEvents(town.deps, [{ event, delivery: 'first' }]);
    expect([...failed.keys()]).toEqual(['first']);
    Object.assign(town.deps.members, { parked });
    const memberId = type === 'member.enrolled' ? 'member-2' : 'member-1';
    await town.take('member.updated', 5, { member: { memberId }, card: 'C2' });
    await town.take('member.enrolled', 6, { externalId: 'bob', card: 'C1' });
    expect(await erase(10, { externalId: 'bob' })).toBe('applied');
    expect(await town.deliver(event, 'first')).toMatchObject({
      refusal: { code: 'member-erased', field: 'data.card' },
    });
    expect(town.settled).toEqual([{ delivery: 'delivery 1', entryId: 'purchase:p1' }]);
    expect(await town.account(memberId)).toMatchObject({ orders: 1 });
  },
);

describe('an event that occurred before the erasure and names an identity is refused, a later one is of a new person', () => {
  const requestId = 'r';
  const points = { requestId, points: 10 };
  const byHand = { requestId, reason: 'a gift', actor: 'clerk-7' };
  const lots = [{ points: 10, expiresOn: null }];
  const bob = { externalId: 'bob' };
  const kinds: readonly (readonly [string, object, string, string])[] = [
    ['purchase.completed', { purchaseId: 'p', currency: 'CNY', net: 100, member: ann }, 'data.member', 'applied'],
    ['purchase.returned', { returnId: 'r', purchaseId: 'p', net: 100, member: ann }, 'data.member', 'parked'],
    ['purchase.returned', { returnId: 'r', net: 100, currency: 'CNY', member: ann }, 'data.member', 'unknown-member'],
    ['redemption.requested', { ...points, member: ann }, 'data.member', 'unknown-member'],
    ['redemption.committed', { requestId, member: ann }, 'data.member', 'unknown-member'],
    ['redemption.cancelled', { requestId, member: ann }, 'data.member', 'unknown-member'],
    ['points.adjusted.requested', { ...byHand, points: 5, member: ann }, 'data.member', 'unknown-member'],
    ['tier.assigned', { ...byHand, level: 'gold', member: ann }, 'data.member', 'unknown-member'],
    ['points.imported', { requestId, lots, member: ann }, 'data.member', 'applied'],
    ['points.transfer.requested', { ...points, from: ann, to: bob }, 'data.from', 'unknown-member'],
    ['points.transfer.requested', { ...points, from: bob, to: ann }, 'data.to', 'unknown-member'],
    ['member.enrolled', { externalId: 'other', ...email }, 'data.email', 'applied'],
    ['member.updated', { member: ann, name: 'Ann' }, 'data.member', 'unknown-member'],
    ['member.updated', { member: bob, ...email }, 'data.email', 'applied'],
    ['member.erased', { member: ann, requestId: 'another' }, 'data.member', 'unknown-member'],
  ];

  it.each(kinds)('%s %j', async (type, data, field, later) => {
    await enrol(1);
    await town.take('member.enrolled', 1, { ...bob }, { id: 'bob' });
    await erase(10);
    const before = await town.store.scanAccounts();
    expect(await town.take(type, 9, { ...data }, { id: 'before' })).toBe(`member-erased ${field}`);
    expect(await town.store.scanAccounts()).toEqual(before);
    expect(await town.take(type, 10, { ...data }, { id: 'after' })).toMatch(new RegExp(`^${later}`));
  });

  const byOurId = kinds.filter(([type]) => type !== 'member.enrolled');
  it.each(byOurId)('%s: never, named by our own id: %j', async (type, data, field) => {
    if (field === 'data.email') return;
    await enrol(1);
    await town.take('member.enrolled', 1, { ...bob }, { id: 'bob' });
    await erase(10);
    const named = field.slice('data.'.length);
    const given = { ...data, [named]: { memberId: 'member-1' } };
    for (const day of [9, 11]) {
      expect(await town.take(type, day, given, { id: String(day) })).toBe(`member-erased ${field}`);
    }
  });

  it('also what was applied before', async () => {
    const event = eventOf('member.enrolled', 1, { ...ann });
    await town.deliver(event);
    await town.buy(2, 'p1', ann);
    await erase(10);
    expect(await town.deliver(event)).toMatchObject({ refusal: { code: 'member-erased' } });
    expect(await town.buy(2, 'p1', ann)).toBe('member-erased data.member');
    expect(await town.take('purchase.returned', 11, { returnId: 'r', purchaseId: 'p1', full: true })).toBe('applied');
    expect(await town.account()).toMatchObject({ orders: 0, left: { how: 'erased' } });
  });

  it('also where a programme parks', async () => {
    town = new Town('park');
    await enrol(1);
    await erase(10);
    expect(await town.buy(9, 'p1', ann)).toBe('member-erased data.member');
    expect(await town.buy(11, 'p2', ann)).toBe('parked');
  });
});

it('a new person has nothing of the one who was erased', async () => {
  await enrol(1, { ...ann, ...email, name: 'Ann Example' });
  await town.buy(2, 'p1', ann);
  await erase(10);
  expect(await enrol(11, { ...ann })).toBe('applied');
  expect(await town.told('member-2')).toEqual(ann);
  expect(await town.account('member-2')).toMatchObject({ orders: 0, left: null });
  expect(await town.owner('externalId', 'ann')).toEqual({ ...tombstone, memberId: 'member-2' });
  expect(await town.buy(9, 'p2', ann)).toBe('member-erased data.member');
  expect(await town.buy(12, 'p3', ann)).toBe('applied');
  expect(await town.account('member-2')).toMatchObject({ orders: 1 });
});
