/** Two members who are one person: both books in one transaction, and with them whose the identities are. */
import type { MergeEvent } from '../contracts/parse-event.ts';
import { entryIds } from '../domain/entry.ts';
import type { Cause } from '../domain/entry.ts';
import { decideMerge } from '../domain/merge-members.ts';
import type { LedgerItem, VersionedAccount, Write } from '../store/store.ts';
import { writesAtMost } from '../store/store.ts';
import { appendUnits } from './append.ts';
import type { Dependencies } from './dependencies.ts';
import { causeOf, keyOfReference } from './fingerprint.ts';
import { moveRestOfProof, profileWrites } from './merge-profiles.ts';
import type { MergedIds } from './merge-profiles.ts';
import { conflicting, refused, repeated, unknownMember } from './outcome.ts';
import type { Delivered, Outcome } from './outcome.ts';
import { presentId, readPresent } from './present-members.ts';
import { memberErased, resolveMember } from './resolve-member.ts';
import { postDue } from './review-account.ts';
import { untilSettled } from './retry.ts';

type Given = Delivered<MergeEvent>;
const sides = ['kept', 'removed'] as const;
type Side = (typeof sides)[number];
type Both = Readonly<Record<Side, VersionedAccount>>;
/** What became of a request, and whose proof is to be moved still, if there may be any. */
type Merged = { readonly outcome: Outcome; readonly rest?: MergedIds };

/** The two members by their ids, or why there are none. */
async function resolve({ digests, members, ledger }: Dependencies, event: MergeEvent): Promise<MergedIds | Outcome> {
  const keys = sides.flatMap((side) => keyOfReference(digests, event[side]) ?? []);
  // Merges are seldom: it is not worth asking twice.
  const owners = keys.length === 0 ? new Map<string, never>() : await members.owners([...new Set(keys)], 'strong');
  const ids = { kept: '', removed: '' };
  for (const side of sides) {
    const resolved = resolveMember(digests, event[side], event.occurredAt, owners);
    if (resolved.is === 'erased') return memberErased(`data.${side}`);
    if (resolved.is === 'nobody') return unknownMember(`data.${side}`);
    ids[side] = resolved.hadIt ? await presentId(ledger, resolved.memberId) : resolved.memberId;
  }
  return ids;
}

/** The answer to a request that was posted before: the same whatever its members are called by now. */
async function answered(
  { ledger }: Dependencies,
  { event }: Given,
  { kept, removed }: MergedIds,
  item: LedgerItem | undefined,
  cause: Cause,
): Promise<Merged | undefined> {
  if (item === undefined) return undefined;
  if (item.found !== 'entry' || item.entry.kind !== 'merge') return { outcome: conflicting(event.type) };
  const { entry } = item;
  const { accounts } = await readPresent(ledger, { memberIds: [entry.memberId, kept, removed], entryIds: [] });
  const [first, ...others] = [...accounts.values()].map(({ account }) => account.memberId);
  const isSame = accounts.size > 0 && others.every((other) => other === first);
  if (!isSame || first === undefined) return { outcome: conflicting(event.type) };
  const outcome = repeated(event.type, entry.cause, cause, entry.entryId);
  return outcome.status === 'refused'
    ? { outcome }
    : { outcome, rest: { kept: first, removed: entry.removed.memberId } };
}

/**
 * Whose proof is to be moved still of a merge whose members are known by none of the names any more: without it what they
 * allowed would stay behind where they were erased since.
 */
async function restOf({ ledger }: Dependencies, { data }: MergeEvent): Promise<Pick<Merged, 'rest'>> {
  const entryId = entryIds.merge(data.requestId);
  const item = (await ledger.read({ memberIds: [], entryIds: [entryId] })).items.get(entryId);
  if (item?.found !== 'entry' || item.entry.kind !== 'merge') return {};
  const { memberId, removed } = item.entry;
  return { rest: { kept: memberId, removed: removed.memberId } };
}

function invalidMerge(side: Side, rule: string): Outcome {
  return refused('invalid-merge', { field: `data.${side}`, rule });
}

/** Both accounts, or why they cannot become one; undefined when who has an identity has changed since it was read. */
function accountsOf(
  event: MergeEvent,
  ids: MergedIds,
  accounts: ReadonlyMap<string, VersionedAccount>,
): Both | Outcome | undefined {
  const [kept, removed] = [accounts.get(ids.kept), accounts.get(ids.removed)];
  if (kept === undefined) return unknownMember('data.kept');
  if (removed === undefined) return unknownMember('data.removed');
  const both = { kept, removed };
  for (const side of sides) {
    const { left } = both[side].account;
    if (left === null) continue;
    // Whoever had the identity that was read has left since: it is somebody else's, or nobody's.
    if (event[side].kind !== 'memberId') return undefined;
    if (left.how === 'erased') return memberErased(`data.${side}`);
    return invalidMerge(side, 'a member who was not merged into another');
  }
  return ids.kept === ids.removed ? invalidMerge('removed', 'another member than the one who is kept') : both;
}

async function post(deps: Dependencies, { event }: Given, both: Both, cause: Cause): Promise<Merged | undefined> {
  const { ledger, digests } = deps;
  const { requestId } = event.data;
  const accounts = { kept: both.kept.account, removed: both.removed.account };
  const decision = decideMerge(accounts, { requestId, occurredAt: event.occurredAt }, cause, await deps.programmes());
  const books = sides.flatMap((side): Write[] => {
    const { account, version } = both[side];
    const units = appendUnits(digests, account, decision[side]);
    const after = units.at(-1)?.account ?? account;
    return [...units.flatMap((unit) => unit.writes), { write: 'account', account: after, expected: version }];
  });
  const ids = { kept: accounts.kept.memberId, removed: accounts.removed.memberId };
  const profiles = await profileWrites(deps, ids, event.occurredAt);
  if (profiles === undefined) return undefined;
  if (profiles.excess !== undefined) return { outcome: invalidMerge('removed', profiles.excess) };
  const writes = [...books, ...profiles.writes];
  if (writes.length > writesAtMost && sides.some((side) => decision[side].due.length > 0)) {
    // What is due first does not fit beside the merge: it goes before it, and then everything is looked at again.
    for (const side of sides) await postDue(deps, both[side], decision[side].due);
    return undefined;
  }
  const { now, isAll } = profiles.proof(writesAtMost - writes.length);
  if ((await ledger.commit([...writes, ...now])) === 'conflict') return undefined;
  return { outcome: { status: 'applied', entryId: entryIds.merge(requestId) }, ...(isAll ? {} : { rest: ids }) };
}

async function attempt(deps: Dependencies, given: Given): Promise<Merged | undefined> {
  const { event } = given;
  const ids = await resolve(deps, event);
  if ('status' in ids) return { outcome: ids, ...(await restOf(deps, event)) };
  const entryId = entryIds.merge(event.data.requestId);
  const { accounts, items } = await deps.ledger.read({ memberIds: [ids.kept, ids.removed], entryIds: [entryId] });
  const cause = causeOf(deps.digests, given);
  const before = await answered(deps, given, ids, items.get(entryId), cause);
  if (before !== undefined) return before;
  const both = accountsOf(event, ids, accounts);
  if (both === undefined) return undefined;
  if ('status' in both) return { outcome: both };
  return post(deps, given, both, cause);
}

/** Merges two members. A redelivery takes up where an interrupted merge stopped. */
export async function mergeMembers(deps: Dependencies, given: Given): Promise<Outcome> {
  const { outcome, rest } = await untilSettled(deps, async () => attempt(deps, given));
  if (rest !== undefined) await moveRestOfProof(deps, rest);
  return outcome;
}
