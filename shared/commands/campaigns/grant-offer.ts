/** Posts the points that a message offers, once however often it is tried. */
import { entryIds } from '../../domain/entry.ts';
import type { CreditedLot } from '../../domain/entry.ts';
import { decideGrant } from '../../domain/grant-points.ts';
import type { GrantRequest } from '../../domain/grant-points.ts';
import { appendUnits, postUnits } from '../append.ts';
import type { Dependencies } from '../dependencies.ts';
import { readPresent } from '../present-members.ts';
import { untilSettled } from '../retry.ts';

export type Granted =
  /** `lots` are those that the points came in, without what paid a debt. */
  | {
      readonly status: 'granted';
      readonly entryId: string;
      readonly points: bigint;
      readonly lots: readonly CreditedLot[];
    }
  /** The member has left. */
  | { readonly status: 'gone' };

/**
 * Posts a grant to its member, who may have been merged into another since it was offered.
 *
 * @throws ContentionError when others kept writing to the member
 */
export async function grantOffer(
  deps: Pick<Dependencies, 'ledger' | 'digests' | 'programmes' | 'backOff'>,
  request: GrantRequest,
): Promise<Granted> {
  const { memberId, grant } = request;
  const entryId = entryIds.bonusOfCampaign(grant.campaignId, grant.occasion, grant.step, memberId);
  const versions = await deps.programmes();
  return untilSettled<Granted>(deps, async () => {
    const { accounts, items } = await readPresent(deps.ledger, { memberIds: [memberId], entryIds: [entryId] });
    const item = items.get(entryId);
    if (item?.found === 'entry' && item.entry.kind === 'bonus') {
      const { points, lots } = item.entry;
      return { status: 'granted', entryId, points, lots };
    }
    const found = accounts.get(memberId);
    if (found?.account.left !== null) return { status: 'gone' };
    const decision = decideGrant(found.account, request, versions);
    const units = appendUnits(deps.digests, found.account, decision);
    if (!(await postUnits(deps.ledger, units, found.version))) return undefined;
    const [own] = decision.own;
    const lots = own?.draft.kind === 'bonus' ? own.draft.lots : [];
    return { status: 'granted', entryId, points: request.points, lots };
  });
}
