/**
 * What members of a shop do in the simulated years, from a seed. Everything arrives as it happens, but for what a till had
 * kept back: that arrives right behind a sale of the same member, so that nothing can have been posted in between, and the
 * rule for late events (domain.md) says the same however often accounts are reviewed.
 */
import { seededRandom } from '../../../cli/demo/random.ts';
import type { Random } from '../../../cli/demo/random.ts';
import { parseEvent } from '../../../shared/contracts/parse-event.ts';
import type { ParsedEvent } from '../../../shared/contracts/parse-event.ts';
import { addDays, formatDay } from '../../../shared/domain/calendar.ts';
import type { Day } from '../../../shared/domain/calendar.ts';
import { instantOf, startOfDay } from '../../../shared/domain/zone.ts';
import type { Instant } from '../../../shared/domain/zone.ts';
import { firstDay, lastDay, timeZone } from './programme.ts';

export type Arrival = { readonly at: Instant; readonly delivery: string; readonly event: ParsedEvent };

const second = 1000;
const hour = 3600 * second;
const dayMs = 24 * hour;

/** Days between visits of the members there are: from those who come every other day to those who hardly come. */
const gaps = [2, 7, 7, 14, 14, 14, 30, 30, 30, 30, 60, 60, 90, 90, 200] as const;

type Sale = { readonly purchaseId: string; readonly at: number; readonly net: number; readonly lines: number };

type Sent = {
  readonly type: string;
  readonly data: object;
  /** When it arrives, in milliseconds since 1970. */
  readonly at: number;
  /** When it happened, where that is not when it arrives. */
  readonly occurredAt?: number;
  readonly delivery: string;
};

/** An event as it arrives. @throws TypeError when it breaks its contract */
export function arrivalOf({ type, data, at, occurredAt = at, delivery }: Sent): Arrival {
  const metadata = { id: `event-${delivery}`, version: '1.0', occurredAt: new Date(occurredAt).toISOString() };
  const parsed = parseEvent({ 'detail-type': type, detail: { metadata, data } });
  if (!parsed.ok) throw new TypeError(parsed.refusal.message);
  return { at: instantOf(at), delivery, event: parsed.event };
}

/** One member's life as events. */
class MemberLife {
  readonly arrivals: Arrival[] = [];
  readonly #random: Random;
  readonly #number: number;
  readonly #member: { readonly externalId: string };
  readonly #others: number;
  #count = 0;

  constructor(random: Random, number: number, members: number) {
    this.#random = random;
    this.#number = number;
    this.#others = members;
    this.#member = { externalId: `M${String(number)}` };
  }

  live(): void {
    const { between, fraction, pick } = this.#random;
    const joined = addDays(firstDay, between(0, lastDay - firstDay - 200));
    if (fraction() < 0.5) this.#enrol(joined);
    if (fraction() < 0.15) this.#import(joined);
    const gap = pick(gaps);
    const left = fraction() < 0.4 ? addDays(joined, between(60, 900)) : lastDay;
    // Some come back after a long silence.
    const back = fraction() < 0.5 ? addDays(left, between(150, 500)) : lastDay;
    for (
      let on = addDays(joined, 1);
      on <= lastDay;
      on = addDays(on, 1 + Math.floor(-Math.log(1 - fraction()) * gap))
    ) {
      if (on <= left || on >= back) this.#visit(on);
    }
    for (let on = addDays(joined, between(10, 90)); on <= lastDay; on = addDays(on, between(10, 90))) this.#act(on);
  }

