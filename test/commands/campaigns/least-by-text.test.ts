import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LeastByText } from '../../../shared/commands/campaigns/least-by-text.ts';

test('it answers what a map of texts would', () => {
  const noted = fc.tuple(fc.string({ maxLength: 3 }), fc.integer({ min: -5, max: 5 }));
  fc.assert(
    fc.property(fc.array(noted, { maxLength: 300 }), fc.array(noted), (notes, questions) => {
      const table = new LeastByText();
      const map = new Map<string, number>();
      for (const [text, value] of notes) {
        expect(table.note(text, value)).toBe(!map.has(text));
        map.set(text, Math.min(value, map.get(text) ?? Infinity));
      }
      for (const [text, value] of questions) {
        expect(table.has(text)).toBe(map.has(text));
        expect(table.take(text, value)).toBe(map.get(text) === value);
        if (map.get(text) === value) map.set(text, -Infinity);
      }
    }),
  );
});

test('a hundred thousand ids that look alike are told apart', () => {
  const table = new LeastByText();
  const ids = Array.from({ length: 100_000 }, (_, index) => `member-${String(index).padStart(6, '0')}`);
  expect(ids.filter((id, index) => !table.note(id, index))).toEqual([]);
  expect(ids.filter((id, index) => !table.take(id, index))).toEqual([]);
  expect(ids.filter((id, index) => table.take(id, index))).toEqual([]);
});
