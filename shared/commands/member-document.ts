/** A member as a whole: who it is, what it may be told, what it holds, what happened and what was told. */
import type { MemberDocument } from '../contracts/member-document.ts';
import { tellCoupon, tellMessage } from '../contracts/told-message.ts';
import type { Refusal } from '../contracts/refusals.ts';
import type { Account } from '../domain/account.ts';
import type { Entry } from '../domain/entry.ts';
import type { CouponStore } from '../store/coupon-store.ts';
import type { Profile } from '../store/member-store.ts';
import type { MessageList } from '../store/message-store.ts';
import type { OutboxStore } from '../store/outbox-store.ts';
import { accountDocument, entryDocument } from './account-document.ts';
import type { Dependencies } from './dependencies.ts';
import { personDocument } from './person-document.ts';
import { untilSettled } from './retry.ts';
import { viewAccount } from './view-account.ts';
import type { ViewDependencies } from './view-account.ts';

export type MemberDocumentDependencies = ViewDependencies &
  Pick<Dependencies, 'members' | 'backOff'> &
  ToldDependencies;

/** Where is kept what a member was told, and offered. */
export type ToldDependencies = {
  readonly messages: MessageList;
  readonly outbox: Pick<OutboxStore, 'messages'>;
  readonly coupons: Pick<CouponStore, 'list'>;
};

/** What was read for the document, for whoever tells more of the member. */
export type MemberRead = {
  readonly document: MemberDocument;
  readonly profile: Profile;
  /** As it is stored. */
  readonly account: Account;
  readonly history: readonly Entry[];
};

/** What a member was told and offered, under the very id that is given. */
export async function toldTo(
  { messages, outbox, coupons }: ToldDependencies,
  memberId: string,
): Promise<Pick<MemberDocument, 'messages' | 'sent' | 'coupons'>> {
  const [notices, sent, offered] = await Promise.all([
    messages.list(memberId),
    outbox.messages(memberId),
    coupons.list(memberId),
  ]);
  return { messages: [...notices], sent: sent.map(tellMessage), coupons: offered.map(tellCoupon) };
}

async function read(
  deps: MemberDocumentDependencies,
  named: string,
): Promise<MemberRead | { readonly refusal: Refusal } | undefined> {
  const view = await viewAccount(deps, named, 'member');
  if ('refusal' in view) return view;
  const { memberId } = view.account;
  const profile = await deps.members.profile(memberId);
  const history: Entry[] = [];
  for await (const entry of deps.ledger.history(memberId)) history.push(entry);
  const { accounts } = await deps.ledger.read({ memberIds: [memberId], entryIds: [] });
  // Whoever has left meanwhile is read again; histories are found through an index, and may lack what was just posted.
  const account = accounts.get(memberId)?.account;
  if (profile === undefined || account?.seq !== history.length) return undefined;
  const { identities, profile: fields, consents } = personDocument(profile);
  const document = {
    memberId,
    profile: fields,
    identities,
    consents,
    account: accountDocument(view),
    entries: history.map((entry) => entryDocument(entry)),
    ...(await toldTo(deps, memberId)),
  };
  return { document, profile, account, history };
}

/**
 * Everything that is shown of a member; of one who was merged, that of the member who was kept.
 *
 * @throws ContentionError when the member kept changing while it was read
 */
export async function readMember(
  deps: MemberDocumentDependencies,
  memberId: string,
): Promise<MemberRead | { readonly refusal: Refusal }> {
  return untilSettled(deps, async () => read(deps, memberId));
}
