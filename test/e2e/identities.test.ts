/** Many who join at once, over the bus and at the till, under identities that others name as well: each has one owner. */
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { problemDocument } from '../../shared/contracts/http/problems.ts';
import { operations } from '../../shared/contracts/http/operations.ts';
import { digestsWith } from '../../shared/platform/digest.ts';
import type { Digests } from '../../shared/platform/digest.ts';
import type { Profile } from '../../shared/store/member-store.ts';
import { plainDocument } from '../fixtures/programme.ts';
import { asked, putEvents, told } from './bus.ts';
import { askUntilAnswered, doorAddress, tokenFor } from './door-client.ts';
import { folderOfFile, writeDocument } from './files.ts';
import { Listener } from './listener.ts';
import { startAfresh } from './perennial.ts';
import { rawItems, secretKeys, stores } from './stage.ts';
import type { Item } from './stage.ts';

type Identities = Readonly<Record<string, string>>;
/** The number of the one who joins, which is told of the person as well: an attribute of this name. */
type Joining = { readonly id: string; readonly identities: Identities };

const occurredAt = '2026-03-01T12:00:00Z';
const ten = Array.from({ length: 10 }, (_, index) => index);

let program: string;
let door: string;
let token: string;
let digests: Digests;
let listener: Listener;

beforeAll(async () => {
  program = await writeDocument(await folderOfFile(), 'plain.json', plainDocument);
  door = await doorAddress();
  token = await tokenFor('members.write', 'members.read');
  digests = digestsWith((await secretKeys()).identities);
  listener = await Listener.start();
});
beforeEach(() => startAfresh(program));

async function overTheBus(type: string, id: string, data: object): Promise<string> {
  await putEvents(asked(type, id, data, occurredAt));
  return told(id);
}

async function atTheTill(method: string, path: string, key: string, body: object): Promise<string> {
  const answer = await askUntilAnswered(door, method, path, { token, key, body });
  return answer.status < 300 ? 'applied' : problemDocument.parse(answer.body).code;
}

/** Every other one over the bus, the others at the till, all at once. What became of each, by its id. */
async function allAtOnce(joining: readonly Joining[]): Promise<ReadonlyMap<string, string>> {
  return new Map(
    await Promise.all(
      joining.map(async ({ id, identities }, index): Promise<[string, string]> => {
        const data = { ...identities, attributes: { [id]: true } };
        const outcome =
          index % 2 === 0 ? overTheBus('member.enrolled', id, data) : atTheTill('POST', '/v1/members', id, data);
        return [id, await outcome];
      }),
    ),
  );
}

const byPrefix = (items: readonly Item[], prefix: string) => items.filter(({ key }) => String(key).startsWith(prefix));

/** Everybody's profile, after a look at all that is kept of people: nothing in it is half done or nobody's. */
async function people(): Promise<readonly Profile[]> {
  const items = await rawItems('members');
  const { accounts } = await stores.ledger.scanAccounts();
  const ids = accounts.map(({ account }) => account.memberId).toSorted();
  const profiles = byPrefix(items, 'member#').map(({ key }) => String(key).slice('member#'.length));
  // An account and a profile for everybody, and one without the other for nobody.
  expect(profiles.toSorted()).toEqual(ids);
  const found = await Promise.all(ids.map(async (id) => stores.members.profile(id)));
  const persons = found.flatMap((profile) => profile ?? []);
  const named = persons.flatMap(({ memberId, identities }) =>
    identities.map(({ kind, value }) => [`identity#${digests.lookUp(kind, value)}`, memberId]),
  );
  // Exactly the identities that profiles name have an owner, and it is that member: so nobody shares one.
  const owned = byPrefix(items, 'identity#').map(({ key, memberId }) => [String(key), String(memberId)]);
  expect(owned.toSorted()).toEqual(named.toSorted());
  for (const { memberId } of byPrefix(items, 'event#')) expect(ids).toContain(memberId);
  return persons;
}

const toldOf = ({ facts }: Profile) => Object.keys(facts).map((field) => field.replace('attributes.', ''));
const identitiesOf = ({ identities }: Profile) =>
  Object.fromEntries(identities.map(({ kind, value }) => [kind, value]));

/** Whoever was taken in is one person with all that was given; whoever was refused has left nothing anywhere. */
async function expectWholeOrNothing(joining: readonly Joining[], outcomes: ReadonlyMap<string, string>) {
  const persons = await people();
  for (const { id, identities } of joining) {
    const those = persons.filter((person) => toldOf(person).includes(id));
    const outcome = outcomes.get(id);
    expect(['applied', 'identity-taken']).toContain(outcome);
    expect(those).toHaveLength(outcome === 'applied' ? 1 : 0);
    const owners = Object.entries(identities).flatMap(([kind, value]) =>
      persons.filter((person) => person.identities.some((own) => own.kind === kind && own.value === value)),
    );
    if (outcome === 'applied') expect(owners).toEqual(Object.keys(identities).map(() => those[0]));
    // It was refused because the identities are of more than one person.
    else expect(new Set(owners.map(({ memberId }) => memberId)).size).toBeGreaterThan(1);
  }
  const applied = [...outcomes.values()].filter((outcome) => outcome === 'applied').length;
  expect(byPrefix(await rawItems('members'), 'event#')).toHaveLength(applied);
  return persons;
}

