/** A batch of events of every kind that is built: those about people first, for others may name who joins by them. */
import type { Apply } from './apply-each.ts';
import { applyMovements } from './apply-movements.ts';
import { applyToPeople, isOfPerson } from './apply-to-people.ts';
import { Gathered } from './outcome.ts';

/** Applies events that have passed their contract, of whatever kind. */
export const applyEvents: Apply = async (deps, delivered) => {
  const results = new Gathered();
  const ofPeople = delivered.filter(({ event }) => isOfPerson(event));
  results.add(await applyToPeople(deps, ofPeople));
  results.add(
    await applyMovements(
      deps,
      delivered.filter(({ event }) => !isOfPerson(event)),
    ),
  );
  return results;
};
