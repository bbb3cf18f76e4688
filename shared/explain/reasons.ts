/** Why an entry did what it did: the facts of each kind, in the order in which they are told. */
import { balanceOf } from '../domain/account.ts';
import type { Account, Floor } from '../domain/account.ts';
import { dayFromCivil, formatDay } from '../domain/calendar.ts';
import type { Day, Month } from '../domain/calendar.ts';
import type { Contribution } from '../domain/earning.ts';
import { entryIds } from '../domain/entry.ts';
import type { Credit, CreditedLot, Progress } from '../domain/entry.ts';
import { sumOfPoints } from '../domain/lots.ts';
import type { TakenLot } from '../domain/lots.ts';
import { programmeOnDay } from '../domain/programme.ts';
import type { Basis, Programme } from '../domain/programme.ts';
import { formatRational } from '../domain/rational.ts';
import { levelAt, levelIndex, nextJudgementDay, qualifyingAmount, reviewOf, windowsOf } from '../domain/tiers.ts';
import { formatInstant } from '../domain/zone.ts';
import type { EntryKind, Fact, Facts, LotFact } from './facts.ts';
import { expiredOf } from './headlines.ts';
import type { DraftOf } from './headlines.ts';
import { versionOf } from './known.ts';
import type { Known, Step } from './known.ts';
import { referenceOf } from './reference.ts';

function dayText(day: Day | null): string | null {
  return day === null ? null : formatDay(day);
}

export function lotFact({ points, availableOn, expiresOn, pending }: CreditedLot | TakenLot): LotFact {
  return { points, availableOn: formatDay(availableOn), expiresOn: dayText(expiresOn), pending };
}

/** A fact about points, told only where there are any. */
function some(fact: 'debt-paid' | 'debt-made' | 'forgiven' | 'expired-first', points: bigint): readonly Fact[] {
  return points === 0n ? [] : [{ fact, points }];
}

function ofCredit({ debtPaid, lots }: Credit, known?: { readonly paid: readonly TakenLot[] }): readonly Fact[] {
  const isGrace = (lot: CreditedLot) => known?.paid.every(({ expiresOn }) => expiresOn !== lot.expiresOn) === true;
  return [
    ...some('debt-paid', debtPaid),
    ...lots.map((lot): Fact => ({ fact: isGrace(lot) ? 'grace-lot' : 'lot', ...lotFact(lot) })),
  ];
}

function ofDebit(taken: readonly TakenLot[]): readonly Fact[] {
  return taken.map((lot): Fact => ({ fact: 'taken', ...lotFact(lot) }));
}

function monthText(month: Month): string {
  const year = Math.floor(month / 12);
  return formatDay(dayFromCivil({ year, month: month - year * 12 + 1, day: 1 }));
}

function ofProgress({ points, month }: Progress, basis: Basis = 'points'): readonly Fact[] {
  return points === 0n ? [] : [{ fact: 'progress', basis, amount: points, month: monthText(month) }];
}

/** One rule's part, in the words of the version that decided. */
function ofContribution({ rule, kind, points }: Contribution, level: string, version: Programme | undefined): Fact {
  const exact = formatRational(points);
  const found = version?.rules.find((other) => other.id === rule && other.kind === kind);
  switch (kind) {
    case 'rate': {
      const gives = found?.kind === 'rate' ? { points: found.points, perMinor: found.perMinor } : null;
      return { fact: 'rate', rule, points: exact, gives };
    }
    case 'multiply':
      return {
        fact: 'multiply',
        rule,
        points: exact,
        by: found?.kind === 'multiply' ? formatRational(found.by) : null,
      };
    case 'fixed': {
      const gives = found?.kind === 'fixed' ? { points: found.points, perUnit: found.perUnit } : null;
      return { fact: 'fixed', rule, points: exact, gives };
    }
    case 'level': {
      const by = version?.tiers.levels.find(({ id }) => id === level)?.multiplier;
      return { fact: 'level', level, points: exact, by: by === undefined ? null : formatRational(by) };
    }
    case 'rounding':
      return { fact: 'rounding', points: exact, how: version?.points.rounding ?? null };
  }
}

