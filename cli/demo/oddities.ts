/** What goes wrong in a real shop, and what is nobody's purchase or no purchase at all. */
import { shopEvent } from '../import/conversion.ts';
import type { ShopEvent } from '../import/conversion.ts';
import { articles, stores } from './catalogue.ts';
import { shopLastDay } from './calendar.ts';
import { ann, yu } from './people.ts';
import { purchaseEvent, purchaseIdOf, shopTime } from './sale.ts';
import type { Basket, Occasion, Sale } from './sale.ts';

const [shanghai, hangzhou] = stores;
const { teaSet, greenTea, candle, soap, redLantern, notebook } = articles;

/** Everything odd that happens around what the shop sent in the ordinary course. */
export function oddOccasions(sent: readonly Occasion[]): readonly Occasion[] {
  return [...sentAgain(sent), ...guests(), ...mistakes()];
}

/**
 * Three exact duplicates: a till that lost the network sends again at once, a queue at night, and somebody a year later.
 * And a duplicate that says something else: which of the two is right, nobody can know.
 */
function sentAgain(sent: readonly Occasion[]): readonly Occasion[] {
  const [atOnce, atNight, yearLater, changed] = [40, 120, 25, 200].map((index) => sent[index]);
  if (atOnce === undefined || atNight === undefined || yearLater === undefined || changed === undefined) return [];
  return [
    atOnce,
    { ...atNight, at: `${atNight.at.slice(0, 10)}T23:30:00` },
    { ...yearLater, at: `${shopLastDay}T22:00:00` },
    { at: `${changed.at.slice(0, 10)}T23:40:00`, event: withOtherAmount(changed.event) },
  ];
}

function withOtherAmount(event: ShopEvent): ShopEvent {
  const { metadata, data } = event.detail;
  const lines = [{ lineId: '1', net: 1_234 }];
  return { ...event, detail: { metadata: { ...metadata, id: `${metadata.id}:again` }, data: { ...data, lines } } };
}

/** Guests earn for nobody. One of them says who she is three days later: the same purchase comes again with a member. */
function guests(): readonly Occasion[] {
  const guest = (at: string, storeId: string, ...basket: Basket): Sale => ({
    at,
    member: undefined,
    storeId,
    basket,
    receipt: 901,
  });
  const claimed = guest('2025-11-29T15:25:00', hangzhou, [teaSet, 1], [candle, 2]);
  const sales = [
    guest('2025-06-07T13:10:00', shanghai, [soap, 2]),
    guest('2025-10-02T11:45:00', shanghai, [redLantern, 4]),
    claimed,
    guest('2026-02-14T19:30:00', hangzhou, [candle, 1]),
    guest('2026-05-01T10:20:00', shanghai, [greenTea, 1]),
  ];
  return [
    ...sales.map((sale) => ({ at: sale.at, event: purchaseEvent(sale) })),
    { at: '2025-12-02T10:00:00', event: purchaseEvent({ ...claimed, member: yu.byEmail }) },
  ];
}

/** Each is refused for a reason of its own, or counted and no more, and harms nothing beside it. */
function mistakes(): readonly Occasion[] {
  const sale = (at: string, receipt: number): Sale => ({
    at,
    member: ann.byId,
    storeId: undefined,
    basket: [[notebook, 1]],
    receipt,
  });
  const dollars = sale('2025-08-15T12:00:00', 902);
  const negative = sale('2025-12-24T18:05:00', 903);
  const shipped = sale('2025-12-22T08:00:00', 904);
  const test = sale('2026-03-02T10:00:00', 905);
  return [
    { at: dollars.at, event: changed(dollars, { currency: 'USD' }) },
    { at: negative.at, event: changed(negative, { lines: [{ lineId: '1', sku: notebook.sku, net: -3_350 }] }) },
    {
      at: shipped.at,
      event: shopEvent('purchase.shipped', `event:${purchaseIdOf(shipped)}:shipped`, shopTime(shipped.at), {
        purchaseId: purchaseIdOf(shipped),
      }),
    },
    { at: test.at, event: asTest(purchaseEvent(test)) },
  ];
}

function changed(sale: Sale, change: Readonly<Record<string, unknown>>): ShopEvent {
  const event = purchaseEvent(sale);
  return { ...event, detail: { ...event.detail, data: { ...event.detail.data, ...change } } };
}

function asTest(event: ShopEvent): ShopEvent {
  return { ...event, detail: { ...event.detail, metadata: { ...event.detail.metadata, test: true } } };
}
