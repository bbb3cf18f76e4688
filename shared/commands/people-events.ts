/** Which events are about who members are; every other one is about their points. */
import type { MergeEvent, ParsedEvent } from '../contracts/parse-event.ts';
import type { PersonEvent } from './fingerprint.ts';
import type { Delivered } from './outcome.ts';

export type PeopleEvent = PersonEvent | MergeEvent;
export type PointsEvent = Exclude<ParsedEvent, PeopleEvent>;

const types: ReadonlySet<ParsedEvent['type']> = new Set([
  'member.enrolled',
  'member.updated',
  'member.merged',
  'member.erased',
]);

function isOfPeople(event: ParsedEvent): event is PeopleEvent {
  return types.has(event.type);
}

type Parted = {
  readonly ofPeople: readonly Delivered<PeopleEvent>[];
  readonly ofPoints: readonly Delivered<PointsEvent>[];
};

/** Both, each in the order in which they came. */
export function partedByPeople(delivered: readonly Delivered[]): Parted {
  const ofPeople: Delivered<PeopleEvent>[] = [];
  const ofPoints: Delivered<PointsEvent>[] = [];
  for (const { event, delivery } of delivered) {
    if (isOfPeople(event)) ofPeople.push({ event, delivery });
    else ofPoints.push({ event, delivery });
  }
  return { ofPeople, ofPoints };
}

/** An event in the queue of another function, which alone can apply it: the rules of the bus keep them apart. */
export class MisroutedError extends Error {
  override readonly name = 'MisroutedError';
}
