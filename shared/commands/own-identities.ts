import { parseInstant } from '../domain/zone.ts';
import { unclaimed } from '../store/member-store.ts';
import type { IdentityKey } from '../store/member-store.ts';
import type { LedgerItem } from '../store/store.ts';
import type { Dependencies } from './dependencies.ts';
import { presentlyOf } from './present-members.ts';
import { holderAt } from './resolve-member.ts';

/**
 * Of the identities that the events found wait for, those that were the member's when they occurred.
 *
 * @param joining the identity under which the member joins by what is decided now
 */
export async function ownIdentitiesAmong(
  { members, ledger }: Dependencies,
  { memberId, joining }: { readonly memberId: string; readonly joining: IdentityKey | undefined },
  items: ReadonlyMap<string, LedgerItem>,
): Promise<ReadonlySet<string>> {
  const waiting = [...items.values()].flatMap((item) => {
    const event = item.found === 'held' && item.held.holds === 'waiting' ? item.held.event : null;
    const identity = event?.identity ?? null;
    const occurredAt = parseInstant(event?.occurredAt ?? '');
    return identity === null || occurredAt === undefined ? [] : [{ identity, occurredAt }];
  });
  if (waiting.length === 0) return new Set();
  const owners = await members.owners([...new Set(waiting.map(({ identity }) => identity))], 'strong');
  const held = waiting.map(({ identity, occurredAt }) => {
    return { identity, holder: holderAt(owners.get(identity) ?? unclaimed, occurredAt) };
  });
  const own = await presentlyOf(
    ledger,
    memberId,
    held.flatMap(({ holder }) => holder ?? []),
  );
  return new Set(
    held.flatMap(({ identity, holder }) =>
      (holder !== null && own.has(holder)) || identity === joining ? identity : [],
    ),
  );
}
