/**
 * Everything that is held about a member, in one document. What cannot be told from the outside whom it is about is left
 * out: refused events, kept as ciphertext for 14 days, and what is remembered under a keyed hash of an id that nothing of
 * the member names.
 */
import { formatAccount } from '../contracts/account-record.ts';
import type { MemberExport } from '../contracts/member-document.ts';
import type { Refusal } from '../contracts/refusals.ts';
import { formatAmount } from '../contracts/stored-values.ts';
import type { Entry } from '../domain/entry.ts';
import { formatRational } from '../domain/rational.ts';
import type { SaleReturns } from '../domain/sale-returns.ts';
import { formatInstant } from '../domain/zone.ts';
import type { Profile } from '../store/member-store.ts';
import type { SuppressionStore } from '../store/suppression-store.ts';
import { heldKeys } from '../store/store.ts';
import type { Dependencies } from './dependencies.ts';
import { readMember } from './member-document.ts';
import type { MemberDocumentDependencies, MemberRead } from './member-document.ts';
import { suppressionOf } from './suppress-address.ts';
import type { Address } from './suppress-address.ts';

export type ExportDependencies = MemberDocumentDependencies &
  Pick<Dependencies, 'digests'> & { readonly suppressions: SuppressionStore };

function returnsOf(purchaseId: string, returns: SaleReturns): MemberExport['books'][number]['returns'][number] {
  const { lines, amountMinor, full, undone, settled, restored } = returns;
  return {
    purchaseId,
    lines: lines.map(({ lineId, netMinor, quantity }) => {
      return { lineId, net: formatAmount(netMinor), quantity: formatRational(quantity) };
    }),
    amount: formatAmount(amountMinor),
    full,
    undone: formatAmount(undone),
    settled: formatAmount(settled),
    restored: formatAmount(restored),
  };
}

/** The books of a member and of everybody who was merged into it, in the order of the merges. */
async function booksOf(
  deps: ExportDependencies,
  memberId: string,
  history: readonly Entry[],
): Promise<readonly MemberExport['books'][number][]> {
  const purchases = history.flatMap((entry) =>
    entry.kind === 'earn' ? [entry.entryId.replace(/^purchase:/, '')] : [],
  );
  const { accounts, items } = await deps.ledger.read({
    memberIds: [memberId],
    entryIds: purchases.map(heldKeys.returns),
  });
  const account = accounts.get(memberId)?.account;
  if (account === undefined) throw new Error('whoever has a history has an account');
  const entries: Record<string, unknown>[] = [];
  for await (const record of deps.ledger.records(memberId)) entries.push({ ...record });
  const returns = purchases.flatMap((purchaseId) => {
    const item = items.get(heldKeys.returns(purchaseId));
    return item?.found === 'held' && item.held.holds === 'returns' ? [returnsOf(purchaseId, item.held.returns)] : [];
  });
  const books = [{ memberId, account: formatAccount(account), entries, returns }];
  for (const entry of history) {
    if (entry.kind !== 'merge') continue;
    const removed = entry.removed.memberId;
    const ofRemoved: Entry[] = [];
    for await (const earlier of deps.ledger.history(removed)) ofRemoved.push(earlier);
    books.push(...(await booksOf(deps, removed, ofRemoved)));
  }
  return books;
}

function addressesOf({ document: { identities, profile } }: MemberRead): readonly Address[] {
  const { pushToken, wechatOpenId } = profile.contacts;
  return [
    ...identities.flatMap(({ kind, value }): Address[] => {
      if (kind === 'email') return [{ channel: 'email', value }];
      return kind === 'phone' ? [{ channel: 'sms', value }] : [];
    }),
    ...(pushToken === undefined ? [] : [{ channel: 'push' as const, value: pushToken }]),
    ...(wechatOpenId === undefined ? [] : [{ channel: 'wechat' as const, value: wechatOpenId }]),
  ];
}

async function suppressionsOf(deps: ExportDependencies, read: MemberRead): Promise<MemberExport['suppressions']> {
  const found = addressesOf(read).map(async (address) => ({ address, is: await suppressionOf(deps, address) }));
  return (await Promise.all(found)).flatMap(({ address: { channel, value }, is }) =>
    is === undefined ? [] : [{ channel, address: value, reason: is.reason, at: is.at }],
  );
}

