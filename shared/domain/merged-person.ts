import { learn } from './person.ts';
import type { Person } from './person.ts';
import type { Instant } from './zone.ts';

/**
 * What is known of two people who turn out to be one: of each field the newest fact. All identities of both are this
 * person's, whatever replaced others of their kind before: events that name them are still to find somebody.
 *
 * @param at of the merge
 */
export function mergedPerson(kept: Person, removed: Person, at: Instant): Person {
  const identities = removed.identities.map((identity) => {
    const replacedAt = kept.replaced[identity.kind] ?? at;
    return {
      ...identity,
      at: [at, replacedAt].reduce((newest, other) => (other > newest ? other : newest), identity.at),
    };
  });
  return learn(kept, { ...removed, identities, replaced: {} });
}
