/** An account as it is stored: small, because every posting writes all of it, and a merge keeps one in an entry. */
import * as z from 'zod/mini';
import { packLots, packMonths, unpackLots, unpackMonths } from './packed-lists.ts';
import { packStatistics, unpackStatistics } from './packed-statistics.ts';
import { amount, formatAmount } from './stored-values.ts';
import type { LevelChange, Statistics } from '../domain/account-statistics.ts';
import { newAccount } from '../domain/account.ts';
import { sumNames } from '../domain/movement-sums.ts';
import type { Account, Left, Reservation } from '../domain/account.ts';
import type { Sums } from '../domain/movement-sums.ts';
import { dayOf, monthOf } from '../domain/calendar.ts';
import type { Lot, TakenLot } from '../domain/lots.ts';
import { instantOf } from '../domain/zone.ts';

const zeroAmount = z._default(amount, 0n);
const packed = z._default(z.string(), '');
const day = z.pipe(z.int(), z.transform(dayOf));

const instant = z.pipe(z.int(), z.transform(instantOf));
/** level, since */
const heldLevel = z.pipe(
  z.tuple([z.string(), day]),
  z.transform(([level, since]) => ({ level, since })),
);
/** level, until, carries */
const floor = z.pipe(
  z.tuple([z.string(), z.nullable(day), z.boolean()]),
  z.transform(([level, until, carries]) => ({ level, until, carries })),
);
/** Only available points are taken on hold. */
function takenLot({ points, availableOn, expiresOn }: Lot): TakenLot {
  return { points, availableOn, expiresOn, pending: false };
}
/** requestId, until, on, packed lots */
const reservation = z.pipe(
  z.tuple([z.string(), instant, day, z.string()]),
  z.transform(([requestId, until, on, lots]) => ({ requestId, until, on, lots: unpackLots(lots).map(takenLot) })),
);

/** on, into, seq there; without a member the account's own was erased */
const left = z.pipe(
  z.tuple([day, z.optional(z.string()), z.optional(z.int())]),
  z.transform(([on, into, seq = 0]): Left =>
    into === undefined ? { how: 'erased', on } : { how: 'merged', on, into, seq },
  ),
);

/** Attributes that hold nothing are left out. */
export const accountRecord = z.object({
  memberId: z.string(),
  enrolledOn: day,
  channel: z.optional(z.string()),
  seq: z._default(z.int(), 0),
  head: z._default(z.string(), ''),
  newestAt: z.optional(instant),
  lots: packed,
  pending: packed,
  reservations: z._default(z.array(reservation), []),
  debt: zeroAmount,
  level: z.optional(z.string()),
  levelSince: z.optional(day),
  floor: z.optional(floor),
  levelsBefore: z._default(z.array(heldLevel), []),
  qualifying: zeroAmount,
  months: packed,
  sums: z._default(z.partialRecord(z.enum(sumNames), amount), {}),
  orders: z._default(z.int(), 0),
  /** Sales that are fully returned; with the orders they are all purchases. */
  undoneOrders: z._default(z.int(), 0),
  returns: z._default(z.int(), 0),
  netMinor: zeroAmount,
  firstPurchaseOn: z.optional(day),
  lastActOn: z.optional(day),
  lapsedOn: z.optional(day),
  statistics: packed,
  /** month, level, month, level …; the last level is left out when it is the one that is held. */
  levels: z._default(z.array(z.union([z.int(), z.string()])), []),
  left: z.optional(left),
});

/** Attributes without those that hold nothing: undefined, null, an empty text or list, a zero. */
function filled(attributes: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const nothing = new Set<unknown>([undefined, null, '', 0]);
  const isEmpty = (value: unknown) => nothing.has(value) || (Array.isArray(value) && value.length === 0);
  return Object.fromEntries(Object.entries(attributes).filter(([, value]) => !isEmpty(value)));
}

/** Attributes of which a zero means something: the first day or instant of 1970. */
function known(attributes: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== null));
}

function formatSums(sums: Sums): Record<string, number | string> | undefined {
  const some = sumNames.filter((name) => sums[name] !== 0n);
  return some.length === 0 ? undefined : Object.fromEntries(some.map((name) => [name, formatAmount(sums[name])]));
}

