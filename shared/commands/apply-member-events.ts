/** A batch of events about single members: whose they are, then each person's together and apart from everybody else's. */
import type { ImportEvent, PurchaseEvent } from '../contracts/parse-event.ts';
import type { Refusal } from '../contracts/refusals.ts';
import { programmeAt } from '../domain/programme.ts';
import type { ProgrammeVersions, UnknownMemberPolicy } from '../domain/programme.ts';
import type { IdentityKey, Ownership } from '../store/member-store.ts';
import { claimParked } from './claim-parked.ts';
import { decideEvent } from './decide-event.ts';
import type { Dependencies } from './dependencies.ts';
import { keyOfReference } from './fingerprint.ts';
import { placesOf } from './member-events.ts';
import type { MemberEvent } from './member-events.ts';
import { conflicting, Gathered, resultOf, unknownMember } from './outcome.ts';
import type { Delivered, Outcome, Results } from './outcome.ts';
import { recordEvents } from './record-events.ts';
import type { Owner } from './record-events.ts';
import { refusedByProgramme } from './refused-by-programme.ts';
import { applyWaitingReturns } from './return-purchase.ts';
import { memberErased, resolveMember } from './resolve-member.ts';
import { attemptsAtMost, ContentionError } from './retry.ts';
import { parkEvent } from './waiting-events.ts';
import type { Awaited } from './waiting-events.ts';

type Given = Delivered<MemberEvent>;
type Givens = [Given, ...Given[]];
type Group = { readonly givens: Givens; readonly run: (givens: Givens) => Promise<Results | undefined> };

/** What a programme refuses whoever the member is. */
function refusalBy(event: MemberEvent, versions: ProgrammeVersions): Refusal | undefined {
  if (event.type !== 'purchase.completed' && event.type !== 'purchase.returned') return undefined;
  return refusedByProgramme(event.data, programmeAt(versions, event.occurredAt));
}

/** What can be said of an event before anybody is looked up. */
function check({ event }: Given, versions: ProgrammeVersions): Outcome | undefined {
  const reason = refusalBy(event, versions);
  if (reason !== undefined) return { status: 'refused', refusal: reason };
  return event.metadata.test === true ? { status: 'test' } : undefined;
}

type Parkable = Delivered<PurchaseEvent | ImportEvent>;

function isParkable(given: Given): given is Parkable {
  return given.event.type === 'purchase.completed' || given.event.type === 'points.imported';
}

function park(deps: Dependencies, parkable: Parkable, awaited: Awaited | null): Group['run'] {
  return async () => {
    const outcome = await parkEvent(deps, parkable, awaited);
    return outcome && resultOf(parkable.delivery, outcome);
  };
}

/** Posts events of an owner, and then the returns that came before a sale among them. */
function record(deps: Dependencies, owner: Owner): Group['run'] {
  return async (givens) => {
    const recorded = await recordEvents(deps, owner, givens, { decide: decideEvent });
    if (recorded === undefined || recorded.returnsWaiting.length === 0) return recorded;
    const settled = await applyWaitingReturns(deps, recorded.returnsWaiting);
    return { ...recorded, settled: [...recorded.settled, ...settled] };
  };
}

/**
 * Posts what waits for the identities of the events that `joins` holds for: those that enrolled their member, and those
 * that an earlier delivery may have enrolled a member by without coming this far.
 */
function thenClaim(
  deps: Dependencies,
  memberId: string,
  run: Group['run'],
  joins: (outcome: Outcome | undefined) => boolean,
): Group['run'] {
  return async (givens) => {
    const results = await run(givens);
    if (results === undefined) return undefined;
    // Nobody joins by an event of another kind.
    const joined = givens.filter((given) => isParkable(given) && joins(results.outcomes.get(given.delivery)));
    const identities = new Set(joined.flatMap(({ event }) => keyOfReference(deps.digests, event.member) ?? []));
    return { ...results, settled: [...results.settled, ...(await claimParked(deps, memberId, [...identities]))] };
  };
}

const isAccepted = (outcome: Outcome | undefined) => outcome?.status === 'applied' || outcome?.status === 'duplicate';
const isAgain = (outcome: Outcome | undefined) =>
  (outcome?.status === 'applied' || outcome?.status === 'duplicate') && outcome.again === true;

const refuse =
  (outcome: Outcome): Group['run'] =>
  async (givens) => {
    const outcomes = new Map(givens.map(({ delivery }) => [delivery, outcome]));
    return Promise.resolve({ outcomes, settled: [], failed: new Map() });
  };

function wasSomebodys({ erasedAt, former }: Ownership): boolean {
  return erasedAt !== null || former !== undefined;
}

/**
 * Of an identity that was somebody's once, the answer to what nobody is named by now: the same id as that one's is told,
 * so that whoever asks at the door, whose requests occur whenever they are asked, is given the first answer again.
 */
