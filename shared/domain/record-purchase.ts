/** The decision about a sale: what is due comes first, then what points pay, what it earns, the level that it reaches. */
import type { Account } from './account.ts';
import type { Birthday } from './birthday.ts';
import { addDays, monthOfDay } from './calendar.ts';
import type { Day } from './calendar.ts';
import { payDebt } from './credits.ts';
import { award } from './earning.ts';
import type { Award } from './earning.ts';
import { entryIds } from './entry.ts';
import type { Cause, CreditedLot, EarnDraft, Sale } from './entry.ts';
import { expiresOn } from './expiry.ts';
import { compareExpiry, sumOfPoints } from './lots.ts';
import type { TakenLot } from './lots.ts';
import { matchRules } from './matching.ts';
import type { Matching } from './matching.ts';
import { Posting } from './posting.ts';
import type { Decision } from './posting.ts';
import type { Basis, ProgrammeVersions } from './programme.ts';
import { netOfGoods } from './purchase.ts';
import type { Purchase } from './purchase.ts';
import { add, floor, formatRational, zero } from './rational.ts';
import type { Rational } from './rational.ts';
import { redeemForPurchase } from './redemption.ts';
import { paidInMoney } from './sale-returns.ts';
import { rise } from './rise.ts';
import { levelAt, levelIndex, monthsKeptFrom } from './tiers.ts';
import { localHour } from './zone.ts';

/** How points pay for part of a sale: by the sale itself, or by a redemption that is committed already. */
export type Payment = { readonly redeem: bigint } | { readonly redeemed: readonly TakenLot[] };

export type SaleContext = {
  readonly versions: ProgrammeVersions;
  readonly payment?: Payment | undefined;
  /** The member's, where it is known and a rule may ask for it. */
  readonly birthday?: Birthday | undefined;
  /** Returns that came before the sale, by returnId. */
  readonly returnsBefore?: readonly string[] | undefined;
};

function saleOf(purchase: Purchase, matching: Matching, level: string, paid: readonly TakenLot[]): Sale {
  const groupOf = new Map(matching.groups.flatMap((group, index) => group.lines.map((line) => [line, index])));
  return {
    level,
    orderRules: matching.orderRules,
    groups: matching.groups.map((group) => group.rules),
    lines: purchase.lines.map((line, position) => ({
      lineId: line.lineId,
      kind: line.kind,
      netMinor: line.netMinor,
      quantity: formatRational(line.quantity),
      group: groupOf.get(position) ?? null,
    })),
    paid,
  };
}

type Share = { readonly end: Day | null; readonly points: bigint };

/** Points by the day on which they expire, the shortest life first: exact shares rounded down, the rest with the last. */
function sharesByExpiry({ lives, points }: Award, { programme }: Posting, availableOn: Day): readonly Share[] {
  const byDay = new Map<Day | null, Rational>();
  for (const { expiry = programme.points.expiry, exact } of lives) {
    const end = expiresOn(expiry, availableOn);
    byDay.set(end, add(byDay.get(end) ?? zero, exact));
  }
  const shares = [...byDay]
    .filter(([, exact]) => exact.numerator !== 0n)
    .sort(([a], [b]) => compareExpiry(a, b))
    .map(([end, exact]) => ({ end, points: floor(exact) }));
  const longest = shares.at(-1);
  if (longest !== undefined) longest.points += points - sumOfPoints(shares);
  return shares;
}

/**
 * The lots of what a sale earned: each life gets its exact share rounded down, and what is left over joins the longest.
 * They are pending while their available day is ahead of the newest posting; what ends before it would be available never
 * waits: it expires at once.
 */
function lotsOf(awarded: Award, posting: Posting): readonly CreditedLot[] {
  const availableOn = addDays(posting.day, posting.programme.points.pendingDays);
  const shares = sharesByExpiry(awarded, posting, availableOn);
  return shares.map(({ end, points }): CreditedLot => {
    const isDead = end !== null && end <= availableOn;
    return { points, availableOn, expiresOn: end, pending: availableOn > posting.today && !isDead };
  });
}

/** What a sale brings towards the level, in the unit of the basis. */
function progressOf(basis: Basis, { points }: Award, { groups }: Matching): bigint {
  switch (basis) {
    case 'points':
      return points;
    case 'spend':
      // Lines that may earn, what points paid included: whole minor units.
      return floor(groups.reduce((sum, { netMinor }) => add(sum, netMinor), zero));
    case 'orders':
      return 1n;
  }
}

function earn(
  posting: Posting,
  purchase: Purchase,
  cause: Cause,
  {
    paid,
    birthday,
    returnsBefore = [],
  }: Pick<SaleContext, 'birthday' | 'returnsBefore'> & { paid: readonly TakenLot[] },
): EarnDraft {
  const { account, programme, day } = posting;
  const level = levelAt(levelIndex(account.standing, programme.tiers), programme.tiers);
  const netMinor = netOfGoods(purchase.lines);
  const share = paidInMoney(netMinor, sumOfPoints(paid), programme);
  const matching = matchRules(purchase, programme, day, { level: level.id, birthday }, share);
  const awarded = award(matching, programme, level);
  const acts = awarded.points > 0n ? (['purchase', 'earning'] as const) : (['purchase'] as const);
  return {
    ...posting.base(entryIds.purchase(purchase.purchaseId), acts),
    kind: 'earn',
    hour: localHour(purchase.occurredAt, programme.timeZone),
    points: awarded.points,
    cause,
    ...payDebt(account.debt, lotsOf(awarded, posting)),
    progress: {
      points: progressOf(programme.tiers.basis, awarded, matching),
      month: monthOfDay(day),
      keepFrom: monthsKeptFrom(posting.judging.tiers, posting.today),
    },
    netMinor,
    sale: saleOf(purchase, matching, level.id, paid),
    contributions: awarded.contributions,
    returnsBefore,
  };
}

/**
 * Entries of a sale on an account, in the order in which they are posted: everything due up to its instant, what points
 * pay of it, the earning, the expiry of points that were too old on arrival, the level that the sale reached.
 *
 * A late sale (older than the account's newest posting) gets the lot of its own date and is judged with the level as on
 * arrival (domain.md, "Late events").
 *
 * @returns a refusal where points are to pay that are not there
 */
export function decidePurchase(
  account: Account,
  purchase: Purchase,
  cause: Cause,
  { versions, payment, birthday, returnsBefore }: SaleContext,
): Decision {
  const posting = new Posting(account, purchase.occurredAt, versions);
  let paid: readonly TakenLot[] = [];
  if (payment !== undefined) {
    const taken =
      'redeem' in payment ? redeemForPurchase(posting, purchase.purchaseId, payment.redeem) : payment.redeemed;
    if ('refused' in taken) return taken;
    paid = taken;
  }
  const earned = earn(posting, purchase, cause, { paid, birthday, returnsBefore });
  posting.credit(earned);
  rise(posting, earned);
  return posting.posted();
}
