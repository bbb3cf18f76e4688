/** Identities that move: what occurred before is of who had them then, whenever it arrives and whatever became of them. */
import { beforeEach, describe, expect, it } from 'vitest';
import { applyEvents } from '../../../shared/commands/apply-events.ts';
import { Town, eventOf, noonOf } from './town.ts';

const ann = { externalId: 'ann' };
const bob = { externalId: 'bob' };
const old = { email: 'a@old.example' };
const current = { email: 'a@new.example' };

let town: Town;
beforeEach(() => {
  town = new Town();
});
const enrol = async (day: number, data: object, id = `enrolment ${JSON.stringify(data)}`) =>
  town.take('member.enrolled', day, { ...data }, { id });
const update = async (day: number, data: object, member: object = ann) =>
  town.take('member.updated', day, { member, ...data });
const sale = (day: number, purchaseId: string, member: object) =>
  eventOf('purchase.completed', day, { purchaseId, currency: 'CNY', net: 10_000, member });
const instant = (day: number) => Date.parse(noonOf(day));

describe('an event that names an identity which moved', () => {
  beforeEach(async () => {
    await enrol(1, { ...ann, ...old });
    await enrol(1, bob);
    await town.deliver(sale(2, 'p1', old), 'first');
    await update(8, current);
  });

  it('is of who had it when the event occurred, of nobody from then on, and of who has it next', async () => {
    expect(await town.buy(7, 'p2', old)).toBe('applied');
    expect(await town.account()).toMatchObject({ orders: 2 });
    expect(await town.buy(8, 'p3', old)).toBe('applied');
    expect(await town.account('member-3')).toMatchObject({ orders: 1 });
    expect(await town.buy(7, 'p4', old)).toBe('applied');
    expect(await town.account()).toMatchObject({ orders: 3 });
  });

  it('is the same event when it comes again, whoever has the identity now', async () => {
    const again = async () => {
      expect((await town.deliver(sale(2, 'p1', old), 'first')).status).toBe('applied');
      expect((await town.deliver(sale(2, 'p1', old))).status).toBe('duplicate');
    };
    await again();
    await update(9, old, bob);
    await again();
    expect((await town.deliver(sale(9, 'p1', old))).status).toBe('refused');
    expect(await town.account('member-2')).toMatchObject({ orders: 0 });
  });

  it('about a person is about who had it, also where that one was merged into another since', async () => {
    await update(9, old, bob);
    expect(await update(5, { name: 'Ann' }, old)).toBe('applied');
    expect(await town.told()).toMatchObject({ name: 'Ann' });
    const carl = { externalId: 'carl' };
    await enrol(1, carl);
    expect(await town.take('member.merged', 10, { requestId: 'm', kept: carl, removed: ann })).toBe('applied');
    expect(await update(6, { name: 'Carl' }, old)).toBe('applied');
    expect(await town.told('member-3')).toMatchObject({ name: 'Carl' });
    expect(await town.buy(6, 'p2', old)).toBe('applied');
    expect(await town.account('member-3')).toMatchObject({ orders: 2 });
    const again = { requestId: 'n', kept: bob, removed: old };
    expect(await town.take('member.merged', 6, again)).toBe('applied');
    expect(await town.account('member-2')).toMatchObject({ orders: 2 });
    expect(await town.take('member.merged', 7, { requestId: 'o', kept: bob, removed: old })).toMatch(/^invalid-merge/);
  });

  it('and enrols is about who had it then, and does not bring it back', async () => {
    await update(9, old, bob);
    expect(await enrol(5, { ...old, name: 'Ann' })).toBe('applied');
    expect(await town.told()).toEqual({ ...ann, ...current, name: 'Ann' });
    expect(await enrol(5, { ...old, ...bob })).toBe('identity-taken data');
    expect(await update(5, old, { memberId: 'member-2' })).toBe('applied');
    expect(await enrol(5, { ...old, ...ann })).toBe('applied');
    expect(await town.owner('email', old.email)).toMatchObject({ memberId: 'member-2' });
  });

  it('and that nobody had then or has now is of nobody', async () => {
    expect(await update(9, { name: 'Ann' }, old)).toBe('unknown-member data.member');
    const gift = { requestId: 'q', points: 5, reason: 'a gift', actor: 'clerk-7', member: old };
    expect(await town.take('points.adjusted.requested', 7, gift)).toBe('applied');
    expect(await town.take('points.adjusted.requested', 7, gift)).toBe('duplicate');
    // The same id at another time is not the same event; what it was used for is told.
    expect(await town.take('points.adjusted.requested', 9, gift)).toBe('conflicting-duplicate data.requestId');
    const another = { ...gift, requestId: 'r' };
    expect(await town.take('points.adjusted.requested', 9, another)).toBe('unknown-member data.member');
  });

  it('is of each former owner in turn', async () => {
    await update(9, old, bob);
    await update(12, { email: null }, bob);
    const carl = { externalId: 'carl' };
    await enrol(13, { ...carl, ...old });
    for (const [on, memberId] of [
      [7, 'member-1'],
      [8, 'member-2'],
      [12, 'member-2'],
      [13, 'member-3'],
    ] as const) {
      const before = (await town.account(memberId))?.orders ?? 0;
      expect(await town.buy(on, `on ${String(on)}`, old)).toBe('applied');
      expect((await town.account(memberId))?.orders).toBe(before + 1);
    }
  });

  it('is refused once who had it was erased, and only what occurred while that one had it', async () => {
    await update(9, old, bob);
    expect(await town.take('member.erased', 10, { requestId: 'q', member: ann })).toBe('applied');
    expect(await town.owner('email', old.email)).toEqual({ memberId: 'member-2', erasedAt: instant(8) });
    expect(await town.buy(7, 'p2', old)).toBe('member-erased data.member');
    expect((await town.deliver(sale(2, 'p1', old))).status).toBe('refused');
    expect(await town.buy(9, 'p3', old)).toBe('applied');
    expect(await town.account('member-2')).toMatchObject({ orders: 1 });
  });

  it('is refused also where it was given up before a merge, and no further than the erasure', async () => {
    await town.take('member.merged', 9, { requestId: 'm', kept: bob, removed: ann });
    expect(await town.take('member.erased', 6, { requestId: 'q', member: bob })).toBe('applied');
    expect(await town.owner('email', old.email)).toEqual({ memberId: null, erasedAt: instant(6) });
    expect(await town.buy(5, 'p2', old)).toBe('member-erased data.member');
    expect(await town.buy(7, 'p3', old)).toBe('applied');
    expect(await town.account('member-3')).toMatchObject({ orders: 1 });
  });
});

