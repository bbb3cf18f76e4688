/**
 * An entry as it is stored and hashed: plain JSON values, amounts as integers (as digits in a string beyond 2^53), days
 * and instants as ISO texts. Both stores keep this record, and the hash of the chain is made of it.
 */
import type { Floor, HeldLevel } from '../domain/account.ts';
import type { Cause, Entry, EntryDraft, ExpiredLot, MergeDraft, ReturnDraft, SaleLine } from '../domain/entry.ts';
import { roundingOf } from '../domain/earning.ts';
import type { Contribution } from '../domain/earning.ts';
import { formatDay, monthOf } from '../domain/calendar.ts';
import type { Day } from '../domain/calendar.ts';
import { formatRational } from '../domain/rational.ts';
import { formatInstant } from '../domain/zone.ts';
import { formatAccount, toAccount } from './account-record.ts';
import { entryRecord } from './entry-schema.ts';
import type { StoredEntry } from './entry-schema.ts';
import { formatLots } from './stored-lots.ts';
import { formatAmount } from './stored-values.ts';

/** The record of an entry as it lies in a store: its attributes, of which stores need to know these. */
export type EntryRecord = Readonly<Record<string, unknown>> & {
  readonly entryId: string;
  readonly memberId: string;
  readonly seq: number;
  readonly hash: string;
};

const dayText = (day: Day | null) => (day === null ? null : formatDay(day));

function formatCause({ revision, ...cause }: Cause) {
  return revision === 1 ? cause : { ...cause, revision };
}

function formatLine({ lineId, netMinor, group, quantity, kind }: SaleLine): unknown[] {
  const line = [lineId, formatAmount(netMinor), group];
  if (kind !== 'product') return [...line, quantity, kind];
  return quantity === '1' ? line : [...line, quantity];
}

function formatContributions(contributions: readonly Contribution[]): unknown[] {
  return contributions.flatMap(({ rule, kind, points }) => {
    if (kind === 'rounding') return [];
    return [kind === 'level' ? [rule, formatRational(points)] : [rule, formatRational(points), kind]];
  });
}

/** Contributions add up to the points: what those that are kept leave over is the rounding's. */
function parseContributions(
  kept: Extract<StoredEntry, { kind: 'earn' }>['contributions'],
  points: bigint,
): Contribution[] {
  const parts = kept.map(([rule, given, kind]): Contribution => ({ rule, kind: kind ?? 'level', points: given }));
  const rounding = roundingOf(parts, points);
  return rounding === undefined ? parts : [...parts, rounding];
}

/** What most entries have none of is left out: zero amounts, empty lists, nothing. */
function filled(attributes: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const some: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(attributes)) {
    const isNothing = value === 0 || value === null || value === false || (Array.isArray(value) && value.length === 0);
    if (!isNothing) some[name] = value;
  }
  return some;
}

/** Credits, debits, debts and causes look the same in every kind of entry. */
function formatMovement(entry: EntryDraft): Record<string, unknown> {
  const attributes: Record<string, unknown> = {};
  if ('cause' in entry && entry.cause !== null) attributes['cause'] = formatCause(entry.cause);
  if ('debtPaid' in entry) {
    if (entry.debtPaid !== 0n) attributes['debtPaid'] = formatAmount(entry.debtPaid);
    attributes['lots'] = formatLots(entry.lots);
  }
  if ('taken' in entry) attributes['taken'] = formatLots(entry.taken);
  if ('debtMade' in entry && entry.debtMade !== 0n) attributes['debtMade'] = formatAmount(entry.debtMade);
  if ('progress' in entry) {
    const { points, month, keepFrom } = entry.progress;
    attributes['progress'] = [formatAmount(points), month, keepFrom];
  }
  if (entry.act === true) attributes['act'] = true;
  return attributes;
}

function formatExpired({ points, credited, expiresOn, issued, moved }: ExpiredLot): unknown[] {
  const lot = [formatAmount(points), formatAmount(credited), dayText(expiresOn)];
  if (moved !== undefined) return [...lot, [formatDay(moved.from), moved.through, dayText(moved.waiting)]];
  return issued === undefined ? lot : [...lot, issued];
}

