/** Events about who members are: each goes to the command of its type. */
import { applyEach } from './apply-each.ts';
import type { Dependencies } from './dependencies.ts';
import { enrolMember } from './enrol-member.ts';
import { eraseMember } from './erase-member.ts';
import { mergeMembers } from './merge-members.ts';
import { Gathered, resultOf } from './outcome.ts';
import type { Delivered, Results } from './outcome.ts';
import { MisroutedError, partedByPeople } from './people-events.ts';
import type { PeopleEvent } from './people-events.ts';
import { updateMember } from './update-member.ts';

async function applyOne(deps: Dependencies, { event, delivery }: Delivered<PeopleEvent>): Promise<Results> {
  switch (event.type) {
    case 'member.enrolled':
      return enrolMember(deps, { event, delivery });
    case 'member.updated':
      return updateMember(deps, { event, delivery });
    case 'member.merged':
      return resultOf(delivery, await mergeMembers(deps, { event, delivery }));
    case 'member.erased':
      return eraseMember(deps, { event, delivery });
  }
}

/** Applies events about people, in their order. Never throws. */
export async function applyPeopleEvents(
  deps: Dependencies,
  delivered: readonly Delivered<PeopleEvent>[],
): Promise<Results> {
  const results = new Gathered();
  await applyEach(results, delivered, async (given) => applyOne(deps, given));
  return results;
}

/** The same for a function that gets no other events: whatever else comes to it fails, and is looked at by somebody. */
export async function applyPeopleEventsAlone(deps: Dependencies, delivered: readonly Delivered[]): Promise<Results> {
  const { ofPeople, ofPoints } = partedByPeople(delivered);
  const results = new Gathered();
  results.add(await applyPeopleEvents(deps, ofPeople));
  results.fail(ofPoints, new MisroutedError());
  return results;
}
