/** What happens to points after the purchase: goods that come back, points that are spent, held, given and put right. */
import { shopEvent } from '../import/conversion.ts';
import { articles } from './catalogue.ts';
import { ann, hotel, yu } from './people.ts';
import type { MemberName } from './people.ts';
import { shopCurrency, shopTime } from './sale.ts';
import type { Occasion } from './sale.ts';

const { shoes, lamp, pan } = articles;

/** All of it in the order of time. The purchases that it is about are among those that were sent. */
export function deskOccasions(sent: readonly Occasion[]): readonly Occasion[] {
  const saleAt = (at: string) => sent.find((occasion) => occasion.at === at)?.event.detail.data['purchaseId'];
  return [...annsErrands(saleAt), ...bosErrands(saleAt), ...yusErrands(saleAt), ...hotelsErrands()];
}

/** Id of the purchase that was made at a local time. */
type SaleAt = (at: string) => unknown;
type What = Readonly<Record<string, unknown>>;

/**
 * Ann brings back the shoes, and with them the bonus of a big order; pays with points at the counter; leaves a basket
 * with a hold on it, which runs out; gets points for a late parcel; and brings back the pan that points paid in part,
 * whose points would have expired in the meantime and live on for a while.
 */
function annsErrands(saleAt: SaleAt): readonly Occasion[] {
  return [
    returned('2025-10-04T11:30:00', saleAt('2025-09-27T12:30:00'), {
      lines: [{ lineId: '2', net: shoes.priceMinor }],
    }),
    adjusted('2026-02-16T10:05:00', ann.byId, { points: 200, reason: 'parcel came late', actor: 'desk-7' }),
    redeemed('2026-03-08T17:20:00', ann.byCard, { points: 300 }),
    redeemed('2026-04-18T22:41:00', ann.byEmail, { points: 1000, hold: { minutes: 30 } }),
    returned('2026-06-24T16:00:00', saleAt('2026-06-17T13:50:00'), {
      lines: [{ lineId: '2', net: pan.priceMinor }],
    }),
  ];
}

/** Bo brings back a whole order. */
function bosErrands(saleAt: SaleAt): readonly Occasion[] {
  return [returned('2026-03-14T12:00:00', saleAt('2026-03-07T16:45:00'), { full: true })];
}

/** Yu spends points and then brings back what earned them: the rest is owed, and most of it paid by what Ann gives her. */
function yusErrands(saleAt: SaleAt): readonly Occasion[] {
  return [
    redeemed('2026-02-20T15:30:00', yu.byEmail, { points: 1000 }),
    returned('2026-02-25T18:10:00', saleAt('2026-01-17T12:05:00'), { full: true }),
    occasion('2026-05-28T20:00:00', 'points.transfer.requested', {
      from: ann.byId,
      to: yu.byEmail,
      points: 400,
    }),
  ];
}

/** The hotel has lost the receipt. */
function hotelsErrands(): readonly Occasion[] {
  const at = '2026-04-27T09:40:00';
  return [occasion(at, 'purchase.returned', { member: hotel, currency: shopCurrency, net: lamp.priceMinor })];
}

function returned(at: string, purchaseId: unknown, goods: What): Occasion {
  return occasion(at, 'purchase.returned', { purchaseId, ...goods });
}

function redeemed(at: string, member: MemberName, what: What): Occasion {
  return occasion(at, 'redemption.requested', { member, ...what });
}

function adjusted(at: string, member: MemberName, what: What): Occasion {
  return occasion(at, 'points.adjusted.requested', { member, ...what });
}

/** An event of the service desk, which has one a day at most: its day is its business key. */
function occasion(at: string, type: string, data: What): Occasion {
  const key = `desk:${at.slice(0, 10)}`;
  const own = type === 'purchase.returned' ? { returnId: key } : { requestId: key };
  return { at, event: shopEvent(type, `event:${key}`, shopTime(at), { ...own, ...data }) };
}
