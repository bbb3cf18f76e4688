/** What the stores promise about people: identities, profiles, what was applied, and what was ever consented to. */
import { beforeEach, describe, expect, it } from 'vitest';
import type { Stores } from '../../bench/local-stores.ts';
import { nobody } from '../../shared/domain/person.ts';
import { instantOf } from '../../shared/domain/zone.ts';
import { unclaimed } from '../../shared/store/member-store.ts';
import type { Ownership } from '../../shared/store/member-store.ts';
import type { Write } from '../../shared/store/store.ts';
import { owning } from '../fixtures/ledger.ts';
import { bothStores } from './both-stores.ts';
import { applied, consentsOf, profileOf } from './people.ts';

const erasedAt = instantOf(Date.UTC(2026, 2, 1));
const later = instantOf(Date.UTC(2026, 3, 1));
const owned: Ownership = { memberId: 'ann', erasedAt: null };
const erased: Ownership = { memberId: null, erasedAt };

describe.each(bothStores)('people in the $store store', ({ open }) => {
  let stores: Stores;
  beforeEach(async () => {
    stores = await open();
  });
  const commit = async (...writes: readonly Write[]) => stores.ledger.commit(writes);
  const give = async (owner: Ownership, expected: Ownership) =>
    commit({ write: 'identity', identity: 'key', owner, expected });
  const free = async (since: Ownership['erasedAt'] = null) =>
    commit({ write: 'identity-free', identity: 'key', erasedAt: since });
  const owner = async () => (await stores.members.owners(['key'], 'strong')).get('key');

  describe('an identity', () => {
    it('has one owner, the first', async () => {
      expect(await commit(owning('key', 'ann'))).toBe('committed');
      expect(await commit(owning('key', 'bob'))).toBe('conflict');
      expect(await commit(owning('key', 'ann'))).toBe('conflict');
      for (const consistency of ['eventual', 'strong'] as const) {
        expect(await stores.members.owners(['key', 'nobody'], consistency)).toEqual(new Map([['key', owned]]));
      }
    });

    it('passes from whom it was read of, and from nobody else', async () => {
      await commit(owning('key', 'ann'));
      const bob: Ownership = { memberId: 'bob', erasedAt: null };
      expect(await give(bob, { memberId: 'cem', erasedAt: null })).toBe('conflict');
      expect(await give(bob, { memberId: 'ann', erasedAt })).toBe('conflict');
      expect(await give(bob, owned)).toBe('committed');
      expect(await owner()).toEqual(bob);
    });

    it('keeps when its owner was erased, also under the next one', async () => {
      await commit(owning('key', 'ann'));
      expect(await give(erased, owned)).toBe('committed');
      expect(await owner()).toEqual(erased);
      expect(await commit(owning('key', 'bob'))).toBe('conflict');
      expect(await give({ memberId: 'bob', erasedAt: later }, { memberId: null, erasedAt: later })).toBe('conflict');
      expect(await give({ memberId: 'bob', erasedAt }, erased)).toBe('committed');
      expect(await owner()).toEqual({ memberId: 'bob', erasedAt });
    });

    it('is unclaimed again when its owner gives it up', async () => {
      await commit(owning('key', 'ann'));
      expect(await give(unclaimed, { memberId: 'bob', erasedAt: null })).toBe('conflict');
      expect(await give(unclaimed, owned)).toBe('committed');
      expect(await owner()).toBeUndefined();
      expect(await free()).toBe('committed');
      expect(await commit(owning('key', 'bob'))).toBe('committed');
    });

    it('keeps who gave it up and until when, for whoever has it next and for nobody', async () => {
      const former = [
        { memberId: 'ann', until: erasedAt },
        { memberId: 'bob', until: later },
      ];
      const left: Ownership = { memberId: null, erasedAt: null, former };
      await commit(owning('key', 'ann'));
      expect(await give(left, owned)).toBe('committed');
      for (const consistency of ['eventual', 'strong'] as const) {
        expect(await stores.members.owners(['key'], consistency)).toEqual(new Map([['key', left]]));
      }
      const cems: Ownership = { ...left, memberId: 'cem' };
      expect(await commit(owning('key', 'cem'))).toBe('conflict');
      expect(await give(cems, { ...left, former: former.slice(1) })).toBe('conflict');
      expect(await give(cems, { ...left, former: former.toReversed() })).toBe('conflict');
      expect(await give(cems, { ...left, erasedAt })).toBe('conflict');
      expect(await give(cems, left)).toBe('committed');
      expect(await give(left, { memberId: 'cem', erasedAt: null })).toBe('conflict');
      expect(await give({ ...left, erasedAt, former: undefined }, cems)).toBe('committed');
      expect(await owner()).toEqual(erased);
    });

    it('is free as it was read of who gave it up', async () => {
      const former = [{ memberId: 'ann', until: erasedAt }];
      const ofFormer = async (expected: Ownership['former']) =>
        commit({ write: 'identity-free', identity: 'key', erasedAt: null, former: expected });
      expect(await ofFormer(former)).toBe('conflict');
      await commit(owning('key', 'ann'));
      await give({ memberId: null, erasedAt: null, former }, owned);
      expect(await free()).toBe('conflict');
      expect(await ofFormer([{ memberId: 'ann', until: later }])).toBe('conflict');
      expect(await ofFormer(former)).toBe('committed');
    });

    it('is free while nobody has it and nobody who had it was erased since, also when events wait for it', async () => {
      const place = { identity: 'key', occurredAt: '2026-03-01T04:00:00Z', entryId: 'purchase:p1' };
      expect(await free()).toBe('committed');
      const unowned: Write = { write: 'identity-free', identity: 'key', erasedAt: null };
      expect(await commit({ write: 'parked', place }, unowned)).toBe('committed');
      expect(await free()).toBe('committed');
      await commit(owning('key', 'ann'));
      expect(await free()).toBe('conflict');
      await give(erased, owned);
      expect(await free()).toBe('conflict');
      expect(await free(later)).toBe('conflict');
      expect(await free(erasedAt)).toBe('committed');
    });
  });

  it('are read many at once, those who have a profile', async () => {
    const people = Array.from({ length: 120 }, (_, index) => profileOf(`member-${String(index)}`));
    for (const profile of people) await commit({ write: 'profile', profile, expected: null });
    const asked = people.map(({ memberId }) => memberId);
    const found = await stores.members.profiles(['nobody', ...asked, 'member-7']);
    expect(found).toEqual(new Map(people.map((profile) => [profile.memberId, profile])));
    expect(await stores.members.profiles([])).toEqual(new Map());
  });

  describe('a profile', () => {
    const profile = profileOf('ann');
    const put = async (expected: number | null, version = (expected ?? 0) + 1) =>
      commit({ write: 'profile', profile: { ...profile, version }, expected });
    const remove = async (expected: number) => commit({ write: 'profile-gone', memberId: 'ann', expected });

    it('is put on the version that was read, and kept to the letter', async () => {
      expect(await put(1)).toBe('conflict');
      expect(await put(null)).toBe('committed');
      expect(await put(null)).toBe('conflict');
      expect(await stores.members.profile('ann')).toEqual(profile);
      expect(await put(1)).toBe('committed');
      expect(await put(1)).toBe('conflict');
      expect(await stores.members.profile('ann')).toEqual({ ...profile, version: 2 });
      expect(await stores.members.profile('bob')).toBeUndefined();
    });

    it('may hold nothing but the member', async () => {
      const empty = { ...nobody, memberId: 'bob', version: 1 };
      await commit({ write: 'profile', profile: empty, expected: null });
      expect(await stores.members.profile('bob')).toEqual(empty);
    });

    it('is removed as it was read, and not otherwise', async () => {
      expect(await remove(1)).toBe('conflict');
      await put(null);
      await put(1);
      expect(await remove(1)).toBe('conflict');
      expect(await remove(2)).toBe('committed');
      expect(await stores.members.profile('ann')).toBeUndefined();
      expect(await remove(2)).toBe('conflict');
      expect(await put(2)).toBe('conflict');
    });
  });

  it('remembers an event that was applied, once', async () => {
    expect(await stores.members.applied(applied.key)).toBeUndefined();
    expect(await commit({ write: 'applied', applied })).toBe('committed');
    expect(await commit({ write: 'applied', applied: { ...applied, memberId: 'bob' } })).toBe('conflict');
    expect(await stores.members.applied(applied.key)).toEqual(applied);
  });

  it('keeps the answers of each event, oldest event first, until they are removed', async () => {
    const records = [
      consentsOf('ann', '2025-12-31T23:59:59Z', 'z'),
      consentsOf('ann', '2026-03-01T04:00:00Z', 'a'),
      consentsOf('ann', '2026-03-01T04:00:00Z', 'b'),
      consentsOf('ann', '2026-03-01T04:00:00.001Z', '0'),
    ];
    const [first, second] = records;
    if (first === undefined || second === undefined) throw new TypeError('there are four');
    for (const record of [...records].reverse()) await commit({ write: 'consents', record });
    await commit({ write: 'profile', profile: profileOf('ann'), expected: null });
    await commit({ write: 'consents', record: first });
    await commit({ write: 'consents', record: consentsOf('bob') });
    expect(await stores.members.consents('ann')).toEqual(records);
    expect(await commit({ write: 'consents-gone', record: second })).toBe('committed');
    expect(await commit({ write: 'consents-gone', record: second })).toBe('committed');
    expect(await stores.members.consents('ann')).toEqual(records.filter((record) => record !== second));
    expect(await stores.members.consents('bob')).toEqual([consentsOf('bob')]);
  });
});
