/**
 * An entry as it is stored and hashed: plain JSON values, amounts as integers (as digits in a string beyond 2^53), days
 * and instants as ISO texts. Both stores keep this record, and the hash of the chain is made of it.
 */
import * as z from 'zod/mini';
import type { Cause, CreditedLot, Entry, EntryDraft, SaleLine } from '../domain/entry.ts';
import { roundingOf } from '../domain/earning.ts';
import type { Contribution } from '../domain/earning.ts';
import { tierReasons } from '../domain/entry.ts';
import { formatDay, monthOf, parseFormattedDay } from '../domain/calendar.ts';
import type { Day } from '../domain/calendar.ts';
import { lineKinds } from '../domain/programme.ts';
import { formatRational, parseDecimal, rational } from '../domain/rational.ts';
import type { Rational } from '../domain/rational.ts';
import { formatInstant, parseInstant } from '../domain/zone.ts';

/** An integer of any size: a JSON number where that is exact, else its digits. */
export function formatAmount(amount: bigint): number | string {
  const number = Number(amount);
  return Number.isSafeInteger(number) ? number : String(amount);
}

export const amount = z.pipe(
  z.union([z.int(), z.string().check(z.regex(/^-?\d+$/))]),
  z.transform((number) => BigInt(number)),
);

/** A text as the value that `read` finds in it; undefined breaks the rule. */
function written<Value>(rule: string, read: (text: string) => Value | undefined) {
  const value = z.transform((text: string, context): Value => {
    const found = read(text);
    if (found !== undefined) return found;
    context.issues.push({ code: 'custom', input: text, message: rule });
    return z.NEVER;
  });
  return z.pipe(z.string(), value);
}

const isoDay = written('a date YYYY-MM-DD', parseFormattedDay);
const isoInstant = written('an RFC 3339 date-time', parseInstant);

/** An exact number as `formatRational` writes it: `12`, `-0.5`, `1/3`. */
const exact = written('an exact number', (text): Rational | undefined => {
  const [numerator = '', denominator] = text.replace(/^-/, '').split('/');
  const value = parseDecimal(numerator);
  const sign = text.startsWith('-') ? -1n : 1n;
  return value && rational(sign * value.numerator, value.denominator * BigInt(denominator ?? 1));
});

const base = {
  entryId: z.string(),
  memberId: z.string(),
  seq: z.int(),
  occurredAt: isoInstant,
  day: isoDay,
  program: z.string(),
  points: amount,
  /** available, pending, reserved, debt */
  balanceAfter: z.tuple([amount, amount, amount, amount]),
  previous: z.string(),
  hash: z.string(),
};

const positions = z.array(z.int());
const sale = z.object({
  level: z.string(),
  orderRules: positions,
  groups: z.array(positions),
  /** lineId, net, group, quantity, kind; the last two left out, from the right, when they are 1 and product. */
  lines: z.array(
    z.tuple([
      z.nullable(z.string()),
      amount,
      z.nullable(z.int()),
      z.optional(z.string()),
      z.optional(z.enum(lineKinds)),
    ]),
  ),
});
/** rule, exact points, kind; without a kind it is the level's. What rounding did is what is left, and not kept. */
const contribution = z.tuple([z.string(), exact, z.optional(z.enum(['rate', 'multiply', 'fixed']))]);

const earnRecord = z.object({
  ...base,
  kind: z.literal('earn'),
  cause: z.object({
    eventId: z.string(),
    delivery: z.string(),
    content: z.string(),
    /** Left out when it is 1. */
    revision: z._default(z.int(), 1),
    guest: z.optional(z.boolean()),
  }),
  debtPaid: z.optional(amount),
  /** points, availableOn, expiresOn, pending */
  lots: z.array(z.tuple([amount, isoDay, z.nullable(isoDay), z.boolean()])),
  /** points, month, first month kept */
  progress: z.tuple([amount, z.int(), z.nullable(z.int())]),
  netMinor: amount,
  sale,
  contributions: z.array(contribution),
});
const matureRecord = z.object({
  ...base,
  kind: z.literal('mature'),
  /** points, expiresOn */
  lots: z.array(z.tuple([amount, z.nullable(isoDay)])),
});
const expireRecord = z.object({
  ...base,
  kind: z.literal('expire'),
  /** points, ever credited to the lot, expiresOn */
  lots: z.array(z.tuple([amount, amount, isoDay])),
});
const tierRecord = z.object({
  ...base,
  kind: z.literal('tier'),
  /** from, to, since, reason */
  tier: z.tuple([z.string(), z.string(), isoDay, z.enum(tierReasons)]),
});

