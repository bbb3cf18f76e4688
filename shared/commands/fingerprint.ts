import { contentRevision } from '../contracts/metadata.ts';
import type { ErasureEvent, EnrolmentEvent, ParsedEvent, UpdateEvent } from '../contracts/parse-event.ts';
import type { Identity, MemberReference } from '../contracts/members.ts';
import type { Cause } from '../domain/entry.ts';
import type { Digests } from '../platform/digest.ts';
import type { Delivered } from './outcome.ts';

/** The key under which an identity is looked up: nothing of it can be read there. */
export function identityKey(digests: Digests, { kind, value }: Identity): string {
  return digests.lookUp(kind, value);
}

/** The key of the identity by which a member is named; undefined for nobody, and for a member of ours. */
export function keyOfReference(digests: Digests, member: MemberReference | undefined): string | undefined {
  return member === undefined || member.kind === 'memberId' ? undefined : identityKey(digests, member);
}

/** Events about a person, of which no entry comes. */
export type PersonEvent = EnrolmentEvent | UpdateEvent | ErasureEvent;

/** What an entry remembers of its event. */
export function causeOf(digests: Digests, { event, delivery }: Delivered<Exclude<ParsedEvent, PersonEvent>>): Cause {
  const content = digests.content(event.content);
  return { eventId: event.metadata.id, delivery, content, revision: contentRevision };
}