it('was a member’s for a time where it is told after what replaced it, and what waited for it is posted', async () => {
  town = new Town('park');
  expect(await town.buy(3, 'p1', old)).toBe('parked');
  expect(await town.buy(9, 'p2', old)).toBe('parked');
  await enrol(1, ann);
  await update(8, current);
  expect(await enrol(2, { ...ann, ...old })).toBe('applied');
  expect(town.settled).toEqual([{ delivery: 'delivery 1', entryId: 'purchase:p1' }]);
  expect(await town.parked('email', old.email)).toEqual(['purchase:p2']);
  await enrol(10, { ...bob, ...old });
  expect(town.settled.slice(1)).toEqual([{ delivery: 'delivery 2', entryId: 'purchase:p2' }]);
  expect(await town.account('member-2')).toMatchObject({ orders: 1 });
});

it('brings what waits to who had it also where the claim was cut off, and it has moved since', async () => {
  town = new Town('park');
  await town.buy(3, 'p1', old);
  const parked = town.store.parked.bind(town.store);
  Object.assign(town.deps.members, { parked: async () => Promise.reject(new Error('cut off')) });
  const event = eventOf('member.enrolled', 1, { ...ann, ...old });
  await applyEvents(town.deps, [{ event, delivery: 'enrolment' }]);
  Object.assign(town.deps.members, { parked });
  await update(8, current);
  await enrol(9, { ...bob, ...old });
  expect(town.settled).toEqual([]);
  expect((await town.deliver(event, 'enrolment')).status).toBe('applied');
  expect(town.settled).toEqual([{ delivery: 'delivery 1', entryId: 'purchase:p1' }]);
  expect(await town.account()).toMatchObject({ orders: 1 });
});

