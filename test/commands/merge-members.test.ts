/** Members who are merged by event: who may be, what becomes of the person, and who is meant afterwards. */
import { beforeEach, describe, expect, it } from 'vitest';
import { parseEvent } from '../../shared/contracts/parse-event.ts';
import type { Outcome } from '../../shared/commands/outcome.ts';
import { programmeWith } from '../fixtures/programme.ts';
import { digests } from '../fixtures/ledger.ts';
import { World } from './world.ts';

const ann = { externalId: 'A1' };
const bob = { externalId: 'B1' };
const mail = { email: 'ann@example.com' };
const cem = { phone: '+8613800000001' };
const consent = (at: string, granted: boolean) => {
  return { purpose: 'promotions', channel: 'email', granted, at, text: 'v1', how: 'form', by: 'member' };
};

let world: World;
let count = 0;

async function send(type: string, data: object, occurredAt = '2026-03-01T12:00:00Z', id?: string): Promise<Outcome> {
  count += 1;
  const metadata = { id: id ?? `e-${String(count)}`, version: '1.0', occurredAt };
  const parsed = parseEvent({ 'detail-type': type, detail: { metadata, data } });
  if (!parsed.ok) throw new TypeError(parsed.refusal.message);
  const { outcomes, failed } = await world.apply(parsed.event, `d-${String(count)}`);
  for (const error of failed.values()) throw error;
  const [outcome] = outcomes.values();
  if (outcome === undefined) throw new TypeError('an event has an outcome');
  return outcome;
}

const merge = async (requestId: string, kept: object, removed: object, at?: string) =>
  send('member.merged', { requestId, kept, removed }, at);
const codeOf = (outcome: Outcome) => (outcome.status === 'refused' ? outcome.refusal : outcome.status);

async function idOf(member: Readonly<Record<string, string>>): Promise<string> {
  const [[kind, value] = ['', '']] = Object.entries(member);
  const owners = await world.stores.members.owners([digests.lookUp(kind, value)], 'strong');
  return [...owners.values()][0]?.memberId ?? '';
}

beforeEach(async () => {
  world = new World([programmeWith({})]);
  await send('member.enrolled', {
    ...ann,
    name: 'Ann',
    occupation: 'baker',
    consents: [consent('2026-01-01T00:00:00Z', true)],
  });
  await send('member.enrolled', {
    ...bob,
    ...mail,
    name: 'Annie',
    consents: [consent('2026-02-01T00:00:00Z', false)],
  });
  await send('member.updated', { member: ann, occupation: 'cook' }, '2026-03-05T12:00:00Z');
});

