/** Decisions about points that are given or taken by hand, and about balances that are brought along. */
import type { Account } from './account.ts';
import type { Day } from './calendar.ts';
import { payDebt } from './credits.ts';
import { claim } from './debits.ts';
import { entryIds } from './entry.ts';
import type { Cause, CreditedLot } from './entry.ts';
import { expiresOn } from './expiry.ts';
import { sourcesOf, sumOfPoints } from './lots.ts';
import { Posting } from './posting.ts';
import type { Posted } from './posting.ts';
import type { ProgrammeVersions } from './programme.ts';
import type { Instant } from './zone.ts';

export type AdjustmentRequest = {
  readonly requestId: string;
  readonly occurredAt: Instant;
  /** Positive for a credit. */
  readonly points: bigint;
  readonly reason: string;
  readonly actor: string;
};

/**
 * Entries of an adjustment. A credit gets the programme's expiry and no pending time; a debit may overdraw under `debt`
 * and stops at zero under `clamp` (domain.md, lots).
 */
export function decideAdjustment(
  account: Account,
  { requestId, occurredAt, points, reason, actor }: AdjustmentRequest,
  cause: Cause,
  versions: ProgrammeVersions,
): Posted {
  const posting = new Posting(account, occurredAt, versions);
  const base = { ...posting.base(entryIds.adjust(requestId)), kind: 'adjust', cause, reason, actor } as const;
  const { day, programme } = posting;
  if (points > 0n) {
    const lot = { points, availableOn: day, expiresOn: expiresOn(programme.points.expiry, day), pending: false };
    posting.credit({ ...base, points, ...payDebt(posting.account.debt, [lot]), taken: [], debtMade: 0n });
    return posting.posted();
  }
  const sources = sourcesOf(posting.account.available, false);
  const { points: moved, taken, debtMade } = claim(sources, -points, programme);
  posting.post({ ...base, points: moved, debtPaid: 0n, lots: [], taken, debtMade });
  return posting.posted();
}

export type ImportRequest = {
  readonly requestId: string;
  readonly occurredAt: Instant;
  readonly lots: readonly {
    readonly points: bigint;
    /** Undefined for the day of the import. */
    readonly availableOn: Day | undefined;
    readonly expiresOn: Day | null;
  }[];
  readonly lifetimeEarned: bigint | null;
};

/** Entries of an opening balance: lots as they are given, whatever the programme's own expiry is. */
export function decideImport(
  account: Account,
  { requestId, occurredAt, lots, lifetimeEarned }: ImportRequest,
  cause: Cause,
  versions: ProgrammeVersions,
): Posted {
  const posting = new Posting(account, occurredAt, versions);
  const { day, today } = posting;
  const given = lots.map(({ points, availableOn = day, expiresOn: end }): CreditedLot => {
    const isDead = end !== null && end <= availableOn;
    return { points, availableOn, expiresOn: end, pending: availableOn > today && !isDead };
  });
  const base = { ...posting.base(entryIds.import(requestId)), kind: 'import', cause, lifetimeEarned } as const;
  posting.credit({ ...base, points: sumOfPoints(given), ...payDebt(posting.account.debt, given) });
  return posting.posted();
}
