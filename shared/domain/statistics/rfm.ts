/** RFM groups (metrics.md): scores of recency, orders and spend of twelve months, ties kept together. */
export const rfmGroups = [
  'champions',
  'loyal',
  'active',
  'new',
  'promising',
  'needs attention',
  'almost lost',
  'at risk',
  'previously loyal',
  'dormant',
  'prospects',
] as const;
export type RfmGroup = (typeof rfmGroups)[number];

/** By R from 1 to 5, and in it by the mean of F and M, rounded up. */
export const rfmGrid: readonly (readonly RfmGroup[])[] = [
  ['dormant', 'dormant', 'previously loyal', 'previously loyal', 'previously loyal'],
  ['almost lost', 'almost lost', 'at risk', 'at risk', 'at risk'],
  ['needs attention', 'needs attention', 'active', 'loyal', 'loyal'],
  ['promising', 'promising', 'active', 'loyal', 'champions'],
  ['new', 'promising', 'active', 'loyal', 'champions'],
];

/** Recency, orders and spend of a member at some moment: what twelve months came to, and when the last purchase was. */
export type Buyer = { readonly last: number; readonly orders: number; readonly spend: number };

/** What stands for the last purchase of whoever was not there yet, and of whoever had not bought yet. */
export const notThere = 2 ** 31 - 1;
export const nothingBought = -(2 ** 31);

export type Scores = { readonly recency: number; readonly frequency: number; readonly spend: number };

/** The score of the top 20 %: those with fewer than a fifth of the buyers strictly above them. */
export const highScore = 5;

/** The group of a member; null for who was not there. @param scores of a member with orders; of others they say nothing */
export function rfmGroup({ last, orders }: Buyer, { recency, frequency, spend }: Scores): RfmGroup | null {
  if (last === notThere) return null;
  if (last === nothingBought) return 'prospects';
  if (orders === 0) return 'dormant';
  return rfmGrid[recency - 1]?.[Math.ceil((frequency + spend) / 2) - 1] ?? null;
}
