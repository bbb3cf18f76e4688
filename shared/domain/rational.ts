/** Exact fractions of big integers: what points are between an amount and the one rounding of a purchase. */
export type Rational = { readonly numerator: bigint; readonly denominator: bigint };

export const roundings = ['floor', 'nearest', 'ceiling'] as const;
export type Rounding = (typeof roundings)[number];

export const zero: Rational = { numerator: 0n, denominator: 1n };
export const one: Rational = { numerator: 1n, denominator: 1n };

/** The denominator has to be positive. */
export function rational(numerator: bigint, denominator = 1n): Rational {
  return { numerator, denominator };
}

/** Value of a decimal text such as `1.25`, or undefined when it is none (no sign, no exponent). */
export function parseDecimal(text: string): Rational | undefined {
  const match = /^(\d+)(?:\.(\d+))?$/.exec(text);
  if (match === null) return undefined;
  const fraction = (match[2] ?? '').replace(/0+$/, '');
  return { numerator: BigInt(`${match[1] ?? ''}${fraction}`), denominator: 10n ** BigInt(fraction.length) };
}

export function add(a: Rational, b: Rational): Rational {
  if (a.denominator === b.denominator) return { numerator: a.numerator + b.numerator, denominator: a.denominator };
  return {
    numerator: a.numerator * b.denominator + b.numerator * a.denominator,
    denominator: a.denominator * b.denominator,
  };
}

export function subtract(a: Rational, b: Rational): Rational {
  return add(a, { numerator: -b.numerator, denominator: b.denominator });
}

export function multiply(a: Rational, b: Rational): Rational {
  return { numerator: a.numerator * b.numerator, denominator: a.denominator * b.denominator };
}

/** Whether a number is at least an integer. */
export function isAtLeast(a: Rational, least: bigint): boolean {
  return a.numerator >= least * a.denominator;
}

export function floor(a: Rational): bigint {
  const quotient = a.numerator / a.denominator;
  return a.numerator % a.denominator < 0n ? quotient - 1n : quotient;
}

/** `nearest` sends ties up (domain.md, earning). */
export function round(a: Rational, rounding: Rounding): bigint {
  switch (rounding) {
    case 'floor':
      return floor(a);
    case 'ceiling':
      return -floor({ numerator: -a.numerator, denominator: a.denominator });
    case 'nearest':
      return floor({ numerator: 2n * a.numerator + a.denominator, denominator: 2n * a.denominator });
  }
}

/** Small numbers, which is nearly all of them, are much faster to divide than big integers. */
function reduceSmall(numerator: number, denominator: number): Rational {
  let [x, y] = [Math.abs(numerator), denominator];
  while (y !== 0) [x, y] = [y, x % y];
  return { numerator: BigInt(numerator / x), denominator: BigInt(denominator / x) };
}

function reduced(a: Rational): Rational {
  const [small, smallDenominator] = [Number(a.numerator), Number(a.denominator)];
  if (Number.isSafeInteger(small) && Number.isSafeInteger(smallDenominator))
    return reduceSmall(small, smallDenominator);
  let [x, y] = [a.numerator < 0n ? -a.numerator : a.numerator, a.denominator];
  while (y !== 0n) [x, y] = [y, x % y];
  return x === 0n ? zero : { numerator: a.numerator / x, denominator: a.denominator / x };
}

const decimalsOfUnits = 6;
const scaleOfUnits = 10n ** BigInt(decimalsOfUnits);

/**
 * A number of units to six decimals, in its shortest form, so that sums of many stay as short: shares of what was sold by
 * weight or came back as an amount have no end of digits.
 */
export function toUnits(a: Rational): Rational {
  if (a.denominator === 1n) return a;
  let numerator = round({ numerator: a.numerator * scaleOfUnits, denominator: a.denominator }, 'nearest');
  let denominator = scaleOfUnits;
  for (; denominator > 1n && numerator % 10n === 0n; denominator /= 10n) numerator /= 10n;
  return { numerator, denominator };
}

/** The exact value as text: `12`, `0.5`, or `1/3` where no finite decimal says it. */
export function formatRational(a: Rational): string {
  if (a.denominator === 1n) return String(a.numerator);
  const { numerator, denominator } = reduced(a);
  if (denominator === 1n) return String(numerator);
  let [rest, digits] = [denominator, 0];
  for (const prime of [2n, 5n]) {
    let times = 0;
    for (; rest % prime === 0n; times += 1) rest /= prime;
    digits = Math.max(digits, times);
  }
  if (rest !== 1n) return `${String(numerator)}/${String(denominator)}`;
  const scaled = (numerator * 10n ** BigInt(digits)) / denominator;
  const [sign, text] = scaled < 0n ? ['-', String(-scaled)] : ['', String(scaled)];
  const padded = text.padStart(digits + 1, '0');
  return `${sign}${padded.slice(0, -digits)}.${padded.slice(-digits)}`;
}
