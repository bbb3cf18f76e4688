/** What becomes of the points of purchases under an expiry policy, in plain lines as in fold.ts. */
import { lotsOf } from './fold.ts';
import type { FoldedMember, PlainRules } from './fold.ts';
import { monthsLater } from './months.ts';

type PlainLot = { readonly points: number; readonly availableOn: string; readonly expiresOn: string | null };

/** What has expired of a member's points by the end of a day, and what is left, the first to go first. */
export type Life = (
  member: FoldedMember,
  rules: PlainRules,
  asOf: string,
) => { readonly expired: number; readonly lots: readonly PlainLot[] };

/** As the fold has it: so many months, and then to the end of the month. */
export const toEndOfMonth: Life = (member, rules, asOf) => {
  return { expired: member.expired, lots: lotsOf(member, rules, asOf) };
};

/** All points go twelve months after the last purchase, if nothing is bought before that day. */
export const untilInactive: Life = ({ earnings }, _rules, asOf) => {
  let [expired, points, since, lastDay] = [0, 0, '', ''];
  for (const next of [...earnings, { day: asOf, points: 0 }]) {
    if (lastDay !== '' && monthsLater(lastDay, 12) <= next.day) {
      expired += points;
      points = 0;
    }
    if (points === 0) since = next.day;
    points += next.points;
    lastDay = next.day;
  }
  return { expired, lots: points === 0 ? [] : [{ points, availableOn: since, expiresOn: null }] };
};

/** Points are good through the year after the one in which they were earned. */
export const toEndOfNextYear: Life = ({ earnings }, _rules, asOf) => {
  const years = [...new Set(earnings.map(({ day }) => Number(day.slice(0, 4))))].sort((a, b) => a - b);
  const lots = years.map((year) => {
    const ofYear = earnings.filter(({ day, points }) => points > 0 && day.startsWith(`${year}-`));
    const points = ofYear.reduce((sum, earning) => sum + earning.points, 0);
    return { points, availableOn: ofYear[0]?.day ?? '', expiresOn: `${year + 2}-01-01` };
  });
  const gone = lots.filter(({ expiresOn }) => expiresOn <= asOf);
  return {
    expired: gone.reduce((sum, { points }) => sum + points, 0),
    lots: lots.filter((lot) => lot.points > 0 && !gone.includes(lot)),
  };
};