function refuseMoved(deps: Dependencies): Group['run'] {
  return async ([{ event, delivery }]) => {
    const { items } = await deps.ledger.read({ memberIds: [], entryIds: placesOf(event) });
    const isUsed = [...items.values()].some((item) => item.found === 'entry' || item.held.holds === 'refusal');
    return resultOf(delivery, isUsed ? conflicting(event.type) : unknownMember('data.member'));
  };
}

/** What an identity that nobody has means for an event: only purchases and imports may enrol somebody, or wait. */
function policyFor({ event }: Given, versions: ProgrammeVersions): UnknownMemberPolicy {
  const mayJoin = event.type === 'purchase.completed' || event.type === 'points.imported';
  return mayJoin ? programmeAt(versions, event.occurredAt).unknownMembers : 'refuse';
}

/** One group for each owner, in the order of their first event; what waits is a group of its own. */
function groupByOwner(
  deps: Dependencies,
  open: readonly Given[],
  owners: ReadonlyMap<IdentityKey, Ownership>,
  versions: ProgrammeVersions,
): Group[] {
  const groups = new Map<string, Group>();
  // Only a programme that once parked can have left events behind that wait for a newcomer.
  const parks = versions.some((version) => version.unknownMembers === 'park');
  const claiming = (memberId: string, run: Group['run'], joins: typeof isAgain) =>
    parks ? thenClaim(deps, memberId, run, joins) : run;
  const add = (key: string, given: Given, run: () => Group['run']) => {
    const known = groups.get(key);
    if (known === undefined) groups.set(key, { givens: [given], run: run() });
    else known.givens.push(given);
  };
  for (const given of open) {
    const { member, occurredAt } = given.event;
    const resolved = member === undefined ? undefined : resolveMember(deps.digests, member, occurredAt, owners);
    const policy = policyFor(given, versions);
    if (resolved?.is === 'member') {
      const { memberId } = resolved;
      add(`member:${memberId}`, given, () => claiming(memberId, record(deps, { memberId }), isAgain));
    } else if (resolved?.is === 'erased') {
      add('erased', given, () => refuse(memberErased('data.member')));
    } else if (isParkable(given) && (resolved === undefined || policy === 'park')) {
      add(`waits:${given.delivery}`, given, () => park(deps, given, resolved ?? null));
    } else if (resolved?.is === 'nobody' && policy !== 'enrol' && wasSomebodys(resolved.ownership)) {
      add(`moved:${given.delivery}`, given, () => refuseMoved(deps));
    } else if (member === undefined || resolved === undefined || policy !== 'enrol') {
      add('unknown', given, () => refuse(unknownMember('data.member')));
    } else {
      const { identity, ownership } = resolved;
      const newcomer = { identity, ownership, kind: member.kind, value: member.value };
      add(`enrol:${identity}`, given, () => {
        const owner = { memberId: deps.newMemberId(), newcomer };
        return claiming(owner.memberId, record(deps, owner), isAccepted);
      });
    }
  }
  return [...groups.values()];
}

async function ownersOf(
  deps: Dependencies,
  open: readonly Given[],
  attempt: number,
): Promise<ReadonlyMap<IdentityKey, Ownership>> {
  const identities = new Set(open.flatMap(({ event }) => keyOfReference(deps.digests, event.member) ?? []));
  // A stale answer costs a lost race, which the second attempt, reading strongly, settles.
  return identities.size === 0
    ? new Map()
    : deps.members.owners([...identities], attempt === 0 ? 'eventual' : 'strong');
}

/**
 * Applies a batch of events about single members. What one of them suffers harms no other: a refusal is its outcome, a
 * failure is listed under `failed` and may be tried again, and events of different people are posted apart.
 */
export async function applyMemberEvents(deps: Dependencies, givens: readonly Given[]): Promise<Results> {
  const versions = await deps.programmes();
  const results = new Gathered();
  let open = givens.filter((given) => {
    const outcome = check(given, versions);
    if (outcome !== undefined) results.outcomes.set(given.delivery, outcome);
    return outcome === undefined;
  });
  for (let attempt = 0; open.length > 0 && attempt < attemptsAtMost; attempt += 1) {
    if (attempt > 0) await deps.backOff(attempt);
    const groups = groupByOwner(deps, open, await ownersOf(deps, open, attempt), versions);
    const undecided = await Promise.all(
      groups.map(async ({ givens: ofOwner, run }): Promise<readonly Given[]> => {
        try {
          const part = await run(ofOwner);
          if (part === undefined) return ofOwner;
          results.add(part);
        } catch (error) {
          results.fail(ofOwner, error);
        }
        return [];
      }),
    );
    open = undecided.flat();
  }
  if (open.length > 0) results.fail(open, new ContentionError());
  return results;
}