function formatFloor(floor: Floor | null) {
  return floor === null ? null : [floor.level, dayText(floor.until), floor.carries];
}

function formatReturn(entry: ReturnDraft): Record<string, unknown> {
  const { lines, amountMinor, full } = entry.goods;
  const goods = {
    lines: lines.map(({ lineId, netMinor, quantity }) => {
      return [lineId, formatAmount(netMinor), ...(quantity === undefined ? [] : [formatRational(quantity)])];
    }),
    amountMinor: formatAmount(amountMinor),
    full,
  };
  return {
    netMinor: formatAmount(entry.netMinor),
    goods: filled(goods),
    undone: formatAmount(entry.undone),
    ...filled({
      purchaseId: entry.purchaseId,
      soldOn: dayText(entry.soldOn),
      units: entry.units.numerator === 0n ? null : formatRational(entry.units),
      forgiven: formatAmount(entry.forgiven),
      orderReturned: entry.orderReturned,
    }),
  };
}

function formatMerge({ removed, standing: { level, since, before }, floor }: MergeDraft): Record<string, unknown> {
  const standing = level === null ? null : [level, dayText(since)];
  const held = before.map((place) => [place.level, formatDay(place.since)]);
  return { removed: formatAccount(removed), ...filled({ standing, before: held, floor: formatFloor(floor) }) };
}

function formatKind(entry: EntryDraft): Record<string, unknown> {
  switch (entry.kind) {
    case 'earn': {
      const { paid, lines, ...sale } = entry.sale;
      return {
        netMinor: formatAmount(entry.netMinor),
        sale: { ...sale, lines: lines.map(formatLine), ...filled({ paid: formatLots(paid) }) },
        contributions: formatContributions(entry.contributions),
        ...filled({ hour: entry.hour, returnsBefore: entry.returnsBefore }),
      };
    }
    case 'return':
      return formatReturn(entry);
    case 'restore':
      return { purchaseId: entry.purchaseId };
    case 'redeem':
      return filled({ purchaseId: entry.purchaseId });
    case 'reserve':
      return { requestId: entry.requestId, until: formatInstant(entry.until) };
    case 'commit':
    case 'cancel':
    case 'release':
      return { requestId: entry.requestId };
    case 'adjust':
      return { reason: entry.reason, actor: entry.actor };
    case 'transfer-out':
      return { to: entry.to };
    case 'transfer-in':
      return { from: entry.from };
    case 'import':
      return entry.lifetimeEarned === null ? {} : { lifetimeEarned: formatAmount(entry.lifetimeEarned) };
    case 'bonus': {
      const { campaignId, occasion, step } = entry.grant;
      return { grant: ['campaign', campaignId, occasion, step] };
    }
    case 'mature':
      return { lots: entry.lots.map((lot) => [formatAmount(lot.points), dayText(lot.expiresOn)]) };
    case 'expire':
      return {
        lots: entry.lots.map(formatExpired),
        ...filled({ lapsed: entry.lapsed }),
      };
    case 'tier': {
      const { from, to, since, reason, before } = entry.tier;
      const held = before.map((place) => [place.level, formatDay(place.since)]);
      return {
        tier: [from, to, formatDay(since), reason],
        ...filled({ before: held, floor: formatFloor(entry.floor), assigned: entry.assigned }),
      };
    }
    case 'merge':
      return formatMerge(entry);
    case 'merge-removed':
      return { into: entry.into, intoSeq: entry.intoSeq };
  }
}

type Unhashed = EntryDraft & Omit<Entry, 'hash' | keyof EntryDraft>;

/**
 * The record of an entry, sealed with the hash of every other attribute.
 * @param hash of the attributes, all of them plain JSON values
 */
export function sealRecord(
  entry: Unhashed,
  hash: (attributes: Readonly<Record<string, unknown>>) => string,
): EntryRecord {
  const { available, pending, reserved, debt } = entry.balanceAfter;
  const attributes = {
    entryId: entry.entryId,
    memberId: entry.memberId,
    seq: entry.seq,
    occurredAt: formatInstant(entry.occurredAt),
    day: formatDay(entry.day),
    program: entry.program,
    points: formatAmount(entry.points),
    balanceAfter: [available, pending, reserved, debt].map(formatAmount),
    previous: entry.previous,
    kind: entry.kind,
    ...formatMovement(entry),
    ...formatKind(entry),
  };
  return { ...attributes, hash: hash(attributes) };
}

