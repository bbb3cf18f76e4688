/**
 * People in random histories: they join, tell, take back, buy and are forgotten, in any order of arrival, and everything
 * may come again. Whatever happens, an identity has one owner, books belong to somebody who was known, and what is known of
 * a person is the newest of what was told.
 */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { verifyMember } from '../../../shared/commands/verify-member.ts';
import type { ParsedEvent } from '../../../shared/contracts/parse-event.ts';
import type { Account } from '../../../shared/domain/account.ts';
import { digests } from '../../fixtures/ledger.ts';
import { runs } from '../../property-runs.ts';
import { Town, eventOf } from './town.ts';

// As they are compared: a card has no small letters.
const values = ['A', 'B', 'C'] as const;
const kinds = ['externalId', 'card'] as const;
const identity = fc.tuple(fc.constantFrom(...kinds), fc.constantFrom(...values));
const named = identity.map(([kind, value]) => ({ [kind]: value }));
const day = fc.integer({ min: 1, max: 9 });
const consent = fc.record({
  purpose: fc.constantFrom('promotions', 'profiling'),
  channel: fc.constant('email'),
  granted: fc.boolean(),
  at: fc.integer({ min: 1, max: 4 }).map((second) => `2026-01-01T00:00:0${String(second)}Z`),
  text: fc.constantFrom('v1', 'v2'),
  how: fc.constant('form'),
  by: fc.constant('member'),
});
const told = fc.record(
  {
    name: fc.constantFrom('Ann', 'Bob'),
    consents: fc.array(consent, { maxLength: 2 }),
    attributes: fc.dictionary(fc.constantFrom('x', 'y'), fc.constantFrom(1, 2), { maxKeys: 2 }),
  },
  { requiredKeys: [] },
);
const given = fc.array(identity, { minLength: 1, maxLength: 2 }).map((pairs): object => Object.fromEntries(pairs));
const change = fc.oneof(
  told,
  fc.constant({ name: null }),
  fc.constant({ attributes: null }),
  named,
  fc.constantFrom(...kinds).map((kind) => ({ [kind]: null })),
);

type Step = { readonly type: string; readonly on: number; readonly data: object };
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      type: fc.constant('member.enrolled'),
      on: day,
      data: fc.tuple(given, told).map(([who, what]) => ({ ...who, ...what })),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      type: fc.constant('member.updated'),
      on: day,
      data: fc.tuple(named, change).map(([member, what]) => ({ member, ...what })),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      type: fc.constant('purchase.completed'),
      on: day,
      data: named.map((member) => ({ member, currency: 'CNY', net: 10_000 })),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ type: fc.constant('member.erased'), on: day, data: named.map((member) => ({ member })) }),
  },
);

/** Each with an id of its own, as a producer gives it. */
function eventsOf(steps: readonly Step[]): readonly ParsedEvent[] {
  return steps.map(({ type, on, data }, index) => {
    const id = `event ${String(index)}`;
    const key = type === 'purchase.completed' ? { purchaseId: id } : type === 'member.erased' ? { requestId: id } : {};
    return eventOf(type, on, { ...data, ...key }, { id });
  });
}

const history = fc.record({
  unknown: fc.constantFrom('enrol' as const, 'park' as const, 'refuse' as const),
  steps: fc.array(step, { minLength: 1, maxLength: 14 }),
  /** Positions of events that come again, some under the delivery that they had. */
  again: fc.array(fc.tuple(fc.nat(), fc.boolean()), { maxLength: 8 }),
});

const allKeys = kinds.flatMap((kind) => values.map((value) => digests.lookUp(kind, value)));

async function accountsOf(town: Town): Promise<readonly Account[]> {
  return (await town.store.scanAccounts()).accounts.map(({ account }) => account);
}

async function everything(town: Town): Promise<string> {
  const accounts = await accountsOf(town);
  const people = await Promise.all(
    accounts.map(async ({ memberId }) => [await town.store.profile(memberId), await town.store.consents(memberId)]),
  );
  const owners = [...(await town.store.owners(allKeys, 'strong'))];
  const parked = await Promise.all(allKeys.map(async (key) => town.store.parked(key)));
  return JSON.stringify([accounts, people, owners, parked], (_, value: unknown) =>
    typeof value === 'bigint' ? `${String(value)}n` : value,
  );
}

