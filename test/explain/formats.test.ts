import { expect, test } from 'vitest';
import {
  dayBefore,
  exactFormat,
  localTimeFormat,
  moneyFormat,
  numberFormat,
} from '../../shared/explain/texts/formats.ts';

test('digits stand in groups, of any size', () => {
  expect(numberFormat('en')(1_234_567n)).toBe('1,234,567');
  expect(numberFormat('zh-CN')(-(10n ** 21n))).toBe('-1,000,000,000,000,000,000,000');
});

test.each([
  ['12', '12'],
  ['-0.5', '-0.5'],
  ['1234567.25', '1,234,567.25'],
  ['1/3', '1/3'],
  ['-10000/3', '-3,333 1/3'],
])('the exact number %s is read as %s', (text, read) => {
  expect(exactFormat('en')(text)).toBe(read);
});

test.each([
  ['CNY', 159_900n, 'CN¥1,599.00'],
  ['EUR', 5n, '€0.05'],
  ['JPY', 1_500n, '¥1,500'],
  ['KWD', 1_234_567n, 'KWD\u00a01,234.567'],
  ['EUR', 2n ** 53n + 1n, '€90,071,992,547,409.93'],
])('money of %s: %s minor units are %s', (currency, minor, text) => {
  expect(moneyFormat('en', currency)(minor)).toBe(text);
});

test('the last day of points is the one before they expire', () => {
  expect(dayBefore('2026-03-01')).toBe('2026-02-28');
});

test("times are those of the programme's zone", () => {
  const at = localTimeFormat('Asia/Shanghai');
  expect(at('2026-06-30T16:05:00Z')).toEqual({ day: '2026-07-01', time: '00:05' });
});
