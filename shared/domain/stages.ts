/** The stages of a member's life (domain.md, "Review"), judged at the end of a day by the purchases until then. */
import { addMonths, subtractDays } from './calendar.ts';
import type { Day } from './calendar.ts';
import type { Stages } from './programme.ts';
import { isSilent, leastGap, rhythmOf } from './rhythm.ts';
import type { PurchaseDays } from './rhythm.ts';

export const stageNames = ['prospect', 'new', 'active', 'loyal', 'at-risk', 'lapsed', 'lost', 'won-back'] as const;
export type Stage = (typeof stageNames)[number];

function isNew(first: Day, day: Day, { newDays }: Stages): boolean {
  return day - first <= newDays;
}

/** Whether a silence of so many days can have been one of somebody who had lapsed, whatever their rhythm. */
function mayHaveLapsed(days: number, day: Day, { lapsed }: Stages): boolean {
  const lastOn = subtractDays(day, days);
  return isSilent({ lastOn, twiceGap: 2 * leastGap }, day, lapsed) || isSilent({ lastOn, twiceGap: null }, day, lapsed);
}

/**
 * Whether one of the last purchases was that of a member who had lapsed or was lost, by the rhythm that they had the day
 * before it. The silence alone decides: another such purchase begins the days anew.
 */
function isWonBack(purchases: PurchaseDays, first: Day, day: Day, stages: Stages): boolean {
  const { days, older } = purchases;
  return days.some(({ day: boughtOn }, index) => {
    if (boughtOn > day || day - boughtOn >= stages.wonBackDays) return false;
    const before = days[index - 1]?.day ?? older?.last;
    const eve = subtractDays(boughtOn, 1);
    if (before === undefined || isNew(first, eve, stages) || !mayHaveLapsed(eve - before, eve, stages)) return false;
    const rhythm = rhythmOf(purchases, eve);
    return rhythm !== null && isSilent(rhythm, eve, stages.lapsed);
  });
}

function ordersOfYear({ days }: PurchaseDays, day: Day): number {
  const yearAgo = addMonths(day, -12);
  return days.reduce((sum, one) => (one.day > yearAgo && one.day <= day ? sum + one.orders : sum), 0);
}

/**
 * The stage of a member at the end of a day. Purchases after it are not looked at, and what came back counts as if it had
 * never been bought, so the same day may be judged otherwise later.
 *
 * New and won back last for their days, whatever the member does or leaves undone in them; whoever is new was never
 * away. After them silence comes first: somebody silent is not loyal.
 *
 * @param day no day before `older.last` of the purchases
 */
export function stageOn(purchases: PurchaseDays, day: Day, stages: Stages): Stage {
  const rhythm = rhythmOf(purchases, day);
  const first = purchases.older?.first ?? purchases.days[0]?.day;
  if (rhythm === null || first === undefined) return 'prospect';
  if (isNew(first, day, stages)) return 'new';
  if (isWonBack(purchases, first, day, stages)) return 'won-back';
  if (isSilent(rhythm, day, stages.lost)) return 'lost';
  if (isSilent(rhythm, day, stages.lapsed)) return 'lapsed';
  if (isSilent(rhythm, day, stages.atRisk)) return 'at-risk';
  return ordersOfYear(purchases, day) >= stages.loyalOrders ? 'loyal' : 'active';
}
