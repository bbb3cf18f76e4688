/** Points that come in: what pays a debt first, and what ends in the very moment in which it comes. */
import type { Account } from './account.ts';
import { addMonths, later, monthOfDay } from './calendar.ts';
import type { Day, Month } from './calendar.ts';
import { entryIds } from './entry.ts';
import type { Credit, CreditedLot, EntryDraft, ExpireDraft, ExpiredLot } from './entry.ts';
import { compareExpiry, sumOfPoints } from './lots.ts';
import type { TakenLot } from './lots.ts';
import type { Programme } from './programme.ts';
import { startOfDay } from './zone.ts';

/**
 * Credited lots after the debt is paid, without those of no points: of several lives, the shortest pays first (domain.md,
 * lots).
 */
export function payDebt(debt: bigint, lots: readonly CreditedLot[]): Credit {
  let owed = debt;
  const rest = [...lots]
    .sort((a, b) => compareExpiry(a.expiresOn, b.expiresOn) || a.availableOn - b.availableOn)
    .flatMap((lot): CreditedLot[] => {
      const paid = lot.points < owed ? lot.points : owed;
      owed -= paid;
      return lot.points === paid ? [] : [{ ...lot, points: lot.points - paid }];
    });
  return { debtPaid: debt - owed, lots: rest };
}

/** The day on which points that were there on `since` have ended with inactivity in the meantime; null when none has. */
export function lapsedSince({ lapsedOn }: Account, since: Day): Day | null {
  return lapsedOn !== null && since < lapsedOn ? lapsedOn : null;
}

/**
 * The day on which points of an older day would have ended with inactivity by `today`; null when they live on. What was
 * not known then is judged by what is known now: the last time that points ended so, and the member's first purchase.
 */
export function lapseOf(account: Account, programme: Programme, day: Day, today: Day): Day | null {
  const { expiry } = programme.points;
  if (expiry.policy !== 'inactivity') return null;
  const lapsed = lapsedSince(account, day);
  if (lapsed !== null) return lapsed;
  const end = addMonths(day, expiry.months);
  const { firstPurchaseOn } = account;
  return end <= today && (firstPurchaseOn === null || firstPurchaseOn >= end) ? end : null;
}

/** Taken points as a credit to the lots that they left. */
export function givenBack(lots: readonly TakenLot[]): readonly CreditedLot[] {
  return lots.map(({ points, availableOn, expiresOn }) => ({ points, availableOn, expiresOn, pending: false }));
}

export type CreditDraft = Extract<EntryDraft, Credit>;
/** Kinds that give points back to lots that were credited with them before. */
const givingBack: ReadonlySet<EntryDraft['kind']> = new Set(['restore', 'cancel', 'release']);

/**
 * A credit whose points have ended with inactivity, as of `today`: they share their lot with points that live, whose
 * first day they are not to change.
 */
function withLapsed<Draft extends CreditDraft>(draft: Draft, today: Day): Draft {
  return { ...draft, lots: draft.lots.map((lot) => ({ ...lot, availableOn: today, pending: false })) };
}

/** The day on which a lot that was credited has ended already; null when its points can be used. */
function endOf({ availableOn, expiresOn }: CreditedLot, today: Day, lapsedOn: Day | null): Day | null {
  if (lapsedOn !== null) return lapsedOn;
  return expiresOn !== null && (expiresOn <= today || expiresOn <= availableOn) ? expiresOn : null;
}

/**
 * The month in which points were issued that end with the entry that brought them. Of points given back nothing is known
 * any more but the day since which they were available.
 */
function issueMonth({ kind, day }: CreditDraft, { availableOn }: CreditedLot, lapsedOn: Day | null): Month | null {
  if (kind === 'earn' || kind === 'bonus') return monthOfDay(day);
  return (kind === 'cancel' || kind === 'release') && lapsedOn === null ? monthOfDay(availableOn) : null;
}

/**
 * The expiry of points that cannot be used on the day they are posted: those whose day has come since, and those whose
 * programme ends before they would be available. It touches no other points of the same lot.
 *
 * @param lapsedOn the day on which all of them ended with inactivity, if they did
 */
function expireAtOnce(
  draft: CreditDraft,
  { timeZone }: Programme,
  today: Day,
  lapsedOn: Day | null,
): ExpireDraft | undefined {
  const ended = draft.lots.flatMap((lot) => {
    const end = endOf(lot, today, lapsedOn);
    return end === null ? [] : [{ lot, end }];
  });
  if (ended.length === 0) return undefined;
  // They expire on their day; where that lies ahead of the posting, or before it, with the posting.
  const day = ended.reduce((last, { end }) => (end <= today ? later(last, end) : last), draft.day);
  const byExpiry = new Map<Day | null, ExpiredLot>();
  for (const { lot } of ended) {
    const points = lot.points + (byExpiry.get(lot.expiresOn)?.points ?? 0n);
    const credited = givingBack.has(draft.kind) ? 0n : points;
    const issued = issueMonth(draft, lot, lapsedOn);
    byExpiry.set(lot.expiresOn, { points, credited, expiresOn: lot.expiresOn, issued });
  }
  const lots = [...byExpiry.values()];
  return {
    kind: 'expire',
    entryId: entryIds.expireWith(draft.entryId),
    memberId: draft.memberId,
    occurredAt: day > draft.day ? startOfDay(day, timeZone) : draft.occurredAt,
    day,
    program: draft.program,
    points: -sumOfPoints(lots),
    lots,
    lapsed: false,
  };
}

/**
 * A credit as it is posted, and with it the expiry of what has ended already.
 * @param today business day of the newest posting
 * @param lapsedOn the day on which all of its points ended with inactivity, if they did
 */
export function creditDrafts(
  draft: CreditDraft,
  programme: Programme,
  today: Day,
  lapsedOn: Day | null,
): readonly EntryDraft[] {
  const credit = lapsedOn === null ? draft : withLapsed(draft, today);
  const ended = expireAtOnce(credit, programme, today, lapsedOn);
  return ended === undefined ? [credit] : [credit, ended];
}
