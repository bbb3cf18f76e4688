/** Adds one member's points and levels to the sums. */
import { sumNames } from '../account.ts';
import { monthOf, monthOfDay } from '../calendar.ts';
import type { Month } from '../calendar.ts';
import { levelIndex } from '../tiers.ts';
import type { MemberFacts } from './member-facts.ts';
import type { SumsContext } from './sums-context.ts';
import type { Sums } from './sums.ts';
import { firstMonthOf, windowNames } from './windows.ts';

/** Days ahead in which points end. */
export const expiringDays = [30, 60, 90] as const;

/** Counts the points of a member who is in the scope. */
export function countPoints(sums: Sums, facts: MemberFacts, { asOf }: SumsContext): void {
  for (const [month, flow] of facts.flows) {
    for (const name of sumNames) if (flow[name] !== undefined) sums.add('points', [name, month], flow[name]);
  }
  for (const [part, points] of Object.entries(facts.balance)) if (points !== 0n) sums.add('balance', [part], points);
  for (const { expiresOn, points } of facts.ending) {
    for (const days of expiringDays) if (expiresOn - asOf <= days) sums.add('expiring', [days], points);
  }
  for (const { issued, expired, points } of facts.broken) sums.add('broken', [issued, expired - issued], points);
}

/** Position of the member's level at the end of a month. */
function levelAtEnd({ levels }: MemberFacts, month: Month, { tiers }: SumsContext): number {
  const level = levels.findLast((change) => change.month <= month)?.level ?? null;
  return levelIndex({ level }, tiers);
}

/** Whether the scope has the member: at their level of the day, and by the channel that they enrolled through. */
export function isInScope(facts: MemberFacts, context: SumsContext): boolean {
  const { tier, channel } = context.scope;
  if (channel !== null && facts.channel !== channel) return false;
  const level = levelAtEnd(facts, monthOfDay(context.asOf), context);
  return tier === null || context.tiers.levels[level]?.id === tier;
}

/** Counts the levels of a member who is in the scope: between the ends of months, whatever happened in them. */
export function countLevels(sums: Sums, facts: MemberFacts, context: SumsContext): void {
  const [joined, now] = [monthOfDay(facts.joinedOn), monthOfDay(context.asOf)];
  const level = levelAtEnd(facts, now, context);
  sums.add('level.now', [level]);
  sums.add('level.joined', [joined, levelAtEnd(facts, joined, context)]);
  for (const month of new Set(facts.levels.map((change) => change.month))) {
    if (month <= joined) continue;
    const [before, after] = [levelAtEnd(facts, monthOf(month - 1), context), levelAtEnd(facts, month, context)];
    if (before !== after) sums.add('level.moved', [month, before, after]);
  }
  for (const window of windowNames) {
    const first = firstMonthOf(window, context.asOf);
    const isNew = first === null || joined >= first;
    const before = isNew ? '' : levelAtEnd(facts, monthOf(first - 1), context);
    sums.add('level.migrated', [window, before, level]);
  }
}
