/** Random histories: sales in any order of arrival, with reviews of random days in between. */
import fc from 'fast-check';
import { plusDays } from '../reference/dates.ts';
import type { PlainSale } from '../reference/plain.ts';
import type { Step } from '../reference/story.ts';
import { firstDay, sales } from './sale.ts';

export const stepsOf = (sold: readonly PlainSale[]): Step[] => sold.map((sale) => ({ sale }));

export function arrivals(atMost: number): fc.Arbitrary<Step[]> {
  const order = sales(atMost).chain((sold) => fc.shuffledSubarray(stepsOf(sold), { minLength: sold.length }));
  const reviews = fc.array(fc.tuple(fc.nat({ max: atMost }), fc.nat({ max: 1000 })), { maxLength: 4 });
  return fc.tuple(order, reviews).map(([steps, reviewed]) => {
    const all = [...steps];
    for (const [place, days] of reviewed) all.splice(place, 0, { review: plusDays(firstDay, days) });
    return all;
  });
}
