/** A member tells more, or takes back what was told; what waited for the identities that are gained is posted. */
import type { UpdateEvent } from '../contracts/parse-event.ts';
import { applyUpdate } from './apply-update.ts';
import { claimParked } from './claim-parked.ts';
import type { Dependencies } from './dependencies.ts';
import { resultOf } from './outcome.ts';
import type { Delivered, Results } from './outcome.ts';

/** Applies one update. A redelivery takes up where an interrupted one stopped. */
export async function updateMember(deps: Dependencies, delivered: Delivered<UpdateEvent>): Promise<Results> {
  const { delivery } = delivered;
  const { outcome, claiming } = await applyUpdate(deps, delivered);
  if (claiming === undefined) return resultOf(delivery, outcome);
  return resultOf(delivery, outcome, await claimParked(deps, claiming.memberId, claiming.identities));
}
