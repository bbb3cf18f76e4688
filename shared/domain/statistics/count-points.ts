/** Adds one member's points and levels to the sums. */
import { sumNames } from '../movement-sums.ts';
import { addMonths, monthOf, monthOfDay } from '../calendar.ts';
import type { Day, Month } from '../calendar.ts';
import { levelIndex } from '../tiers.ts';
import type { HeldPoints, MemberFacts } from './member-facts.ts';
import type { SumsContext } from './sums-context.ts';
import { left } from './shapes.ts';
import type { KeyPart, Sums } from './sums.ts';
import { firstMonthOf, windowNames } from './windows.ts';

/** Days ahead in which points end. */
export const expiringDays = [30, 60, 90] as const;

/** The day on which points end as things stand: their lot's, or an earlier one on which inactivity ends all; or null. */
function endOf({ expiresOn, isReserved }: HeldPoints, { lastActOn }: MemberFacts, context: SumsContext): Day | null {
  const { inactivityMonths } = context;
  // What is on hold has left its lots: inactivity ends what is there.
  if (inactivityMonths === null || lastActOn === null || isReserved) return expiresOn;
  const lapse = addMonths(lastActOn, inactivityMonths);
  return expiresOn === null || lapse < expiresOn ? lapse : expiresOn;
}

/** Counts the points of a member. */
export function countPoints(sums: Sums, facts: MemberFacts, context: SumsContext): void {
  const { asOf } = context;
  for (const [month, flow] of facts.flows) {
    for (const name of sumNames) if (flow[name] !== undefined) sums.add('points', [name, month], flow[name]);
  }
  for (const [part, points] of Object.entries(facts.balance)) if (points !== 0n) sums.add('balance', [part], points);
  for (const lot of facts.lots) {
    const end = endOf(lot, facts, context);
    if (end === null) continue;
    for (const days of expiringDays) if (end - asOf <= days) sums.add('expiring', [days], lot.points);
  }
  for (const { issued, expired, points } of facts.broken) sums.add('broken', [issued, expired - issued], points);
}

/** Position of the member's level at the end of a month. */
function levelAtEnd({ levels }: MemberFacts, month: Month, { tiers }: SumsContext): number {
  const level = levels.findLast((change) => change.month <= month)?.level ?? null;
  return levelIndex({ level }, tiers);
}

/** Position of the level that the member is at on the day. */
export function levelNow(facts: MemberFacts, context: SumsContext): number {
  return levelAtEnd(facts, monthOfDay(context.asOf), context);
}

/** Counts the levels of a member who is in the scope: between the ends of months, whatever happened in them. */
export function countLevels(sums: Sums, facts: MemberFacts, context: SumsContext): void {
  const joined = monthOfDay(facts.joinedOn);
  const level = levelNow(facts, context);
  sums.add('level.now', [level]);
  sums.add('level.joined', [joined, levelAtEnd(facts, joined, context)]);
  for (const month of new Set(facts.levels.map((change) => change.month))) {
    if (month <= joined) continue;
    const [before, after] = [levelAtEnd(facts, monthOf(month - 1), context), levelAtEnd(facts, month, context)];
    if (before !== after) sums.add('level.moved', [month, before, after]);
  }
  countMoves(sums, facts, context, level);
}

/** Where the member was before each window, and where now. */
function countMoves(sums: Sums, facts: MemberFacts, context: SumsContext, now: KeyPart): void {
  const joinedIn = monthOfDay(facts.joinedOn);
  for (const window of windowNames) {
    const first = firstMonthOf(window, context.asOf);
    if (first !== null && facts.leftOn !== null && monthOfDay(facts.leftOn) < first) continue;
    const isNew = first === null || joinedIn >= first;
    const before = isNew ? '' : levelAtEnd(facts, monthOf(first - 1), context);
    sums.add('level.migrated', [window, before, now]);
  }
}

/** Counts a member who left: of the windows in which that was. */
export function countLeaving(sums: Sums, facts: MemberFacts, context: SumsContext): void {
  countMoves(sums, facts, context, left);
}
