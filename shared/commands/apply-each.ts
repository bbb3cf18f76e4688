import type { ParsedEvent } from '../contracts/parse-event.ts';
import { resultOf } from './outcome.ts';
import type { Delivered, Gathered, Results } from './outcome.ts';

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
