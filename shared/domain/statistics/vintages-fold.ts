/**
 * From which month of issue the points come that expire. Points issued are those that purchases and bonuses earned. What
 * expires of a lot is shared among all that was ever credited to it in proportion, as a sale's part of an expiry is
 * (domain.md, "Returns"), the whole number of points exactly. Points that were imported, adjusted, transferred or restored
 * belong to no month of issue.
 */
import type { BrokenPoints } from '../account-statistics.ts';
import type { Account } from '../account.ts';
import { addDays, monthOfDay } from '../calendar.ts';
import type { Day, Month } from '../calendar.ts';
import { entryIds } from '../entry.ts';
import type { CreditedLot, Entry, ExpireDraft } from '../entry.ts';

/** What was ever credited to a lot: by month of issue, and the rest under null. */
type Credited = Map<Month | null, bigint>;

/** What credits points anew that nobody issued in that month; what gives points back credits nothing anew. */
const creditsOfNoMonth: ReadonlySet<Entry['kind']> = new Set(['adjust', 'transfer-in', 'import']);

export class VintagesFold {
  readonly broken: BrokenPoints[] = [];
  readonly #lots = new Map<Day | null, Credited>();
  #previous: Entry | undefined;

  /** @param account as the entry leaves it */
  add(entry: Entry, account: Account): void {
    if (entry.kind === 'expire') this.#expire(entry);
    else if (entry.kind === 'earn') this.#credit(entry.lots, monthOfDay(entry.day));
    else if (creditsOfNoMonth.has(entry.kind) && 'lots' in entry && 'debtPaid' in entry) this.#credit(entry.lots, null);
    // Points without a day are one lot only until it is empty; then nothing asks what was credited to it.
    if (this.#lots.has(null) && ![...account.available, ...account.pending].some(isWithoutEnd)) this.#lots.delete(null);
    this.#previous = entry;
  }

  #credit(lots: readonly CreditedLot[], month: Month | null): void {
    for (const { points, expiresOn } of lots) {
      const credited: Credited = this.#lots.get(expiresOn) ?? new Map<Month | null, bigint>();
      this.#lots.set(expiresOn, credited.set(month, (credited.get(month) ?? 0n) + points));
    }
  }

  #expire(entry: ExpireDraft): void {
    const cause = this.#previous;
    const expired = monthOfDay(entry.day);
    // What expires at once is all of what just came, and of nothing else in its lot.
    const isOwn = cause?.kind === 'earn' && entry.entryId === entryIds.expireWith(cause.entryId);
    for (const { points, credited: ever, expiresOn } of entry.lots) {
      const credited = isOwn ? new Map([[monthOfDay(cause.day), points]]) : this.#creditedTo(expiresOn, ever);
      for (const [issued, share] of sharesOf(points, credited)) {
        if (issued !== null && share > 0n) this.broken.push({ issued, expired, points: share });
      }
    }
  }

  /** @param ever what the expiry says was credited to the lot: more than is known of its day, if others moved into it */
  #creditedTo(expiresOn: Day | null, ever: bigint): Credited {
    const own: Credited = this.#lots.get(expiresOn) ?? new Map<Month | null, bigint>();
    if (expiresOn === null || ever <= sumOf(own)) return own;
    // Where a member has more lots than are kept apart, those of a month have moved up to the next one's first day.
    const [all, month]: [Credited, Month] = [new Map(own), monthOfDay(addDays(expiresOn, -1))];
    for (const [day, credited] of this.#lots) {
      if (day === null || day >= expiresOn || monthOfDay(addDays(day, -1)) !== month) continue;
      for (const [issued, points] of credited) all.set(issued, (all.get(issued) ?? 0n) + points);
    }
    return all;
  }
}

function sumOf(credited: Credited): bigint {
  return [...credited.values()].reduce((sum, part) => sum + part, 0n);
}

function isWithoutEnd({ expiresOn }: { readonly expiresOn: Day | null }): boolean {
  return expiresOn === null;
}

/** Shares in proportion that add up exactly: each is what the rounded-down sum rises by, the oldest month first. */
function sharesOf(points: bigint, credited: Credited): readonly (readonly [Month | null, bigint])[] {
  const whole = sumOf(credited);
  if (whole === 0n) return [];
  let reached = 0n;
  const ordered = [...credited].sort(([a], [b]) => (a ?? Infinity) - (b ?? Infinity));
  return ordered.map(([month, part]) => {
    const before = (points * reached) / whole;
    reached += part;
    return [month, (points * reached) / whole - before] as const;
  });
}
