/** Points of all accounts together: ever moved by kind, and where they are now. */
import { balanceOf } from '../account.ts';
import { noSums, sumNames } from '../movement-sums.ts';
import type { Account, Balance } from '../account.ts';
import type { SumName } from '../movement-sums.ts';

export type TotalName = SumName | keyof Balance;
export type Totals = Readonly<Record<TotalName, bigint>>;

const balanceNames = ['available', 'pending', 'reserved', 'debt'] as const;
export const totalNames = [...sumNames, ...balanceNames] as const;

export const noTotals: Totals = {
  ...noSums,
  available: 0n,
  pending: 0n,
  reserved: 0n,
  debt: 0n,
};

export function totalsOf(account: Account): Totals {
  return { ...account.sums, ...balanceOf(account) };
}

export function addTotals(some: Totals, others: Totals): Totals {
  const sums: Record<TotalName, bigint> = { ...some };
  for (const name of totalNames) sums[name] += others[name];
  return sums;
}

/** Kinds of movement that only ever grow: what is adjusted and transferred has a sign. */
export const growing = ['earned', 'bonus', 'returned', 'redeemed', 'restored', 'expired', 'imported'] as const;
