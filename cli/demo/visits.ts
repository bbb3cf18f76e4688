/** Purchases of the customers whose histories nobody wrote by hand: drawn from a seed, after each one's own rhythm. */
import { addDays, dayOf, formatDay } from '../../shared/domain/calendar.ts';
import { everyday, stores } from './catalogue.ts';
import { firstDay, lastDay } from './calendar.ts';
import type { Visit } from './histories.ts';
import type { Person } from './people.ts';
import type { Random } from './random.ts';
import type { Basket } from './sale.ts';

/** Everybody has come for the first time by so many days after the opening. */
const newcomersDays = 300;
/** After each purchase, the chance never to come back. */
const chanceOfLeaving = 0.04;
const chanceOfStore = 0.6;
/** What costs less than this is bought by the handful. */
const cheapBelowMinor = 10_000;

export function visitsOf({ names, everyDays }: Person, random: Random): readonly Visit[] {
  const visits: Visit[] = [];
  const favourite = random.pick(stores);
  let day = addDays(firstDay, random.between(0, newcomersDays));
  while (day <= lastDay) {
    visits.push({
      at: `${formatDay(day)}T${timeOfDay(random)}`,
      member: random.pick(names),
      storeId: random.fraction() < chanceOfStore ? favourite : undefined,
      basket: basketOf(random),
    });
    if (random.fraction() < chanceOfLeaving) break;
    day = dayOf(day + random.between(Math.ceil(everyDays / 2), Math.floor(everyDays * 1.5)));
  }
  return visits;
}

/** Within opening hours. */
function timeOfDay(random: Random): string {
  const two = (n: number) => String(n).padStart(2, '0');
  return `${two(random.between(10, 20))}:${two(random.between(0, 59))}:${two(random.between(0, 59))}`;
}

function basketOf(random: Random): Basket {
  const articles = new Set(Array.from({ length: random.between(1, 4) }, () => random.pick(everyday)));
  return [...articles].map((article) => [article, article.priceMinor < cheapBelowMinor ? random.between(1, 3) : 1]);
}
