/** Events of one member: load, decide each on top of the one before, post them together. */
import type { Account } from '../domain/account.ts';
import { newAccount } from '../domain/account.ts';
import type { Birthday } from '../domain/birthday.ts';
import type { Cause } from '../domain/entry.ts';
import { programmeAt } from '../domain/programme.ts';
import type { ProgrammeVersions } from '../domain/programme.ts';
import { nobody } from '../domain/person.ts';
import { businessDay, formatInstant } from '../domain/zone.ts';
import type { HeldWaiting, LedgerItem, Write } from '../store/store.ts';
import { appendUnits, postUnits } from './append.ts';
import type { Dependencies } from './dependencies.ts';
import { causeOf } from './fingerprint.ts';
import { keptRefusal } from './kept-refusal.ts';
import { birthdayRead, birthdayToRead } from './member-birthday.ts';
import { idsToRead, placesOf } from './member-events.ts';
import type { Decide, MemberEvent } from './member-events.ts';
import { conflicting, refusedBy, repeated, unknownMember } from './outcome.ts';
import type { Delivered, Outcome, Results } from './outcome.ts';
import { ownIdentitiesAmong } from './own-identities.ts';
import { PostingSession } from './posting-session.ts';
import { presentlyOf, readPresent } from './present-members.ts';
import { memberErased } from './resolve-member.ts';
import { namedBy } from './seen.ts';
import { isOwned } from './waiting-events.ts';
import type { Awaited } from './waiting-events.ts';

/** Whose events they are: a member of ours, or a person whom the first of them enrols. */
export type Owner =
  | { readonly memberId: string; readonly newcomer?: undefined }
  | {
      readonly memberId: string;
      readonly newcomer: Awaited & { readonly kind: string; readonly value: string };
    };

function enrolmentOf({ event }: Delivered<MemberEvent>, versions: ProgrammeVersions): Account['enrolment'] {
  const { timeZone } = programmeAt(versions, event.occurredAt);
  const channel = event.type === 'purchase.completed' ? (event.data.channel ?? null) : null;
  return { on: businessDay(event.occurredAt, timeZone), channel };
}

/** What a member's request was answered before; undefined when it is new. */
function answered(
  session: PostingSession,
  event: MemberEvent,
  cause: Cause,
  { ownIdentities, ownIds }: Pick<Context, 'ownIdentities' | 'ownIds'>,
): Outcome | HeldWaiting | undefined {
  for (const id of placesOf(event)) {
    const seen = session.see(id);
    if (seen === undefined) continue;
    if ('kind' in seen) {
      const earlier = 'cause' in seen ? seen.cause : null;
      if (earlier === null || !ownIds.has(seen.memberId)) return conflicting(event.type);
      if (seen.kind === 'earn') session.returnsWaiting.push(...seen.returnsBefore);
      return repeated(event.type, earlier, cause, id);
    }
    if (seen.holds === 'refusal') {
      if (!ownIds.has(seen.owner) || seen.content !== cause.content) return conflicting(event.type);
      return { status: 'refused', refusal: seen.refusal };
    }
    if (seen.holds !== 'waiting') return conflicting(event.type);
    const waiting = seen.event;
    if (waiting === null) return seen;
    const isOthers = waiting.identity !== null && !ownIdentities.has(waiting.identity);
    return isOthers || waiting.content !== cause.content ? conflicting(event.type) : seen;
  }
  return undefined;
}

/** Whether a refusal is an answer that is kept under the request's key (domain.md, "Redemption"). */
function isKept(event: MemberEvent, code: string): boolean {
  return event.type === 'redemption.requested' && code === 'insufficient-points';
}

type Context = {
  readonly versions: ProgrammeVersions;
  /** Of the identities that events wait for, those of the member. */
  readonly ownIdentities: ReadonlySet<string>;
  /** Of the members that what was found names, those who are the member now; the member among them. */
  readonly ownIds: ReadonlySet<string>;
  readonly birthday: Birthday | undefined;
} & Options;

function apply(
  { digests }: Dependencies,
  session: PostingSession,
  delivered: Delivered<MemberEvent>,
  { versions, ownIdentities, ownIds, birthday, keepsPlace, decide }: Context,
): Outcome {
  const { event, delivery } = delivered;
  const { occurredAt } = event;
  const [entryId] = placesOf(event);
  const cause = causeOf(digests, delivered);
  const before = answered(session, event, cause, { ownIdentities, ownIds });
  if (before !== undefined && 'status' in before) return before;

  // The delivery that waited is the one that is applied now; this one says the same again, unless it is that one.
  const waiting = before?.event ?? undefined;
  const recorded =
    waiting === undefined ? cause : { ...cause, delivery: waiting.delivery, ...(waiting.guest ? { guest: true } : {}) };
  const returnsBefore = before?.returns ?? [];
  const context = { versions, see: session.see, birthday, returnsBefore, ownIds };
  const { decision, writes } = decide(session.account, event, recorded, context);
  if ('refused' in decision) {
    const answer = refusedBy(decision);
    if (isKept(event, decision.refused)) {
      session.remember(keptRefusal(entryId, session.account.memberId, { cause, occurredAt }, answer.refusal));
    }
    return answer;
  }
  const units = appendUnits(digests, session.account, decision, { entryId, replaces: before });
  const stays = keepsPlace === true && returnsBefore.length > 0;
  const settling = waiting === undefined ? [] : session.settlingWrites(entryId, waiting, stays);
  session.returnsWaiting.push(...returnsBefore);
  session.post(units, [...decision.due, ...decision.own], [...writes, ...settling]);
  if (waiting === undefined || waiting.delivery === delivery) return { status: 'applied', entryId };
  session.settled.push({ delivery: waiting.delivery, entryId });
  return { status: 'duplicate', entryId };
}

