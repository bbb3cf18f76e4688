/** The account after an entry: the one way in which an account changes, live and when it is rebuilt. */
import type { Account, MonthlyPoints } from './account.ts';
import type { EarnDraft, EntryDraft, ExpireDraft, MatureDraft } from './entry.ts';
import { creditAvailable, creditPending, sumOfPoints } from './lots.ts';
import type { Lot } from './lots.ts';
import { instantOf } from './zone.ts';

function addProgress(account: Account, { points, month, keepFrom }: EarnDraft['progress']): Account['progress'] {
  const total = account.progress.total + points;
  if (keepFrom === null) return { total, months: [] };
  const months: MonthlyPoints[] = account.progress.months.filter((other) => other.month >= keepFrom);
  if (points === 0n || month < keepFrom) return { total, months };
  const sum = points + (months.find((other) => other.month === month)?.points ?? 0n);
  const others = months.filter((other) => other.month !== month);
  return { total, months: [...others, { month, points: sum }].sort((a, b) => a.month - b.month) };
}

/** What an entry changes of an account, beside its place in the chain. */
type Changes = Partial<Account>;

function afterEarn(account: Account, entry: EarnDraft): Changes {
  let { available, pending } = account;
  for (const { points, availableOn, expiresOn, pending: waits } of entry.lots) {
    const lot: Lot = { points, credited: points, availableOn, expiresOn };
    if (waits) pending = creditPending(pending, lot);
    else available = creditAvailable(available, lot);
  }
  const first = account.firstPurchaseOn;
  return {
    available,
    pending,
    debt: account.debt - entry.debtPaid,
    progress: addProgress(account, entry.progress),
    sums: { ...account.sums, earned: account.sums.earned + entry.points },
    orders: account.orders + 1,
    netMinor: account.netMinor + entry.netMinor,
    firstPurchaseOn: first === null || entry.day < first ? entry.day : first,
  };
}

function afterMature(account: Account, entry: MatureDraft): Changes {
  const matured = account.pending.filter((lot) => lot.availableOn <= entry.day);
  return {
    pending: account.pending.filter((lot) => lot.availableOn > entry.day),
    available: matured.reduce(creditAvailable, account.available),
  };
}

function afterExpire(account: Account, entry: ExpireDraft): Changes {
  const gone = new Map(entry.lots.map((lot) => [lot.expiresOn, lot]));
  const available = account.available.flatMap((lot): Lot[] => {
    const expired = lot.expiresOn === null ? undefined : gone.get(lot.expiresOn);
    if (expired === undefined) return [lot];
    const points = lot.points - expired.points;
    return points === 0n ? [] : [{ ...lot, points, credited: lot.credited - expired.credited }];
  });
  const expired = account.sums.expired + sumOfPoints(entry.lots);
  return { available, sums: { ...account.sums, expired } };
}

function changesOf(account: Account, entry: EntryDraft): Changes {
  switch (entry.kind) {
    case 'earn':
      return afterEarn(account, entry);
    case 'mature':
      return afterMature(account, entry);
    case 'expire':
      return afterExpire(account, entry);
    case 'tier':
      return { standing: { level: entry.tier.to, since: entry.tier.since } };
  }
}

/** The account after one more entry; its `head` is left to whoever seals the entry. */
export function evolve(account: Account, entry: EntryDraft): Account {
  const newestAt = instantOf(Math.max(account.newestAt ?? entry.occurredAt, entry.occurredAt));
  return { ...account, ...changesOf(account, entry), seq: account.seq + 1, newestAt };
}
