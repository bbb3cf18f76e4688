/** What changes members: each is the event of its kind, applied by the very command that applies it from the bus. */
import { randomUUID } from 'node:crypto';
import { ofMerges } from '../../shared/commands/answer-merge.ts';
import { answerPerson } from '../../shared/commands/answer-person.ts';
import type { PersonRequest } from '../../shared/commands/answer-person.ts';
import { answerRequest } from '../../shared/commands/answer-request.ts';
import type { MemberReference } from '../../shared/contracts/members.ts';
import { formatInstant } from '../../shared/domain/zone.ts';
import type { Desk } from './desk.ts';
import { refusedAs } from './refused.ts';

/** What was done to whom, and when it was first asked for. */
export type Done = { readonly requestId: string; readonly memberId: string; readonly occurredAt: string };

type Data = Readonly<Record<string, unknown>>;

/** A member object of an event. */
function memberObject({ kind, value }: MemberReference): Data {
  return { [kind]: value };
}

/** @throws Failure with the reason of a refusal */
async function answer(desk: Desk, type: PersonRequest['type'], requestId: string, data: Data): Promise<Done> {
  const answered = await answerPerson(desk, { type, key: requestId, data, delivery: `desk:${randomUUID()}` });
  if ('refusal' in answered) throw refusedAs(answered.refusal);
  const { memberId, occurredAt } = answered.applied;
  return { requestId, memberId, occurredAt };
}

export async function enrol(desk: Desk, requestId: string, data: Data): Promise<Done> {
  return answer(desk, 'member.enrolled', requestId, data);
}

export async function update(desk: Desk, requestId: string, member: MemberReference, data: Data): Promise<Done> {
  return answer(desk, 'member.updated', requestId, { ...data, member: memberObject(member) });
}

export async function erase(desk: Desk, requestId: string, member: MemberReference): Promise<Done> {
  return answer(desk, 'member.erased', requestId, { requestId, member: memberObject(member) });
}

/** @throws Failure with the reason of a refusal */
export async function merge(
  desk: Desk,
  requestId: string,
  kept: MemberReference,
  removed: MemberReference,
): Promise<Done & { readonly removed: string }> {
  const data = { requestId, kept: memberObject(kept), removed: memberObject(removed) };
  const request = { type: 'member.merged' as const, key: requestId, data, delivery: `desk:${randomUUID()}` };
  const answered = await answerRequest(desk, request, ofMerges);
  if ('refusal' in answered) throw refusedAs(answered.refusal);
  const { entry } = answered;
  if (entry.kind !== 'merge') throw new TypeError(`no merge: ${entry.kind}`);
  const { memberId, occurredAt } = entry;
  return { requestId, memberId, removed: entry.removed.memberId, occurredAt: formatInstant(occurredAt) };
}
