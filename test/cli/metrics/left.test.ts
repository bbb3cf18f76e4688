/** Who was erased is no member any more; the points stay in the books. */
import { expect, test } from 'vitest';
import { buys, numbersOf, other, told } from './shop.ts';

const asOf = (day: string) => ['--as-of', day, '--window', 'month'];

const events = [
  buys('ann', '2026-01-10', 60_000),
  buys('bob', '2026-01-10', 100),
  buys('cid', '2026-02-05', 100),
  other('member.erased', '2026-02-10', { member: { externalId: 'ann' }, requestId: 'q1' }),
  other('member.erased', '2026-02-11', { member: { externalId: 'cid' }, requestId: 'q2' }),
];

test('from that day on, and no day before', async () => {
  const before = await numbersOf(events, asOf('2026-02-09'));
  const after = await numbersOf(events, asOf('2026-02-28'));
  const levels = (ordinary: number, silver: number) => ({
    bins: [
      { bin: 'ordinary', value: ordinary },
      { bin: 'silver', value: silver },
      { bin: 'gold', value: 0 },
    ],
  });
  expect(before['tier.mix']).toEqual(levels(2, 1));
  expect(after['tier.mix']).toEqual(levels(1, 0));
  expect(after['pts.balance']).toEqual(before['pts.balance']);
  expect(Object.values(told(after['pts.issued']))).toEqual(Object.values(told(before['pts.issued'])));
});

test('they are in a column of their own of the month in which they left', async () => {
  const february = await numbersOf(events, asOf('2026-02-28'));
  expect(february['tier.migrate']).toEqual({
    rows: [
      { from: 'joined', to: 'left', value: 1, numerator: 1, denominator: 1 },
      { from: 'ordinary', to: 'ordinary', value: 1, numerator: 1, denominator: 1 },
      { from: 'silver', to: 'left', value: 1, numerator: 1, denominator: 1 },
    ],
  });
  const march = await numbersOf(events, asOf('2026-03-31'));
  expect(march['tier.migrate']).toEqual({
    rows: [{ from: 'ordinary', to: 'ordinary', value: 1, numerator: 1, denominator: 1 }],
  });
});
