/** RFM groups (metrics.md): scores of recency, orders and spend of twelve months, ties kept together. */
import { monthOfDay } from '../calendar.ts';
import type { Day, Month } from '../calendar.ts';
import type { MemberFacts } from './member-facts.ts';
import { NumberList } from './number-list.ts';
import { Ranking } from './ranking.ts';
import { dayBefore, windowNames, yearOfMonths } from './windows.ts';
import type { WindowName } from './windows.ts';

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

/** When members are looked at: at the end of the report's day, and before each window. */
export const moments = ['now', ...windowNames] as const;
export type Moment = (typeof moments)[number];

function dayOfMoment(moment: Moment, asOf: Day): Day | null {
  return moment === 'now' ? asOf : dayBefore(moment, asOf);
}

/** The last purchase of whoever was not there yet, and of whoever had not bought yet. */
const notThere = Infinity;
const nothingBought = -Infinity;

/** Orders and net spend of the twelve months that end with a month. */
export function lastYear({ months }: MemberFacts, month: Month): { orders: number; spend: bigint } {
  let [orders, spend] = [0, 0n];
  for (const [other, sales] of months) {
    if (other > month || other <= month - yearOfMonths) continue;
    orders += sales.orders;
    spend += sales.netMinor;
  }
  return { orders, spend };
}

const columns = 3;
const rowWidth = 1 + columns * moments.length;

/** The row of a member: whether the scope has them, then last purchase, orders and spend at every moment. */
export function rfmRow(facts: MemberFacts, asOf: Day, isCounted: boolean): readonly number[] {
  const row = [isCounted ? 1 : 0];
  for (const moment of moments) {
    const day = dayOfMoment(moment, asOf);
    if (day === null || facts.joinedOn > day) {
      row.push(notThere, 0, 0);
      continue;
    }
    const last = facts.days.findLast((bought) => bought.day <= day)?.day ?? nothingBought;
    const { orders, spend } = lastYear(facts, monthOfDay(day));
    row.push(last, orders, Number(spend));
  }
  return row;
}

type Buyer = { readonly last: number; readonly orders: number; readonly spend: number };

class RowsAt {
  readonly #rows: Float64Array;
  readonly #offset: number;

  constructor(rows: Float64Array, moment: Moment) {
    this.#rows = rows;
    this.#offset = 1 + columns * moments.indexOf(moment);
  }

  get count(): number {
    return this.#rows.length / rowWidth;
  }

  isCounted(index: number): boolean {
    return this.#rows[index * rowWidth] === 1;
  }

  at(index: number): Buyer {
    const start = index * rowWidth + this.#offset;
    const [last = 0, orders = 0, spend = 0] = this.#rows.subarray(start, start + columns);
    return { last, orders, spend };
  }
}

/** The groups of members at a moment, as positions in `rfmGroups`; -1 for those who were not there. */
function groupsAt(rows: RowsAt): Int8Array {
  const [recency, orders, spend] = [new NumberList(), new NumberList(), new NumberList()];
  for (let index = 0; index < rows.count; index += 1) {
    const row = rows.at(index);
    if (row.orders === 0) continue;
    recency.push(row.last);
    orders.push(row.orders);
    spend.push(row.spend);
  }
  const [r, f, m] = [recency, orders, spend].map((list) => new Ranking(list.values()));
  const groups = new Int8Array(rows.count);
  for (let index = 0; index < rows.count; index += 1) {
    const row = rows.at(index);
    let group: RfmGroup | undefined;
    if (row.last === nothingBought) group = 'prospects';
    else if (row.orders === 0) group = 'dormant';
    else if (r !== undefined && f !== undefined && m !== undefined) {
      const strength = Math.ceil((f.score(row.orders) + m.score(row.spend)) / 2);
      group = rfmGrid[r.score(row.last) - 1]?.[strength - 1];
    }
    groups[index] = row.last === notThere || group === undefined ? -1 : rfmGroups.indexOf(group);
  }
  return groups;
}

/** Members of the scope by group; ranks are of all members. */
export function countGroups(rfm: NumberList): ReadonlyMap<RfmGroup, number> {
  const rows = new RowsAt(rfm.values(), 'now');
  const counts = new Map<RfmGroup, number>(rfmGroups.map((group) => [group, 0]));
  groupsAt(rows).forEach((position, index) => {
    const group = rfmGroups[position];
    if (group !== undefined && rows.isCounted(index)) counts.set(group, (counts.get(group) ?? 0) + 1);
  });
  return counts;
}

/** Members of the scope by group before a window and now; null for those who joined in it. */
export function countMoves(
  rfm: NumberList,
  window: WindowName,
): readonly { readonly from: RfmGroup | null; readonly to: RfmGroup; readonly members: number }[] {
  const rows = new RowsAt(rfm.values(), 'now');
  const [now, before] = [groupsAt(rows), groupsAt(new RowsAt(rfm.values(), window))];
  const froms = [null, ...rfmGroups];
  const counts = new Uint32Array(froms.length * rfmGroups.length);
  now.forEach((to, index) => {
    const place = (1 + (before[index] ?? -1)) * rfmGroups.length + to;
    if (to >= 0 && rows.isCounted(index)) counts[place] = (counts[place] ?? 0) + 1;
  });
  return froms.flatMap((from, row) =>
    rfmGroups.flatMap((to, column) => {
      const members = counts[row * rfmGroups.length + column] ?? 0;
      return members === 0 ? [] : [{ from, to, members }];
    }),
  );
}
