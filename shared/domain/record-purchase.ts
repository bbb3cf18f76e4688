/** The decision about a sale: what is due comes first, then the points, then the level they reach. */
import type { Account } from './account.ts';
import { addDays, later, monthOfDay } from './calendar.ts';
import type { Day } from './calendar.ts';
import { award } from './earning.ts';
import { entryIds } from './entry.ts';
import type { Cause, CreditedLot, EarnDraft, EntryDraft, ExpireDraft, Sale, TierDraft } from './entry.ts';
import { evolve } from './evolve.ts';
import { expiresOn } from './expiry.ts';
import { matchRules } from './matching.ts';
import type { Matching } from './matching.ts';
import { programmeAt, programmeName } from './programme.ts';
import type { Programme, ProgrammeVersions, Tiers } from './programme.ts';
import { netOfGoods } from './purchase.ts';
import type { Purchase } from './purchase.ts';
import { formatRational } from './rational.ts';
import { review } from './review.ts';
import { levelAt, levelIndex, monthsKeptFrom, qualifyingPoints, supportedIndex } from './tiers.ts';
import { businessDay, startOfDay } from './zone.ts';

function saleOf(purchase: Purchase, matching: Matching, level: string): Sale {
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
  };
}

/**
 * The lot of a credit of `points`, pending when its available day is still ahead of `today`. What ends before it would be
 * available never waits: it expires at once.
 */
function lotsOf(points: bigint, day: Day, today: Day, programme: Programme): CreditedLot[] {
  if (points === 0n) return [];
  const availableOn = addDays(day, programme.points.pendingDays);
  const end = expiresOn(programme.points.expiry, availableOn);
  const dead = end !== null && end <= availableOn;
  return [{ points, availableOn, expiresOn: end, pending: availableOn > today && !dead }];
}

function earn(
  account: Account,
  purchase: Purchase,
  cause: Cause,
  programme: Programme,
  { today, tiers }: { readonly today: Day; readonly tiers: Tiers },
): EarnDraft {
  const day = businessDay(purchase.occurredAt, programme.timeZone);
  const level = levelAt(levelIndex(account.standing, programme.tiers), programme.tiers);
  const matching = matchRules(purchase, programme, day, level.id);
  const { points, contributions } = award(matching, programme, level);
  const debtPaid = points < account.debt ? points : account.debt;
  return {
    kind: 'earn',
    entryId: entryIds.purchase(purchase.purchaseId),
    memberId: account.memberId,
    occurredAt: purchase.occurredAt,
    day,
    program: programmeName(programme),
    points,
    cause,
    debtPaid,
    lots: lotsOf(points - debtPaid, day, today, programme),
    progress: {
      points,
      month: monthOfDay(day),
      keepFrom: monthsKeptFrom(account.standing, tiers, today),
    },
    netMinor: netOfGoods(purchase.lines),
    sale: saleOf(purchase, matching, level.id),
    contributions,
  };
}

/**
 * The expiry of points that cannot be used on the day they are posted: those of a late sale whose day has come since, and
 * those whose programme ends before they would be available. It touches no other sale's points in the same lot.
 */
function expireAtOnce(earned: EarnDraft, programme: Programme, today: Day): ExpireDraft | undefined {
  const [lot] = earned.lots;
  if (lot === undefined || lot.pending || lot.expiresOn === null) return undefined;
  const { points, availableOn, expiresOn: end } = lot;
  if (end > today && end > availableOn) return undefined;
  // It expires on its day; where that lies ahead of the sale's posting, or before the sale, with the sale.
  const day = end <= today ? later(earned.day, end) : earned.day;
  const began = day > earned.day ? startOfDay(day, programme.timeZone) : earned.occurredAt;
  return {
    kind: 'expire',
    entryId: entryIds.expireWith(earned.entryId),
    memberId: earned.memberId,
    occurredAt: began,
    day,
    program: earned.program,
    points: -points,
    lots: [{ points, credited: points, expiresOn: end }],
  };
}

/** The rise that a posting reached by the programme as of `today`; undefined when the level stays. */
function rise(account: Account, cause: EntryDraft, programme: Programme, today: Day): TierDraft | undefined {
  const { tiers } = programme;
  const current = levelIndex(account.standing, tiers);
  const supported = supportedIndex(qualifyingPoints(account.progress, tiers, today), tiers);
  if (supported <= current) return undefined;
  return {
    kind: 'tier',
    entryId: entryIds.tierWith(cause.entryId),
    memberId: account.memberId,
    // A level that a late event changes changes as of the newest posting's day.
    occurredAt: account.newestAt ?? cause.occurredAt,
    day: today,
    program: programmeName(programme),
    points: 0n,
    tier: { from: levelAt(current, tiers).id, to: levelAt(supported, tiers).id, since: today, reason: 'reached' },
  };
}

/**
 * Entries of a sale on an account, in the order in which they are posted: everything due up to its instant, the earning,
 * the expiry of points that were too old on arrival, the level that the sale reached.
 *
 * A late sale (older than the account's newest posting) gets the lot of its own date and is judged with the level as on
 * arrival (domain.md, "Late events").
 */
export function decidePurchase(
  account: Account,
  purchase: Purchase,
  cause: Cause,
  versions: ProgrammeVersions,
): readonly EntryDraft[] {
  const programme = programmeAt(versions, purchase.occurredAt);
  const day = businessDay(purchase.occurredAt, programme.timeZone);
  const late = account.newestAt !== null && purchase.occurredAt < account.newestAt;
  const drafts: EntryDraft[] = late ? [] : review(account, day, versions);
  let current = drafts.reduce(evolve, account);
  const today = current.newestAt === null ? day : later(day, businessDay(current.newestAt, programme.timeZone));
  // The level is judged as of the newest posting, by the version of then: a late sale may be of an older one.
  const now = late ? programmeAt(versions, account.newestAt) : programme;
  const post = (draft: EntryDraft | undefined) => {
    if (draft === undefined) return;
    drafts.push(draft);
    current = evolve(current, draft);
  };

  const earned = earn(current, purchase, cause, programme, { today, tiers: now.tiers });
  post(earned);
  post(expireAtOnce(earned, programme, today));
  post(rise(current, earned, now, today));
  return drafts;
}
