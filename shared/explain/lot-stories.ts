/**
 * Where the points of each lot come from: every entry that put something in or took something out, from the time when
 * the lot was last empty. Within a lot nobody can tell one point from another, so only the sum is the lot's.
 */
import type { Account } from '../domain/account.ts';
import type { Day } from '../domain/calendar.ts';
import type { EntryDraft } from '../domain/entry.ts';
import { compareExpiry } from '../domain/lots.ts';

export type EntryPoints = { readonly entry: EntryDraft; readonly points: bigint };
type Lot = { readonly availableOn: Day; readonly expiresOn: Day | null; readonly pending: boolean };
type Story = { readonly expiresOn: Day | null; readonly parts: EntryPoints[]; points: bigint };

function placeOf({ availableOn, expiresOn, pending }: Lot): string {
  return pending ? `${String(availableOn)} ${String(expiresOn)}` : String(expiresOn);
}

/** Runs along with the fold of the entries. */
export class LotStories {
  readonly #available = new Map<string, Story>();
  readonly #pending = new Map<string, Story & { readonly availableOn: Day }>();

  /** @param after the account after the entry */
  follow(entry: EntryDraft, after: Account): void {
    if (entry.kind === 'merge') this.#adopt(entry);
    if ('debtPaid' in entry) for (const lot of entry.lots) this.#add(lot, { entry, points: lot.points });
    // What is spent of a hold has left its lots before.
    if ('taken' in entry && entry.kind !== 'commit') {
      for (const lot of entry.taken) this.#add(lot, { entry, points: -lot.points });
    }
    if (entry.kind === 'mature') this.#mature(entry.day);
    if (entry.kind === 'expire') this.#expire(entry);
    this.#merge(after);
  }

  /** What made a lot; its points are the sum. */
  of(lot: Lot): readonly EntryPoints[] {
    return (lot.pending ? this.#pending : this.#available).get(placeOf(lot))?.parts ?? [];
  }

  #add(lot: Lot, part: EntryPoints): void {
    const place = placeOf(lot);
    const { availableOn, expiresOn } = lot;
    if (lot.pending) {
      const story = this.#pending.get(place) ?? { availableOn, expiresOn, parts: [], points: 0n };
      this.#pending.set(place, story);
      extend(story, [part]);
      if (story.points === 0n) this.#pending.delete(place);
    } else {
      this.#extendAvailable(expiresOn, [part]);
    }
  }

  #extendAvailable(expiresOn: Day | null, parts: readonly EntryPoints[]): void {
    const place = String(expiresOn);
    const story = this.#available.get(place) ?? { expiresOn, parts: [], points: 0n };
    this.#available.set(place, story);
    extend(story, parts);
    if (story.points === 0n) this.#available.delete(place);
  }

  /** Points of another member: the merge is where they are from, and their own entries tell more. */
  #adopt(entry: Extract<EntryDraft, { kind: 'merge' }>): void {
    const { available, pending } = entry.removed;
    for (const lot of available) this.#add({ ...lot, pending: false }, { entry, points: lot.points });
    for (const lot of pending) this.#add({ ...lot, pending: true }, { entry, points: lot.points });
  }

  #mature(day: Day): void {
    for (const [place, story] of this.#pending) {
      if (story.availableOn > day) continue;
      this.#pending.delete(place);
      this.#extendAvailable(story.expiresOn, story.parts);
    }
  }

  #expire(entry: Extract<EntryDraft, { kind: 'expire' }>): void {
    if (entry.lapsed) {
      this.#available.clear();
      this.#pending.clear();
      return;
    }
    for (const { points, expiresOn } of entry.lots) this.#extendAvailable(expiresOn, [{ entry, points: -points }]);
  }

  /** Of very many lots the latest-expiring ones move up and become one (`moved-lots.ts`). */
  #merge({ available }: Account): void {
    const there = new Set(available.map(({ expiresOn }) => String(expiresOn)));
    for (const [place, story] of this.#available) {
      if (there.has(place)) continue;
      const into = available.find(({ expiresOn }) => compareExpiry(expiresOn, story.expiresOn) > 0);
      if (into === undefined) continue;
      this.#available.delete(place);
      this.#extendAvailable(into.expiresOn, story.parts);
    }
  }
}

function extend(story: Story, parts: readonly EntryPoints[]): void {
  for (const part of parts) {
    story.parts.push(part);
    story.points += part.points;
  }
}
