/**
 * High-value members of all months but the last two, which the rows of members tell (`rows.ts`): it takes the purchases of
 * all time, so it is for whoever reads them all. Sixteen bytes for each member and month of it.
 */
import { monthOf, monthOfDay } from '../calendar.ts';
import type { Day } from '../calendar.ts';
import type { MemberFacts } from './member-facts.ts';
import { NumberList } from './number-list.ts';
import { manyValues } from './ranking.ts';
import { highScore } from './rfm.ts';
import { lastYear } from './rows.ts';
import type { Sums } from './sums.ts';
import { yearOfMonths } from './windows.ts';

/** Months that rows tell: the day's and the one before. */
const monthsOfRows = 2;

export class EarlierSpends {
  /** By the last of twelve months: position of the member's cell, and spend. */
  readonly #months = new Map<number, NumberList>();

  add(cell: number, facts: MemberFacts, asOf: Day): void {
    const [first, last] = [facts.days[0], facts.days.at(-1)];
    if (first === undefined || last === undefined) return;
    const end = Math.min(monthOfDay(asOf) - monthsOfRows, monthOfDay(last.day) + yearOfMonths - 1);
    for (let month: number = monthOfDay(first.day); month <= end; month += 1) {
      const { orders, spend } = lastYear(facts, monthOf(month));
      if (orders === 0) continue;
      const list = this.#months.get(month) ?? new NumberList();
      this.#months.set(month, list);
      list.push(cell, Number(spend));
    }
  }

  /** Adds `high` of the earlier months to the sums of the members' cells. */
  count(sumsOf: (cell: number) => Sums): void {
    for (const [month, list] of this.#months) {
      const values = list.values();
      const spends = manyValues();
      for (let at = 1; at < values.length; at += 2) spends.add(values[at] ?? 0);
      const ranking = spends.ranking();
      for (let at = 0; at < values.length; at += 2) {
        if (ranking.score(values[at + 1] ?? 0) === highScore) sumsOf(values[at] ?? 0).add('high', [month]);
      }
    }
  }
}
