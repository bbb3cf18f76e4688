/** Somebody joins, or a member is given further identities; what waited for them is posted. */
import type { EnrolmentEvent } from '../contracts/parse-event.ts';
import { newAccount } from '../domain/account.ts';
import type { Day } from '../domain/calendar.ts';
import { programmeAt } from '../domain/programme.ts';
import { businessDay, formatInstant } from '../domain/zone.ts';
import { learn, nobody } from '../domain/person.ts';
import type { Person } from '../domain/person.ts';
import { unclaimed } from '../store/member-store.ts';
import type { Profile } from '../store/member-store.ts';
import type { Write } from '../store/store.ts';
import { claimParked } from './claim-parked.ts';
import type { Dependencies } from './dependencies.ts';
import { identityKey } from './fingerprint.ts';
import { refused } from './outcome.ts';
import type { Delivered, Outcome, Results } from './outcome.ts';
import { memberErased, wasErasedSince } from './resolve-member.ts';
import { untilSettled } from './retry.ts';

type Keyed = { readonly key: string; readonly kind: string; readonly value: string };
type Enrolled = { readonly outcome: Outcome; readonly memberId?: string };

async function attach(
  deps: Dependencies,
  delivered: Delivered<EnrolmentEvent>,
  identities: readonly Keyed[],
): Promise<Enrolled | undefined> {
  const { event, delivery } = delivered;
  const content = deps.digests.personalContent(event.content);
  const key = deps.digests.lookUp(event.type, event.metadata.id);
  const owners = await deps.members.owners(
    identities.map((identity) => identity.key),
    'strong',
  );
  const taken = identities.find(({ key: own }) => wasErasedSince(owners.get(own) ?? unclaimed, event.occurredAt));
  if (taken !== undefined) return { outcome: memberErased(`data.${taken.kind}`) };
  const before = await deps.members.applied(key);
  if (before !== undefined) {
    if (before.content !== content) {
      const rule = 'the same id always with the same content';
      return { outcome: refused('conflicting-duplicate', { field: 'metadata.id', rule }) };
    }
    return { outcome: { status: before.delivery === delivery ? 'applied' : 'duplicate' }, memberId: before.memberId };
  }
  const [owner, another] = new Set([...owners.values()].flatMap(({ memberId }) => memberId ?? []));
  if (another !== undefined) {
    return { outcome: refused('identity-taken', { field: 'data', rule: 'identities of one member, or of nobody' }) };
  }
  const memberId = owner ?? deps.newMemberId();
  const further = identities.filter((identity) => (owners.get(identity.key)?.memberId ?? null) === null);
  const writes: Write[] = [
    ...further.map((identity): Write => {
      const expected = owners.get(identity.key) ?? unclaimed;
      return { write: 'identity', identity: identity.key, owner: { ...expected, memberId }, expected };
    }),
    {
      write: 'applied',
      applied: { key, type: event.type, content, delivery, memberId, occurredAt: formatInstant(event.occurredAt) },
    },
    ...(owner === undefined
      ? await joining(deps, event, memberId, identities)
      : await known(deps, event, memberId, further)),
  ];
  const committed = await deps.ledger.commit(writes);
  return committed === 'conflict' ? undefined : { outcome: { status: 'applied' }, memberId };
}

/** The business day of the enrolment that an event tells of. */
async function enrolledOn(deps: Dependencies, { enrolledAt }: EnrolmentEvent): Promise<Day> {
  return businessDay(enrolledAt, programmeAt(await deps.programmes(), enrolledAt).timeZone);
}

const enrolledByOf = (event: EnrolmentEvent) => {
  return { occurredAt: formatInstant(event.occurredAt), eventId: event.metadata.id };
};

function personOf({ occurredAt: at }: EnrolmentEvent, identities: readonly Keyed[]): Person {
  return { ...nobody, identities: identities.map(({ kind, value }) => ({ kind, value, at })) };
}

async function joining(
  deps: Dependencies,
  event: EnrolmentEvent,
  memberId: string,
  identities: readonly Keyed[],
): Promise<Write[]> {
  const on = await enrolledOn(deps, event);
  const enrolledBy = enrolledByOf(event);
  return [
    { write: 'profile', profile: { ...personOf(event, identities), memberId, version: 1, enrolledBy }, expected: null },
    { write: 'account', account: newAccount(memberId, { on, channel: event.channel ?? null }), expected: null },
  ];
}

/**
 * A member who is there already gets further identities. One whom a purchase has made was never enrolled: the first event
 * that enrols says through which channel, and since when if that is longer ago.
 */
async function known(
  deps: Dependencies,
  event: EnrolmentEvent,
  memberId: string,
  further: readonly Keyed[],
): Promise<Write[]> {
  const profile = await deps.members.profile(memberId);
  if (profile === undefined) throw new Error('an identity has an owner without a profile');
  const isFirst = profile.enrolledBy === undefined;
  if (further.length === 0 && !isFirst) return [];
  const { version } = profile;
  const now: Profile = {
    ...profile,
    ...learn(profile, personOf(event, further)),
    version: version + 1,
    enrolledBy: profile.enrolledBy ?? enrolledByOf(event),
  };
  const account = isFirst ? await enrolled(deps, event, memberId) : [];
  return [{ write: 'profile', profile: now, expected: version }, ...account];
}

/** The account of a member whom a purchase made, with the day and the channel of the enrolment. */
async function enrolled(deps: Dependencies, event: EnrolmentEvent, memberId: string): Promise<Write[]> {
  const { accounts } = await deps.ledger.read({ memberIds: [memberId], entryIds: [] });
  const before = accounts.get(memberId);
  if (before === undefined) throw new Error('an identity has an owner without an account');
  const { enrolment, statistics } = before.account;
  const told = await enrolledOn(deps, event);
  const on = told < enrolment.on ? told : enrolment.on;
  // What was before an enrolment may not be before an earlier one.
  const since = statistics.since !== null && statistics.since < on ? statistics.since : null;
  const account = {
    ...before.account,
    enrolment: { on, channel: event.channel ?? null },
    statistics: { ...statistics, since },
  };
  return [{ write: 'account', account, expected: before.version }];
}

/** Applies one enrolment. A redelivery takes up where an interrupted one stopped. */
export async function enrolMember(deps: Dependencies, delivered: Delivered<EnrolmentEvent>): Promise<Results> {
  const { event, delivery } = delivered;
  const answer = (outcome: Outcome, settled: Results['settled'] = []): Results => {
    return { outcomes: new Map([[delivery, outcome]]), settled, failed: new Map() };
  };
  if (event.metadata.test === true) return answer({ status: 'test' });
  const identities = event.identities.map((identity) => ({ ...identity, key: identityKey(deps.digests, identity) }));
  const { outcome, memberId } = await untilSettled(deps, () => attach(deps, delivered, identities));
  if (memberId === undefined) return answer(outcome);
  return answer(
    outcome,
    await claimParked(
      deps,
      memberId,
      identities.map(({ key }) => key),
    ),
  );
}
