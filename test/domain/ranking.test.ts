/** Scores with ties kept together, and the groups of buyers that they make (metrics.md). */
import { describe, expect, it } from 'vitest';
import { fewValues, manyValues } from '../../shared/domain/statistics/ranking.ts';
import { nothingBought, notThere, rfmGroup } from '../../shared/domain/statistics/rfm.ts';

/** Scores of the values given, one after the other. */
function scoresOf(ranked: ReturnType<typeof manyValues>, values: readonly number[]): number[] {
  for (const value of values) ranked.add(value);
  const ranking = ranked.ranking();
  return values.map((value) => ranking.score(value));
}

describe.each([
  ['many different values', manyValues],
  ['few different values', fewValues],
])('scores of %s', (_, kind) => {
  it('are 5 less the whole fifths of those strictly above', () => {
    expect(scoresOf(kind(), [50, 40, 30, 20, 10])).toEqual([5, 4, 3, 2, 1]);
    expect(scoresOf(kind(), [1, 2, 3, 4, 5, 6, 7, 8, 9, 10])).toEqual([1, 1, 2, 2, 3, 3, 4, 4, 5, 5]);
    // Of three, a third is above the second: one fifth and a bit; two thirds above the last: three.
    expect(scoresOf(kind(), [300, 200, 100])).toEqual([5, 4, 2]);
    expect(scoresOf(kind(), [7])).toEqual([5]);
  });

  it('are the same for the same value, however many there are', () => {
    expect(scoresOf(kind(), [1, 1, 1, 1, 1])).toEqual([5, 5, 5, 5, 5]);
    expect(scoresOf(kind(), [2, 1, 1, 1, 1])).toEqual([5, 4, 4, 4, 4]);
    expect(scoresOf(kind(), [2, 2, 2, 2, 1])).toEqual([5, 5, 5, 5, 1]);
    expect(scoresOf(kind(), [0, 0, 3, 3, 3, 3, 0, 0, 0, 0])).toEqual([3, 3, 5, 5, 5, 5, 3, 3, 3, 3]);
  });

  it('of what is below all of them are the lowest, and of what is above all the highest', () => {
    const ranked = kind();
    for (const value of [1, 2, 3, 4, 5]) ranked.add(value);
    expect([ranked.ranking().score(0), ranked.ranking().score(9)]).toEqual([1, 5]);
    expect(kind().ranking().score(0)).toBe(5);
  });
});

describe('groups of buyers', () => {
  const group = (recency: number, frequency: number, spend: number) =>
    rfmGroup({ last: 1, orders: 1, spend: 1 }, { recency, frequency, spend });

  it('are by recency, and by the mean of orders and spend, rounded up', () => {
    const row = (recency: number) => [1, 2, 3, 4, 5].map((score) => group(recency, score, score));
    expect([1, 2, 3, 4, 5].map(row)).toEqual([
      ['dormant', 'dormant', 'previously loyal', 'previously loyal', 'previously loyal'],
      ['almost lost', 'almost lost', 'at risk', 'at risk', 'at risk'],
      ['needs attention', 'needs attention', 'active', 'loyal', 'loyal'],
      ['promising', 'promising', 'active', 'loyal', 'champions'],
      ['new', 'promising', 'active', 'loyal', 'champions'],
    ]);
    expect([group(4, 5, 4), group(4, 4, 5), group(4, 3, 5), group(5, 1, 2)]).toEqual([
      'champions',
      'champions',
      'loyal',
      'promising',
    ]);
  });

  it('know who has not bought, who bought long ago, and who was not there yet', () => {
    const scores = { recency: 5, frequency: 5, spend: 5 };
    expect(rfmGroup({ last: nothingBought, orders: 0, spend: 0 }, scores)).toBe('prospects');
    expect(rfmGroup({ last: 1, orders: 0, spend: 0 }, scores)).toBe('dormant');
    expect(rfmGroup({ last: notThere, orders: 0, spend: 0 }, scores)).toBeNull();
  });
});
