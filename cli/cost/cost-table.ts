/** Cost of a month, and of one run of a campaign, line by line, in whole millionths of a dollar: what is added up is what is shown. */
import { multiply, parseDecimal, rational, round } from '../../shared/domain/rational.ts';
import type { Rational } from '../../shared/domain/rational.ts';
import type { Assumed } from './assumptions.ts';
import type { CostFiles, PriceFile, PriceId } from './cost-files.ts';
import type { Quantity } from './amounts.ts';
import { oneRun, sentInMonth } from './campaign-quantities.ts';
import { quantitiesOf } from './quantities.ts';

export type CostLine = {
  readonly service: string;
  readonly what: string;
  readonly price: PriceId;
  readonly unit: string;
  /** Units, to the nearest. */
  readonly quantity: bigint;
  /** The same in hundredths of a unit. */
  readonly quantityHundredths: bigint;
  readonly microUsd: bigint;
};

export type CostColumn = {
  readonly members: bigint;
  readonly lines: readonly CostLine[];
  readonly totalMicroUsd: bigint;
  /** Of one member in a year. */
  readonly perMemberAndYearMicroUsd: bigint;
  /** What the provider of e-mails asks for the messages of campaigns, by what it may have been agreed on; in no total. */
  readonly fees: readonly CostLine[];
};

export type RunCost = {
  readonly recipients: bigint;
  readonly lines: readonly CostLine[];
  readonly totalMicroUsd: bigint;
  /** Of the total, all but what comes of what the provider tells of the messages. */
  readonly untoldMicroUsd: bigint;
  readonly fees: readonly CostLine[];
};

const microsOfDollar = rational(1_000_000n);

/** Micro-dollars of one unit. */
function unitPrice({ prices }: PriceFile, id: PriceId): Rational {
  const { usd, per } = prices[id];
  const dollars = parseDecimal(usd);
  if (dollars === undefined) throw new RangeError(`not a decimal: ${usd}`);
  return multiply(multiply(dollars, microsOfDollar), rational(1n, BigInt(per)));
}

function linesOf(quantities: readonly Quantity[], prices: PriceFile): readonly CostLine[] {
  return quantities.map(({ service, what, price, amount }): CostLine => {
    return {
      service,
      what,
      price,
      unit: prices.prices[price].unit,
      quantity: round(amount, 'nearest'),
      quantityHundredths: round(multiply(amount, rational(100n)), 'nearest'),
      microUsd: round(multiply(amount, unitPrice(prices, price)), 'nearest'),
    };
  });
}

/** As if every message were an e-mail by SES: what other providers ask is not known here. */
function feesOf(amount: Rational, prices: PriceFile): readonly CostLine[] {
  const service = 'SES';
  const fees = [
    { service, what: 'fees, à la carte', price: 'ses.messages', amount },
    { service, what: 'fees, plan Essentials', price: 'ses.essentials', amount },
  ] as const;
  return linesOf(fees, prices);
}

const totalOf = (lines: readonly CostLine[]) => lines.reduce((total, { microUsd }) => total + microUsd, 0n);

/** @param members above zero */
export function costOf(members: bigint, assumed: Assumed, { prices, ...counts }: CostFiles): CostColumn {
  const lines = linesOf(quantitiesOf(members, assumed, counts), prices);
  const totalMicroUsd = totalOf(lines);
  return {
    members,
    lines,
    totalMicroUsd,
    perMemberAndYearMicroUsd: round(rational(totalMicroUsd * 12n, members), 'nearest'),
    fees: feesOf(sentInMonth(members, assumed), prices),
  };
}

/** One run of a plan with one message, and a month of what is kept of it. @param recipients above zero */
export function runCostOf(recipients: bigint, assumed: Assumed, { prices, measured }: CostFiles): RunCost {
  const lines = linesOf(oneRun(recipients, assumed, measured), prices);
  const untold = linesOf(oneRun(recipients, assumed, measured, 'untold'), prices);
  return {
    recipients,
    lines,
    totalMicroUsd: totalOf(lines),
    untoldMicroUsd: totalOf(untold),
    fees: feesOf(rational(recipients), prices),
  };
}
