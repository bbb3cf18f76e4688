/**
 * Small texts for lists of small numbers: an account with a lot for every day of a year has to stay under 3 KB, and so has
 * an entry that takes from all of them; an attribute for each number would take three times that, and readable days ten
 * times. Numbers are in base 36; what is as expected is left out.
 */
import { dayOf, monthOf, monthOfDay } from '../domain/calendar.ts';
import type { Day } from '../domain/calendar.ts';
import type { MonthlyPoints } from '../domain/account.ts';
import { issuedIn } from '../domain/issued.ts';
import type { Issued } from '../domain/issued.ts';
import type { Lot } from '../domain/lots.ts';
import type { Moved } from '../domain/lots.ts';

const radix = 36;
const never = '-';

/** @throws TypeError when the text is no number of base 36 */
function checkNumber(text: string): void {
  if (!/^-?[0-9a-z]+$/.test(text)) throw new TypeError(`not a packed number: ${text}`);
}

function bigintOf(text: string): bigint {
  checkNumber(text);
  const negative = text.startsWith('-');
  let value = 0n;
  // Ten digits of base 36 are exact as a number.
  for (let at = negative ? 1 : 0; at < text.length; at += 10) {
    const part = text.slice(at, at + 10);
    value = value * BigInt(radix) ** BigInt(part.length) + BigInt(Number.parseInt(part, radix));
  }
  return negative ? -value : value;
}

function numberOf(text: string): number {
  checkNumber(text);
  return Number.parseInt(text, radix);
}

/** A lot of which more need not be known: without `issued`, all of it is of the month in which it became available. */
type PackedLot = Omit<Lot, 'issued'> & { readonly issued?: Issued };

/**
 * What is expected of a lot by those before it: by how much its last day lies after the last one's, and how many months
 * after the month in which it became available its points were issued (below 0 where points are pending first).
 */
type Expected = { expires: number; step: number; available: number; lag: number };

function expectations(): Expected {
  return { expires: 0, step: 1, available: 0, lag: 0 };
}

/** Both days; the differences of the first lot are to day 0, and nothing to expect of others. */
function packDays({ expiresOn, availableOn }: PackedLot, expected: Expected, isFirst: boolean): string {
  const from = availableOn - expected.available;
  const step = expiresOn === null ? expected.step : expiresOn - expected.expires;
  const expiry = expiresOn === null ? never : step === expected.step && !isFirst ? '' : step.toString(radix);
  expected.available = availableOn;
  expected.expires = expiresOn ?? expected.expires;
  const available = from === step ? '' : from.toString(radix);
  if (!isFirst) expected.step = step;
  if (available !== '') return `,${expiry},${available}`;
  return expiry === '' ? '' : `,${expiry}`;
}

function unpackDays(expiry: string, available: string, expected: Expected, isFirst: boolean) {
  const step = expiry === '' || expiry === never ? expected.step : numberOf(expiry);
  const availableOn = dayOf((expected.available += available === '' ? step : numberOf(available)));
  if (!isFirst) expected.step = step;
  return { availableOn, expiresOn: expiry === never ? null : dayOf((expected.expires += step)) };
}

/**
 * Points by month of issue as `points[=month]` joined by `/`, the points of the last left out. A month is the difference to
 * the one before, left out when it is 1; of the first to the month in which the lot became available, left out when it is
 * as with the lot before; `-` is no month.
 */
function packIssued(issued: Issued, availableOn: Day, expected: Expected): string {
  let before: number = monthOfDay(availableOn);
  let usual = expected.lag;
  const parts = issued.map(({ month, points }, index) => {
    const difference = month === null ? null : month - before;
    before = month ?? before;
    if (index === 0) expected.lag = difference ?? expected.lag;
    const text = difference === usual ? '' : `=${difference === null ? never : difference.toString(radix)}`;
    usual = 1;
    return `${index === issued.length - 1 ? '' : points.toString(radix)}${text}`;
  });
  const packed = parts.join('/');
  return packed === '' ? '' : `:${packed}`;
}

