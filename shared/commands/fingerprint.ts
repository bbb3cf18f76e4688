import { contentRevision } from '../contracts/metadata.ts';
import type { PurchaseEvent } from '../contracts/parse-event.ts';
import type { Identity } from '../contracts/members.ts';
import type { Cause } from '../domain/entry.ts';
import type { Digests } from '../platform/digest.ts';
import type { Delivered } from './outcome.ts';

/** The key under which an identity is looked up: nothing of it can be read there. */
export function identityKey(digests: Digests, { kind, value }: Identity): string {
  return digests.lookUp(kind, value);
}

/** What a sale's entry remembers of its event. */
export function causeOf(digests: Digests, { event, delivery }: Delivered<PurchaseEvent>): Cause {
  const content = digests.content(event.content);
  return { eventId: event.metadata.id, delivery, content, revision: contentRevision };
}
