/** What became of an event. Refusals are answers; whatever else goes wrong is thrown and tried again. */
import type { ParsedEvent } from '../contracts/parse-event.ts';
import type { Refusal } from '../contracts/refusals.ts';
import { refusal } from '../contracts/refusals.ts';
import type { Cause } from '../domain/entry.ts';
import type { Refused } from '../domain/refused.ts';

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

/** An earlier delivery that waited and that has been settled by now: by an entry, or by a refusal of its own. */
export type Settled = { readonly delivery: string } & ({ readonly entryId: string } | { readonly refusal: Refusal });

export type Results = {
  /** By delivery. */
  readonly outcomes: ReadonlyMap<string, Outcome>;
  readonly settled: readonly Settled[];
  /** What could not be decided now, by delivery, with the error: to be tried again. */
  readonly failed: ReadonlyMap<string, unknown>;
};

export function resultOf(delivery: string, outcome: Outcome, settled: readonly Settled[] = []): Results {
  return { outcomes: new Map([[delivery, outcome]]), settled, failed: new Map() };
}

/** Results of parts that have nothing to do with each other, as one. */
export class Gathered implements Results {
  readonly outcomes = new Map<string, Outcome>();
  readonly settled: Settled[] = [];
  readonly failed = new Map<string, unknown>();

  add({ outcomes, settled, failed }: Results): void {
    for (const [delivery, outcome] of outcomes) this.outcomes.set(delivery, outcome);
    for (const [delivery, error] of failed) this.failed.set(delivery, error);
    this.settled.push(...settled);
  }

  fail(delivered: readonly Delivered[], error: unknown): void {
    for (const { delivery } of delivered) this.failed.set(delivery, error);
  }
}

export function refused(...reason: Parameters<typeof refusal>): Outcome & { readonly status: 'refused' } {
  return { status: 'refused', refusal: refusal(...reason) };
}

/** The answer to an event that the rules refuse. */
export function refusedBy({ refused: code, field, rule }: Refused): Outcome & { readonly status: 'refused' } {
  return refused(code, { field, rule });
}

export function unknownMember(field: string): Outcome & { readonly status: 'refused' } {
  return refused('unknown-member', { field, rule: 'somebody who is enrolled' });
}

/** The field of an event's own id, its business key. */
function keyFieldOf(type: ParsedEvent['type']): string {
  switch (type) {
    case 'purchase.completed':
      return 'data.purchaseId';
    case 'purchase.returned':
      return 'data.returnId';
    case 'member.enrolled':
    case 'member.updated':
      return 'metadata.id';
    case 'member.erased':
    case 'redemption.requested':
    case 'redemption.committed':
    case 'redemption.cancelled':
    case 'points.adjusted.requested':
    case 'points.imported':
    case 'tier.assigned':
    case 'points.transfer.requested':
    case 'member.merged':
      return 'data.requestId';
  }
}

/** The event's own id was used before, with other content or for another member. */
export function conflicting(type: ParsedEvent['type']): Outcome {
  const rule = 'the same id always with the same content and member';
  return refused('conflicting-duplicate', { field: keyFieldOf(type), rule });
}

/** The same delivery again is the same application, not a duplicate: the first answer got lost on its way. */
export function repeated(type: ParsedEvent['type'], earlier: Cause, cause: Cause, entryId: string): Outcome {
  if (earlier.content !== cause.content) return conflicting(type);
  return { status: earlier.delivery === cause.delivery ? 'applied' : 'duplicate', entryId, again: true };
}