  /** Members come in the morning, before late passes, or in the evening; never while a pass is tried again. */
  #timeOn(on: Day): number {
    const [from, to] = this.#random.pick([
      [8, 10],
      [17, 22],
    ] as const);
    return startOfDay(on, timeZone) + this.#random.between(from * hour, to * hour - 60 * second);
  }

  #send(type: string, data: object, at: number, occurredAt = at): void {
    // Whoever acts later than the last day is left out.
    if (at > startOfDay(lastDay, timeZone) + 22 * hour) return;
    const delivery = `${String(this.#number)}-${String((this.#count += 1))}`;
    this.arrivals.push(arrivalOf({ type, data, at, occurredAt, delivery }));
  }

  #key(): string {
    return `K${String(this.#number)}-${String((this.#count += 1))}`;
  }

  #enrol(on: Day): void {
    this.#send('member.enrolled', this.#member, startOfDay(on, timeZone) + 7 * hour);
  }

  #import(on: Day): void {
    const { between } = this.#random;
    const lots = [
      { points: between(10, 300), expiresOn: formatDay(addDays(on, between(5, 500))) },
      { points: between(10, 100), availableOn: formatDay(addDays(on, between(-20, 40))), expiresOn: null },
    ];
    this.#send('points.imported', { member: this.#member, requestId: this.#key(), lots }, this.#timeOn(on));
  }

  #visit(on: Day): void {
    const { fraction, between } = this.#random;
    const at = this.#timeOn(on);
    const sale = this.#sell(at, at);
    if (fraction() < 0.14) this.#bringBack(sale, this.#timeOn(addDays(on, between(1, fraction() < 0.2 ? 500 : 40))));
    if (fraction() < 0.06) this.#late(sale);
  }

  /** What a till had kept back, sent behind a sale. */
  #late({ at }: Sale): void {
    const { fraction, between } = this.#random;
    const happened = at - between(hour, fraction() < 0.2 ? 450 * dayMs : 20 * dayMs);
    const sale = this.#sell(at + second, happened);
    if (fraction() < 0.3) this.#bringBack(sale, at + 2 * second, between(happened, at));
  }

  #sell(at: number, happened: number): Sale {
    const { fraction, between, pick } = this.#random;
    const purchaseId = this.#key();
    const nets = Array.from({ length: between(1, 3) }, () => between(500, 9000));
    const lines = nets.map((net, index) => {
      return { lineId: String(index), net, ...(fraction() < 0.2 ? { tags: ['red'] } : {}) };
    });
    // Only what is certain to be posted may have something late behind it.
    const isPaidWithPoints = at === happened && fraction() < 0.04;
    const paid = isPaidWithPoints ? { pointsRedeemed: between(5, 200) } : {};
    const sale = { purchaseId, at, net: nets.reduce((sum, net) => sum + net, 0), lines: lines.length };
    const data = { purchaseId, member: this.#member, currency: 'EUR', lines, channel: pick(['web', 'store']), ...paid };
    this.#send('purchase.completed', data, at, happened);
    return isPaidWithPoints ? this.#sell(at + second, at + second) : sale;
  }

  #bringBack({ purchaseId, net, lines }: Sale, at: number, happened = at): void {
    const { pick, between } = this.#random;
    const goods = pick<object>([
      { full: true },
      { net: between(1, net) },
      { lines: [{ lineId: String(between(0, lines - 1)), net: between(1, 600) }] },
    ]);
    this.#send('purchase.returned', { returnId: this.#key(), purchaseId, ...goods }, at, happened);
  }

  /** What is asked for beside visits. Half of it is for points, often more than there are. */
  #act(on: Day): void {
    const { pick, fraction, between } = this.#random;
    const [at, member, requestId] = [this.#timeOn(on), this.#member, this.#key()];
    const asked = { member, requestId, points: Math.floor(5 * 300 ** fraction()) };
    const byHand = { member, requestId, reason: 'goodwill', actor: 'desk-1' };
    switch (pick(['redeem', 'redeem', 'reserve', 'reserve', 'adjust', 'transfer', 'assign', 'return'] as const)) {
      case 'redeem':
        this.#send('redemption.requested', asked, at);
        return;
      case 'reserve':
        this.#reserve(asked, on);
        return;
      case 'adjust':
        this.#send('points.adjusted.requested', { ...byHand, points: pick([between(1, 80), -between(1, 80)]) }, at);
        return;
      case 'transfer': {
        const to = { externalId: `M${String(between(0, this.#others - 1))}` };
        const data = { requestId, from: member, to, points: between(1, 40) };
        this.#send('points.transfer.requested', data, at);
        return;
      }
      case 'assign': {
        const until = fraction() < 0.8 ? { until: formatDay(addDays(on, between(10, 300))) } : {};
        this.#send('tier.assigned', { ...byHand, level: pick(['silver', 'gold']), ...until }, at);
        return;
      }
      case 'return': {
        const data = { returnId: requestId, member, currency: 'EUR', net: between(100, 4000) };
        this.#send('purchase.returned', data, at);
        return;
      }
    }
  }

  #reserve(asked: { readonly requestId: string; readonly member: object; readonly points: number }, on: Day): void {
    const { pick, between } = this.#random;
    const at = this.#timeOn(on);
    const minutes = pick([30, 24 * 60, 10 * 24 * 60, 90 * 24 * 60]);
    this.#send('redemption.requested', { ...asked, hold: { minutes } }, at);
    const { member, requestId } = asked;
    const type = pick([undefined, 'redemption.committed', 'redemption.cancelled'] as const);
    if (type === undefined) return;
    const settled = pick([at + between(60, 800) * second, this.#timeOn(addDays(on, between(1, 12)))]);
    this.#send(type, { member, requestId }, settled);
  }
}

/** The same events for the same seed, in the order of their arrival. */
export function historyOf(seed: number, members: number): readonly Arrival[] {
  const arrivals = Array.from({ length: members }, (_, number) => {
    const life = new MemberLife(seededRandom(seed * 7919 + number), number, members);
    life.live();
    return life.arrivals;
  });
  return arrivals.flat().sort((a, b) => a.at - b.at || (a.delivery < b.delivery ? -1 : 1));
}
