import { answerPerson } from '../commands/answer-person.ts';
import type { PersonDependencies, PersonRequest } from '../commands/answer-person.ts';
import { findMember as find } from '../commands/find-member.ts';
import { findAccount } from '../commands/view-account.ts';
import { enrolMember, eraseMember, findMember, showMember, updateMember } from '../contracts/http/members.ts';
import { referenceOf } from '../contracts/members.ts';
import { problem } from './exchange.ts';
import { personDocument } from './person-document.ts';
import { route } from './route.ts';

/** What the fields of an event are called where the caller gives them. */
const namesOfFields: ReadonlyMap<string, string> = new Map([
  ['data.member', 'memberId'],
  ['data.requestId', 'Idempotency-Key'],
  ['metadata.id', 'Idempotency-Key'],
]);

async function answer(deps: PersonDependencies, request: PersonRequest) {
  const answered = await answerPerson(deps, request);
  if ('applied' in answered) {
    const { memberId, occurredAt } = answered.applied;
    return { document: { memberId, occurredAt } };
  }
  const { field, ...rest } = answered.refusal;
  return { refusal: field === undefined ? rest : { ...rest, field: namesOfFields.get(field) ?? field } };
}

/** The routes of the resource `members`. */
export const memberRoutes = [
  route(enrolMember, async (deps: PersonDependencies, { body, key, delivery }) => {
    return answer(deps, { type: 'member.enrolled', key, data: body, delivery });
  }),
  route(findMember, async (deps: PersonDependencies, { body }) => {
    const found = await find(deps, referenceOf(body.member), 'member');
    return 'refusal' in found ? found : { document: found };
  }),
  route(showMember, async (deps: PersonDependencies, { path }) => {
    const found = await findAccount(deps, path.memberId, 'memberId');
    if ('refusal' in found) return found;
    const profile = await deps.members.profile(found.account.memberId);
    // Whoever was there a moment ago has been forgotten since.
    if (profile === undefined) return problem('unavailable');
    return { document: personDocument(profile) };
  }),
  route(updateMember, async (deps: PersonDependencies, { path: { memberId }, body, key, delivery }) => {
    const data = { ...body, member: { memberId } };
    return answer(deps, { type: 'member.updated', key, data, delivery });
  }),
  route(eraseMember, async (deps: PersonDependencies, { path: { memberId }, key, delivery }) => {
    const data = { requestId: key, member: { memberId } };
    return answer(deps, { type: 'member.erased', key, data, delivery });
  }),
];
