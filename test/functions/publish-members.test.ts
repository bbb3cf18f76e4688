/** Who joined and who was forgotten, to the bus: once each, and nothing of the person. */
import { describe, expect, it } from 'vitest';
import { eventsOut } from '../../shared/contracts/events-out.ts';
import { formatApplied } from '../../shared/store/dynamodb/applied-item.ts';
import { formatConsents, formatProfile } from '../../shared/store/dynamodb/profile-item.ts';
import type { AppliedRecord, Profile } from '../../shared/store/member-store.ts';
import { applied, consentsOf, profileOf } from '../store/people.ts';
import { load } from './publishers.ts';
import type { Item } from './publishers.ts';

const at = profileOf('ann').identities[0]?.at;
if (at === undefined) throw new TypeError('there is an identity');
const { joinedBy, ...known } = profileOf('ann');
const facts = { ...known.facts, channel: { value: 'store', at }, referralCode: { value: 'friend-of-bob', at } };
const enrolled: Profile = { ...known, facts };
const { enrolledBy, ...bought } = { ...enrolled, joinedBy };
const item = (profile: Profile): Item => formatProfile(profile);
const erasure: AppliedRecord = { ...applied, type: 'member.erased' };

const told = (id: string, by: string, occurredAt: string) => ({
  source: 'perennial.members',
  detailType: 'member.enrolled.confirmed',
  detail: {
    metadata: { id, version: '1.0', occurredAt },
    data: { memberId: 'ann', by, channel: 'store', referralCode: 'friend-of-bob' },
  },
});

describe('publish-members', () => {
  it('tells of an enrolment, also of whom a purchase had made, by an id of its own', async () => {
    const toEvent = await load('publishMembers');
    const event = told('enrolled:ann', 'enrolment', '2026-03-01T04:00:00Z');
    expect(toEvent(item(enrolled), undefined)).toEqual(event);
    expect(toEvent(item({ ...enrolled, joinedBy }), item(bought))).toEqual(event);
    expect(eventsOut['member.enrolled.confirmed'].parse(event.detail)).toEqual(event.detail);
  });

  it('tells nothing of an enrolment that a merge brought: the other member’s was told', async () => {
    const toEvent = await load('publishMembers');
    if (enrolledBy === undefined) throw new TypeError('somebody enrolled');
    const merged = { ...bought, version: 2, enrolledBy: { ...enrolledBy, memberId: 'bob' } };
    expect(toEvent(item(merged), item(bought))).toBeUndefined();
    const again = { ...merged, version: 3, enrolledBy };
    expect(toEvent(item(again), item(merged))).toBeUndefined();
  });

  it.each([
    ['purchase.completed', 'purchase'],
    ['points.imported', 'import'],
  ])('tells of whom a %s has made', async (type, by) => {
    const toEvent = await load('publishMembers');
    const made = { ...bought, joinedBy: { type, occurredAt: '2026-02-01T04:00:00Z' } };
    const event = toEvent(item(made), undefined);
    expect(event).toEqual(told('joined:ann', by, '2026-02-01T04:00:00Z'));
    expect(eventsOut['member.enrolled.confirmed'].parse(event?.detail)).toEqual(event?.detail);
  });

  it('says so where no channel and no code are known, or were removed', async () => {
    const toEvent = await load('publishMembers');
    const nothing = { channel: { value: null, at } };
    expect(toEvent(item({ ...enrolled, facts: nothing }), undefined)).toMatchObject({
      detail: { data: { channel: null, referralCode: null } },
    });
  });

  it('tells of an erasure', async () => {
    const toEvent = await load('publishMembers');
    const event = toEvent(formatApplied(erasure), undefined);
    expect(event).toEqual({
      source: 'perennial.members',
      detailType: 'member.erased.confirmed',
      detail: {
        metadata: { id: 'erased:ann', version: '1.0', occurredAt: '2026-03-01T04:00:00Z' },
        data: { memberId: 'ann' },
      },
    });
    expect(eventsOut['member.erased.confirmed'].parse(event?.detail)).toEqual(event?.detail);
  });

  const owner: Item = { key: 'identity#hash', sort: 'owner', memberId: 'ann' };
  it.each<{ what: string; after?: Item; before?: Item }>([
    { what: 'a member who tells more', after: item(enrolled), before: item({ ...enrolled, facts: {} }) },
    { what: 'a change of whom a purchase has made', after: item(bought), before: item({ ...bought, version: 2 }) },
    { what: 'a profile that is gone', before: item(enrolled) },
    { what: 'an update that was applied', after: formatApplied(applied) },
    { what: 'an erasure that was there', after: formatApplied(erasure), before: formatApplied(erasure) },
    { what: 'consents', after: formatConsents(consentsOf('ann')) },
    { what: 'an identity', after: owner },
  ])('does not tell of $what', async ({ after, before }) => {
    const toEvent = await load('publishMembers');
    expect(toEvent(after, before)).toBeUndefined();
  });

  it('refuses to read what is no profile', async () => {
    const toEvent = await load('publishMembers');
    expect(enrolledBy).toBeDefined();
    expect(() => toEvent({ ...item(enrolled), facts: 'no JSON' }, undefined)).toThrow();
  });
});