describe('a merge', () => {
  it('makes the identities of both one member’s, and of each field the newest fact counts', async () => {
    const [kept, removed] = [await idOf(ann), await idOf(bob)];
    await send('member.updated', { member: bob, name: 'Anna' }, '2026-03-06T12:00:00Z');
    expect(await merge('m', ann, mail, '2026-03-07T12:00:00Z')).toMatchObject({
      status: 'applied',
      entryId: 'merge:m',
    });
    expect([await idOf(ann), await idOf(bob), await idOf(mail)]).toEqual([kept, kept, kept]);
    const profile = await world.stores.members.profile(kept);
    expect(profile?.identities.map(({ value }) => value).sort()).toEqual(['A1', 'B1', 'ann@example.com']);
    expect(profile?.facts).toMatchObject({ name: { value: 'Anna' }, occupation: { value: 'cook' } });
    expect(profile?.consents).toMatchObject([{ purpose: 'promotions', channel: 'email', granted: false }]);
    expect(await world.stores.members.profile(removed)).toBeUndefined();
    expect(await world.stores.members.consents(removed)).toEqual([]);
    expect(await world.stores.members.consents(kept)).toHaveLength(2);
    expect(await world.faults()).toEqual([]);
  });

  it('keeps identities of the other one that are older than what replaced the kept one’s', async () => {
    await send('member.updated', { member: ann, email: 'new@example.com' }, '2026-04-05T12:00:00Z');
    await merge('m', ann, bob, '2026-04-01T12:00:00Z');
    const profile = await world.stores.members.profile(await idOf(ann));
    expect(profile?.identities.map(({ value }) => value)).toContain('ann@example.com');
    expect(await idOf(mail)).toBe(await idOf(ann));
  });

  it('moves an answer that is given while it looks', async () => {
    let removed: string | undefined;
    const given = { member: bob, consents: [consent('2026-04-01T00:00:00Z', false)] };
    world = new World([programmeWith({})], ({ ledger, members }) => ({
      ledger,
      members: {
        owners: async (...asked) => members.owners(...asked),
        applied: async (...asked) => members.applied(...asked),
        consents: async (...asked) => members.consents(...asked),
        parked: async (...asked) => members.parked(...asked),
        async profile(memberId) {
          if (memberId === removed) {
            removed = undefined;
            await send('member.updated', given, '2026-04-01T00:00:00Z');
          }
          return members.profile(memberId);
        },
      },
    }));
    for (const member of [ann, bob]) await send('member.enrolled', member);
    const memberId = await idOf(bob);
    removed = memberId;
    expect(codeOf(await merge('m', ann, bob, '2026-05-01T00:00:00Z'))).toBe('applied');
    expect(await world.stores.members.consents(memberId)).toEqual([]);
    expect(await world.stores.members.consents(await idOf(ann))).toHaveLength(1);
  });

  it('moves more proof than a transaction holds', async () => {
    for (let index = 0; index < 60; index += 1) {
      const at = new Date(Date.UTC(2026, 3, 1) + index * 60_000).toISOString();
      await send('member.updated', { member: bob, consents: [consent(at, index % 2 === 0)] }, at);
    }
    const removed = await idOf(bob);
    await merge('m', ann, bob, '2026-05-01T00:00:00Z');
    expect(await world.stores.members.consents(removed)).toEqual([]);
    expect(await world.stores.members.consents(await idOf(ann))).toHaveLength(62);
  });

  it.each([
    ['is forgotten with whoever was erased meanwhile', 'member.erased', { requestId: 'e', member: ann }, 0],
    ['goes to whom the kept one has become', 'member.merged', { requestId: 'e', kept: cem, removed: ann }, 62],
  ])('of more proof than a transaction holds that was cut off: the rest %s', async (...given) => {
    const [, type, data, left] = given;
    let calls = Number.NEGATIVE_INFINITY;
    world = new World([programmeWith({})], ({ ledger, members }) => ({
      ledger,
      members: {
        owners: async (...asked) => members.owners(...asked),
        profile: async (...asked) => members.profile(...asked),
        applied: async (...asked) => members.applied(...asked),
        parked: async (...asked) => members.parked(...asked),
        async consents(memberId) {
          calls += 1;
          return calls === 2 ? Promise.reject(new Error('cut off')) : members.consents(memberId);
        },
      },
    }));
    for (const member of [ann, cem, bob]) await send('member.enrolled', member);
    for (let index = 0; index < 62; index += 1) {
      const at = new Date(Date.UTC(2026, 3, 1) + index * 60_000).toISOString();
      await send('member.updated', { member: bob, consents: [consent(at, index % 2 === 0)] }, at);
    }
    const removed = await idOf(bob);
    calls = 0;
    const request = { requestId: 'm', kept: ann, removed: bob };
    await expect(send('member.merged', request, '2026-05-01T00:00:00Z', 'once')).rejects.toThrow('cut off');
    expect(await world.stores.members.consents(removed)).not.toEqual([]);
    expect(codeOf(await send(type, data, '2026-05-02T00:00:00Z'))).toBe('applied');
    await send('member.merged', request, '2026-05-01T00:00:00Z', 'once');
    expect(await world.stores.members.consents(removed)).toEqual([]);
    const owner = await idOf(cem);
    expect(await world.stores.members.consents(owner)).toHaveLength(left);
    expect(await world.faults()).toEqual([]);
  });

  it('sent again is a duplicate by whatever names, with other content or for others a conflict', async () => {
    const [kept, removed] = [await idOf(ann), await idOf(bob)];
    await send('member.enrolled', cem);
    await merge('m', ann, bob);
    expect(codeOf(await merge('m', { memberId: kept }, { memberId: removed }))).toBe('duplicate');
    expect(codeOf(await merge('m', mail, ann))).toBe('duplicate');
    expect(codeOf(await merge('m', ann, bob, '2026-03-01T12:00:01Z'))).toMatchObject({ code: 'conflicting-duplicate' });
    expect(codeOf(await merge('m', ann, cem))).toMatchObject({ code: 'conflicting-duplicate' });
    await merge('m2', cem, ann);
    expect(codeOf(await merge('m', bob, ann))).toBe('duplicate');
    expect(await world.faults()).toEqual([]);
  });

  it('of one member, again or in a circle is refused', async () => {
    const [kept, removed] = [await idOf(ann), await idOf(bob)];
    expect(codeOf(await merge('m0', bob, mail))).toMatchObject({ code: 'invalid-merge', field: 'data.removed' });
    await merge('m', ann, bob);
    const before = await world.snapshot();
    expect(codeOf(await merge('m1', ann, bob))).toMatchObject({ code: 'invalid-merge', field: 'data.removed' });
    const again = await merge('m2', { memberId: kept }, { memberId: removed });
    expect(codeOf(again)).toMatchObject({ code: 'invalid-merge', field: 'data.removed' });
    const circle = await merge('m3', { memberId: removed }, { memberId: kept });
    expect(codeOf(circle)).toMatchObject({ code: 'invalid-merge', field: 'data.kept' });
    expect(await world.snapshot()).toBe(before);
  });

  it('of somebody unknown or forgotten is refused', async () => {
    const nobody = { externalId: 'N1' };
    expect(codeOf(await merge('m', nobody, ann))).toMatchObject({ code: 'unknown-member', field: 'data.kept' });
    expect(codeOf(await merge('m', ann, { memberId: 'x' }))).toMatchObject({
      code: 'unknown-member',
      field: 'data.removed',
    });
    const memberId = await idOf(bob);
    await send('member.erased', { requestId: 'forget', member: bob }, '2026-03-02T12:00:00Z');
    expect(codeOf(await merge('m', ann, bob))).toMatchObject({ code: 'member-erased', field: 'data.removed' });
    expect(codeOf(await merge('m', { memberId }, ann, '2026-04-01T00:00:00Z'))).toMatchObject({
      code: 'member-erased',
      field: 'data.kept',
    });
  });
});