it('is posted to who had it also where the waiting event comes again', async () => {
  town = new Town('park');
  await town.buy(3, 'p1', old);
  Object.assign(town.deps, { members: { ...membersOf(town), parked: async () => Promise.resolve([]) } });
  await enrol(1, { ...ann, ...old });
  await update(8, current);
  expect(await town.buy(3, 'p1', old)).toBe('duplicate');
  expect(town.settled).toEqual([{ delivery: 'delivery 1', entryId: 'purchase:p1' }]);
});

function membersOf({ store: { owners, profile, applied, consents } }: Town) {
  return { owners, profile, applied, consents };
}

it('is forgotten as a former one beyond forty, so that nobody who was erased has it', async () => {
  await enrol(1, ann);
  for (let number = 0; number < 60; number += 1) {
    const on = `2026-03-02T00:00:${String(number).padStart(2, '0')}Z`;
    const data = { member: ann, card: `C${String(number)}` };
    const told = await town.take('member.updated', 2, data, { id: String(number), occurredAt: on });
    expect(told).toBe('applied');
  }
  expect((await town.profile())?.givenUp).toHaveLength(40);
  expect(await town.owner('card', 'C18')).toBeUndefined();
  expect(await town.owner('card', 'C19')).toMatchObject({ former: [{ memberId: 'member-1' }] });
  await enrol(3, { ...bob, card: 'B' });
  for (let number = 0; number < 30; number += 1) {
    const on = `2026-03-03T06:00:${String(number).padStart(2, '0')}Z`;
    const data = { member: bob, card: `B${String(number)}` };
    await town.take('member.updated', 3, data, { id: `b${String(number)}`, occurredAt: on });
  }
  expect(await town.take('member.merged', 4, { requestId: 'm', kept: ann, removed: bob })).toBe('applied');
  expect((await town.profile())?.givenUp).toHaveLength(40);
  expect(await town.owner('card', 'C19')).toBeUndefined();
  expect(await town.take('member.erased', 5, { requestId: 'q', member: ann })).toBe('applied');
  for (const card of ['C58', 'C59', 'B', 'B28', 'B29']) {
    expect(await town.owner('card', card)).toMatchObject({ memberId: null });
    expect((await town.owner('card', card))?.former).toBeUndefined();
  }
});

describe('an e-mail that is removed', () => {
  const removed = { email: null };
  it.each([[[removed, current]], [[current, removed]]])(
    'is not there either way where another event of the same instant tells it: %j',
    async (events) => {
      await enrol(1, { ...ann, ...old });
      for (const [index, data] of events.entries()) {
        expect(await town.take('member.updated', 8, { member: ann, ...data }, { id: String(index) })).toBe('applied');
      }
      expect(await town.told()).toEqual(ann);
      expect(await town.buy(8, 'p1', current)).toBe('applied');
      expect(await town.account()).toMatchObject({ orders: 1 });
      expect(await update(9, current)).toBe('applied');
      expect(await town.told()).toEqual({ ...ann, ...current });
    },
  );
});

it('is enrolled once, also where a merge brought the enrolment', async () => {
  await town.buy(2, 'p1', { card: '1' });
  await enrol(3, bob, 'e3');
  expect(await town.take('member.merged', 4, { requestId: 'm', kept: { card: '1' }, removed: bob })).toBe('applied');
  const brought = { occurredAt: '2026-03-03T04:00:00Z', eventId: 'e3', memberId: 'member-2' };
  expect((await town.profile())?.enrolledBy).toEqual(brought);
  await enrol(5, bob, 'e5');
  expect((await town.profile())?.enrolledBy).toEqual(brought);
  await enrol(1, { ...bob, channel: 'app' }, 'e1');
  expect((await town.profile())?.enrolledBy).toEqual({ occurredAt: '2026-03-01T04:00:00Z', eventId: 'e1' });
  expect((await town.account())?.enrolment.channel).toBe('app');
});
