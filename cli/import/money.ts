/** Money and quantities from decimal text, exactly: the digits are moved, never turned into a float. */

/** A decimal number as an integer and its number of decimals: 2.55 is 255 with 2. */
export type Decimal = { readonly unscaled: bigint; readonly decimals: number };

/** The decimal that a text writes (`-12`, `12.5`, `0.001`), or undefined when it writes none. */
export function parseDecimal(text: string): Decimal | undefined {
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text);
  if (match === null) return undefined;
  const [, sign = '', whole = '', fraction = ''] = match;
  return { unscaled: BigInt(`${sign}${whole}${fraction}`), decimals: fraction.length };
}

export function negated({ unscaled, decimals }: Decimal): Decimal {
  return { unscaled: -unscaled, decimals };
}

export function minus(a: Decimal, b: Decimal): Decimal {
  const decimals = Math.max(a.decimals, b.decimals);
  const scaled = (number: Decimal) => number.unscaled * 10n ** BigInt(decimals - number.decimals);
  return { unscaled: scaled(a) - scaled(b), decimals };
}

/** The shortest text of a decimal that is not negative: the same for 2.5 and 2.50. */
export function formatDecimal({ unscaled, decimals }: Decimal): string {
  const digits = String(unscaled).padStart(decimals + 1, '0');
  const whole = digits.slice(0, digits.length - decimals);
  const fraction = digits.slice(digits.length - decimals).replace(/0+$/, '');
  return fraction === '' ? whole : `${whole}.${fraction}`;
}

/**
 * An amount in minor units that is exactly what the text writes, or undefined when the text is no amount, is negative,
 * or has more decimals than the currency (12.345 dollars are no number of cents).
 */
export function minorUnits(text: string, currencyDecimals: number): number | undefined {
  const amount = parseDecimal(text);
  if (amount === undefined || amount.decimals > currencyDecimals) return undefined;
  return safeAmount(amount.unscaled * 10n ** BigInt(currencyDecimals - amount.decimals));
}

/**
 * Quantity times unit price in minor units, rounded once, half up; undefined when the result is negative or too large to
 * be an amount.
 */
export function lineNetMinor(quantity: Decimal, unitPrice: Decimal, currencyDecimals: number): number | undefined {
  const product = quantity.unscaled * unitPrice.unscaled * 10n ** BigInt(currencyDecimals);
  const unit = 10n ** BigInt(quantity.decimals + unitPrice.decimals);
  // Division cuts off, and amounts are never negative here: half a unit more makes it round half up.
  return product < 0n ? undefined : safeAmount((2n * product + unit) / (2n * unit));
}

function safeAmount(minor: bigint): number | undefined {
  return minor >= 0n && minor <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(minor) : undefined;
}