function ofEarn(entry: DraftOf['earn'], known: Known): readonly Fact[] {
  const version = versionOf(known, entry);
  const { paid, level } = entry.sale;
  const points = sumOfPoints(paid);
  const value = version?.points.valueOfPointMinor ?? null;
  const worth = value === null ? null : points * value;
  const valueMinor = worth === null || worth < entry.netMinor ? worth : entry.netMinor;
  return [
    ...(points === 0n ? [] : [{ fact: 'paid', points, valueMinor } as const]),
    ...entry.contributions.map((part) => ofContribution(part, level, version)),
    { fact: 'together', points: entry.points },
    ...ofCredit(entry),
    ...ofProgress(entry.progress, version?.tiers.basis),
  ];
}

/** What the sale had earned, what is kept of it, and what earlier returns had undone already. */
function ofSale(entry: DraftOf['return'], known: Known): readonly Fact[] {
  const { purchaseId, undone, netMinor } = entry;
  if (purchaseId === null) return [{ fact: 'no-receipt', netMinor, points: undone }];
  const sale = known.find(entryIds.purchase(purchaseId));
  if (sale === undefined) return [];
  const position = known.history.indexOf(entry);
  const before = position < 0 ? known.history : known.history.slice(0, position);
  const undoneBefore = before.reduce(
    (sum, other) => (other.kind === 'return' && other.purchaseId === purchaseId ? sum + other.undone : sum),
    0n,
  );
  return [
    { fact: 'sale', purchase: referenceOf(sale), points: sale.points },
    { fact: 'kept', points: sale.points - undoneBefore - undone, undone, undoneBefore },
  ];
}

function ofReturn(entry: DraftOf['return'], known: Known): readonly Fact[] {
  const { lines, amountMinor, full } = entry.goods;
  const named = lines.map(({ lineId, netMinor }) => ({ lineId, netMinor }));
  const { netMinor, orderReturned, purchaseId } = entry;
  // Progress goes back in the unit in which the sale brought it.
  const sale = purchaseId === null ? undefined : known.find(entryIds.purchase(purchaseId));
  return [
    { fact: 'goods', lines: named, amountMinor, full, netMinor, orderReturned },
    ...ofSale(entry, known),
    ...some('expired-first', expiredOf(entry)),
    ...ofDebit(entry.taken),
    ...some('debt-made', entry.debtMade),
    ...some('forgiven', entry.forgiven),
    ...ofProgress(entry.progress, versionOf(known, sale ?? entry)?.tiers.basis),
  ];
}

function ofExpire(entry: DraftOf['expire'], before: Step['before'], known: Known): readonly Fact[] {
  const { expiry } = versionOf(known, entry)?.points ?? {};
  const isLapse = entry.lapsed && expiry?.policy === 'inactivity' && before.lastActOn !== null;
  return [
    ...(isLapse ? [{ fact: 'inactive', lastActOn: formatDay(before.lastActOn), months: expiry.months } as const] : []),
    ...entry.lots.map(({ points, credited, expiresOn }): Fact => {
      return { fact: 'ended', points, credited, expiresOn: dayText(expiresOn) };
    }),
  ];
}

export function floorFact({ level, until }: Floor): Facts['floor'] {
  return { level, until: dayText(until) };
}

/** Who set a level by hand, why, and how long it holds. */
function ofAssignment({ assigned, floor }: DraftOf['tier']): readonly Fact[] {
  if (assigned === null || floor === null) return [];
  return [
    { fact: 'asked', ...assigned },
    { fact: 'floor', ...floorFact(floor) },
  ];
}

