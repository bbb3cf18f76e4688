/** The document of a run as the plain folds have it. */
import { totalsOf } from './fold.ts';
import type { FoldedMember, PlainRules } from './fold.ts';
import type { MemberFold } from './ledger-fold.ts';
import { toEndOfMonth } from './lives.ts';
import type { Life } from './lives.ts';
import { goneOn } from './months.ts';
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

/** Kinds of movement that no file of purchases has. */
const unmoved = { bonus: 0, redeemed: 0, restored: 0, adjusted: 0, transferred: 0, imported: 0 };
const unheld = { pending: 0, reserved: 0 };

const byName = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]) => (a < b ? -1 : 1);

/** Totals, levels and members of a run of purchases, to be compared with `observed` of the same run. */
export function expected(
  folded: ReadonlyMap<string, FoldedMember>,
  rules: PlainRules,
  asOf: string,
  life: Life = toEndOfMonth,
) {
  const { members, purchases, netMinor, earned, tiers } = totalsOf(folded, rules);
  const returned = { ...unmoved, ...unheld, returned: 0, debt: 0 };
  const rows = [...folded].sort(byName).map(([externalId, member]) => {
    const { expired, lots } = life(member, rules, asOf);
    return {
      externalId,
      tier: rules.levels[member.level]?.id,
      earned: member.earned,
      expired,
      available: member.earned - expired,
      ...returned,
      orders: member.orders,
      netMinor: member.netMinor,
      lots,
    };
  });
  const expired = rows.reduce((sum, row) => sum + row.expired, 0);
  const points = { earned, expired, available: earned - expired };
  return { totals: { members, purchases, netMinor, ...points, ...returned, returns: 0 }, tiers, members: rows };
}

/** What the members of the ledger's fold come to together. */
export function ledgerTotals(members: ReadonlyMap<string, MemberFold>, { levels }: PlainRules) {
  const all = [...members.values()];
  const sum = (value: (member: MemberFold) => number) => all.reduce((total, member) => total + value(member), 0);
  return {
    totals: {
      members: all.length,
      purchases: sum(({ purchases }) => purchases),
      returns: sum(({ returns }) => returns),
      netMinor: sum(({ netMinor }) => netMinor),
      earned: sum(({ earned }) => earned),
      returned: sum(({ returned }) => returned),
      expired: sum(({ expired }) => expired),
      available: sum(({ available }) => available),
      debt: sum(({ debt }) => debt),
    },
    forgiven: sum(({ forgiven }) => forgiven),
    tiers: Object.fromEntries(levels.map(({ id }, index) => [id, all.filter(({ level }) => level === index).length])),
  };
}

/** The same as `expected`, of a run with returns. */
export function expectedLedger(members: ReadonlyMap<string, MemberFold>, rules: PlainRules) {
  const { totals, tiers } = ledgerTotals(members, rules);
  return {
    totals: { ...totals, ...unmoved, ...unheld },
    tiers,
    members: [...members].sort(byName).map(([externalId, member]) => {
      const { level, earned, returned, expired, available, debt, orders, netMinor, pots } = member;
      return {
        externalId,
        tier: rules.levels[level]?.id,
        ...{ earned, returned, expired, available, debt, orders, netMinor },
        ...unmoved,
        ...unheld,
        lots: [...pots]
          .filter(([, { left }]) => left > 0)
          .sort(([a], [b]) => a - b)
          .map(([month, { left, since }]) => {
            return { points: left, availableOn: since, expiresOn: goneOn(month, rules.months) };
          }),
      };
    }),
  };
}

/** Members whose points did not go anywhere or came from nowhere (contracts.md, "Conservation"). */
export function unbalanced({ members }: RunDocument) {
  return members.filter((of) => {
    const credited = of.earned + of.bonus + of.restored + of.adjusted + of.transferred + of.imported;
    const debited = of.returned + of.redeemed + of.expired;
    return credited - debited !== of.available + of.pending + of.reserved - of.debt;
  });
}

/** A document of `simulate` or of `replay`. */
type Observed = { readonly totals: unknown; readonly tiers: unknown; readonly members: unknown };

export function observed({ totals, tiers, members }: Observed) {
  return { totals, tiers, members };
}
