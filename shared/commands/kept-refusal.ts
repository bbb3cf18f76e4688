/** A refusal that is an answer, and the same for ever (domain.md, "Redemption"). */
import type { Refusal } from '../contracts/refusals.ts';
import type { Cause } from '../domain/entry.ts';
import type { Held } from '../store/store.ts';

/**
 * What is kept of it, under the id of the entry that was asked for.
 * @param owner whose request it was: the same one of somebody else is a conflict
 */
export function keptRefusal(entryId: string, owner: string, { content, delivery }: Cause, refusal: Refusal): Held {
  return { key: entryId, revision: 1, holds: 'refusal', owner, content, delivery, refusal };
}
