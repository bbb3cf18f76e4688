/** Where one entry comes from. */
import { balanceOf } from '../../shared/domain/account.ts';
import type { Account } from '../../shared/domain/account.ts';
import { formatDay } from '../../shared/domain/calendar.ts';
import { entryIds } from '../../shared/domain/entry.ts';
import type { Entry, EntryDraft } from '../../shared/domain/entry.ts';
import { evolve } from '../../shared/domain/evolve.ts';
import type { ProgrammeVersions } from '../../shared/domain/programme.ts';
import { formatInstant } from '../../shared/domain/zone.ts';
import type { EntryFacts } from './facts.ts';
import { headlineOf } from './headlines.ts';
import { knownOf } from './known.ts';
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

/** @param history the member's entries, the oldest first, the explained one among them */
export function entryFactsOf(
  account: Account,
  entry: Entry,
  history: readonly Entry[],
  versions: ProgrammeVersions,
): EntryFacts {
  const known = knownOf(versions, history);
  const before = history.filter(({ seq }) => seq < entry.seq).reduce(evolve, accountBefore(account));
  const after = evolve(before, entry);
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
    reasons: reasonsOf({ entry, before, after }, known),
    balanceBefore: balanceOf(before),
    balanceAfter: balanceOf(after),
    related: history.filter((other) => other.seq !== entry.seq && areRelated(entry, other)).map(referenceOf),
  };
}
