/** The order of members in documents (contracts.md): by what a shop calls them, and by what is known of the others. */
import type { Entry } from '../../shared/domain/entry.ts';
import { parseInstant } from '../../shared/domain/zone.ts';
import type { Profile } from '../../shared/store/member-store.ts';
import type { LedgerStore } from '../../shared/store/store.ts';

/** Rank, then what orders those of a rank: an instant, and an id. */
export type MemberOrder = readonly [rank: number, at: number, id: string];

/** Member ids are random, so ids that hold one print it as `~`. */
export function printedId({ entryId, memberId }: Entry): string {
  const printed = entryId.replace(`:${memberId}:`, ':~:');
  // An offer of a campaign names its member last.
  return printed.endsWith(`:${memberId}`) ? `${printed.slice(0, -memberId.length)}~` : printed;
}

export function externalIdOf(profile: Pick<Profile, 'identities'> | undefined): string | undefined {
  return profile?.identities.find(({ kind }) => kind === 'externalId')?.value;
}

async function firstEntry(ledger: Pick<LedgerStore, 'history'>, memberId: string): Promise<Entry | undefined> {
  for await (const entry of ledger.history(memberId)) return entry;
  return undefined;
}

/** @param withEntries the member whose first entry counts where nobody has named the member; null where there is none */
export async function orderOf(
  ledger: Pick<LedgerStore, 'history'>,
  profile: Pick<Profile, 'identities' | 'enrolledBy'> | undefined,
  withEntries: string | null,
): Promise<MemberOrder> {
  const externalId = externalIdOf(profile);
  if (externalId !== undefined) return [0, 0, externalId];
  const first = withEntries === null ? undefined : await firstEntry(ledger, withEntries);
  if (first !== undefined) return [1, first.occurredAt, printedId(first)];
  const { occurredAt = '', eventId = '' } = profile?.enrolledBy ?? {};
  return [2, parseInstant(occurredAt) ?? 0, eventId];
}

/** UTF-16 code units, as JavaScript compares strings. */
export function compareOrders(a: MemberOrder, b: MemberOrder): number {
  for (const [index, left] of a.entries()) {
    const right = b[index];
    if (right === undefined || left === right) continue;
    return left < right ? -1 : 1;
  }
  return 0;
}
