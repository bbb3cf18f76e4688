/** What members tell, change and take back, and what is known of them afterwards. */
import { beforeEach, describe, expect, it } from 'vitest';
import { Town, eventOf, noonOf } from './town.ts';

const ann = { externalId: 'ann' };
const profile = {
  name: 'Ann',
  gender: 'f',
  birthday: '--02-29',
  occupation: 'gardener',
  locale: 'en-GB',
  timeZone: 'Europe/London',
  channel: 'store',
  referralCode: 'friend-of-bob',
  interests: ['tea', 'roses'],
  contacts: { pushToken: 't-1', wechatOpenId: 'w-1' },
  attributes: { vip: true, size: 38.5, note: '' },
};
const known = {
  name: 'Ann',
  gender: 'f',
  birthday: '--02-29',
  occupation: 'gardener',
  locale: 'en-GB',
  timeZone: 'Europe/London',
  channel: 'store',
  referralCode: 'friend-of-bob',
  interests: ['tea', 'roses'],
  pushToken: 't-1',
  wechatOpenId: 'w-1',
  'attributes.vip': true,
  'attributes.size': 38.5,
  'attributes.note': '',
  externalId: 'ann',
};
const consent = {
  purpose: 'promotions',
  channel: 'email',
  granted: true,
  at: '2026-03-01T00:00:00Z',
  text: 'terms-7',
  how: 'web form',
  by: 'the member',
};

let town: Town;
beforeEach(() => {
  town = new Town();
});
const enrol = async (day: number, data: object) => town.take('member.enrolled', day, { ...data });
const update = async (day: number, data: object, member: object = ann) =>
  town.take('member.updated', day, { member, ...data });

describe('a profile', () => {
  it('holds all that an enrolment tells', async () => {
    expect(await enrol(1, { ...ann, ...profile })).toBe('applied');
    expect(await town.told()).toEqual(known);
  });

  it('changes in what an update names, loses what is null, and keeps the rest', async () => {
    await enrol(1, { ...ann, ...profile });
    const changes = { name: 'Anne', gender: null, contacts: { pushToken: null }, attributes: { vip: null, size: 39 } };
    expect(await update(2, changes)).toBe('applied');
    const { gender, pushToken, 'attributes.vip': vip, ...kept } = known;
    expect([gender, pushToken, vip]).not.toContain(undefined);
    expect(await town.told()).toEqual({ ...kept, name: 'Anne', 'attributes.size': 39 });
    expect(await update(3, { contacts: null, attributes: null, interests: null })).toBe('applied');
    expect(await town.told()).toEqual({
      name: 'Anne',
      birthday: '--02-29',
      occupation: 'gardener',
      locale: 'en-GB',
      timeZone: 'Europe/London',
      channel: 'store',
      referralCode: 'friend-of-bob',
      externalId: 'ann',
    });
  });

  it('is changed by no event that occurred before what it knows, and by every other field of it', async () => {
    await enrol(5, { ...ann, name: 'Anne' });
    expect(await update(3, { name: 'Ann', locale: 'en' })).toBe('applied');
    expect(await enrol(2, { ...ann, name: 'A', occupation: 'pupil' })).toBe('applied');
    expect(await town.told()).toEqual({ externalId: 'ann', name: 'Anne', locale: 'en', occupation: 'pupil' });
  });

  it('holds so many attributes of a member and no more, whatever events bring them', async () => {
    const some = (from: number, count: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, index) => [`a${String(from + index)}`, index]));
    await enrol(1, { ...ann, attributes: some(0, 30) });
    expect(await update(2, { attributes: some(30, 21) })).toBe('invalid-event data.attributes');
    expect(await update(2, { attributes: some(30, 20) })).toBe('applied');
    expect(await update(3, { attributes: { more: 1 } })).toBe('invalid-event data.attributes');
    expect(await update(3, { attributes: { a0: null, more: 1 } })).toBe('applied');
  });

  it('of two people who are one now may hold more, and then takes whatever adds none', async () => {
    const some = (name: string) =>
      Object.fromEntries(Array.from({ length: 30 }, (_, index) => [`${name}${String(index)}`, index]));
    await enrol(1, { ...ann, attributes: some('a') });
    const bob = { externalId: 'bob' };
    await town.take('member.enrolled', 1, { ...bob, attributes: some('b') }, { id: 'bob' });
    expect(await town.take('member.merged', 2, { requestId: 'm', kept: ann, removed: bob })).toBe('applied');
    expect(await update(3, { consents: [{ ...consent, granted: false }] })).toBe('applied');
    expect(await update(4, { attributes: { more: 1 } })).toBe('invalid-event data.attributes');
    expect(await update(5, { attributes: { a0: null, a1: 2 } })).toBe('applied');
  });
});

describe('an update', () => {
  it('names somebody who is known, and does nothing twice', async () => {
    expect(await update(2, { name: 'Ann' })).toBe('unknown-member data.member');
    expect(await update(2, { name: 'Ann' }, { memberId: 'nobody' })).toBe('unknown-member data.member');
    await enrol(1, ann);
    const event = eventOf('member.updated', 2, { member: ann, name: 'Ann' });
    expect((await town.deliver(event, 'first')).status).toBe('applied');
    const before = await town.profile();
    expect((await town.deliver(event, 'first')).status).toBe('applied');
    expect((await town.deliver(event, 'second')).status).toBe('duplicate');
    expect(await update(2, { name: 'Ann' }, { memberId: 'member-1' })).toBe('duplicate');
    expect(await town.profile()).toEqual(before);
    expect(await update(2, { name: 'Anne' })).toBe('conflicting-duplicate metadata.id');
    await enrol(1, { externalId: 'bob' });
    expect(await update(2, { name: 'Ann' }, { externalId: 'bob' })).toBe('conflicting-duplicate metadata.id');
  });

  it('that is a test is checked and changes nothing', async () => {
    await enrol(1, ann);
    const test = { id: 'test', test: true };
    expect(await town.take('member.updated', 2, { member: ann, name: 'Ann' }, test)).toBe('test');
    expect(await town.take('member.erased', 2, { member: ann, requestId: 'q' }, test)).toBe('test');
    expect(await town.told()).toEqual(ann);
    expect(await update(2, { name: 'Ann' })).toBe('applied');
  });
});