/** What counted for the level on the day, against what the higher of both levels asks for. */
function ofTier(entry: DraftOf['tier'], { before, after }: Step, known: Known): readonly Fact[] {
  const { from, to, since } = entry.tier;
  const tiers = versionOf(known, entry)?.tiers;
  const standing: Fact = {
    fact: 'standing',
    level: to,
    since: formatDay(since),
    judgedOn: tiers === undefined ? null : dayText(nextJudgementDay(after, tiers)),
  };
  if (tiers === undefined) return [...ofAssignment(entry), standing];
  // A review judges by the better of two windows.
  const isReview = entry.entryId === entryIds.tierReview(entry.memberId, formatDay(entry.day));
  const days = isReview ? windowsOf(tiers, reviewOf(before, tiers, entry.day), entry.day) : [entry.day];
  const [first = { day: entry.day, amount: 0n }, ...others] = days.map((day) => {
    return { day, amount: qualifyingAmount(after.progress, tiers, day) };
  });
  const judged = others.reduce((best, other) => (other.amount > best.amount ? other : best), first);
  const asked = levelAt(Math.max(levelIndex({ level: from }, tiers), levelIndex({ level: to }, tiers)), tiers);
  const counted: Fact = {
    fact: 'counted',
    basis: tiers.basis,
    amount: judged.amount,
    day: formatDay(judged.day),
    level: asked.id,
    from: asked.from,
  };
  const why = entry.assigned === null ? [counted] : ofAssignment(entry);
  // The first level counts from no day and is never reviewed.
  return levelIndex({ level: to }, tiers) === 0 ? why : [...why, standing];
}

/** What the other member brought, what of it paid a debt, and the level where it is another one now. */
function ofMerge({ removed, taken, standing, day }: DraftOf['merge'], before: Account, known: Known): readonly Fact[] {
  const tiers = programmeOnDay(known.versions, day).tiers;
  const isOther = levelIndex(standing, tiers) !== levelIndex(before.standing, tiers);
  return [
    { fact: 'brought', member: removed.memberId, balance: balanceOf(removed), entries: removed.seq },
    ...ofDebit(taken),
    ...some('debt-paid', sumOfPoints(taken)),
    ...(isOther ? [{ fact: 'level-after', level: levelAt(levelIndex(standing, tiers), tiers).id } as const] : []),
  ];
}

type Tellers = {
  readonly [Kind in EntryKind]: (entry: DraftOf[Kind], known: Known, step: Step) => readonly Fact[];
};

const tellers = {
  earn: ofEarn,
  return: ofReturn,
  restore: (entry, { find }) => {
    const sale = find(entryIds.purchase(entry.purchaseId));
    return ofCredit(entry, sale?.kind === 'earn' ? sale.sale : undefined);
  },
  redeem: ({ taken }) => ofDebit(taken),
  reserve: ({ taken, until }) => [
    ...ofDebit(taken),
    { fact: 'on-hold', points: sumOfPoints(taken), until: formatInstant(until) },
  ],
  commit: ({ taken, requestId }, { find }) => {
    const reserve = find(entryIds.reserve(requestId));
    const held: readonly Fact[] =
      reserve === undefined ? [] : [{ fact: 'held', reserve: referenceOf(reserve), points: sumOfPoints(taken) }];
    return [...held, ...ofDebit(taken)];
  },
  cancel: (entry) => ofCredit(entry),
  release: (entry) => ofCredit(entry),
  adjust: (entry) => [
    { fact: 'asked', reason: entry.reason, actor: entry.actor },
    ...ofCredit(entry),
    ...ofDebit(entry.taken),
    ...some('debt-made', entry.debtMade),
  ],
  'transfer-out': ({ taken }) => ofDebit(taken),
  'transfer-in': (entry) => ofCredit(entry),
  import: (entry) => [
    ...ofCredit(entry),
    ...(entry.lifetimeEarned === null ? [] : [{ fact: 'lifetime', points: entry.lifetimeEarned } as const]),
  ],
  bonus: (entry) => {
    const { campaignId, occasion, step } = entry.grant;
    return [{ fact: 'offered', campaign: campaignId, occasion, step }, ...ofCredit(entry)];
  },
  mature: ({ lots }) =>
    lots.map(({ points, expiresOn }): Fact => ({ fact: 'matured', points, expiresOn: dayText(expiresOn) })),
  expire: (entry, known, { before }) => ofExpire(entry, before, known),
  tier: (entry, known, step) => ofTier(entry, step, known),
  merge: (entry, known, { before }) => ofMerge(entry, before, known),
  'merge-removed': () => [],
} as const satisfies Tellers;

function tell<Kind extends EntryKind>(kind: Kind, entry: DraftOf[Kind], known: Known, step: Step): readonly Fact[] {
  const table: Tellers = tellers;
  return table[kind](entry, known, step);
}

export function reasonsOf(step: Step, known: Known): readonly Fact[] {
  const { entry } = step;
  return tell(entry.kind, entry, known, step);
}
