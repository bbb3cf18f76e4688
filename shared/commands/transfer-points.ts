/** Points that one member gives to another: both books in one transaction. */
import type { TransferEvent } from '../contracts/parse-event.ts';
import { entryIds } from '../domain/entry.ts';
import type { Cause } from '../domain/entry.ts';
import { decideTransfer } from '../domain/transfer.ts';
import type { IdentityKey, Ownership } from '../store/member-store.ts';
import type { LedgerItem, VersionedAccount, Write } from '../store/store.ts';
import { writesAtMost } from '../store/store.ts';
import { appendUnits } from './append.ts';
import type { Dependencies } from './dependencies.ts';
import { causeOf, keyOfReference } from './fingerprint.ts';
import { keptRefusal } from './kept-refusal.ts';
import { conflicting, refusedBy, repeated, unknownMember } from './outcome.ts';
import type { Delivered, Outcome } from './outcome.ts';
import { presentlyOf, readPresent } from './present-members.ts';
import { memberErased, resolveMember } from './resolve-member.ts';
import type { Resolved } from './resolve-member.ts';
import { postDue } from './review-account.ts';
import { untilSettled } from './retry.ts';

type Given = Delivered<TransferEvent>;
type Both = { readonly from: VersionedAccount; readonly to: VersionedAccount };

/** The members that an event names. */
async function resolve(
  { digests, members }: Dependencies,
  { from, to, occurredAt }: TransferEvent,
  attempt: number,
): Promise<readonly [Resolved, Resolved]> {
  const references = [from, to];
  const keys = references.map((reference) => keyOfReference(digests, reference));
  const wanted = [...new Set(keys.flatMap((key) => key ?? []))];
  const consistency = attempt === 0 ? 'eventual' : 'strong';
  const owners = wanted.length === 0 ? new Map<IdentityKey, Ownership>() : await members.owners(wanted, consistency);
  return [resolveMember(digests, from, occurredAt, owners), resolveMember(digests, to, occurredAt, owners)];
}

/** Whether members of old are the two who give and get now. */
async function areNow(
  ledger: Dependencies['ledger'],
  [giver, getter]: readonly [string, string],
  { from, to }: Both,
): Promise<boolean> {
  const ownOf = async (now: VersionedAccount, named: string) => presentlyOf(ledger, now.account.memberId, [named]);
  return (await ownOf(from, giver)).has(giver) && (await ownOf(to, getter)).has(getter);
}

async function answered(
  { ledger }: Dependencies,
  { event }: Given,
  both: Both,
  item: LedgerItem | undefined,
  cause: Cause,
): Promise<Outcome | undefined> {
  if (item === undefined) return undefined;
  if (item.found === 'entry') {
    const { entry } = item;
    if (entry.kind !== 'transfer-out') return conflicting(event.type);
    return (await areNow(ledger, [entry.memberId, entry.to], both))
      ? repeated(event.type, entry.cause, cause, entry.entryId)
      : conflicting(event.type);
  }
  const { held } = item;
  if (held.holds !== 'refusal' || held.content !== cause.content) return conflicting(event.type);
  return (await areNow(ledger, sidesOf(held.owner), both))
    ? { status: 'refused', refusal: held.refusal }
    : conflicting(event.type);
}

/** Ids of ours have no such sign. */
const arrow = '>';

function ownerOf(giver: string, getter: string): string {
  return `${giver}${arrow}${getter}`;
}

function sidesOf(owner: string): readonly [string, string] {
  const [giver = '', getter = ''] = owner.split(arrow);
  return [giver, getter];
}

async function post(deps: Dependencies, { event }: Given, both: Both, cause: Cause): Promise<Outcome | undefined> {
  const { ledger, digests } = deps;
  const entryId = entryIds.transferOut(event.data.requestId);
  const { requestId, points } = event.data;
  const request = { requestId, occurredAt: event.occurredAt, points: BigInt(points) };
  const accounts = { from: both.from.account, to: both.to.account };
  const decision = decideTransfer(accounts, request, cause, await deps.programmes());
  if ('refused' in decision) {
    const answer = refusedBy(decision);
    if (decision.refused !== 'insufficient-points') return answer;
    const owner = ownerOf(accounts.from.memberId, accounts.to.memberId);
    const held = keptRefusal(entryId, owner, { cause, occurredAt: event.occurredAt }, answer.refusal);
    return (await ledger.commit([{ write: 'held', held, expected: null }])) === 'conflict' ? undefined : answer;
  }
  const writes = (['from', 'to'] as const).flatMap((side): Write[] => {
    const { account, version } = both[side];
    const units = appendUnits(digests, account, decision[side]);
    const after = units.at(-1)?.account ?? account;
    return [...units.flatMap((unit) => unit.writes), { write: 'account', account: after, expected: version }];
  });
  if (writes.length > writesAtMost) {
    // What is due first does not fit beside the transfer: it goes before it, and then everything is looked at again.
    for (const side of ['from', 'to'] as const) await postDue(deps, both[side], decision[side].due);
    return undefined;
  }
  return (await ledger.commit(writes)) === 'conflict' ? undefined : { status: 'applied', entryId };
}

type Side = 'from' | 'to';

/** Why a side of the transfer is nobody's who could give or get; undefined when it has to be looked at again. */
function missing(side: Side, resolved: Resolved, isFirst: boolean): Outcome | undefined {
  if (resolved.is === 'erased') return memberErased(`data.${side}`);
  // A stale answer says at worst that somebody is unknown: that is asked again before it counts.
  return isFirst && resolved.is === 'nobody' ? undefined : unknownMember(`data.${side}`);
}

async function attempt(deps: Dependencies, given: Given, number: number): Promise<Outcome | undefined> {
  const { event } = given;
  const [giver, getter] = await resolve(deps, event, number);
  if (giver.is !== 'member') return missing('from', giver, number === 0);
  if (getter.is !== 'member') return missing('to', getter, number === 0);
  const entryId = entryIds.transferOut(event.data.requestId);
  const memberIds = [giver.memberId, getter.memberId];
  const { accounts, items } = await readPresent(deps.ledger, { memberIds, entryIds: [entryId] });
  const [from, to] = [accounts.get(giver.memberId), accounts.get(getter.memberId)];
  if (from === undefined) return unknownMember('data.from');
  if (to === undefined) return unknownMember('data.to');
  const both = { from, to };
  for (const side of ['from', 'to'] as const) {
    // Who had the identity that was read has left since: it is somebody else's, or nobody's.
    if (both[side].account.left !== null) {
      return event[side].kind === 'memberId' ? memberErased(`data.${side}`) : undefined;
    }
  }
  const cause = causeOf(deps.digests, given);
  return (await answered(deps, given, both, items.get(entryId), cause)) ?? post(deps, given, both, cause);
}

/** Applies a transfer. */
export async function transferPoints(deps: Dependencies, given: Given): Promise<Outcome> {
  return untilSettled(deps, (number) => attempt(deps, given, number));
}
