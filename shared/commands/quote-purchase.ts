/** What a basket would bring at the till: the decision about its purchase, read and not posted. */
import { toPurchase } from '../contracts/purchase-completed.ts';
import { formatQuote } from '../contracts/quote.ts';
import type { QuoteAnswer, QuoteRequest } from '../contracts/quote.ts';
import { referenceOf } from '../contracts/members.ts';
import type { MemberReference } from '../contracts/members.ts';
import type { Refusal } from '../contracts/refusals.ts';
import { newAccount } from '../domain/account.ts';
import type { Account } from '../domain/account.ts';
import type { Birthday } from '../domain/birthday.ts';
import { programmeAt } from '../domain/programme.ts';
import type { ProgrammeVersions } from '../domain/programme.ts';
import { sumOfPoints } from '../domain/lots.ts';
import { quoteSale, spendHold } from '../domain/quote.ts';
import type { Payment } from '../domain/record-purchase.ts';
import type { Refused } from '../domain/refused.ts';
import { businessDay } from '../domain/zone.ts';
import type { Instant } from '../domain/zone.ts';
import type { LedgerItem } from '../store/store.ts';
import type { Dependencies } from './dependencies.ts';
import { keyOfReference } from './fingerprint.ts';
import { birthdayRead, birthdayToRead } from './member-birthday.ts';
import { idsOfRedemption, redeemedLots } from './named-redemption.ts';
import { refusedBy, unknownMember } from './outcome.ts';
import { presentlyOf, readPresent } from './present-members.ts';
import { refusedByProgramme } from './refused-by-programme.ts';
import { memberErased, resolveMember } from './resolve-member.ts';
import { namedBy, seenIn } from './seen.ts';

type Reads = {
  readonly ledger: Pick<Dependencies['ledger'], 'read'>;
  readonly members: Pick<Dependencies['members'], 'owners' | 'profile'>;
} & Pick<Dependencies, 'programmes' | 'digests'>;

export type QuoteResult =
  | { readonly status: 'quoted'; readonly quote: QuoteAnswer }
  | { readonly status: 'refused'; readonly refusal: Refusal };

/** A member as the purchase would find them. */
type Found = {
  readonly account: Account;
  readonly birthday: Birthday | undefined;
  /** What became of the redemption that is named. */
  readonly items: ReadonlyMap<string, LedgerItem>;
};
type Asked = { readonly at: Instant; readonly versions: ProgrammeVersions; readonly entryIds: readonly string[] };

/** The member to whom the events of a member go now: whoever was merged into another is the other. */
async function memberOf(deps: Reads, memberId: string, asked: Asked): Promise<Found | undefined> {
  const purchase = { type: 'purchase.completed', occurredAt: asked.at };
  const birthdaysOf = birthdayToRead(memberId, [purchase], asked.versions, 'eventual');
  const { entryIds } = asked;
  const { accounts, items, birthdays } = await readPresent(deps.ledger, {
    memberIds: [memberId],
    entryIds,
    birthdaysOf,
  });
  const account = accounts.get(memberId)?.account;
  if (account === undefined) return undefined;
  const birthday = account.left === null ? await birthdayRead(deps.members, account.memberId, birthdays) : undefined;
  return { account, birthday, items };
}

/** Whoever is named; an account that its member has left is found by our own id alone. */
async function findMember(deps: Reads, member: MemberReference, asked: Asked): Promise<Found | 'erased' | undefined> {
  const identity = keyOfReference(deps.digests, member);
  if (identity === undefined) {
    const found = await memberOf(deps, member.value, asked);
    return found === undefined || found.account.left === null ? found : 'erased';
  }
  for (const consistency of ['eventual', 'strong'] as const) {
    const owners = await deps.members.owners([identity], consistency);
    const resolved = resolveMember(deps.digests, member, asked.at, owners);
    if (resolved.is === 'erased') return 'erased';
    const found = resolved.is === 'member' ? await memberOf(deps, resolved.memberId, asked) : undefined;
    // Whoever has just joined may not be seen yet: the purchase would lose a race and look again.
    if (found?.account.left === null) return found;
  }
  return undefined;
}

type Paying = { readonly account: Account; readonly payment: Payment | undefined };

/**
 * How points pay for the basket, and the account that the purchase finds: a reservation that is named is committed before
 * it. One that is not there is refused as the purchase refuses it.
 */
async function payingFor(
  { ledger }: Reads,
  { redemptionId, pointsRedeemed = 0 }: QuoteRequest,
  { account, items }: Omit<Found, 'birthday'>,
  { at, versions }: Asked,
): Promise<Paying | Refused> {
  const points = BigInt(pointsRedeemed);
  if (redemptionId === undefined) return { account, payment: points > 0n ? { redeem: points } : undefined };
  const ownIds = await presentlyOf(ledger, account.memberId, namedBy(items));
  const redeemed = redeemedLots({ redemptionId, pointsRedeemed }, ownIds, (id) => seenIn(items, id));
  if (!('refused' in redeemed)) return { account, payment: { redeemed } };
  const spent = spendHold(account, { requestId: redemptionId, occurredAt: at }, versions);
  if ('refused' in spent || sumOfPoints(spent.redeemed) !== points) return redeemed;
  return { account: spent.account, payment: { redeemed: spent.redeemed } };
}

/**
 * What a basket would bring if it were paid at an instant: a purchase of the same content at that instant gives the same
 * points, for the same reasons, and the same level, once the reservation that both may name is committed. It writes nothing.
 *
 * @returns `unknown-member` for somebody whom the purchase would not enrol; whatever else the purchase would be refused for
 */
export async function quotePurchase(deps: Reads, request: QuoteRequest, at: Instant): Promise<QuoteResult> {
  const versions = await deps.programmes();
  const programme = programmeAt(versions, at);
  const reason = refusedByProgramme(request, programme);
  if (reason !== undefined) return { status: 'refused', refusal: reason };
  const member = referenceOf(request.member);
  const entryIds = request.redemptionId === undefined ? [] : idsOfRedemption(request.redemptionId);
  const asked = { at, versions, entryIds };
  const found = await findMember(deps, member, asked);
  if (found === 'erased') return memberErased('data.member');
  if (found === undefined && (member.kind === 'memberId' || programme.unknownMembers !== 'enrol')) {
    return unknownMember('data.member');
  }
  const enrolment = { on: businessDay(at, programme.timeZone), channel: request.channel ?? null };
  const nobodyYet = { account: newAccount('', enrolment), items: new Map<string, LedgerItem>() };
  const paying = await payingFor(deps, request, found ?? nobodyYet, asked);
  if ('refused' in paying) return refusedBy(paying);
  // It has no id yet, and an entry that is not posted needs none.
  const purchase = toPurchase({ ...request, purchaseId: '' }, at);
  const quote = quoteSale(paying.account, purchase, { versions, birthday: found?.birthday, payment: paying.payment });
  if ('refused' in quote) return refusedBy(quote);
  return { status: 'quoted', quote: formatQuote(quote, found?.account.memberId ?? null, at) };
}
