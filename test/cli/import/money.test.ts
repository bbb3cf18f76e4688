import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatDecimal, lineNetMinor, minorUnits, minus, parseDecimal } from '../../../cli/import/money.ts';
import type { Decimal } from '../../../cli/import/money.ts';

function decimal(text: string): Decimal {
  const parsed = parseDecimal(text);
  if (parsed === undefined) throw new Error(`no decimal: ${text}`);
  return parsed;
}

const lineNet = (quantity: string, unitPrice: string) => lineNetMinor(decimal(quantity), decimal(unitPrice), 2);

test.each([
  ['0', 0],
  ['0.00', 0],
  ['11.77', 1177],
  ['11.7', 1170],
  ['11', 1100],
  ['90071992547409.91', 9_007_199_254_740_991],
  // A float would make 110.54999999999998 of it.
  ['1.10', 110],
  ['4.35', 435],
])('%s dollars are %d cents', (text, minor) => {
  expect(minorUnits(text, 2)).toBe(minor);
});

test.each(['', '.5', '5.', '1.234', '-1.00', '+1', '1e3', '1,000.00', ' 1', 'NaN', '90071992547409.92'])(
  '%j is no amount in cents',
  (text) => {
    expect(minorUnits(text, 2)).toBeUndefined();
  },
);

test.each([
  ['6', '2.55', 1530],
  ['1', '0.001', 0],
  ['5', '0.001', 1],
  ['4', '0.001', 0],
  ['15', '0.001', 2],
  ['1', '0.005', 1],
  ['1', '1.005', 101],
  ['3', '0.125', 38],
  ['2', '1.0025', 201],
  ['1.5', '0.33', 50],
  ['80995', '2.08', 16_846_960],
])('%s at %s is %d pence, ties up', (quantity, unitPrice, minor) => {
  expect(lineNet(quantity, unitPrice)).toBe(minor);
});

test('a line beyond the largest amount is none, and so is one below zero', () => {
  expect(lineNet('90071992547410', '1')).toBeUndefined();
  expect(lineNet('-1', '1')).toBeUndefined();
});

test('every amount comes back from its decimal text, whatever the number of decimals', () => {
  fc.assert(
    fc.property(fc.maxSafeNat(), fc.integer({ min: 1, max: 4 }), (minor, decimals) => {
      const digits = String(minor).padStart(decimals + 1, '0');
      expect(minorUnits(`${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`, decimals)).toBe(minor);
    }),
  );
});

test.each([
  ['0', '0'],
  ['0.00', '0'],
  ['007', '7'],
  ['0.05', '0.05'],
  ['2.50', '2.5'],
  ['100', '100'],
])('the shortest text of %s is %s', (text, shortest) => {
  expect(formatDecimal(decimal(text))).toBe(shortest);
});

test.each([
  ['3', '2.25', '0.75'],
  ['0.5', '0.50', '0'],
  ['10.125', '10', '0.125'],
])('%s less %s is %s', (a, b, difference) => {
  expect(formatDecimal(minus(decimal(a), decimal(b)))).toBe(difference);
});
