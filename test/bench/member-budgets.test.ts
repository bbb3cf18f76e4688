/** What events about people cost (docs/data-model.md, "Access patterns"). */
import { expect, inject, it } from 'vitest';
import { measureMembers } from '../../bench/member-budgets.ts';

it('is a few calls each, whoever the person is', async () => {
  const rows = await measureMembers(inject('endpoint'));
  expect(rows.map(({ id, calls, writeUnits, readUnits }) => [id, calls, writeUnits, readUnits])).toEqual([
    ['enrol.smallest', 4, 8, 3],
    ['enrol.whole', 7, 22, 9],
    ['enrol.buyer', 6, 6, 5],
    ['update', 4, 8, 3],
    ['update.identity', 5, 10, 5],
    ['consent', 4, 10, 3],
    ['find', 1, 0, 0.5],
    ['erase', 13, 26, 15],
  ]);
});
