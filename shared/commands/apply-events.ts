/** A batch of events of every kind that is built: each goes to the command of its type. */
import type { MergeEvent, ParsedEvent, TransferEvent } from '../contracts/parse-event.ts';
import { applyMemberEvents } from './apply-member-events.ts';
import type { Dependencies } from './dependencies.ts';
import { enrolMember } from './enrol-member.ts';
import { eraseMember } from './erase-member.ts';
import type { PersonEvent } from './fingerprint.ts';
import { mergeMembers } from './merge-members.ts';
import type { MemberEvent } from './member-events.ts';
import { Gathered, resultOf } from './outcome.ts';
import type { Delivered, Results } from './outcome.ts';
import { namesSale, returnPurchase } from './return-purchase.ts';
import type { SaleReturnEvent } from './return-purchase.ts';
import { transferPoints } from './transfer-points.ts';
import { updateMember } from './update-member.ts';

type Sorted = {
  readonly ofPeople: Delivered<PersonEvent | MergeEvent>[];
  readonly ofMembers: Delivered<MemberEvent>[];
  readonly returns: Delivered<SaleReturnEvent>[];
  readonly transfers: Delivered<TransferEvent>[];
};

const ofPeople: ReadonlySet<ParsedEvent['type']> = new Set([
  'member.enrolled',
  'member.updated',
  'member.merged',
  'member.erased',
]);

function isOfPerson(event: ParsedEvent): event is PersonEvent | MergeEvent {
  return ofPeople.has(event.type);
}

async function applyToPerson(
  deps: Dependencies,
  { event, delivery }: Delivered<PersonEvent | MergeEvent>,
): Promise<Results> {
  switch (event.type) {
    case 'member.enrolled':
      return enrolMember(deps, { event, delivery });
    case 'member.updated':
      return updateMember(deps, { event, delivery });
    case 'member.merged':
      return resultOf(delivery, await mergeMembers(deps, { event, delivery }));
    case 'member.erased':
      return eraseMember(deps, { event, delivery });
  }
}

/** Events by who decides about them. */
function sort(delivered: readonly Delivered[]): Sorted {
  const sorted: Sorted = { ofPeople: [], ofMembers: [], returns: [], transfers: [] };
  for (const { event, delivery } of delivered) {
    if (isOfPerson(event)) sorted.ofPeople.push({ event, delivery });
    else if (event.type === 'points.transfer.requested') sorted.transfers.push({ event, delivery });
    else if (event.type === 'purchase.returned' && namesSale(event)) sorted.returns.push({ event, delivery });
    else sorted.ofMembers.push({ event, delivery });
  }
  return sorted;
}

/** One after the other: events of one batch may well be about the same person, or the same sale. */
async function each<Event extends ParsedEvent>(
  into: Gathered,
  delivered: readonly Delivered<Event>[],
  apply: (given: Delivered<Event>) => Promise<Results>,
): Promise<void> {
  for (const given of delivered) {
    try {
      const { metadata } = given.event;
      into.add(metadata.test === true ? resultOf(given.delivery, { status: 'test' }) : await apply(given));
    } catch (error) {
      into.fail([given], error);
    }
  }
}

/** Applies events that have passed their contract. A person's own are posted together. Never throws. */
export async function applyEvents(deps: Dependencies, delivered: readonly Delivered[]): Promise<Results> {
  const { ofPeople, ofMembers, returns, transfers } = sort(delivered);
  const results = new Gathered();
  await each(results, ofPeople, async (given) => applyToPerson(deps, given));
  if (ofMembers.length > 0) {
    try {
      results.add(await applyMemberEvents(deps, ofMembers));
    } catch (error) {
      results.fail(ofMembers, error);
    }
  }
  await each(results, returns, async (given) => {
    const { outcome, settled } = await returnPurchase(deps, given);
    return resultOf(given.delivery, outcome, settled);
  });
  await each(results, transfers, async (given) => resultOf(given.delivery, await transferPoints(deps, given)));
  return results;
}
