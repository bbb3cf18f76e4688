/** What the movements of a ledger come to by their kind. */

/** Lifetime sums by kind of movement, in points; `adjusted` and `transferred` are signed. */
export const sumNames = [
  'earned',
  'bonus',
  'returned',
  'redeemed',
  'restored',
  'expired',
  'adjusted',
  'transferred',
  'imported',
] as const;
export type SumName = (typeof sumNames)[number];
export type Sums = Readonly<Record<SumName, bigint>>;

export const noSums: Sums = {
  earned: 0n,
  bonus: 0n,
  returned: 0n,
  redeemed: 0n,
  restored: 0n,
  expired: 0n,
  adjusted: 0n,
  transferred: 0n,
  imported: 0n,
};
