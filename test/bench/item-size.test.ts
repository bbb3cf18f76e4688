import { marshall } from '@aws-sdk/util-dynamodb';
import { expect, it } from 'vitest';
import { itemBytes } from '../../bench/item-size.ts';

it.each([
  ['a text by its UTF-8 bytes', { a: 'x' }, 2],
  ['a name by its UTF-8 bytes', { é: 'é常' }, 2 + 2 + 3],
  ['an empty text', { ab: '' }, 2],
  ['two digits in a byte, and one more', { n: 12 }, 1 + 2],
  ['three digits', { n: 123 }, 1 + 3],
  ['significant digits only', { n: 1_200_000 }, 1 + 2],
  ['fractions', { n: 0.001 }, 1 + 2],
  ['zero', { n: 0 }, 1 + 1],
  ['a sign', { n: -12 }, 1 + 3],
  ['true and null', { t: true, n: null }, 2 + 2],
  ['a list: three bytes, one for each element, the elements', { l: ['ab', 1] }, 1 + 3 + 2 + 2 + 2],
  ['an empty list', { l: [] }, 1 + 3],
  ['a map: three bytes, one for each pair, the pairs', { m: { ab: 'c' } }, 1 + 3 + 1 + 2 + 1],
])('counts %s', (_what, item, bytes) => {
  expect(itemBytes(marshall(item))).toBe(bytes);
});

it('does not guess', () => {
  expect(() => itemBytes({ set: { SS: ['a'] } })).toThrow('is not known here');
});
