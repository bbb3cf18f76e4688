/** A batch of events that move points, or levels: each goes to the command of its type. */
import type { TransferEvent } from '../contracts/parse-event.ts';
import { applyEach, StrayEventError } from './apply-each.ts';
import type { Apply } from './apply-each.ts';
import { applyMemberEvents } from './apply-member-events.ts';
import type { MemberEvent } from './member-events.ts';
import { Gathered, resultOf } from './outcome.ts';
import type { Delivered } from './outcome.ts';
import { namesSale, returnPurchase } from './return-purchase.ts';
import type { SaleReturnEvent } from './return-purchase.ts';
import { transferPoints } from './transfer-points.ts';

type Sorted = {
  readonly ofMembers: Delivered<MemberEvent>[];
  readonly returns: Delivered<SaleReturnEvent>[];
  readonly transfers: Delivered<TransferEvent>[];
  readonly strays: Delivered[];
};

/** Events by who decides about them. */
function sort(delivered: readonly Delivered[]): Sorted {
  const sorted: Sorted = { ofMembers: [], returns: [], transfers: [], strays: [] };
  for (const given of delivered) {
    const { event, delivery } = given;
    switch (event.type) {
      case 'member.enrolled':
      case 'member.updated':
      case 'member.merged':
      case 'member.erased':
        sorted.strays.push(given);
        break;
      case 'points.transfer.requested':
        sorted.transfers.push({ event, delivery });
        break;
      case 'purchase.returned':
        if (namesSale(event)) sorted.returns.push({ event, delivery });
        else sorted.ofMembers.push({ event, delivery });
        break;
      case 'purchase.completed':
      case 'redemption.requested':
      case 'redemption.committed':
      case 'redemption.cancelled':
      case 'points.adjusted.requested':
      case 'points.imported':
      case 'tier.assigned':
        sorted.ofMembers.push({ event, delivery });
    }
  }
  return sorted;
}

/** Applies events that move points. A person's own are posted together. */
export const applyMovements: Apply = async (deps, delivered) => {
  const { ofMembers, returns, transfers, strays } = sort(delivered);
  const results = new Gathered();
  results.fail(strays, new StrayEventError());
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
};