it('a merge of so many identities that they could not be forgotten at once is refused', async () => {
  for (let number = 0; number < 27; number += 1) {
    for (const member of [ann, bob]) {
      await send('member.enrolled', { ...member, card: `${member.externalId}-${String(number)}` });
    }
  }
  const before = await world.snapshot();
  expect(codeOf(await merge('m', ann, bob))).toMatchObject({ code: 'invalid-merge', field: 'data.removed' });
  expect(await world.snapshot()).toBe(before);
});

describe('after a merge', () => {
  it.each([
    ['an enrolment', 'member.enrolled', { ...bob, ...cem }],
    ['an update', 'member.updated', { member: bob, ...cem }],
  ])(
    '%s that was cut off before it takes up what waits for the identity, for the one who was kept',
    async (...given) => {
      const [, type, data] = given;
      let isCut = true;
      world = new World([programmeWith({ members: { unknown: 'park' } })], ({ ledger, members }) => ({
        ledger,
        members: {
          owners: async (...asked) => members.owners(...asked),
          profile: async (...asked) => members.profile(...asked),
          applied: async (...asked) => members.applied(...asked),
          consents: async (...asked) => members.consents(...asked),
          parked: async (identity) => (isCut ? Promise.reject(new Error('cut off')) : members.parked(identity)),
        },
      }));
      await send('purchase.completed', { purchaseId: 'p', member: cem, currency: 'CNY', net: 100 });
      isCut = false;
      for (const member of [ann, bob]) await send('member.enrolled', member);
      isCut = true;
      await expect(send(type, data, undefined, 'cut')).rejects.toThrow('cut off');
      await merge('m', ann, bob);
      isCut = false;
      expect(codeOf(await send(type, data, undefined, 'cut'))).toBe('duplicate');
      expect((await world.history(await idOf(ann))).map(({ entryId }) => entryId)).toEqual(['merge:m', 'purchase:p']);
      expect(await world.faults()).toEqual([]);
    },
  );

  it('an update that names the one who was removed is of the one who was kept', async () => {
    const memberId = await idOf(bob);
    const update = { member: { memberId }, gender: 'female' };
    expect(codeOf(await send('member.updated', { member: bob, name: 'A' }, undefined, 'once'))).toBe('applied');
    await merge('m', ann, bob);
    expect(codeOf(await send('member.updated', update, '2026-04-01T00:00:00Z'))).toBe('applied');
    const profile = await world.stores.members.profile(await idOf(ann));
    expect(profile?.facts['gender']).toMatchObject({ value: 'female' });
    // Applied to the one, sent again for the other, it is the same event.
    expect(codeOf(await send('member.updated', { member: ann, name: 'A' }, undefined, 'once'))).toBe('duplicate');
  });

  it('whoever forgets one forgets both, and the books verify', async () => {
    const memberId = await idOf(bob);
    await merge('m', ann, bob);
    expect(codeOf(await send('member.erased', { requestId: 'f', member: mail }, '2026-05-01T00:00:00Z'))).toBe(
      'applied',
    );
    expect([await idOf(ann), await idOf(bob), await idOf(mail)]).toEqual(['', '', '']);
    const late = { purchaseId: 'p', member: { memberId }, currency: 'CNY', net: 100 };
    expect(codeOf(await send('purchase.completed', late))).toMatchObject({ code: 'member-erased' });
    const back = { returnId: 'r', purchaseId: 'p', member: { memberId }, net: 100 };
    expect(codeOf(await send('purchase.returned', back))).toMatchObject({ code: 'member-erased' });
    expect(await world.faults()).toEqual([]);
  });
});
