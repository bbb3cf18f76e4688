/** Where entries come from. */
import { balanceOf } from '../domain/account.ts';
import type { Account } from '../domain/account.ts';
import { formatDay } from '../domain/calendar.ts';
import { entryIds } from '../domain/entry.ts';
import type { Entry, EntryDraft } from '../domain/entry.ts';
import { evolve } from '../domain/evolve.ts';
import type { ProgrammeVersions } from '../domain/programme.ts';
import { formatInstant } from '../domain/zone.ts';
import type { EntryFacts } from './facts.ts';
import { headlineOf } from './headlines.ts';
import { knownOf } from './known.ts';
import type { Known, Step } from './known.ts';
import { reasonsOf } from './reasons.ts';
import { keyOf, referenceOf } from './reference.ts';
import { accountBefore } from './story.ts';

/** The sale that an entry is about, by its purchaseId; undefined where it is about none. */
function purchaseOf(entry: EntryDraft): string | undefined {
  if (entry.kind === 'earn') return keyOf(entry);
  return 'purchaseId' in entry ? (entry.purchaseId ?? undefined) : undefined;
}

function requestOf(entry: EntryDraft): string | undefined {
  return 'requestId' in entry ? entry.requestId : undefined;
}

/** Whether entries belong together: to one sale, one return, one request, or the one was posted because of the other. */
function areRelated(one: EntryDraft, other: EntryDraft): boolean {
  const isWith = (a: EntryDraft, b: EntryDraft) =>
    [entryIds.tierWith(b.entryId), entryIds.expireWith(b.entryId)].includes(a.entryId);
  const same = (of: (entry: EntryDraft) => string | undefined) => of(one) !== undefined && of(one) === of(other);
  return isWith(one, other) || isWith(other, one) || same(purchaseOf) || same(requestOf);
}

function factsOf(step: Step & { readonly entry: Entry }, known: Known): EntryFacts {
  const { entry, before, after } = step;
  return {
    memberId: entry.memberId,
    entryId: entry.entryId,
    seq: entry.seq,
    occurredAt: formatInstant(entry.occurredAt),
    day: formatDay(entry.day),
    program: entry.program,
    eventId: 'cause' in entry ? (entry.cause?.eventId ?? null) : null,
    points: entry.points,
    headline: headlineOf(entry, known),
    reasons: reasonsOf(step, known),
    balanceBefore: balanceOf(before),
    balanceAfter: balanceOf(after),
    related: known.history.filter((other) => other !== entry && areRelated(entry, other)).map(referenceOf),
  };
}

/**
 * What explains entries of a member, in the order of their seq. The history is gone through once, however many are asked.
 * @param history the member's entries, the oldest first
 * @param isAsked which of them are to be explained
 */
export function entryFactsOf(
  account: Account,
  history: readonly Entry[],
  versions: ProgrammeVersions,
  isAsked: (entry: Entry) => boolean,
): readonly EntryFacts[] {
  const known = knownOf(versions, history);
  const facts: EntryFacts[] = [];
  let before = accountBefore(account);
  for (const entry of history) {
    const after = evolve(before, entry);
    if (isAsked(entry)) facts.push(factsOf({ entry, before, after }, known));
    before = after;
  }
  return facts;
}
