/**
 * Identities that move. Who gave one up stays its owner for what occurred before, and the profile keeps its key, so that
 * an erasure finds it.
 */
import type { Instant } from '../domain/zone.ts';
import type { FormerOwner, GivenUp, Ownership } from '../store/member-store.ts';

/** With as many identities as a member may have, and what else goes along, an erasure of all fits into one transaction. */
const givenUpAtMost = 40;
/** Of who had an identity longer ago it is not known any more: what occurred then is of the next one. */
const formerOwnersAtMost = 5;

/** Who had an identity at an instant and has given it up since. */
export function formerAt({ former = [] }: Ownership, at: Instant): string | undefined {
  return former.find(({ until }) => at < until)?.memberId;
}

/** Of what a member, or two who turn out to be one, gave up: what is kept, and the oldest that is not. */
export function keptOf(givenUp: readonly GivenUp[]): {
  readonly kept: readonly GivenUp[];
  readonly dropped: readonly GivenUp[];
} {
  const newest = new Map<string, GivenUp>();
  for (const one of givenUp) {
    const place = `${one.identity} ${one.memberId}`;
    const known = newest.get(place);
    if (known === undefined || known.until < one.until) newest.set(place, one);
  }
  const places = [...newest].sort(([a, one], [b, other]) => one.until - other.until || (a < b ? -1 : 1));
  const all = places.map(([, one]) => one);
  const from = Math.max(0, all.length - givenUpAtMost);
  return { kept: all.slice(from), dropped: all.slice(0, from) };
}

/** Where nobody is left there is no list. */
function listOf(former: readonly FormerOwner[]): Ownership['former'] {
  return former.length === 0 ? undefined : former;
}

/** An identity that a member has no more, from an instant on. */
export function givenUpBy(ownership: Ownership, { memberId, until }: FormerOwner): Ownership {
  const { former = [] } = ownership;
  // Nobody had it in between: it is the member's from the first instant to the last.
  const others = former.at(-1)?.memberId === memberId ? former.slice(0, -1) : former;
  const all = [...others, { memberId, until }].sort((a, b) => a.until - b.until);
  return { ...ownership, former: listOf(all.slice(-formerOwnersAtMost)) };
}

/** An identity of which nobody asks any more whose it was while a former owner had it. */
export function withoutFormer(ownership: Ownership, memberId: string): Ownership {
  return { ...ownership, former: listOf((ownership.former ?? []).filter((one) => one.memberId !== memberId)) };
}

/**
 * An identity of somebody who is erased: what occurred before that and names it is about nobody any more.
 *
 * @param ids under which that one gave it up
 */
export function erasedUntil(ownership: Ownership, ids: ReadonlySet<string>, at: Instant): Ownership {
  const { erasedAt: before, former = [] } = ownership;
  // Somebody who had the identity before may have been erased later than this one.
  const erasedAt = before === null || before < at ? at : before;
  const others = former.filter(({ memberId, until }) => until > erasedAt && !ids.has(memberId));
  return { ...ownership, erasedAt, former: listOf(others) };
}
