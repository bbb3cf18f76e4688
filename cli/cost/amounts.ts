/** Exact amounts of what is paid for: the arithmetic and the spans of time that every part of the calculation shares. */
import { add, multiply, parseDecimal, rational } from '../../shared/domain/rational.ts';
import type { Rational } from '../../shared/domain/rational.ts';
import type { PriceId } from './cost-files.ts';

/** One line of the table. */
export type Quantity = {
  readonly service: string;
  readonly what: string;
  readonly price: PriceId;
  readonly amount: Rational;
};

export const monthsOfYear = 12n;
export const daysOfMonth = rational(365n, 12n);
export const gigabyte = 2n ** 30n;

/** The archive of the bus keeps an event for 14 days: in months. */
export const keptArchive = rational(14n * 12n, 365n);
/** Two weeks, in months. */
export const logMonths = rational(14n * 12n, 365n);

export const times = (amount: Rational, ...factors: readonly (bigint | Rational)[]) =>
  factors.reduce<Rational>(
    (product, factor) => multiply(product, typeof factor === 'bigint' ? rational(factor) : factor),
    amount,
  );
export const sum = (...amounts: readonly Rational[]) => amounts.reduce(add, rational(0n));
export const part = (amount: Rational, of: bigint) => multiply(amount, rational(1n, of));
export const gigabytesOf = (megabytes: bigint) => rational(megabytes, 1024n);

/** @throws RangeError for what is no decimal */
export function exact(value: number): Rational {
  const parsed = parseDecimal(String(value));
  if (parsed === undefined) throw new RangeError(`not a decimal: ${String(value)}`);
  return parsed;
}