/** The record of an entry as it is, for whoever checks a stored one against its own hash. */
export function formatEntry(entry: Entry): EntryRecord {
  return sealRecord(entry, () => entry.hash);
}

function parseExpired([points, credited, expiresOn, more]: Extract<
  StoredEntry,
  { kind: 'expire' }
>['lots'][number]): ExpiredLot {
  const lot = { points, credited, expiresOn };
  if (more === undefined) return lot;
  if (more === null || typeof more === 'number') return { ...lot, issued: more === null ? null : monthOf(more) };
  return { ...lot, moved: more };
}

function parseProgress([points, month, keepFrom]: Extract<StoredEntry, { kind: 'earn' }>['progress']) {
  return { points, month: monthOf(month), keepFrom: monthOf(keepFrom) };
}

function parseSale({ lines, ...sale }: Extract<StoredEntry, { kind: 'earn' }>['sale']) {
  return {
    ...sale,
    lines: lines.map(([lineId, netMinor, group, quantity = '1', kind = 'product']) => {
      return { lineId, kind, netMinor, quantity, group };
    }),
  };
}

type StoredTier = Extract<StoredEntry, { kind: 'tier' }>;

function parseFloor(floor: StoredTier['floor']) {
  if (floor === null) return null;
  const [level, until, carries] = floor;
  return { level, until, carries };
}

function parseBefore(before: StoredTier['before']): readonly HeldLevel[] {
  return before.map(([level, since]) => ({ level, since }));
}

function parseTier([from, to, since, reason]: StoredTier['tier'], before: StoredTier['before']) {
  return { from, to, since, reason, before: parseBefore(before) };
}

/**
 * The entry of a stored record.
 * @throws $ZodError when the record is no entry, which only tampering or a newer version explains
 */
export function parseEntry(record: unknown): Entry {
  const stored = entryRecord.parse(record);
  const [available, pending, reserved, debt] = stored.balanceAfter;
  const balanceAfter = { available, pending, reserved, debt };
  switch (stored.kind) {
    case 'earn':
      return {
        ...stored,
        balanceAfter,
        progress: parseProgress(stored.progress),
        sale: parseSale(stored.sale),
        contributions: parseContributions(stored.contributions, stored.points),
      };
    case 'return': {
      const lines = stored.goods.lines.map(([lineId, netMinor, quantity]) => ({ lineId, netMinor, quantity }));
      const { progress, goods, ...rest } = stored;
      return { ...rest, balanceAfter, progress: parseProgress(progress), goods: { ...goods, lines } };
    }
    case 'mature':
      return { ...stored, balanceAfter, lots: stored.lots.map(([points, expiresOn]) => ({ points, expiresOn })) };
    case 'expire':
      return {
        ...stored,
        balanceAfter,
        lots: stored.lots.map(parseExpired),
      };
    case 'tier': {
      const { tier, before, floor, ...rest } = stored;
      return { ...rest, balanceAfter, tier: parseTier(tier, before), floor: parseFloor(floor) };
    }
    case 'merge': {
      const { standing, before, removed, floor, ...rest } = stored;
      const [level, since] = standing ?? [null, null];
      return {
        ...rest,
        balanceAfter,
        removed: toAccount(removed),
        standing: { level, since, before: parseBefore(before) },
        floor: parseFloor(floor),
      };
    }
    case 'bonus': {
      const [granted, campaignId, occasion, step] = stored.grant;
      return { ...stored, balanceAfter, grant: { for: granted, campaignId, occasion, step } };
    }
    case 'restore':
    case 'redeem':
    case 'reserve':
    case 'commit':
    case 'cancel':
    case 'release':
    case 'adjust':
    case 'transfer-out':
    case 'transfer-in':
    case 'import':
    case 'merge-removed':
      return { ...stored, balanceAfter };
  }
}
