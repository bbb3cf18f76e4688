/** Adds one member to the sums: after it nothing of the member is needed any more. */
import { monthOf, monthOfDay } from '../calendar.ts';
import { countActivity } from './count-activity.ts';
import { countBuying } from './count-buying.ts';
import { countLevels, countPoints, isInScope } from './count-points.ts';
import type { MemberFacts } from './member-facts.ts';
import { lastYear, rfmRow } from './rfm.ts';
import type { SumsContext } from './sums-context.ts';
import type { Sums } from './sums.ts';
import { yearOfMonths } from './windows.ts';

/** What depends on the whole distribution: ranks are of all members, whatever the scope. */
function addRows(sums: Sums, facts: MemberFacts, { asOf }: SumsContext, isCounted: boolean): void {
  sums.rfm.push(...rfmRow(facts, asOf, isCounted));
  const [first, last] = [facts.days[0], facts.days.at(-1)];
  if (first === undefined || last === undefined) return;
  const end = Math.min(monthOfDay(asOf), monthOfDay(last.day) + yearOfMonths - 1);
  for (let month: number = monthOfDay(first.day); month <= end; month += 1) {
    const { orders, spend } = lastYear(facts, monthOf(month));
    if (orders === 0) continue;
    const { counted, others } = sums.spendsOf(month);
    (isCounted ? counted : others).push(Number(spend));
  }
}

/** Adds what is known of a member; somebody who was not there yet on the day has no facts and is not counted. */
export function countMember(sums: Sums, facts: MemberFacts, context: SumsContext): void {
  const isCounted = isInScope(facts, context);
  addRows(sums, facts, context, isCounted);
  if (!isCounted) return;
  sums.seen(facts.joinedOn, facts.newestAt);
  countActivity(sums, facts, context);
  countBuying(sums, facts, context);
  countPoints(sums, facts, context);
  countLevels(sums, facts, context);
}
