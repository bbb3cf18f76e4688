/** What a basket would bring at the till: the decision about its purchase, read and not posted. */
import { toPurchase } from '../contracts/purchase-completed.ts';
import { formatQuote } from '../contracts/quote.ts';
import type { QuoteAnswer, QuoteRequest } from '../contracts/quote.ts';
import { referenceOf } from '../contracts/members.ts';
import type { MemberReference } from '../contracts/members.ts';
import { refusal } from '../contracts/refusals.ts';
import type { Refusal } from '../contracts/refusals.ts';
import { newAccount } from '../domain/account.ts';
import type { Account } from '../domain/account.ts';
import { programmeAt } from '../domain/programme.ts';
import { quoteSale } from '../domain/quote.ts';
import { businessDay } from '../domain/zone.ts';
import type { Instant } from '../domain/zone.ts';
import type { Dependencies } from './dependencies.ts';
import { keyOfReference } from './fingerprint.ts';
import { refusedBy } from './outcome.ts';
import { refusedByProgramme } from './refused-by-programme.ts';

type Reads = {
  readonly ledger: Pick<Dependencies['ledger'], 'read'>;
  readonly members: Pick<Dependencies['members'], 'owners'>;
} & Pick<Dependencies, 'programmes' | 'digests'>;

export type QuoteResult =
  | { readonly status: 'quoted'; readonly quote: QuoteAnswer }
  | { readonly status: 'refused'; readonly refusal: Refusal };

const refuse = (code: 'unknown-member' | 'member-erased', rule: string): QuoteResult => {
  return { status: 'refused', refusal: refusal(code, { field: 'data.member', rule }) };
};

/** The account that the events of a member go to now: of one who was merged into another, that of the other. */
async function accountOf(deps: Reads, memberId: string): Promise<Account | undefined> {
  const account = (await deps.ledger.read({ memberIds: [memberId], entryIds: [] })).accounts.get(memberId)?.account;
  return account?.left?.how === 'merged' ? accountOf(deps, account.left.into) : account;
}

/** The account of whoever is named; one that its member has left is found by our own id alone. */
async function findAccount(deps: Reads, member: MemberReference): Promise<Account | undefined> {
  const identity = keyOfReference(deps.digests, member);
  if (identity === undefined) return accountOf(deps, member.value);
  for (const consistency of ['eventual', 'strong'] as const) {
    const memberId = (await deps.members.owners([identity], consistency)).get(identity)?.memberId ?? undefined;
    const account = memberId === undefined ? undefined : await accountOf(deps, memberId);
    // Whoever has just joined may not be seen yet: the purchase would lose a race and look again.
    if (account?.left === null) return account;
  }
  return undefined;
}

/**
 * What a basket would bring if it were paid at an instant: a purchase of the same content at that instant gives the same
 * points, for the same reasons, and the same level. It writes nothing.
 *
 * @returns `unknown-member` for somebody whom the purchase would not enrol; whatever else the purchase would be refused for
 */
export async function quotePurchase(deps: Reads, request: QuoteRequest, at: Instant): Promise<QuoteResult> {
  const versions = await deps.programmes();
  const programme = programmeAt(versions, at);
  const reason = refusedByProgramme(request, programme);
  if (reason !== undefined) return { status: 'refused', refusal: reason };
  const member = referenceOf(request.member);
  const found = await findAccount(deps, member);
  if (found?.left?.how === 'erased') return refuse('member-erased', 'a member who was not erased');
  if (found === undefined && (member.kind === 'memberId' || programme.unknownMembers !== 'enrol')) {
    return refuse('unknown-member', 'somebody who is enrolled');
  }
  const enrolment = { on: businessDay(at, programme.timeZone), channel: request.channel ?? null };
  const { pointsRedeemed = 0 } = request;
  const quote = quoteSale(
    found ?? newAccount('', enrolment),
    // It has no id yet, and an entry that is not posted needs none.
    toPurchase({ ...request, purchaseId: '' }, at),
    { versions, ...(pointsRedeemed > 0 ? { payment: { redeem: BigInt(pointsRedeemed) } } : {}) },
  );
  if ('refused' in quote) return refusedBy(quote);
  return { status: 'quoted', quote: formatQuote(quote, found?.memberId ?? null, at) };
}