/** Somebody becomes a member by an event, under the identity by which it named them. */
function joiningWrites(
  memberId: string,
  { identity, ownership, kind, value }: NonNullable<Owner['newcomer']>,
  { type, occurredAt }: MemberEvent,
): Write[] {
  const joinedBy = { occurredAt: formatInstant(occurredAt), type };
  const identities = [{ kind, value, at: occurredAt }];
  return [
    { write: 'identity', identity, owner: { ...ownership, memberId }, expected: ownership },
    { write: 'profile', profile: { ...nobody, memberId, version: 1, identities, joinedBy }, expected: null },
  ];
}

/**
 * Whether somebody who was nobody when looked up has become a member since, by the very event that was found: its entry
 * and the identity are written together, so whoever sees the one sees the other now.
 */
async function joinedMeanwhile(
  { members }: Dependencies,
  { newcomer }: Owner,
  items: ReadonlyMap<string, LedgerItem>,
): Promise<boolean> {
  if (newcomer === undefined || ![...items.values()].some(({ found }) => found === 'entry')) return false;
  return isOwned(members, newcomer.identity);
}

/**
 * Events that name somebody who left. By our own id that is for ever so; an identity is somebody else's by now, or
 * nobody's, and was read before.
 */
function afterLeaving(events: readonly Delivered<MemberEvent>[]): Recorded | undefined {
  if (events.some(({ event }) => event.member?.kind !== 'memberId')) return undefined;
  const outcomes = new Map(events.map(({ delivery }) => [delivery, memberErased('data.member')]));
  return { outcomes, settled: [], failed: new Map(), returnsWaiting: [] };
}

type Options = {
  /** The rules of the events that are given: who claims what waited carries no others along. */
  readonly decide: Decide;
  /** Whether what waited keeps its place under an identity while returns of it wait: the caller gives it up after them. */
  readonly keepsPlace?: boolean;
  /** Whether the member was enrolled just now: what was told with it is not to be missed. */
  readonly justEnrolled?: boolean;
};

/** Everything that has to be seen to decide. Of somebody new there is neither an account nor a profile. */
function toRead(
  { memberId, newcomer }: Owner,
  events: readonly Delivered<MemberEvent>[],
  versions: ProgrammeVersions,
  { justEnrolled = false }: Options,
) {
  const entryIds = events.flatMap(({ event }) => idsToRead(event));
  if (newcomer !== undefined) return { memberIds: [], entryIds };
  const occurred = events.map(({ event }) => event);
  const birthdaysOf = birthdayToRead(memberId, occurred, versions, justEnrolled ? 'strong' : 'eventual');
  return { memberIds: [memberId], entryIds, birthdaysOf };
}

export type Recorded = Results & { readonly returnsWaiting: readonly string[] };

/**
 * Records events of one member in the order given, in one posting.
 *
 * @returns undefined when another writer was faster: find the owner and decide again
 */
export async function recordEvents(
  deps: Dependencies,
  owner: Owner,
  events: readonly [Delivered<MemberEvent>, ...Delivered<MemberEvent>[]],
  options: Options,
): Promise<Recorded | undefined> {
  const versions = await deps.programmes();
  const { accounts, items, birthdays } = await readPresent(deps.ledger, toRead(owner, events, versions, options));
  if (await joinedMeanwhile(deps, owner, items)) return undefined;
  const account = accounts.get(owner.memberId);
  if (account === undefined && owner.newcomer === undefined) {
    const unknown = unknownMember('data.member');
    const outcomes = new Map(events.map(({ delivery }) => [delivery, unknown]));
    return { outcomes, settled: [], failed: new Map(), returnsWaiting: [] };
  }
  const isNew = ({ event }: Delivered<MemberEvent>) => items.get(placesOf(event)[0])?.found !== 'entry';
  const joining = events.find(isNew) ?? events[0];
  const joined = enrolmentOf(joining, versions);
  if (account !== undefined && account.account.left !== null) return afterLeaving(events);
  const session = new PostingSession(account?.account ?? newAccount(owner.memberId, joined), items);
  const { memberId } = session.account;
  const context: Context = {
    versions,
    ownIdentities: await ownIdentitiesAmong(deps, { memberId, joining: owner.newcomer?.identity }, items),
    ownIds: await presentlyOf(deps.ledger, memberId, namedBy(items)),
    birthday: await birthdayRead(deps.members, memberId, birthdays),
    ...options,
  };
  for (const delivered of events) {
    session.outcomes.set(delivered.delivery, apply(deps, session, delivered, context));
  }
  const joins = owner.newcomer !== undefined && session.units.length > 0;
  const alongside = [
    ...session.alongside,
    ...(joins ? joiningWrites(owner.memberId, owner.newcomer, joining.event) : []),
  ];
  const posted = await postUnits(deps.ledger, session.units, account?.version ?? null, alongside);
  if (!posted) return undefined;
  const { outcomes, settled, returnsWaiting } = session;
  return { outcomes, settled, failed: new Map(), returnsWaiting };
}
