/**
 * An entry as it is stored and hashed: plain JSON values, amounts as integers (as digits in a string beyond 2^53), days
 * and instants as ISO texts. Both stores keep this record, and the hash of the chain is made of it.
 */
import type { HeldLevel } from '../domain/account.ts';
import type { Entry, EntryDraft, ExpiredLot } from '../domain/entry.ts';
import { roundingOf } from '../domain/earning.ts';
import type { Contribution } from '../domain/earning.ts';
import { formatDay, monthOf } from '../domain/calendar.ts';
import { formatInstant } from '../domain/zone.ts';
import { toAccount } from './account-record.ts';
import { formatKind, formatMovement } from './entry-attributes.ts';
import { entryRecord } from './entry-schema.ts';
import type { StoredEntry } from './entry-schema.ts';
import { formatAmount } from './stored-values.ts';

/** The record of an entry as it lies in a store: its attributes, of which stores need to know these. */
export type EntryRecord = Readonly<Record<string, unknown>> & {
  readonly entryId: string;
  readonly memberId: string;
  readonly seq: number;
  readonly hash: string;
};

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

/** Contributions add up to the points: what those that are kept leave over is the rounding's. */
function parseContributions(
  kept: Extract<StoredEntry, { kind: 'earn' }>['contributions'],
  points: bigint,
): Contribution[] {
  const parts = kept.map(([rule, given, kind]): Contribution => ({ rule, kind: kind ?? 'level', points: given }));
  const rounding = roundingOf(parts, points);
  return rounding === undefined ? parts : [...parts, rounding];
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
