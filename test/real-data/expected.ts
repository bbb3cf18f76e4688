/** The document of a run as the plain fold has it. */
import { lotsOf, totalsOf } from './fold.ts';
import type { FoldedMember, PlainRules } from './fold.ts';
import type { RunDocument } from './perennial.ts';

export const flatRules: PlainRules = { levels: [{ id: 'ordinary', from: 0, tenths: 10 }], months: 12 };

export const cdnowRules: PlainRules = {
  levels: [
    { id: 'ordinary', from: 0, tenths: 10 },
    { id: 'silver', from: 200, tenths: 12 },
    { id: 'gold', from: 500, tenths: 15 },
    { id: 'diamond', from: 2000, tenths: 20 },
  ],
  months: 12,
};

export const onlineRetailRules: PlainRules = {
  levels: [
    { id: 'ordinary', from: 0, tenths: 10 },
    { id: 'silver', from: 500, tenths: 12 },
    { id: 'gold', from: 2000, tenths: 15 },
    { id: 'diamond', from: 10_000, tenths: 20 },
  ],
  months: 6,
};

/** Totals, levels and members of a run, to be compared with `observed` of the same run. */
export function expected(folded: ReadonlyMap<string, FoldedMember>, rules: PlainRules, asOf: string) {
  const { members, purchases, netMinor, earned, expired, available, tiers } = totalsOf(folded, rules);
  const nothing = { returns: 0, bonus: 0, returned: 0, redeemed: 0, restored: 0, adjusted: 0, transferred: 0 };
  const neither = { imported: 0, pending: 0, reserved: 0, debt: 0 };
  return {
    totals: { members, purchases, netMinor, earned, expired, available, ...nothing, ...neither },
    tiers,
    members: [...folded]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([externalId, member]) => ({
        externalId,
        tier: rules.levels[member.level]?.id,
        earned: member.earned,
        expired: member.expired,
        available: member.earned - member.expired,
        orders: member.orders,
        netMinor: member.netMinor,
        lots: lotsOf(member, rules, asOf),
      })),
  };
}

export function observed({ totals, tiers, members }: RunDocument) {
  return { totals, tiers, members };
}
