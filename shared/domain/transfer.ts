/** The decision about points that one member gives to another. */
import type { Account } from './account.ts';
import { givenBack, payDebt } from './credits.ts';
import { entryIds } from './entry.ts';
import type { Cause } from './entry.ts';
import { Posting } from './posting.ts';
import type { Posted } from './posting.ts';
import type { Refused } from './refused.ts';
import { programmeAt } from './programme.ts';
import type { ProgrammeVersions } from './programme.ts';
import { takeAvailable } from './redemption.ts';
import type { Instant } from './zone.ts';

export type TransferRequest = {
  readonly requestId: string;
  readonly occurredAt: Instant;
  /** Above 0. */
  readonly points: bigint;
};

/**
 * Entries of a transfer, for both members: available lots move with their days, the earliest-expiring first; pending
 * points stay (domain.md, lots).
 */
export function decideTransfer(
  { from, to }: { readonly from: Account; readonly to: Account },
  { requestId, occurredAt, points }: TransferRequest,
  cause: Cause,
  versions: ProgrammeVersions,
): { readonly from: Posted; readonly to: Posted } | Refused {
  if (from.memberId === to.memberId) return { refused: 'self-transfer', field: 'data.to', rule: 'another member' };
  if (!programmeAt(versions, occurredAt).points.transfers) {
    return { refused: 'transfers-off', field: 'data', rule: 'a programme that allows transfers' };
  }
  const giving = new Posting(from, occurredAt, versions);
  const taken = takeAvailable(giving.account, points, 'data.points');
  if ('refused' in taken) return taken;
  giving.post({
    ...giving.base(entryIds.transferOut(requestId)),
    kind: 'transfer-out',
    cause,
    points: -points,
    taken,
    to: to.memberId,
  });
  const getting = new Posting(to, occurredAt, versions);
  getting.credit({
    ...getting.base(entryIds.transferIn(requestId)),
    kind: 'transfer-in',
    points,
    from: from.memberId,
    ...payDebt(getting.account.debt, givenBack(taken)),
  });
  return { from: giving.posted(), to: getting.posted() };
}