describe('identities', () => {
  const old = { email: 'ann@old.example' };
  const current = { email: 'ann@new.example' };

  it('of a kind that is updated are replaced: the old ones are free for others', async () => {
    await enrol(1, { ...ann, ...old });
    expect(await update(2, current)).toBe('applied');
    expect(await town.told()).toEqual({ ...ann, ...current });
    const former = [{ memberId: 'member-1', until: Date.parse(noonOf(2)) }];
    expect(await town.owner('email', old.email)).toEqual({ memberId: null, erasedAt: null, former });
    expect(await enrol(3, { externalId: 'bob', ...old })).toBe('applied');
    expect(await town.owner('email', old.email)).toEqual({ memberId: 'member-2', erasedAt: null, former });
  });

  it('may be changed by an event that names the member by the old one, again and again', async () => {
    await enrol(1, { ...ann, ...old });
    const event = eventOf('member.updated', 2, { member: old, ...current });
    expect((await town.deliver(event, 'first')).status).toBe('applied');
    expect((await town.deliver(event, 'first')).status).toBe('applied');
    expect((await town.deliver(event)).status).toBe('duplicate');
    await enrol(3, { externalId: 'bob', ...old });
    expect((await town.deliver(event)).status).toBe('duplicate');
    expect(await town.told('member-2')).toEqual({ externalId: 'bob', ...old });
  });

  it('of somebody else are refused, whole', async () => {
    await enrol(1, { externalId: 'bob', ...current });
    await town.take('member.enrolled', 1, { ...ann, ...old }, { id: 'other' });
    expect(await update(2, { ...current, name: 'Ann' })).toBe('identity-taken data');
    expect(await town.told('member-2')).toEqual({ ...ann, ...old });
    expect(await update(3, { email: null })).toBe('applied');
    expect(await town.told('member-2')).toEqual(ann);
  });

  it('that were replaced do not come back with an older event', async () => {
    await enrol(5, ann);
    expect(await update(6, current)).toBe('applied');
    expect(await enrol(2, { ...ann, ...old })).toBe('applied');
    expect(await town.told()).toEqual({ ...ann, ...current });
    const former = [{ memberId: 'member-1', until: Date.parse(noonOf(6)) }];
    expect(await town.owner('email', old.email)).toEqual({ memberId: null, erasedAt: null, former });
    expect(await enrol(7, { ...ann, email: 'ann@third.example' })).toBe('applied');
    expect((await town.profile())?.identities.map(({ value }) => value)).toContain('ann@third.example');
  });

  it('that are gained bring what waited for them', async () => {
    town = new Town('park');
    expect(await town.buy(1, 'p1', current)).toBe('parked');
    await enrol(2, ann);
    expect(await update(3, current)).toBe('applied');
    expect(town.settled).toEqual([{ delivery: 'delivery 1', entryId: 'purchase:p1' }]);
    expect(await town.account()).toMatchObject({ orders: 1 });
    expect(await town.parked('email', current.email)).toEqual([]);
  });

  it('are at most so many of one member', async () => {
    for (let number = 0; number < 49; number += 1) {
      const data = { ...ann, card: `c${String(number)}` };
      expect(await town.take('member.enrolled', 1, data, { id: String(number) })).toBe('applied');
    }
    expect(await enrol(2, { ...ann, card: 'one-more' })).toBe('invalid-event data');
    expect(await update(3, { card: 'the-only-one' })).toBe('applied');
    expect((await town.profile())?.identities).toHaveLength(2);
  });
});

describe('consent', () => {
  const refusal = { ...consent, granted: false };

  it('is what the newest answer says, whatever comes last, and every answer is kept', async () => {
    await enrol(1, { ...ann, consents: [{ ...consent, at: '2026-03-05T00:00:00Z' }] });
    await update(9, { consents: [{ ...refusal, at: '2026-03-04T00:00:00Z' }] });
    expect((await town.profile())?.consents).toMatchObject([{ granted: true, text: 'terms-7', how: 'web form' }]);
    await update(2, { consents: [{ ...refusal, at: '2026-03-05T00:00:00Z' }] });
    expect((await town.profile())?.consents).toMatchObject([{ granted: false }]);
    const kept = await town.store.consents('member-1');
    expect(kept.map(({ eventId, consents }) => [eventId, consents.map(({ granted }) => granted)])).toEqual([
      ['member.enrolled 1', [true]],
      ['member.updated 2', [false]],
      ['member.updated 9', [false]],
    ]);
  });

  it('is kept once of an event that comes again', async () => {
    await enrol(1, ann);
    const event = eventOf('member.updated', 2, { member: ann, consents: [consent, refusal] });
    await town.deliver(event);
    await town.deliver(event);
    expect(await town.store.consents('member-1')).toHaveLength(1);
  });
});
