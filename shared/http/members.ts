import { balanceDocument } from '../commands/account-document.ts';
import { answerPerson } from '../commands/answer-person.ts';
import type { PersonDependencies, PersonRequest } from '../commands/answer-person.ts';
import { ofMerges } from '../commands/answer-merge.ts';
import { answerRequest } from '../commands/answer-request.ts';
import { findMember as find } from '../commands/find-member.ts';
import { findAccount } from '../commands/view-account.ts';
import { personDocument } from '../commands/person-document.ts';
import {
  enrolMember,
  eraseMember,
  findMember,
  mergeMember,
  showMember,
  updateMember,
} from '../contracts/http/members.ts';
import { referenceOf } from '../contracts/members.ts';
import type { Refusal } from '../contracts/refusals.ts';
import { formatInstant } from '../domain/zone.ts';
import { problem } from './exchange.ts';
import { route } from './route.ts';

/** What the fields of an event are called where the caller gives them. */
const namesOfFields: ReadonlyMap<string, string> = new Map([
  ['data.member', 'memberId'],
  ['data.kept', 'memberId'],
  ['data.requestId', 'Idempotency-Key'],
  ['metadata.id', 'Idempotency-Key'],
]);

async function answer(deps: PersonDependencies, request: PersonRequest) {
  const answered = await answerPerson(deps, request);
  if ('applied' in answered) {
    const { memberId, occurredAt } = answered.applied;
    return { document: { memberId, occurredAt } };
  }
  return { refusal: inPath(answered.refusal) };
}

function inPath({ field, ...rest }: Refusal): Refusal {
  return field === undefined ? rest : { ...rest, field: namesOfFields.get(field) ?? field };
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
  route(mergeMember, async (deps: PersonDependencies, { path: { memberId }, body, key, delivery }) => {
    const data = { requestId: key, kept: { memberId }, removed: body.removed };
    const answered = await answerRequest(deps, { type: 'member.merged', key, data, delivery }, ofMerges);
    if ('refusal' in answered) return { refusal: inPath(answered.refusal) };
    const { entry } = answered;
    if (entry.kind !== 'merge') throw new TypeError(`no merge: ${entry.kind}`);
    const { entryId, occurredAt, balanceAfter, removed } = entry;
    const merged = { memberId: entry.memberId, removed: removed.memberId, entryId };
    const at = formatInstant(occurredAt);
    return { document: { ...merged, occurredAt: at, balanceAfter: balanceDocument(balanceAfter) } };
  }),
  route(eraseMember, async (deps: PersonDependencies, { path: { memberId }, key, delivery }) => {
    const data = { requestId: key, member: { memberId } };
    return answer(deps, { type: 'member.erased', key, data, delivery });
  }),
];
