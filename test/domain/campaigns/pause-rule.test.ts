import { expect, it } from 'vitest';
import { countsForPause, pauseFor } from '../../../shared/domain/campaigns/pause-rule.ts';

it('pauses over 5 % of hard bounces and over 0.1 % of complaints of the first 2,000', () => {
  expect(pauseFor({ bounced: 100, complained: 2 })).toBeNull();
  expect(pauseFor({ bounced: 101, complained: 0 })).toBe('bounces');
  expect(pauseFor({ bounced: 0, complained: 3 })).toBe('complaints');
  expect(pauseFor({ bounced: 500, complained: 3 })).toBe('complaints');
});

it('looks at the first 2,000 messages of a run', () => {
  expect([0, 1999, 2000].map(countsForPause)).toEqual([true, true, false]);
});
