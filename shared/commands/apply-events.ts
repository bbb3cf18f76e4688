/** A batch of events of every kind that is built: each goes to the command of its type. */
import type { ParsedEvent } from '../contracts/parse-event.ts';
import { applyMemberEvents } from './apply-member-events.ts';
import type { Dependencies } from './dependencies.ts';
import { enrolMember } from './enrol-member.ts';
import type { MemberEvent } from './member-events.ts';
import { Gathered, resultOf } from './outcome.ts';
import type { Delivered, Results } from './outcome.ts';
import { namesSale, returnPurchase } from './return-purchase.ts';
import type { SaleReturnEvent } from './return-purchase.ts';
import { transferPoints } from './transfer-points.ts';

function isOfMember(event: ParsedEvent): event is MemberEvent {
  if (event.type === 'purchase.returned') return !namesSale(event);
  return event.type !== 'member.enrolled' && event.type !== 'points.transfer.requested';
}

function isOfSale(event: ParsedEvent): event is SaleReturnEvent {
  return event.type === 'purchase.returned' && namesSale(event);
}

/** Those of a kind, each with its delivery. */
function those<Event extends ParsedEvent>(
  delivered: readonly Delivered[],
  is: (event: ParsedEvent) => event is Event,
): readonly Delivered<Event>[] {
  return delivered.flatMap(({ event, delivery }) => (is(event) ? [{ event, delivery }] : []));
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
  const results = new Gathered();
  await each(
    results,
    those(delivered, (event) => event.type === 'member.enrolled'),
    async (given) => enrolMember(deps, given),
  );
  const ofMembers = those(delivered, isOfMember);
  if (ofMembers.length > 0) {
    try {
      results.add(await applyMemberEvents(deps, ofMembers));
    } catch (error) {
      results.fail(ofMembers, error);
    }
  }
  await each(results, those(delivered, isOfSale), async (given) => {
    const { outcome, settled } = await returnPurchase(deps, given);
    return resultOf(given.delivery, outcome, settled);
  });
  await each(
    results,
    those(delivered, (event) => event.type === 'points.transfer.requested'),
    async (given) => resultOf(given.delivery, await transferPoints(deps, given)),
  );
  return results;
}
