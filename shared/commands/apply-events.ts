/** A batch of events of every kind that is built: who members are comes before what they do. */
import { applyPeopleEvents } from './apply-people-events.ts';
import { applyPointsEvents } from './apply-points-events.ts';
import type { Dependencies } from './dependencies.ts';
import { Gathered } from './outcome.ts';
import type { Delivered, Results } from './outcome.ts';
import { partedByPeople } from './people-events.ts';

/** Applies events that have passed their contract. A person's own are posted together. Never throws. */
export async function applyEvents(deps: Dependencies, delivered: readonly Delivered[]): Promise<Results> {
  const { ofPeople, ofPoints } = partedByPeople(delivered);
  const results = new Gathered();
  results.add(await applyPeopleEvents(deps, ofPeople));
  results.add(await applyPointsEvents(deps, ofPoints));
  return results;
}
