/** A refusal that is an answer, and the same for ever (domain.md, "Redemption"). */
import type { Refusal } from '../contracts/refusals.ts';
import type { Cause } from '../domain/entry.ts';
import { formatInstant } from '../domain/zone.ts';
import type { Instant } from '../domain/zone.ts';
import type { Held } from '../store/store.ts';

/**
 * What is kept of it, under the id of the entry that was asked for.
 * @param owner whose request it was: the same one of somebody else is a conflict
 */
export function keptRefusal(
  entryId: string,
  owner: string,
  { cause: { content, delivery }, occurredAt }: { readonly cause: Cause; readonly occurredAt: Instant },
  refusal: Refusal,
): Held {
  const at = formatInstant(occurredAt);
  return { key: entryId, revision: 1, holds: 'refusal', owner, content, delivery, occurredAt: at, refusal };
}
