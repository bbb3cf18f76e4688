/**
 * Small texts for lists of small numbers: an account with a lot for every day of a year has to stay under 3 KB, and so has
 * an entry that takes from all of them; an attribute for each number would take three times that, and readable days ten
 * times. Numbers are in base 36; what is as expected is left out.
 */
import { dayOf, monthOf } from '../domain/calendar.ts';
import type { Day } from '../domain/calendar.ts';
import type { MonthlyPoints } from '../domain/account.ts';
import type { Lot } from '../domain/lots.ts';

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

/**
 * Lots as `points[.credited][,expiry[,available]]` joined by `;`. Both days are differences to the lot before (the first
 * to day 0), left out from the right when they are 1; an expiry `-` is never.
 */
export function packLots(lots: readonly Lot[]): string {
  let expires = 0;
  let available = 0;
  return lots
    .map((lot) => {
      const points = lot.points.toString(radix);
      const amount = lot.credited === lot.points ? points : `${points}.${lot.credited.toString(radix)}`;
      const expiry = lot.expiresOn === null ? never : (lot.expiresOn - expires).toString(radix);
      const from = (lot.availableOn - available).toString(radix);
      expires = lot.expiresOn ?? expires;
      available = lot.availableOn;
      if (from !== '1') return `${amount},${expiry},${from}`;
      return expiry === '1' ? amount : `${amount},${expiry}`;
    })
    .join(';');
}

/** @throws TypeError when the text is no packed list of lots */
export function unpackLots(text: string): Lot[] {
  if (text === '') return [];
  let expires = 0;
  let available = 0;
  return text.split(';').map((packed): Lot => {
    const [amount = '', expiry = '1', from = '1'] = packed.split(',');
    const [points = '', credited = points] = amount.split('.');
    available += numberOf(from);
    let expiresOn: Day | null = null;
    if (expiry !== never) expiresOn = dayOf((expires += numberOf(expiry)));
    return { points: bigintOf(points), credited: bigintOf(credited), availableOn: dayOf(available), expiresOn };
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
