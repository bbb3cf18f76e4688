/** A batch of events about single members: whose they are, then each person's together and apart from everybody else's. */
import type { ImportEvent, PurchaseEvent } from '../contracts/parse-event.ts';
import type { Refusal } from '../contracts/refusals.ts';
import { refusal } from '../contracts/refusals.ts';
import { programmeAt } from '../domain/programme.ts';
import type { ProgrammeVersions, UnknownMemberPolicy } from '../domain/programme.ts';
import { claimParked } from './claim-parked.ts';
import type { Dependencies } from './dependencies.ts';
import { keyOfReference } from './fingerprint.ts';
import type { MemberEvent } from './member-events.ts';
import { Gathered, resultOf, unknownMember } from './outcome.ts';
import type { Delivered, Outcome, Results } from './outcome.ts';
import { recordEvents } from './record-events.ts';
import type { Owner } from './record-events.ts';
import { applyWaitingReturns } from './return-purchase.ts';
import { attemptsAtMost, ContentionError } from './retry.ts';
import { parkEvent } from './waiting-events.ts';

type Given = Delivered<MemberEvent>;
type Givens = [Given, ...Given[]];
type Group = { readonly givens: Givens; readonly run: (givens: Givens) => Promise<Results | undefined> };

function currencyOf(event: MemberEvent): string | undefined {
  return event.type === 'purchase.completed' || event.type === 'purchase.returned' ? event.data.currency : undefined;
}

/** What a programme refuses whoever the member is. */
function refusalBy(event: MemberEvent, versions: ProgrammeVersions): Refusal | undefined {
  const { currency, points } = programmeAt(versions, event.occurredAt);
  const given = currencyOf(event);
  if (given !== undefined && given !== currency) {
    return refusal('wrong-currency', { field: 'data.currency', rule: `the programme's currency, ${currency}` });
  }
  if (event.type !== 'purchase.completed' || points.valueOfPointMinor !== null) return undefined;
  const { pointsRedeemed = 0, redemptionId } = event.data;
  return pointsRedeemed === 0 && redemptionId === undefined
    ? undefined
    : refusal('invalid-event', { field: 'data.pointsRedeemed', rule: 'a programme with a valueOfPointMinor' });
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

function park(deps: Dependencies, parkable: Parkable, identity: string | null): Group['run'] {
  return async () => {
    const outcome = await parkEvent(deps, parkable, identity);
    return outcome && resultOf(parkable.delivery, outcome);
  };
}

/** Posts events of an owner, and then the returns that came before a sale among them. */
function record(deps: Dependencies, owner: Owner): Group['run'] {
  return async (givens) => {
    const recorded = await recordEvents(deps, owner, givens);
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

const refuseUnknown: Group['run'] = async (givens) => {
  const outcomes = new Map(givens.map(({ delivery }) => [delivery, unknownMember('data.member')]));
  return Promise.resolve({ outcomes, settled: [], failed: new Map() });
};

/** What an identity that nobody has means for an event: only purchases and imports may enrol somebody, or wait. */
function policyFor({ event }: Given, versions: ProgrammeVersions): UnknownMemberPolicy {
  const mayJoin = event.type === 'purchase.completed' || event.type === 'points.imported';
  return mayJoin ? programmeAt(versions, event.occurredAt).unknownMembers : 'refuse';
}

/** One group for each owner, in the order of their first event; what waits is a group of its own. */
function groupByOwner(
  deps: Dependencies,
  open: readonly Given[],
  owners: ReadonlyMap<string, string>,
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
    const { member } = given.event;
    const identity = keyOfReference(deps.digests, member);
    const memberId = identity === undefined ? member?.value : owners.get(identity);
    const policy = policyFor(given, versions);
    if (memberId !== undefined) {
      add(`member:${memberId}`, given, () => claiming(memberId, record(deps, { memberId }), isAgain));
    } else if (isParkable(given) && (identity === undefined || policy === 'park')) {
      add(`waits:${given.delivery}`, given, () => park(deps, given, identity ?? null));
    } else if (identity === undefined || policy !== 'enrol' || member === undefined || member.kind === 'memberId') {
      add('refuse', given, () => refuseUnknown);
    } else {
      const newcomer = { identity, kind: member.kind, value: member.value };
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
): Promise<ReadonlyMap<string, string>> {
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
