/** Events about who somebody is: who joins, tells more, turns out to be two, or is to be forgotten. */
import type { MergeEvent, ParsedEvent } from '../contracts/parse-event.ts';
import { applyEach, StrayEventError } from './apply-each.ts';
import type { Apply } from './apply-each.ts';
import type { Dependencies } from './dependencies.ts';
import { enrolMember } from './enrol-member.ts';
import { eraseMember } from './erase-member.ts';
import type { PersonEvent } from './fingerprint.ts';
import { mergeMembers } from './merge-members.ts';
import { Gathered, resultOf } from './outcome.ts';
import type { Delivered, Results } from './outcome.ts';
import { updateMember } from './update-member.ts';

const typesOfPeople: ReadonlySet<ParsedEvent['type']> = new Set([
  'member.enrolled',
  'member.updated',
  'member.merged',
  'member.erased',
]);

export function isOfPerson(event: ParsedEvent): event is PersonEvent | MergeEvent {
  return typesOfPeople.has(event.type);
}

async function applyToPerson(
  deps: Dependencies,
  { event, delivery }: Delivered<PersonEvent | MergeEvent>,
): Promise<Results> {
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

/** Applies events about people, one after the other. */
export const applyToPeople: Apply = async (deps, delivered) => {
  const results = new Gathered();
  for (const given of delivered) {
    const { event, delivery } = given;
    if (isOfPerson(event)) await applyEach(results, [{ event, delivery }], async (one) => applyToPerson(deps, one));
    else results.fail([given], new StrayEventError());
  }
  return results;
};