function unpackIssued(packed: string, availableOn: Day, credited: bigint, expected: Expected): Issued {
  let before: number = monthOfDay(availableOn);
  let usual = expected.lag;
  let rest = credited;
  const parts = packed.split('/');
  return parts.flatMap((part, index) => {
    const [text = '', difference = usual.toString(radix)] = part.split('=');
    if (index === 0 && difference !== never) expected.lag = numberOf(difference);
    usual = 1;
    if (difference !== never) before += numberOf(difference);
    const points = index === parts.length - 1 ? rest : bigintOf(text);
    rest -= points;
    return issuedIn(difference === never ? null : monthOf(before), points);
  });
}

/** The points, and what was ever credited when that is more: an empty lot has but the latter. */
function packAmount({ points, credited }: PackedLot): string {
  if (points === credited) return points.toString(radix);
  return `${points === 0n ? '' : points.toString(radix)}.${credited.toString(radix)}`;
}

/** From which day lots moved, through which entry, and the first day of what was pending, joined by `.`. */
function packMoved(moved: Moved | undefined): string {
  if (moved === undefined) return '';
  const { from, through, waiting } = moved;
  return `!${[from, through, ...(waiting === null ? [] : [waiting])].map((part) => part.toString(radix)).join('.')}`;
}

function unpackMoved(text: string): Moved {
  const [from = '', through = '', waiting] = text.split('.');
  return {
    from: dayOf(numberOf(from)),
    through: numberOf(through),
    waiting: waiting === undefined ? null : dayOf(numberOf(waiting)),
  };
}

/**
 * Lots as `points[.credited][,expiry[,available]][:issued][!moved]` joined by `;`. Both days are differences to the lot before
 * (the first to day 0). The expiry's is left out when it is the one of the lot before (of the second 1), the available
 * day's when it is the expiry's; an expiry `-` is never.
 */
export function packLots(lots: readonly PackedLot[]): string {
  const expected = expectations();
  return lots
    .map((lot, index) => {
      const days = packDays(lot, expected, index === 0);
      const issued = lot.issued === undefined ? '' : packIssued(lot.issued, lot.availableOn, expected);
      return packAmount(lot) + days + issued + packMoved(lot.moved);
    })
    .join(';');
}

/** @throws TypeError when the text is no packed list of lots */
export function unpackLots(text: string): Lot[] {
  if (text === '') return [];
  const expected = expectations();
  return text.split(';').map((packed, index): Lot => {
    const [text = '', moved] = packed.split('!');
    const [head = '', issued = ''] = text.split(':');
    const [amount = '', expiry = '', available = ''] = head.split(',');
    const [left = '', ever] = amount.split('.');
    const points = left === '' && ever !== undefined ? 0n : bigintOf(left);
    const credited = ever === undefined ? points : bigintOf(ever);
    const days = unpackDays(expiry, available, expected, index === 0);
    const lot = { points, credited, issued: unpackIssued(issued, days.availableOn, credited, expected), ...days };
    return moved === undefined ? lot : { ...lot, moved: unpackMoved(moved) };
  });
}

/** Months as `points[,month]` joined by `;`; the month is the difference to the one before, left out when it is 1. */
export function packMonths(months: readonly MonthlyPoints[]): string {
  let before = 0;
  return months
    .map(({ month, points }) => {
      const difference = month - before;
      before = month;
      return difference === 1 ? points.toString(radix) : `${points.toString(radix)},${difference.toString(radix)}`;
    })
    .join(';');
}

/** @throws TypeError when the text is no packed list of months */
export function unpackMonths(text: string): MonthlyPoints[] {
  if (text === '') return [];
  let month = 0;
  return text.split(';').map((packed) => {
    const [points = '', difference = '1'] = packed.split(',');
    month += numberOf(difference);
    return { month: monthOf(month), points: bigintOf(points) };
  });
}
