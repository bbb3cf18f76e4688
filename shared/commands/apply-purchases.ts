/** A batch of sales: whose they are, then each person's together and apart from everybody else's. */
import type { PurchaseEvent } from '../contracts/parse-event.ts';
import { programmeAt } from '../domain/programme.ts';
import type { ProgrammeVersions } from '../domain/programme.ts';
import { claimParked } from './claim-parked.ts';
import type { Dependencies } from './dependencies.ts';
import { identityKey } from './fingerprint.ts';
import { refused } from './outcome.ts';
import type { Delivered, Outcome, Results } from './outcome.ts';
import { recordPurchases } from './record-purchases.ts';
import type { Owner } from './record-purchases.ts';
import { attemptsAtMost, ContentionError } from './retry.ts';
import { parkPurchase } from './waiting-purchase.ts';

type Sale = Delivered<PurchaseEvent>;
type Group = {
  readonly sales: [Sale, ...Sale[]];
  readonly run: (sales: [Sale, ...Sale[]]) => Promise<Results | undefined>;
};

/** What can be said of a sale before anybody is looked up. */
function check({ event }: Sale, versions: ProgrammeVersions): Outcome | undefined {
  const { currency } = programmeAt(versions, event.occurredAt);
  if (event.data.currency !== currency) {
    return refused('wrong-currency', { field: 'data.currency', rule: `the programme's currency, ${currency}` });
  }
  return event.metadata.test === true ? { status: 'test' } : undefined;
}

function park(deps: Dependencies, identity: string | null): Group['run'] {
  return async ([sale]) => {
    const outcome = await parkPurchase(deps, sale, identity);
    return outcome && { outcomes: new Map([[sale.delivery, outcome]]), settled: [], failed: new Map() };
  };
}

/** The key of the identity that a sale names; undefined for a guest's, and for one of a member of ours. */
function identityOf({ digests }: Dependencies, { event: { member } }: Sale): string | undefined {
  return member === undefined || member.kind === 'memberId' ? undefined : identityKey(digests, member);
}

/**
 * Posts what waits for the identities of the sales that `joins` holds for: those that enrolled their member, and those
 * that an earlier delivery may have enrolled a member by without coming this far.
 */
function thenClaim(
  deps: Dependencies,
  memberId: string,
  run: Group['run'],
  joins: (outcome: Outcome | undefined) => boolean,
): Group['run'] {
  return async (sales) => {
    const results = await run(sales);
    if (results === undefined) return undefined;
    const joined = sales.filter(({ delivery }) => joins(results.outcomes.get(delivery)));
    const identities = new Set(joined.flatMap((sale) => identityOf(deps, sale) ?? []));
    return { ...results, settled: [...results.settled, ...(await claimParked(deps, memberId, [...identities]))] };
  };
}

const isAccepted = (outcome: Outcome | undefined) => outcome?.status === 'applied' || outcome?.status === 'duplicate';
const isAgain = (outcome: Outcome | undefined) =>
  (outcome?.status === 'applied' || outcome?.status === 'duplicate') && outcome.again === true;

const refuseUnknown: Group['run'] = async (sales) => {
  const unknown = refused('unknown-member', { field: 'data.member', rule: 'somebody who is enrolled' });
  return Promise.resolve({
    outcomes: new Map(sales.map(({ delivery }) => [delivery, unknown])),
    settled: [],
    failed: new Map(),
  });
};

/** One group for each owner, in the order of their first sale; what waits is a group of its own. */
function groupByOwner(
  deps: Dependencies,
  sales: readonly Sale[],
  owners: ReadonlyMap<string, string>,
  versions: ProgrammeVersions,
): Group[] {
  const groups = new Map<string, Group>();
  const record =
    (owner: Owner): Group['run'] =>
    (ofOwner) =>
      recordPurchases(deps, owner, ofOwner);
  // Only a programme that once parked can have left purchases behind that wait for a newcomer.
  const parks = versions.some((version) => version.unknownMembers === 'park');
  for (const sale of sales) {
    const { member } = sale.event;
    const identity = identityOf(deps, sale);
    const memberId = identity === undefined ? member?.value : owners.get(identity);
    const policy = programmeAt(versions, sale.event.occurredAt).unknownMembers;
    const waits = memberId === undefined && (identity === undefined || policy === 'park');
    const key = waits
      ? `waits:${sale.delivery}`
      : memberId === undefined
        ? `${policy}:${identity ?? ''}`
        : `member:${memberId}`;
    const known = groups.get(key);
    if (known !== undefined) {
      known.sales.push(sale);
    } else if (memberId !== undefined) {
      const run = record({ memberId });
      groups.set(key, { sales: [sale], run: parks ? thenClaim(deps, memberId, run, isAgain) : run });
    } else if (waits || identity === undefined || member === undefined || member.kind === 'memberId') {
      groups.set(key, { sales: [sale], run: park(deps, identity ?? null) });
    } else if (policy === 'refuse') {
      groups.set(key, { sales: [sale], run: refuseUnknown });
    } else {
      const newcomer = { identity, kind: member.kind, value: member.value };
      const owner = { memberId: deps.newMemberId(), newcomer };
      const run = parks ? thenClaim(deps, owner.memberId, record(owner), isAccepted) : record(owner);
      groups.set(key, { sales: [sale], run });
    }
  }
  return [...groups.values()];
}

async function ownersOf(
  deps: Dependencies,
  sales: readonly Sale[],
  attempt: number,
): Promise<ReadonlyMap<string, string>> {
  const identities = new Set(sales.flatMap((sale) => identityOf(deps, sale) ?? []));
  // A stale answer costs a lost race, which the second attempt, reading strongly, settles.
  return identities.size === 0
    ? new Map()
    : deps.members.owners([...identities], attempt === 0 ? 'eventual' : 'strong');
}

/**
 * Applies a batch of sales. What one of them suffers harms no other: a refusal is its outcome, a failure is listed under
 * `failed` and may be tried again, and sales of different people are posted apart.
 */
export async function applyPurchases(deps: Dependencies, sales: readonly Sale[]): Promise<Results> {
  const versions = await deps.programmes();
  const outcomes = new Map<string, Outcome>();
  const settled: Results['settled'][number][] = [];
  const failed = new Map<string, unknown>();
  let open = sales.filter((sale) => {
    const outcome = check(sale, versions);
    if (outcome !== undefined) outcomes.set(sale.delivery, outcome);
    return outcome === undefined;
  });
  for (let attempt = 0; open.length > 0 && attempt < attemptsAtMost; attempt += 1) {
    if (attempt > 0) await deps.backOff(attempt);
    const groups = groupByOwner(deps, open, await ownersOf(deps, open, attempt), versions);
    const undecided = await Promise.all(
      groups.map(async ({ sales: ofOwner, run }): Promise<readonly Sale[]> => {
        try {
          const results = await run(ofOwner);
          if (results === undefined) return ofOwner;
          for (const [delivery, outcome] of results.outcomes) outcomes.set(delivery, outcome);
          settled.push(...results.settled);
        } catch (error) {
          for (const { delivery } of ofOwner) failed.set(delivery, error);
        }
        return [];
      }),
    );
    open = undecided.flat();
  }
  for (const { delivery } of open) failed.set(delivery, new ContentionError());
  return { outcomes, settled, failed };
}
