/** A document as functions read it: it was checked when it was published, by this version of the code or another one. */
import { describe, expect, it } from 'vitest';
import starter from '../../shared/config/programmes/starter.json' with { type: 'json' };
import { readPublished } from '../../shared/contracts/programme.ts';
import { accepted, faultsOf, levels, smallest, withRule, without } from './programmes.ts';

describe('a published programme', () => {
  it.each([smallest, starter, withRule({ exclusive: false, progress: true }, { id: 'other' })])(
    'is read as it was when it was published: %#',
    (document) => {
      const { programme, document: whole } = accepted(document);
      expect(readPublished(document)).toEqual({ programme, document: whole });
      expect(readPublished(whole)).toEqual({ programme, document: whole });
    },
  );

  it.each([
    { cap: { perOrder: 5 } },
    { exclusive: true },
    { progress: false },
    { when: { orderNumber: [1] } },
    { when: { enrolledWithinDays: 30 } },
  ])('is not decided by where it asks for what is not built: %j', (asked) => {
    const document = withRule(asked);
    expect(faultsOf(document).join()).toContain('is not built yet');
    expect(readPublished(document)).toBeUndefined();
  });

  it.each([without('points'), { ...smallest, tiers: { levels: [] } }, 'text', undefined])(
    'is not decided by where its shape is another: %j',
    (document) => {
      expect(readPublished(document)).toBeUndefined();
    },
  );

  it('is not checked once more for what only somebody who writes one gets wrong', () => {
    const falling = { ...smallest, tiers: { levels: [...levels, { id: 'gold', from: 50 }] } };
    expect(faultsOf(falling)).toEqual(['tiers.levels[2].from: above the level before: levels rise']);
    expect(readPublished(falling)?.programme.tiers.levels).toHaveLength(3);
  });
});