const entryRecord = z.discriminatedUnion('kind', [earnRecord, matureRecord, expireRecord, tierRecord]);
/** The record of an entry as it lies in a store: its attributes, of which stores need to know these. */
export type EntryRecord = Readonly<Record<string, unknown>> & {
  readonly entryId: string;
  readonly memberId: string;
  readonly seq: number;
  readonly hash: string;
};

const expiryText = (day: Day | null) => (day === null ? null : formatDay(day));

function formatLot(lot: CreditedLot): [number | string, string, string | null, boolean] {
  return [formatAmount(lot.points), formatDay(lot.availableOn), expiryText(lot.expiresOn), lot.pending];
}

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
function parseContributions(kept: readonly z.output<typeof contribution>[], points: bigint): Contribution[] {
  const parts = kept.map(([rule, given, kind]): Contribution => ({ rule, kind: kind ?? 'level', points: given }));
  const rounding = roundingOf(parts, points);
  return rounding === undefined ? parts : [...parts, rounding];
}

function formatKind(entry: EntryDraft) {
  switch (entry.kind) {
    case 'earn':
      return {
        kind: entry.kind,
        cause: formatCause(entry.cause),
        ...(entry.debtPaid === 0n ? {} : { debtPaid: formatAmount(entry.debtPaid) }),
        lots: entry.lots.map(formatLot),
        progress: [formatAmount(entry.progress.points), entry.progress.month, entry.progress.keepFrom],
        netMinor: formatAmount(entry.netMinor),
        sale: {
          ...entry.sale,
          lines: entry.sale.lines.map(formatLine),
        },
        contributions: formatContributions(entry.contributions),
      };
    case 'mature':
      return { kind: entry.kind, lots: entry.lots.map((lot) => [formatAmount(lot.points), expiryText(lot.expiresOn)]) };
    case 'expire':
      return {
        kind: entry.kind,
        lots: entry.lots.map((lot) => [formatAmount(lot.points), formatAmount(lot.credited), formatDay(lot.expiresOn)]),
      };
    case 'tier':
      return {
        kind: entry.kind,
        tier: [entry.tier.from, entry.tier.to, formatDay(entry.tier.since), entry.tier.reason],
      };
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
    ...formatKind(entry),
  };
  return { ...attributes, hash: hash(attributes) };
}

/** The record of an entry as it is, for whoever checks a stored one against its own hash. */
export function formatEntry(entry: Entry): EntryRecord {
  return sealRecord(entry, () => entry.hash);
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
    case 'earn': {
      const [points, month, keepFrom] = stored.progress;
      return {
        ...stored,
        balanceAfter,
        debtPaid: stored.debtPaid ?? 0n,
        lots: stored.lots.map(([lotPoints, availableOn, expiresOn, waits]) => {
          return { points: lotPoints, availableOn, expiresOn, pending: waits };
        }),
        progress: { points, month: monthOf(month), keepFrom: keepFrom === null ? null : monthOf(keepFrom) },
        sale: {
          ...stored.sale,
          lines: stored.sale.lines.map(([lineId, netMinor, group, quantity = '1', kind = 'product']) => {
            return { lineId, kind, netMinor, quantity, group };
          }),
        },
        contributions: parseContributions(stored.contributions, stored.points),
      };
    }
    case 'mature':
      return { ...stored, balanceAfter, lots: stored.lots.map(([points, expiresOn]) => ({ points, expiresOn })) };
    case 'expire':
      return {
        ...stored,
        balanceAfter,
        lots: stored.lots.map(([points, credited, expiresOn]) => ({ points, credited, expiresOn })),
      };
    case 'tier': {
      const [from, to, since, reason] = stored.tier;
      return { ...stored, balanceAfter, tier: { from, to, since, reason } };
    }
  }
}
