/** Somebody joins, or a member is given further identities and tells more; what waited for them is posted. */
import type { EnrolmentEvent } from '../contracts/parse-event.ts';
import { newAccount } from '../domain/account.ts';
import type { Day } from '../domain/calendar.ts';
import { programmeAt } from '../domain/programme.ts';
import { businessDay, formatInstant, parseInstant } from '../domain/zone.ts';
import type { Instant } from '../domain/zone.ts';
import type { Write } from '../store/store.ts';
import { answerAgain, rememberedOf } from './applied-event.ts';
import { changeOf, erasedAmong, identityTaken, isBefore, keyed, newcomer, writesOf } from './change-person.ts';
import { claimParked } from './claim-parked.ts';
import type { Dependencies } from './dependencies.ts';
import { resultOf } from './outcome.ts';
import type { Delivered, Outcome, Results } from './outcome.ts';
import { holdersOf } from './resolve-member.ts';
import { untilSettled } from './retry.ts';

type Enrolled = {
  readonly outcome: Outcome;
  /** The member, and under which of the event's identities something may wait. */
  readonly joined?: { readonly memberId: string; readonly identities: readonly string[] };
};

async function attach(deps: Dependencies, delivered: Delivered<EnrolmentEvent>): Promise<Enrolled | undefined> {
  const { event } = delivered;
  const given = keyed(deps.digests, event.identities);
  const keys = given.map(({ key }) => key);
  const remembered = rememberedOf(deps.digests, delivered);
  const [owners, before] = await Promise.all([
    deps.members.owners(keys, 'strong'),
    deps.members.applied(remembered.key),
  ]);
  const erased = erasedAmong(event, given, owners);
  if (before !== undefined) {
    const outcome = answerAgain(before, remembered, before.memberId);
    const isSame = outcome.status !== 'refused';
    // Who had one of the names then may be erased by now; what waits for the others is the member's all the same.
    return {
      outcome: erased ?? outcome,
      ...(isSame ? { joined: { memberId: before.memberId, identities: keys } } : {}),
    };
  }
  if (erased !== undefined) return { outcome: erased };
  const [owner, another] = await holdersOf(deps.ledger, [...owners.values()], event.occurredAt);
  if (another !== undefined) return { outcome: identityTaken() };
  const memberId = owner ?? deps.newMemberId();
  const profile = owner === undefined ? newcomer(memberId) : await deps.members.profile(memberId);
  // Whoever had the identity a moment ago has left since.
  if (profile === undefined) return undefined;
  const change = await changeOf(deps, profile, event, given, owners);
  if ('status' in change) return { outcome: change };
  const own = { occurredAt: formatInstant(event.occurredAt), eventId: event.metadata.id };
  const known = profile.enrolledBy;
  const isFirst = known === undefined || isBefore(own, known);
  const enrolledBy = isFirst ? own : known;
  const applied = { ...remembered, memberId };
  const writes = await writesOf(deps, profile, change, event, { applied, owners, enrolledBy });
  if (writes === undefined) return undefined;
  if ('status' in writes) return { outcome: writes };
  const account =
    owner === undefined
      ? [await joining(deps, event, memberId)]
      : isFirst || sinceOf(event) < (parseInstant(known.occurredAt) ?? sinceOf(event))
        ? await enrolled(deps, event, memberId, isFirst)
        : [];
  if (account === undefined || (await deps.ledger.commit([...writes, ...account])) === 'conflict') return undefined;
  return { outcome: { status: 'applied' }, joined: { memberId, identities: keys } };
}

/** Since when somebody is a member by an event: whoever is enrolled by it is one when it occurs. */
function sinceOf({ enrolledAt, occurredAt }: EnrolmentEvent): Instant {
  return enrolledAt < occurredAt ? enrolledAt : occurredAt;
}

/** The business day of the enrolment that an event tells of. */
async function enrolledOn(deps: Dependencies, event: EnrolmentEvent): Promise<Day> {
  const since = sinceOf(event);
  return businessDay(since, programmeAt(await deps.programmes(), since).timeZone);
}

async function joining(deps: Dependencies, event: EnrolmentEvent, memberId: string): Promise<Write> {
  const on = await enrolledOn(deps, event);
  const account = newAccount(memberId, { on, channel: event.channel ?? null });
  return { write: 'account', account, expected: null };
}

/**
 * The account of a member whom another event has made, with the day and the channel of the enrolment, the same in whatever
 * order events arrive: the day is the oldest that any of them tells, the channel that of the enrolment that occurred first.
 *
 * @param isFirst whether it occurred before every other that is known
 */
async function enrolled(
  deps: Dependencies,
  event: EnrolmentEvent,
  memberId: string,
  isFirst: boolean,
): Promise<readonly Write[] | undefined> {
  const { accounts } = await deps.ledger.read({ memberIds: [memberId], entryIds: [] });
  const before = accounts.get(memberId);
  if (before === undefined) throw new Error('a profile has an account');
  if (before.account.left !== null) return undefined;
  const { enrolment, statistics } = before.account;
  const told = await enrolledOn(deps, event);
  const on = told < enrolment.on ? told : enrolment.on;
  // What was before an enrolment may not be before an earlier one.
  const since = statistics.since !== null && statistics.since < on ? statistics.since : null;
  const account = {
    ...before.account,
    enrolment: { on, channel: isFirst ? (event.channel ?? null) : enrolment.channel },
    statistics: { ...statistics, since },
  };
  return [{ write: 'account', account, expected: before.version }];
}

/** Applies one enrolment. A redelivery takes up where an interrupted one stopped. */
export async function enrolMember(deps: Dependencies, delivered: Delivered<EnrolmentEvent>): Promise<Results> {
  const { delivery } = delivered;
  const { outcome, joined } = await untilSettled(deps, () => attach(deps, delivered));
  if (joined === undefined) return resultOf(delivery, outcome);
  return resultOf(delivery, outcome, await claimParked(deps, joined.memberId, joined.identities));
}