/** What waits for one of the identities, the oldest of each first. */
async function waitingOf({ members, ledger, digests }: ExportDependencies, { identities }: Profile) {
  const places = await Promise.all(identities.map(({ kind, value }) => members.parked(digests.lookUp(kind, value))));
  const entryIds = [...new Set(places.flat())];
  const { items } = await ledger.read({ memberIds: [], entryIds });
  return entryIds.flatMap((entryId): MemberExport['waiting'] => {
    const item = items.get(entryId);
    if (item?.found !== 'held' || item.held.holds !== 'waiting' || item.held.event === null) return [];
    const { type, occurredAt, detail } = item.held.event;
    return [{ type, entryId, occurredAt, detail: JSON.parse(detail) }];
  });
}

/** Events about the person by the ids that profile and proof name. */
async function requestsOf(
  { members, digests }: ExportDependencies,
  { enrolledBy }: Profile,
  history: MemberExport['consentHistory'],
): Promise<MemberExport['requests']> {
  const ids = [...new Set([...(enrolledBy === undefined ? [] : [enrolledBy.eventId]), ...history.map(byEvent)])];
  const asked = ids.flatMap((id) =>
    (['member.enrolled', 'member.updated'] as const).map(async (type) => {
      const applied = await members.applied(digests.lookUp(type, id));
      return applied === undefined ? [] : [{ type, id, occurredAt: applied.occurredAt, delivery: applied.delivery }];
    }),
  );
  return (await Promise.all(asked)).flat();
}

function enrolledByOf({ enrolledBy }: Profile): MemberExport['enrolledBy'] {
  return enrolledBy === undefined ? null : { occurredAt: enrolledBy.occurredAt, eventId: enrolledBy.eventId };
}

const byEvent = ({ eventId }: MemberExport['consentHistory'][number]) => eventId;

/**
 * Everything that is held about a member; of one who was merged, that of the member who was kept.
 *
 * @throws ContentionError when the member kept changing while it was read
 */
export async function exportMember(
  deps: ExportDependencies,
  memberId: string,
): Promise<(MemberRead & { readonly document: MemberExport }) | { readonly refusal: Refusal }> {
  const read = await readMember(deps, memberId);
  if ('refusal' in read) return read;
  const { document, profile, history } = read;
  const { memberId: present } = document;
  const books = await booksOf(deps, present, history);
  const others = books.map((book) => book.memberId).filter((id) => id !== present);
  const told = await Promise.all(others.map(async (id) => deps.messages.list(id)));
  const consentHistory = (await deps.members.consents(present)).map(({ eventId, occurredAt, consents }) => {
    return { eventId, occurredAt, consents: consents.map(({ at, ...rest }) => ({ ...rest, at: formatInstant(at) })) };
  });
  return {
    ...read,
    document: {
      ...document,
      messages: [...document.messages, ...told.flat()],
      exportedAt: formatInstant(deps.now()),
      enrolledBy: enrolledByOf(profile),
      joinedBy: profile.joinedBy ?? null,
      facts: Object.entries(profile.facts).map(([field, { value, at }]) => {
        return {
          field,
          value: typeof value === 'object' && value !== null ? [...value] : value,
          at: formatInstant(at),
        };
      }),
      known: document.identities.flatMap((identity) => {
        const own = profile.identities.find(({ kind, value }) => kind === identity.kind && value === identity.value);
        return own === undefined ? [] : [{ ...identity, at: formatInstant(own.at) }];
      }),
      replaced: Object.entries(profile.replaced).map(([kind, at]) => ({ kind, at: formatInstant(at) })),
      givenUp: (profile.givenUp ?? []).map(({ identity, until }) => ({ identity, until: formatInstant(until) })),
      consentHistory,
      suppressions: await suppressionsOf(deps, read),
      waiting: await waitingOf(deps, profile),
      requests: await requestsOf(deps, profile, consentHistory),
      books: [...books],
    },
  };
}