function formatReservation({ requestId, until, on, lots }: Reservation): unknown[] {
  return [requestId, until, on, packLots(lots.map((lot) => ({ ...lot, credited: lot.points })))];
}

function formatLeft(left: Left | null): unknown[] | null {
  if (left === null) return null;
  return left.how === 'erased' ? [left.on] : [left.on, left.into, left.seq];
}

function formatLevels({ statistics: { levels }, standing }: Account): (number | string)[] {
  const flat = levels.flatMap(({ month, level }): (number | string)[] => [month, level]);
  return levels.at(-1)?.level === standing.level ? flat.slice(0, -1) : flat;
}

/** @throws TypeError when the list is none of months and levels in turn */
function parseLevels(list: readonly (number | string)[], held: string | null): readonly LevelChange[] {
  return list.flatMap((month, index): LevelChange[] => {
    if (index % 2 === 1) return [];
    const level = list[index + 1] ?? held;
    if (typeof month !== 'number' || typeof level !== 'string') throw new TypeError('not months and levels in turn');
    return [{ month: monthOf(month), level }];
  });
}

function parseStatistics(packedStatistics: string, levels: readonly LevelChange[]): Statistics {
  const { days, older, months, visits, broken, since } = unpackStatistics(packedStatistics);
  return { days, older, months, visits, broken, levels, since };
}

/** The record of an account, all of it plain JSON values. */
export function formatAccount(account: Account): Record<string, unknown> {
  return {
    memberId: account.memberId,
    enrolledOn: account.enrolment.on,
    ...known({
      channel: account.enrolment.channel,
      newestAt: account.newestAt,
      levelSince: account.standing.since,
      firstPurchaseOn: account.firstPurchaseOn,
      lastActOn: account.lastActOn,
      lapsedOn: account.lapsedOn,
    }),
    ...filled({
      seq: account.seq,
      head: account.head,
      lots: packLots(account.available),
      pending: packLots(account.pending),
      reservations: account.reservations.map(formatReservation),
      debt: formatAmount(account.debt),
      level: account.standing.level,
      floor: account.floor === null ? null : [account.floor.level, account.floor.until, account.floor.carries],
      levelsBefore: account.standing.before.map(({ level, since }) => [level, since]),
      qualifying: formatAmount(account.progress.total),
      months: packMonths(account.progress.months),
      sums: formatSums(account.sums),
      orders: account.orders,
      undoneOrders: account.purchases - account.orders,
      returns: account.returns,
      netMinor: formatAmount(account.netMinor),
      statistics: packStatistics(account.statistics),
      levels: formatLevels(account),
      left: formatLeft(account.left),
    }),
  };
}

/**
 * The account of a record.
 * @throws TypeError when a packed text is none, which only tampering or a newer version explains
 */
export function toAccount(stored: z.output<typeof accountRecord>): Account {
  const empty = newAccount(stored.memberId, { on: stored.enrolledOn, channel: stored.channel ?? null });
  return {
    ...empty,
    seq: stored.seq,
    head: stored.head,
    newestAt: stored.newestAt ?? null,
    available: unpackLots(stored.lots),
    pending: unpackLots(stored.pending),
    reservations: stored.reservations,
    debt: stored.debt,
    standing: { level: stored.level ?? null, since: stored.levelSince ?? null, before: stored.levelsBefore },
    floor: stored.floor ?? null,
    progress: { total: stored.qualifying, months: unpackMonths(stored.months) },
    sums: { ...empty.sums, ...stored.sums },
    purchases: stored.orders + stored.undoneOrders,
    returns: stored.returns,
    orders: stored.orders,
    netMinor: stored.netMinor,
    firstPurchaseOn: stored.firstPurchaseOn ?? null,
    lastActOn: stored.lastActOn ?? null,
    lapsedOn: stored.lapsedOn ?? null,
    statistics: parseStatistics(stored.statistics, parseLevels(stored.levels, stored.level ?? null)),
    left: stored.left ?? null,
  };
}
