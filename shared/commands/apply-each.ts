/** Events that are applied one by one, each by the command of its type. */
import type { ParsedEvent } from '../contracts/parse-event.ts';
import type { Dependencies } from './dependencies.ts';
import { resultOf } from './outcome.ts';
import type { Delivered, Gathered, Results } from './outcome.ts';

/** Applies events that have passed their contract; never throws. What it does not know is listed under `failed`. */
export type Apply = (deps: Dependencies, delivered: readonly Delivered[]) => Promise<Results>;

/** Each function has its own events: one that was led astray is set aside, to be sent again where it belongs. */
export class StrayEventError extends Error {
  override readonly name = 'StrayEventError';
}

/** One after the other: events of one batch may well be about the same person, or the same sale. */
export async function applyEach<Event extends ParsedEvent>(
  into: Gathered,
  delivered: readonly Delivered<Event>[],
  apply: (given: Delivered<Event>) => Promise<Results>,
): Promise<void> {
  for (const given of delivered) {
    try {
      const { metadata } = given.event;
      into.add(metadata.test === true ? resultOf(given.delivery, { status: 'test' }) : await apply(given));
    } catch (error) {
      into.fail([given], error);
    }
  }
}
