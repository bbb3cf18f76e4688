/** Events about members' points and levels: a person's own are posted together. */
import type { TransferEvent } from '../contracts/parse-event.ts';
import { applyEach } from './apply-each.ts';
import { applyMemberEvents } from './apply-member-events.ts';
import type { Dependencies } from './dependencies.ts';
import type { MemberEvent } from './member-events.ts';
import { Gathered, resultOf } from './outcome.ts';
import type { Delivered, Results } from './outcome.ts';
import { MisroutedError, partedByPeople } from './people-events.ts';
import type { PointsEvent } from './people-events.ts';
import { namesSale, returnPurchase } from './return-purchase.ts';
import type { SaleReturnEvent } from './return-purchase.ts';
import { transferPoints } from './transfer-points.ts';

type Sorted = {
  readonly ofMembers: Delivered<MemberEvent>[];
  readonly returns: Delivered<SaleReturnEvent>[];
  readonly transfers: Delivered<TransferEvent>[];
};

/** Events by who decides about them. */
function sort(delivered: readonly Delivered<PointsEvent>[]): Sorted {
  const sorted: Sorted = { ofMembers: [], returns: [], transfers: [] };
  for (const { event, delivery } of delivered) {
    if (event.type === 'points.transfer.requested') sorted.transfers.push({ event, delivery });
    else if (event.type === 'purchase.returned' && namesSale(event)) sorted.returns.push({ event, delivery });
    else sorted.ofMembers.push({ event, delivery });
  }
  return sorted;
}

/** Applies events about points. Never throws. */
export async function applyPointsEvents(
  deps: Dependencies,
  delivered: readonly Delivered<PointsEvent>[],
): Promise<Results> {
  const { ofMembers, returns, transfers } = sort(delivered);
  const results = new Gathered();
  if (ofMembers.length > 0) {
    try {
      results.add(await applyMemberEvents(deps, ofMembers));
    } catch (error) {
      results.fail(ofMembers, error);
    }
  }
  await applyEach(results, returns, async (given) => {
    const { outcome, settled } = await returnPurchase(deps, given);
    return resultOf(given.delivery, outcome, settled);
  });
  await applyEach(results, transfers, async (given) => resultOf(given.delivery, await transferPoints(deps, given)));
  return results;
}

/** The same for a function that gets no other events: whatever else comes to it fails, and is looked at by somebody. */
export async function applyPointsEventsAlone(deps: Dependencies, delivered: readonly Delivered[]): Promise<Results> {
  const { ofPeople, ofPoints } = partedByPeople(delivered);
  const results = new Gathered();
  results.add(await applyPointsEvents(deps, ofPoints));
  results.fail(ofPeople, new MisroutedError());
  return results;
}
