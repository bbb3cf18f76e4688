/** Lots that an entry credits or takes, as records keep them: few as a list that anybody can read, many as a packed text. */
import * as z from 'zod/mini';
import { formatDay } from '../domain/calendar.ts';
import type { CreditedLot } from '../domain/entry.ts';
import { packLots, unpackLots } from './packed-lists.ts';
import { amount, formatAmount, isoDay } from './stored-values.ts';

/** A list takes some 35 bytes a lot, a text three or four: a redemption may well take from 366 of them. */
const listedAtMost = 8;

/** In front of a packed lot that is pending. */
const pendingMark = '~';

function formatLot({ points, availableOn, expiresOn, pending }: CreditedLot): unknown[] {
  return [formatAmount(points), formatDay(availableOn), expiresOn === null ? null : formatDay(expiresOn), pending];
}

/** The stored form of lots, in their order. */
export function formatLots(lots: readonly CreditedLot[]): string | unknown[] {
  if (lots.length <= listedAtMost) return lots.map(formatLot);
  const packed = packLots(lots.map((lot) => ({ ...lot, credited: lot.points }))).split(';');
  return packed.map((text, index) => (lots[index]?.pending === true ? pendingMark + text : text)).join(';');
}

function parsePacked(text: string): CreditedLot[] {
  const marks = text.split(';').map((lot) => lot.startsWith(pendingMark));
  return unpackLots(text.replaceAll(pendingMark, '')).map(({ points, availableOn, expiresOn }, index) => {
    return { points, availableOn, expiresOn, pending: marks[index] === true };
  });
}

const difference = '-?[0-9a-z]+';
const packedLot = `~?[0-9a-z]+(,(-|${difference})|,(-|${difference})?,${difference})?`;
const packedLots = new RegExp(`^${packedLot}(;${packedLot})*$`);

export const storedLots = z.union([
  z.array(
    z.pipe(
      /** points, availableOn, expiresOn, pending */
      z.tuple([amount, isoDay, z.nullable(isoDay), z.boolean()]),
      z.transform(([points, availableOn, expiresOn, pending]) => ({ points, availableOn, expiresOn, pending })),
    ),
  ),
  z.pipe(z.string().check(z.regex(packedLots)), z.transform(parsePacked)),
]);
