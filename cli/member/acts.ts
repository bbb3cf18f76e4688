/** What changes members: each is the event of its kind, applied by the very command that applies it from the bus. */
import { randomUUID } from 'node:crypto';
import { answerPerson } from '../../shared/commands/answer-person.ts';
import type { PersonRequest } from '../../shared/commands/answer-person.ts';
import { applyEvents } from '../../shared/commands/apply-events.ts';
import type { MemberReference } from '../../shared/contracts/members.ts';
import { parseEvent } from '../../shared/contracts/parse-event.ts';
import { entryIds } from '../../shared/domain/entry.ts';
import type { Entry } from '../../shared/domain/entry.ts';
import { formatInstant } from '../../shared/domain/zone.ts';
import type { Desk } from './desk.ts';
import { refusedAs } from './refused.ts';

/** What was done to whom, and when it was first asked for. */
export type Done = { readonly requestId: string; readonly memberId: string; readonly occurredAt: string };

type Data = Readonly<Record<string, unknown>>;

/** A member object of an event. */
export function memberObject({ kind, value }: MemberReference): Data {
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

/** The entry of a merge, if there was one. */
async function mergeOf({ ledger }: Desk, requestId: string): Promise<Extract<Entry, { kind: 'merge' }> | undefined> {
  const entryId = entryIds.merge(requestId);
  const item = (await ledger.read({ memberIds: [], entryIds: [entryId] })).items.get(entryId);
  return item?.found === 'entry' && item.entry.kind === 'merge' ? item.entry : undefined;
}

/** @throws Failure with the reason of a refusal */
export async function merge(
  desk: Desk,
  requestId: string,
  kept: MemberReference,
  removed: MemberReference,
): Promise<Done & { readonly removed: string }> {
  // The same request again occurred when it was first asked for.
  const occurredAt = formatInstant((await mergeOf(desk, requestId))?.occurredAt ?? desk.now());
  const parsed = parseEvent({
    'detail-type': 'member.merged',
    detail: {
      metadata: { id: requestId, version: '1.0', occurredAt },
      data: { requestId, kept: memberObject(kept), removed: memberObject(removed) },
    },
  });
  if (!parsed.ok) throw refusedAs(parsed.refusal);
  const delivery = `desk:${randomUUID()}`;
  const { outcomes, failed } = await applyEvents(desk, [{ event: parsed.event, delivery }]);
  for (const error of failed.values()) throw error;
  const outcome = outcomes.get(delivery);
  if (outcome?.status === 'refused') throw refusedAs(outcome.refusal);
  const entry = await mergeOf(desk, requestId);
  if (entry === undefined) throw new Error('what was applied is an entry');
  return { requestId, memberId: entry.memberId, removed: entry.removed.memberId, occurredAt };
}