describe('ten who join at once', () => {
  test('under one e-mail address are one person, who has the cards of all', async () => {
    const joining = ten.map((number) => {
      return { id: `card-${String(number)}`, identities: { email: 'one@example.com', card: `CARD${String(number)}` } };
    });
    const outcomes = await allAtOnce(joining);
    expect([...outcomes.values()]).toEqual(ten.map(() => 'applied'));
    const [person, ...others] = await expectWholeOrNothing(joining, outcomes);
    expect(others).toEqual([]);
    expect(person?.identities).toHaveLength(11);
    const id = `enrolled:${person?.memberId ?? ''}`;
    const heard = await listener.until('the enrolment', ({ detail }) => detail.metadata.id === id);
    const told = heard.filter(({ detail }) => detail.data.memberId === person?.memberId);
    expect(told.map(({ detail }) => detail.metadata.id)).toEqual([id]);
  });

  test('as one of two people with one card are the one who was first; the others are told that it is taken', async () => {
    const both = { p: { email: 'p@example.com' }, q: { phone: '+861000000011' } };
    await putEvents(
      asked('member.enrolled', 'p', both.p, occurredAt),
      asked('member.enrolled', 'q', both.q, occurredAt),
    );
    expect([await told('p'), await told('q')]).toEqual(['applied', 'applied']);
    // Both sides of each over the bus and at the till.
    const joining = ten.map((number) => {
      return { id: `n${String(number)}`, identities: { ...(number % 4 < 2 ? both.p : both.q), card: 'WANTED' } };
    });
    const outcomes = await allAtOnce(joining);
    const sides = joining.map(({ id, identities }) => `${'email' in identities ? 'p' : 'q'} ${outcomes.get(id) ?? ''}`);
    const [winner, loser] = sides.includes('p applied') ? ['p', 'q'] : ['q', 'p'];
    const count = (side: string) => joining.filter(({ identities }) => 'email' in identities === (side === 'p')).length;
    expect(sides.toSorted()).toEqual(
      [
        ...Array.from({ length: count(winner) }, () => `${winner} applied`),
        ...Array.from({ length: count(loser) }, () => `${loser} identity-taken`),
      ].toSorted(),
    );
    const persons = await people();
    expect(persons.map(identitiesOf)).toEqual(
      expect.arrayContaining([{ ...both.p, ...(winner === 'p' ? { card: 'WANTED' } : {}) }]),
    );
    expect(persons).toHaveLength(2);
  });

  test('in a ring, each with an identity of either neighbour, are whole people, and what is refused leaves nothing', async () => {
    const node = (index: number): Identities =>
      index % 2 === 0 ? { externalId: `ring-${String(index)}` } : { email: `ring-${String(index)}@example.com` };
    const joining = ten.map((number) => {
      return { id: `ring-${String(number)}`, identities: { ...node(number), ...node((number + 1) % ten.length) } };
    });
    const outcomes = await allAtOnce(joining);
    const persons = await expectWholeOrNothing(joining, outcomes);
    // Nobody is lost: each identity of the ring is somebody's, whoever was refused.
    expect(persons.flatMap(({ identities }) => identities)).toHaveLength(ten.length);
    // Sent again each is told the same, and nothing changes.
    const before = await rawItems('members');
    for (const [number, { id, identities }] of joining.entries()) {
      if (number % 2 === 0) continue;
      const data = { ...identities, attributes: { [id]: true } };
      expect(await atTheTill('POST', '/v1/members', id, data)).toBe(outcomes.get(id));
    }
    expect(await rawItems('members')).toEqual(before);
  });
});

test('of ten members who change to one phone number at once one has it, and the others are as they were', async () => {
  const joining = ten.map((number) => ({ id: `m${String(number)}`, identities: { externalId: `m${String(number)}` } }));
  expect([...(await allAtOnce(joining)).values()]).toEqual(ten.map(() => 'applied'));
  const phone = '+861000000099';
  const changes = await Promise.all(
    joining.map(async ({ id, identities }, index) => {
      if (index % 2 === 0) return overTheBus('member.updated', `u-${id}`, { member: identities, phone });
      const path = '/v1/members/find';
      const found = await askUntilAnswered(door, 'POST', path, { token, body: { member: identities } });
      const { memberId } = operations.findMember.answer.parse(found.body);
      return atTheTill('PATCH', `/v1/members/${memberId}`, `u-${id}`, { phone });
    }),
  );
  expect(changes.toSorted()).toEqual(['applied', ...ten.slice(1).map(() => 'identity-taken')]);
  const persons = await people();
  const expected = joining.map(({ identities }, index) => {
    return changes[index] === 'applied' ? { ...identities, phone } : identities;
  });
  expect(persons.map(identitiesOf)).toEqual(expect.arrayContaining(expected));
  expect(persons).toHaveLength(ten.length);
});
