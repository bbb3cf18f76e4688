/** Purchases written by hand, because their members' histories are meant to be read. */
import { articles, stores } from './catalogue.ts';
import type { Article } from './catalogue.ts';
import { ann, bo, hotel, yu } from './people.ts';
import type { Sale } from './sale.ts';

export type Visit = Omit<Sale, 'receipt'>;

const [shanghai, hangzhou] = stores;
const online = undefined;
const { thermos, teaSet, greenTea, redScarf, redCoat, redDress, shirt, shoes, socks, lamp, rug, towel } = articles;
const { bedding, armchair, soap, candle, pan, notebook } = articles;

const one = (article: Article) => [article, 1] as const;
const some = (quantity: number, article: Article) => [article, quantity] as const;

/**
 * Ann: crosses silver with the coat and gold with the scarf, each sale earned at the level before it; buys a bonus
 * article, red things and orders above the minimum; uses three identities; pays with points once; what is left of her
 * first points is a year old in May 2026 and gone.
 */
const annsVisits: readonly Visit[] = [
  { at: '2025-05-06T11:20:00', member: ann.byCard, storeId: shanghai, basket: [one(teaSet)] },
  { at: '2025-06-18T20:45:00', member: ann.byEmail, storeId: online, basket: [one(redDress)] },
  { at: '2025-07-20T15:05:00', member: ann.byCard, storeId: shanghai, basket: [one(rug)] },
  { at: '2025-09-27T12:30:00', member: ann.byCard, storeId: hangzhou, basket: [one(thermos), one(shoes)] },
  { at: '2025-10-06T16:10:00', member: ann.byCard, storeId: shanghai, basket: [one(redCoat)] },
  { at: '2025-11-11T00:12:00', member: ann.byEmail, storeId: online, basket: [one(armchair)] },
  { at: '2025-12-20T21:30:00', member: ann.byEmail, storeId: online, basket: [one(candle)] },
  { at: '2026-01-25T14:00:00', member: ann.byCard, storeId: shanghai, basket: [one(redScarf)] },
  { at: '2026-02-10T18:25:00', member: ann.byCard, storeId: shanghai, basket: [one(bedding), some(3, notebook)] },
  { at: '2026-04-03T09:40:00', member: ann.byId, storeId: online, basket: [one(shirt), some(2, socks)] },
  { at: '2026-05-20T19:15:00', member: ann.byId, storeId: online, basket: [one(greenTea), some(2, soap)] },
  {
    at: '2026-06-17T13:50:00',
    member: ann.byCard,
    storeId: shanghai,
    basket: [one(lamp), one(pan)],
    pointsRedeemed: 1000,
  },
];

/** Bo: silver in June 2025 with the help of May's purchases, which no longer count at the review a year later. */
const bosVisits: readonly Visit[] = [
  { at: '2025-05-10T10:30:00', member: bo.byPhone, storeId: hangzhou, basket: [one(rug), one(armchair)] },
  { at: '2025-05-31T17:00:00', member: bo.byPhone, storeId: hangzhou, basket: [one(redScarf)] },
  { at: '2025-06-09T18:20:00', member: bo.byPhone, storeId: online, basket: [one(redDress)] },
  { at: '2025-09-14T11:11:00', member: bo.byPhone, storeId: hangzhou, basket: [some(2, greenTea)] },
  { at: '2026-03-07T16:45:00', member: bo.byPhone, storeId: hangzhou, basket: [some(2, towel), one(soap)] },
];

const yusVisits: readonly Visit[] = [
  { at: '2026-01-17T12:05:00', member: yu.byEmail, storeId: online, basket: [one(teaSet), one(greenTea)] },
];

/** The hotel furnishes a floor a month, and is the only one to reach the highest level. */
const hotelsDays =
  '2025-05-12 2025-06-16 2025-07-14 2025-08-18 2025-09-15 2025-10-20 2025-11-17 ' +
  '2025-12-15 2026-01-19 2026-02-23 2026-03-16 2026-04-20 2026-05-18 2026-06-15';
const hotelsVisits: readonly Visit[] = hotelsDays.split(' ').map((day) => ({
  at: `${day}T09:05:00`,
  member: hotel,
  storeId: online,
  basket: [some(4, bedding), some(24, towel), some(2, lamp), some(40, soap)],
}));

export const writtenVisits: readonly Visit[] = [...annsVisits, ...bosVisits, ...yusVisits, ...hotelsVisits];
