/** The decision about points that the programme gives of its own accord. */
import type { Account } from './account.ts';
import { payDebt } from './credits.ts';
import { entryIds } from './entry.ts';
import type { Grant } from './entry.ts';
import { expiresOn } from './expiry.ts';
import type { ExpiryPolicy } from './expiry.ts';
import { Posting } from './posting.ts';
import type { Posted } from './posting.ts';
import type { ProgrammeVersions } from './programme.ts';
import type { Instant } from './zone.ts';

export type GrantRequest = {
  readonly grant: Grant;
  /** Whom it was offered to, who may be another member by now: the entry's id is made of the one it was offered to. */
  readonly memberId: string;
  readonly occurredAt: Instant;
  /** Above 0. */
  readonly points: bigint;
  /** A life of the offer's own; null for the programme's. */
  readonly expiry: ExpiryPolicy | null;
};

/**
 * Entries of points that are given: available at once, and a debt is paid first, as with every credit. They are no act
 * of the member's, so where points end with inactivity they keep none alive.
 */
export function decideGrant(
  account: Account,
  { grant, memberId, occurredAt, points, expiry }: GrantRequest,
  versions: ProgrammeVersions,
): Posted {
  const posting = new Posting(account, occurredAt, versions);
  const { day, programme } = posting;
  const lot = {
    points,
    availableOn: day,
    expiresOn: expiresOn(expiry ?? programme.points.expiry, day),
    pending: false,
  };
  const { campaignId, occasion, step } = grant;
  const base = posting.base(entryIds.bonusOfCampaign(campaignId, occasion, step, memberId));
  posting.credit({ ...base, kind: 'bonus', grant, points, ...payDebt(posting.account.debt, [lot]) });
  return posting.posted();
}
