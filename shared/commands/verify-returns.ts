/** Whether the states that say what came back of sales are what the entries of the returns give. */
import { formatRational } from '../domain/rational.ts';
import type { SaleReturns } from '../domain/sale-returns.ts';
import { heldKeys } from '../store/store.ts';
import type { LedgerItem, LedgerStore } from '../store/store.ts';
import { fingerprint, wrongAccount } from './difference.ts';
import type { Difference } from './difference.ts';
import { isUnreadable } from './unreadable.ts';

/** What the entries of a member say of sales. */
type ReturnsOfSales = {
  /** What has come back, by purchaseId. */
  readonly returns: ReadonlyMap<string, SaleReturns>;
  /** By purchaseId; only where sales without a return are asked about. */
  readonly sales: readonly string[];
};

/** Items by their keys; one that nothing can read is to hide none of the others. */
async function itemsByKey(
  ledger: Pick<LedgerStore, 'read'>,
  keys: readonly string[],
): Promise<ReadonlyMap<string, LedgerItem | 'unreadable'>> {
  try {
    return (await ledger.read({ memberIds: [], entryIds: keys })).items;
  } catch (error) {
    if (!isUnreadable(error)) throw error;
    if (keys.length === 1) return new Map(keys.map((key) => [key, 'unreadable']));
    const each = await Promise.all(keys.map(async (key) => itemsByKey(ledger, [key])));
    return new Map(each.flatMap((items) => [...items]));
  }
}

/** Return states that are not what the entries of the returns give, or that no entry gives. */
export async function checkReturns(
  ledger: Pick<LedgerStore, 'read'>,
  memberId: string,
  { returns, sales }: ReturnsOfSales,
): Promise<readonly Difference[]> {
  const purchaseIds = [...new Set([...returns.keys(), ...sales])];
  if (purchaseIds.length === 0) return [];
  const items = await itemsByKey(ledger, purchaseIds.map(heldKeys.returns));
  return purchaseIds.flatMap((purchaseId) => {
    const item = items.get(heldKeys.returns(purchaseId));
    const rebuilt = returns.get(purchaseId);
    if (rebuilt === undefined) return item === undefined ? [] : [stateOfNothing(memberId, purchaseId)];
    const isState = typeof item === 'object' && item.found === 'held' && item.held.holds === 'returns';
    const stored = isState ? item.held.returns : undefined;
    if (stored !== undefined && fingerprint(canonical(stored)) === fingerprint(canonical(rebuilt))) return [];
    const message = `what came back of ${purchaseId} is not what its returns give`;
    return [wrongAccount(memberId, 'returns', message)];
  });
}

/** A return state that no entry of a return stands behind. */
export function stateOfNothing(memberId: string, purchaseId: string): Difference {
  return wrongAccount(memberId, 'returns', `${heldKeys.returns(purchaseId)} says what came back, and no return does`);
}

/** Quantities are exact numbers: two ways of writing one are the same. */
function canonical({ lines, amountMinor, full, undone, settled, restored }: SaleReturns): unknown {
  const written = lines.map(({ lineId, netMinor, quantity }) => [lineId, netMinor, formatRational(quantity)]);
  return [written, amountMinor, full, undone, settled, restored];
}
