/** Decisions about points that are spent: at once, or held first (domain.md, "Redemption"). */
import { reservationsAtMost } from './account.ts';
import type { Account, Reservation } from './account.ts';
import { givenBack, lapsedSince, payDebt } from './credits.ts';
import { entryIds } from './entry.ts';
import type { Cause } from './entry.ts';
import { sourcesOf, sumOfPoints, takeFrom } from './lots.ts';
import type { TakenLot } from './lots.ts';
import { Posting } from './posting.ts';
import type { Decision } from './posting.ts';
import type { Refused } from './refused.ts';
import type { ProgrammeVersions } from './programme.ts';
import { instantOf, lastInstant } from './zone.ts';
import type { Instant } from './zone.ts';

export type RedemptionRequest = {
  readonly requestId: string;
  readonly occurredAt: Instant;
  /** Above 0. */
  readonly points: bigint;
  /** What it is spent on, where the request says so. */
  readonly purchaseId: string | null;
};
export type SettlementRequest = { readonly requestId: string; readonly occurredAt: Instant };

const msPerMinute = 60_000;

/** Points of available lots, the earliest-expiring first; a refusal when there are fewer (and debt is never made). */
export function takeAvailable(account: Account, points: bigint, field: string): readonly TakenLot[] | Refused {
  const taken = takeFrom(sourcesOf(account.available, false), points);
  if (sumOfPoints(taken) === points) return taken;
  return { refused: 'insufficient-points', field, rule: 'at most the points that are available' };
}

/** Entries of points that are redeemed at once. */
export function decideRedemption(
  account: Account,
  { requestId, occurredAt, points, purchaseId }: RedemptionRequest,
  cause: Cause,
  versions: ProgrammeVersions,
): Decision {
  const posting = new Posting(account, occurredAt, versions);
  const taken = takeAvailable(posting.account, points, 'data.points');
  if ('refused' in taken) return taken;
  const base = posting.base(entryIds.redeem(requestId), ['redeeming']);
  posting.post({ ...base, kind: 'redeem', cause, points: -points, taken, purchaseId });
  return posting.posted();
}

/** Entries of points that are held for so many minutes. */
export function decideReservation(
  account: Account,
  { requestId, occurredAt, points }: Omit<RedemptionRequest, 'purchaseId'>,
  minutes: number,
  cause: Cause,
  versions: ProgrammeVersions,
): Decision {
  const posting = new Posting(account, occurredAt, versions);
  const taken = takeAvailable(posting.account, points, 'data.points');
  if ('refused' in taken) return taken;
  if (posting.account.reservations.length >= reservationsAtMost) {
    const rule = `at most ${String(reservationsAtMost)} open reservations`;
    return { refused: 'too-many-reservations', field: 'data.hold', rule };
  }
  const until = instantOf(Math.min(occurredAt + minutes * msPerMinute, lastInstant));
  const base = posting.base(entryIds.reserve(requestId));
  posting.post({ ...base, kind: 'reserve', cause, points: 0n, taken, requestId, until });
  return posting.posted();
}

/** The open reservation that a request is about; a hold that is over by then is none. */
function openReservation(
  { reservations }: Account,
  { requestId, occurredAt }: SettlementRequest,
): Reservation | Refused {
  const open = reservations.find((reservation) => reservation.requestId === requestId);
  if (open !== undefined && occurredAt < open.until) return open;
  const rule = 'an open reservation of the member, before its hold is over';
  return { refused: 'unknown-reservation', field: 'data.requestId', rule };
}

/** Entries of a hold that is spent. */
export function decideCommit(
  account: Account,
  request: SettlementRequest,
  cause: Cause,
  versions: ProgrammeVersions,
): Decision {
  const posting = new Posting(account, request.occurredAt, versions);
  const held = openReservation(posting.account, request);
  if ('refused' in held) return held;
  const base = posting.base(entryIds.commit(request.requestId), ['redeeming']);
  const points = -sumOfPoints(held.lots);
  posting.post({ ...base, kind: 'commit', cause, points, taken: held.lots, requestId: request.requestId });
  return posting.posted();
}

/** Entries of a hold that is given up: its points go back to the very lots they left. */
export function decideCancel(
  account: Account,
  request: SettlementRequest,
  cause: Cause,
  versions: ProgrammeVersions,
): Decision {
  const posting = new Posting(account, request.occurredAt, versions);
  const held = openReservation(posting.account, request);
  if ('refused' in held) return held;
  const back = payDebt(posting.account.debt, givenBack(held.lots));
  const base = posting.base(entryIds.cancel(request.requestId));
  const lapsed = lapsedSince(posting.account, held.on);
  posting.credit({ ...base, kind: 'cancel', cause, points: 0n, requestId: request.requestId, ...back }, lapsed);
  return posting.posted();
}

/** The redemption that a purchase asks for by itself: part of its own posting. */
export function redeemForPurchase(posting: Posting, purchaseId: string, points: bigint): readonly TakenLot[] | Refused {
  const taken = takeAvailable(posting.account, points, 'data.pointsRedeemed');
  if ('refused' in taken) return taken;
  const base = posting.base(entryIds.redeemPurchase(purchaseId), ['redeeming']);
  posting.post({ ...base, kind: 'redeem', cause: null, points: -points, taken, purchaseId });
  return taken;
}
