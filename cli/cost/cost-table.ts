/** Monthly cost, line by line, in whole millionths of a dollar: what is added up is what is shown. */
import { multiply, parseDecimal, rational, round } from '../../shared/domain/rational.ts';
import type { Rational } from '../../shared/domain/rational.ts';
import type { Assumed } from './assumptions.ts';
import type { CostFiles, PriceFile, PriceId } from './cost-files.ts';
import { quantitiesOf } from './quantities.ts';

export type CostLine = {
  readonly service: string;
  readonly what: string;
  readonly price: PriceId;
  readonly unit: string;
  /** Units in a month, to the nearest. */
  readonly quantity: bigint;
  readonly microUsd: bigint;
};

export type CostColumn = {
  readonly members: bigint;
  readonly lines: readonly CostLine[];
  readonly totalMicroUsd: bigint;
  /** Of one member in a year. */
  readonly perMemberAndYearMicroUsd: bigint;
};

const microsOfDollar = rational(1_000_000n);

/** Micro-dollars of one unit. */
function unitPrice({ prices }: PriceFile, id: PriceId): Rational {
  const { usd, per } = prices[id];
  const dollars = parseDecimal(usd);
  if (dollars === undefined) throw new RangeError(`not a decimal: ${usd}`);
  return multiply(multiply(dollars, microsOfDollar), rational(1n, BigInt(per)));
}

/** @param members above zero */
export function costOf(members: bigint, assumed: Assumed, { prices, ...counts }: CostFiles): CostColumn {
  const lines = quantitiesOf(members, assumed, counts).map(({ service, what, price, amount }): CostLine => {
    const microUsd = round(multiply(amount, unitPrice(prices, price)), 'nearest');
    const { unit } = prices.prices[price];
    return { service, what, price, unit, quantity: round(amount, 'nearest'), microUsd };
  });
  const totalMicroUsd = lines.reduce((total, { microUsd }) => total + microUsd, 0n);
  return {
    members,
    lines,
    totalMicroUsd,
    perMemberAndYearMicroUsd: round(rational(totalMicroUsd * 12n, members), 'nearest'),
  };
}
