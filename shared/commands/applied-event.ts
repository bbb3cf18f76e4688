/** Events about people are applied once: no entry comes of them, so what is remembered of each is a record of its own. */
import { formatInstant } from '../domain/zone.ts';
import type { Digests } from '../platform/digest.ts';
import type { AppliedRecord } from '../store/member-store.ts';
import type { PersonEvent } from './fingerprint.ts';
import { conflicting } from './outcome.ts';
import type { Delivered, Outcome } from './outcome.ts';

/** The event's own id: whoever sends one twice means one. */
function businessKey(event: PersonEvent): string {
  return event.type === 'member.erased' ? event.data.requestId : event.metadata.id;
}

/** What is remembered of an event, but whom it was applied to. */
export type Remembered = Omit<AppliedRecord, 'memberId'>;

export function rememberedOf(digests: Digests, { event, delivery }: Delivered<PersonEvent>): Remembered {
  const named =
    event.type === 'member.enrolled'
      ? {}
      : { named: digests.personalContent({ content: event.content, member: event.member }) };
  return {
    key: digests.lookUp(event.type, businessKey(event)),
    type: event.type,
    content: digests.personalContent(event.content),
    ...named,
    delivery,
    occurredAt: formatInstant(event.occurredAt),
  };
}

/**
 * The answer to an event whose id was used before. It is the same event if it says the same, and names the member by the
 * same words as then, by which nobody may be known any more, or the same member by others.
 *
 * @param memberId whom the event names now; undefined where it names nobody
 */
export function answerAgain(before: AppliedRecord, now: Remembered, memberId: string | undefined): Outcome {
  const sameMember = before.named === now.named || before.memberId === memberId;
  if (before.content !== now.content || !sameMember) return conflicting(now.type);
  return { status: before.delivery === now.delivery ? 'applied' : 'duplicate' };
}
