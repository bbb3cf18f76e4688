/** What a member bought in a window of time, net of what came back since, read from as few entries as can say it. */
import type { Account } from '../../domain/account.ts';
import { addDays, subtractDays } from '../../domain/calendar.ts';
import type { Day } from '../../domain/calendar.ts';
import { entryIds } from '../../domain/entry.ts';
import type { Entry, EarnDraft, ReturnDraft } from '../../domain/entry.ts';
import { instantOf, utcDay } from '../../domain/zone.ts';
import type { Instant } from '../../domain/zone.ts';
import type { EntryPages } from '../../store/entry-pages.ts';

/** From an instant until before another; what is later than `now` has not happened yet. */
export type Window = { readonly from: Instant; readonly until: Instant; readonly now: Instant };

/** Purchases that are not fully returned, and what they come to in minor units, net of returns. */
export type Bought = { readonly orders: number; readonly netMinor: bigint };

export const nothingBought: Bought = { orders: 0, netMinor: 0n };

const entriesOfPage = 50;

/** What came back of a purchase; the account knows of what is later than `now`, too. */
type Back = { netMinor: bigint; whole: boolean; wholeByNow: boolean };

/** Whatever the programme's zone: no business day is more than one off the day in UTC. */
function daysOf({ from, until }: Window): { readonly first: Day; readonly last: Day } {
  return { first: subtractDays(utcDay(from), 1), last: addDays(utcDay(instantOf(until - 1)), 1) };
}

/**
 * How many purchases of days around the window the account knows of; Infinity where they are so long ago that it does not
 * keep their days by themselves.
 */
function ordersAround({ statistics: { days, older } }: Account, window: Window): number {
  const { first, last } = daysOf(window);
  if (older !== null && older.last >= first) return Infinity;
  return days.reduce((sum, { day, orders }) => (day >= first && day <= last ? sum + orders : sum), 0);
}

class Purchases {
  readonly #window: Window;
  readonly #days: { readonly first: Day; readonly last: Day };
  readonly #back = new Map<string, Back>();
  /** Purchases around the window that are still to be found. */
  #missing: number;
  bought = nothingBought;

  constructor(window: Window, missing: number) {
    this.#window = window;
    this.#days = daysOf(window);
    this.#missing = missing;
  }

  /** Whether nothing is left to find: asked again after every entry. */
  isComplete(): boolean {
    return this.#missing <= 0;
  }

  addReturn({ purchaseId, occurredAt, netMinor, orderReturned }: ReturnDraft): void {
    if (purchaseId === null) return;
    const entryId = entryIds.purchase(purchaseId);
    const back = this.#back.get(entryId) ?? { netMinor: 0n, whole: false, wholeByNow: false };
    this.#back.set(entryId, back);
    back.whole ||= orderReturned;
    if (occurredAt > this.#window.now) return;
    back.netMinor += netMinor;
    back.wholeByNow ||= orderReturned;
  }

  addSale({ entryId, day, occurredAt, netMinor }: EarnDraft): void {
    const back = this.#back.get(entryId);
    if (back?.whole !== true && day >= this.#days.first && day <= this.#days.last) this.#missing -= 1;
    const { from, until, now } = this.#window;
    if (occurredAt < from || occurredAt >= until || occurredAt > now || back?.wholeByNow === true) return;
    const { orders, netMinor: before } = this.bought;
    this.bought = { orders: orders + 1, netMinor: before + netMinor - (back?.netMinor ?? 0n) };
  }
}

async function* newestFirst(entries: EntryPages, memberId: string): AsyncGenerator<Entry> {
  let before: number | undefined;
  for (;;) {
    const page = await entries.page(memberId, { before, limit: entriesOfPage });
    yield* page;
    before = page.at(-1)?.seq;
    if (page.length < entriesOfPage || before === undefined) return;
  }
}

/**
 * What a member bought. The account says whether there is anything to find, and how much: entries are read from the newest
 * back until all of that is found, so a long history costs nothing. A return comes after its sale, and so is met before
 * it. What was bought in a ledger that was merged into this one is found there.
 */
export async function boughtWithin(entries: EntryPages, account: Account, window: Window): Promise<Bought> {
  const purchases = new Purchases(window, ordersAround(account, window));
  const ledgers = [account.memberId];
  for (const memberId of ledgers) {
    if (purchases.isComplete()) break;
    for await (const entry of newestFirst(entries, memberId)) {
      if (entry.kind === 'return') purchases.addReturn(entry);
      if (entry.kind === 'earn') purchases.addSale(entry);
      if (entry.kind === 'merge') ledgers.push(entry.removed.memberId);
      if (purchases.isComplete()) break;
    }
  }
  return purchases.bought;
}
