/** What became of an event. Refusals are answers; whatever else goes wrong is thrown and tried again. */
import type { ParsedEvent } from '../contracts/parse-event.ts';
import type { Refusal } from '../contracts/refusals.ts';
import { refusal } from '../contracts/refusals.ts';

/** `again`: the entry was there already. Whatever was to be done after it was posted may not have been done. */
type OfEntry = { readonly entryId?: string; readonly again?: true };

export type Outcome =
  | (OfEntry & { readonly status: 'applied' })
  | (OfEntry & { readonly status: 'duplicate' })
  | { readonly status: 'refused'; readonly refusal: Refusal }
  | { readonly status: 'parked' }
  | { readonly status: 'test' };

/** An event with the name of its delivery: one per envelope of the bus or line of a file. */
export type Delivered<Event extends ParsedEvent = ParsedEvent> = { readonly event: Event; readonly delivery: string };

/** An earlier delivery that waited and that has been applied by now. */
export type Settled = { readonly delivery: string; readonly entryId: string };

export type Results = {
  /** By delivery. */
  readonly outcomes: ReadonlyMap<string, Outcome>;
  readonly settled: readonly Settled[];
  /** What could not be decided now, by delivery, with the error: to be tried again. */
  readonly failed: ReadonlyMap<string, unknown>;
};

export function refused(...reason: Parameters<typeof refusal>): Outcome {
  return { status: 'refused', refusal: refusal(...reason) };
}

/** The purchaseId was used before, with other content or for another member. */
export function conflicting(): Outcome {
  return refused('conflicting-duplicate', {
    field: 'data.purchaseId',
    rule: 'the same id always with the same content and member',
  });
}
