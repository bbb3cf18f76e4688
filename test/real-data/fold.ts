/**
 * What a file of raw purchases comes to, computed once more in plain lines: by member, in the order of the list, with
 * months as numbers and days as text. It shares no code with the rules that it checks.
 */
import { goneOn, monthOf, monthsLater } from './months.ts';
import type { RawPurchase } from './raw-files.ts';

/** The little that the programmes of the real purchases differ in; one point for a hundred minor units in all of them. */
export type PlainRules = {
  /** Rising, the first from 0; `tenths` is the multiplier, 12 for 1.2. */
  readonly levels: readonly { readonly id: string; readonly from: number; readonly tenths: number }[];
  /** The window, the time to the review and the life of points, all the same number of calendar months. */
  readonly months: number;
};

export type FoldedMember = {
  /** Position in the list of levels. */
  level: number;
  /** Day on which the level was reached or last confirmed. */
  since: string;
  earned: number;
  expired: number;
  orders: number;
  netMinor: number;
  entries: { earn: number; tier: number; expire: number };
  /** What each purchase earned, in their order. */
  readonly earnings: { readonly day: string; readonly points: number }[];
  /** Points by the month in which they were earned, and the first day in it that earned any. */
  readonly byMonth: Map<number, { points: number; firstDay: string }>;
};

function supported(member: FoldedMember, day: string, rules: PlainRules): number {
  let points = 0;
  // A month counts through the end of the month `months` later.
  for (const [month, earned] of member.byMonth) if (month + rules.months >= monthOf(day)) points += earned.points;
  return rules.levels.findLastIndex(({ from }) => points >= from);
}

/** Every review up to and including a day: a level that is supported is confirmed, another one falls to what is. */
function reviewThrough(member: FoldedMember, day: string, rules: PlainRules): void {
  while (member.level > 0 && monthsLater(member.since, rules.months) <= day) {
    member.since = monthsLater(member.since, rules.months);
    member.level = Math.min(member.level, supported(member, member.since, rules));
    member.entries.tier += 1;
  }
}

function buy(member: FoldedMember, { day, minor }: RawPurchase, rules: PlainRules): void {
  reviewThrough(member, day, rules);
  const points = Math.floor((minor * (rules.levels[member.level]?.tenths ?? 10)) / 1000);
  if (points > 0) {
    const month = member.byMonth.get(monthOf(day)) ?? { points: 0, firstDay: day };
    month.points += points;
    member.byMonth.set(monthOf(day), month);
  }
  member.earnings.push({ day, points });
  member.earned += points;
  member.orders += 1;
  member.netMinor += minor;
  member.entries.earn += 1;
  const level = supported(member, day, rules);
  if (level <= member.level) return;
  member.level = level;
  member.since = day;
  member.entries.tier += 1;
}

/** All members with what is true of them at the end of a day. */
export function fold(purchases: readonly RawPurchase[], rules: PlainRules, asOf: string): Map<string, FoldedMember> {
  const members = new Map<string, FoldedMember>();
  for (const purchase of purchases) {
    if (purchase.member === '') continue;
    const member = members.get(purchase.member) ?? newMember();
    members.set(purchase.member, member);
    buy(member, purchase, rules);
  }
  for (const member of members.values()) {
    reviewThrough(member, asOf, rules);
    for (const [month, { points }] of member.byMonth) {
      if (goneOn(month, rules.months) > asOf) continue;
      member.expired += points;
      member.entries.expire += 1;
    }
  }
  return members;
}

/** What is left of a member's points at the end of a day, the first to go first. */
export function lotsOf({ byMonth }: FoldedMember, { months }: PlainRules, asOf: string) {
  return [...byMonth]
    .map(([month, { points, firstDay }]) => ({ points, availableOn: firstDay, expiresOn: goneOn(month, months) }))
    .filter(({ expiresOn }) => expiresOn > asOf)
    .sort((a, b) => (a.expiresOn < b.expiresOn ? -1 : 1));
}

function newMember(): FoldedMember {
  return {
    level: 0,
    since: '',
    earned: 0,
    expired: 0,
    orders: 0,
    netMinor: 0,
    entries: { earn: 0, tier: 0, expire: 0 },
    earnings: [],
    byMonth: new Map(),
  };
}

/** What the members come to together. */
export function totalsOf(members: ReadonlyMap<string, FoldedMember>, { levels }: PlainRules) {
  const all = [...members.values()];
  const sum = (value: (member: FoldedMember) => number) => all.reduce((total, member) => total + value(member), 0);
  return {
    members: all.length,
    purchases: sum(({ orders }) => orders),
    netMinor: sum(({ netMinor }) => netMinor),
    earned: sum(({ earned }) => earned),
    expired: sum(({ expired }) => expired),
    available: sum(({ earned, expired }) => earned - expired),
    tiers: Object.fromEntries(levels.map(({ id }, index) => [id, all.filter(({ level }) => level === index).length])),
    entries: {
      earn: sum(({ entries }) => entries.earn),
      tier: sum(({ entries }) => entries.tier),
      expire: sum(({ entries }) => entries.expire),
    },
  };
}
