/** What is said of members who turned out to be one: on both sides, and of goods that the other one had bought. */
import { beforeEach, expect, it } from 'vitest';
import { Desk } from '../cli/explain/desk.ts';

let desk: Desk;
let removed: string;
let kept: string;

beforeEach(async () => {
  desk = new Desk();
  await desk.sell('p1', '2026-01-05', 10_000);
  await desk.sell('p2', '2026-01-06', 5_000, 'bo');
  await desk.request('redemption.requested', '2026-01-07', 'q1', { points: 100 });
  await desk.take('purchase.returned', '2026-01-08', { returnId: 'x1', purchaseId: 'p1', net: 3_000 });
  [kept, removed] = [await desk.memberId('ann'), await desk.memberId('bo')];
  await desk.take('member.merged', '2026-01-10', {
    requestId: 'm1',
    kept: { externalId: 'ann' },
    removed: { externalId: 'bo' },
  });
});

it('the merge says what the other one brought, and what of it paid what was owed', async () => {
  const { lines } = await desk.ask('2026-01-11', 'merge:m1');
  const text = lines.join('\n');
  expect(text).toContain(`Merge m1 made member ${removed} part of this one and brought 50 points; 30 points paid`);
  expect(text).toContain(`Member ${removed} had 50 usable, 0 pending, 0 on hold and 0 owed, and 1 entry that tell`);
  const { lines: chinese } = await desk.ask('2026-01-11', 'merge:m1', 'zh-CN');
  expect(chinese.join('\n')).toContain(`合并 m1：会员 ${removed} 并入本会员，带来 50 积分，其中 30 积分抵扣欠分`);
});

it('the balance counts the points of both, and says that the merge brought them', async () => {
  const { lines } = await desk.ask('2026-01-11');
  expect(lines.join('\n')).toContain('20 points can be used.');
  expect(lines.join('\n')).toContain('merge m1');
});

it('the books of the other one say where they went', async () => {
  const history = await desk.store.read({ memberIds: [removed], entryIds: ['merge-removed:m1'] });
  expect(history.items.get('merge-removed:m1')).toMatchObject({ entry: { into: kept } });
  const { lines } = await desk.askOf(removed, '2026-01-11', 'merge-removed:m1');
  expect(lines.join('\n')).toContain(`Merge m1 made this member part of member ${kept} and took 50 points there.`);
});

it('goods that the other one had bought come back, and the return is explained', async () => {
  await desk.take('purchase.returned', '2026-01-12', { returnId: 'x2', purchaseId: 'p2', net: 1_000 });
  const { lines } = await desk.ask('2026-01-13', 'return:x2');
  expect(lines.join('\n')).toContain('Return x2 of purchase p2');
});