async function expectOrder(town: Town): Promise<void> {
  const accounts = await accountsOf(town);
  const owners = await town.store.owners(allKeys, 'strong');
  for (const account of accounts) {
    const { memberId, left } = account;
    expect((await verifyMember({ ledger: town.store, digests }, account)).differences).toEqual([]);
    const profile = await town.store.profile(memberId);
    // Who left is known by nothing; who did not, by the very identities that are the member's.
    expect(profile === undefined).toBe(left !== null);
    const named = (profile?.identities ?? []).map(({ kind, value }) => digests.lookUp(kind, value)).sort();
    const owned = [...owners].filter(([, { memberId: owner }]) => owner === memberId).map(([key]) => key);
    expect(owned.sort()).toEqual(named);
    const answers = (await town.store.consents(memberId)).flatMap(({ consents }) => consents);
    if (left !== null) expect(answers).toEqual([]);
    for (const { purpose, at, granted } of profile?.consents ?? []) {
      const about = answers.filter((one) => one.purpose === purpose);
      expect(at).toBe(Math.max(...about.map((one) => one.at)));
      expect(granted).toBe(about.filter((one) => one.at === at).every((one) => one.granted));
    }
    expect(new Set(answers.map(({ purpose }) => purpose)).size).toBe(profile?.consents.length ?? 0);
  }
  // Nobody but a member owns anything.
  const members = new Set(accounts.filter(({ left }) => left === null).map(({ memberId }) => memberId));
  for (const { memberId } of owners.values()) if (memberId !== null) expect(members).toContain(memberId);
  for await (const { memberId } of town.store.keys()) {
    if (memberId !== null) expect(accounts.map((account) => account.memberId)).toContain(memberId);
  }
}

it('has one owner for each identity, books with an owner, and of each person the newest that was told', async () => {
  await fc.assert(
    fc.asyncProperty(history, async ({ unknown, steps }) => {
      const town = new Town(unknown);
      for (const event of eventsOf(steps)) {
        await town.deliver(event);
        await expectOrder(town);
      }
    }),
    { numRuns: runs(60) },
  );
});

it('takes whatever comes again for what it is, and changes nothing', async () => {
  await fc.assert(
    fc.asyncProperty(history, async ({ unknown, steps, again }) => {
      const town = new Town(unknown);
      const events = eventsOf(steps);
      const accepted: number[] = [];
      for (const [index, event] of events.entries()) {
        const { status } = await town.deliver(event, String(index));
        if (status !== 'refused') accepted.push(index);
      }
      const before = await everything(town);
      for (const [position, isSame] of again) {
        const index = accepted[position % accepted.length];
        const event = index === undefined ? undefined : events[index];
        if (event === undefined) continue;
        const outcome = await town.deliver(event, isSame ? String(index) : `again ${String(index)}`);
        // What a later erasure is about is refused from then on; so is what was posted to somebody who was erased as of before.
        const allowed = isSame ? ['applied', 'parked', 'refused', 'duplicate'] : ['duplicate', 'refused', 'parked'];
        expect(allowed).toContain(outcome.status);
        if (outcome.status === 'refused')
          expect(outcome.refusal.code).toMatch(/^(member-erased|unknown-member|conflicting-duplicate)$/);
        expect(await everything(town)).toBe(before);
      }
    }),
    { numRuns: runs(60) },
  );
});

const telling = fc.array(fc.tuple(day, fc.constantFrom('A', 'B'), told), { minLength: 1, maxLength: 8 });

it('knows the same of a person in whatever order it was told, however often', async () => {
  await fc.assert(
    fc.asyncProperty(
      telling.chain((tellings) =>
        fc.record({
          tellings: fc.constant(tellings),
          order: fc.shuffledSubarray([...tellings.keys(), ...tellings.keys()], { minLength: 2 * tellings.length }),
        }),
      ),
      async ({ tellings, order }) => {
        const known: string[] = [];
        for (const indexes of [[...tellings.keys()], order]) {
          const town = new Town();
          await town.take('member.enrolled', 1, { externalId: 'A' });
          for (const index of indexes) {
            const [on, card, what] = tellings[index] ?? [1, 'A', {}];
            const data = { member: { externalId: 'A' }, card, ...what };
            await town.deliver(eventOf('member.updated', on, data, { id: String(index) }));
          }
          const { identities, replaced, facts, consents } = (await town.profile()) ?? {};
          const records = await town.store.consents('member-1');
          known.push(JSON.stringify([identities, replaced, facts, consents, records]));
          await expectOrder(town);
        }
        expect(known[1]).toBe(known[0]);
      },
    ),
    { numRuns: runs(60) },
  );
});
