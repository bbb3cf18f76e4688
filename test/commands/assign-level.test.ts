/** `tier.assigned` on its way through the commands, and what `explain` says of it. */
import { describe, expect, test } from 'vitest';
import { eventOfEntry } from '../../shared/contracts/events-out.ts';
import { Desk } from '../cli/explain/desk.ts';

const why = { reason: 'ann@example.com is a guest of the house', actor: 'clerk-7' };

async function assigned(): Promise<Desk> {
  const desk = new Desk({}, { members: { unknown: 'enrol' } });
  await desk.sell('p1', '2026-03-01', 10_000);
  await desk.request('tier.assigned', '2026-03-02', 'a1', { level: 'gold', until: '2026-09-01', ...why });
  return desk;
}

describe('a level set by hand', () => {
  test('is one entry, whose reason and actor stay in it', async () => {
    const desk = await assigned();
    const entry = (await desk.history()).at(-1);
    if (entry?.kind !== 'tier') throw new TypeError('a change of level');
    expect(entry).toMatchObject({
      entryId: 'tier:assigned:a1',
      tier: { from: 'ordinary', to: 'gold', reason: 'assigned' },
      assigned: why,
      cause: { eventId: 'event-2' },
    });
    const { detailType, detail } = eventOfEntry(entry);
    expect(detailType).toBe('tier.changed');
    expect(detail['data']).toMatchObject({ from: 'ordinary', to: 'gold', since: '2026-03-02', reason: 'assigned' });
    expect(JSON.stringify(detail)).not.toMatch(/example|clerk/);
  });

  test('again changes nothing, changed it is refused', async () => {
    const desk = await assigned();
    const before = await desk.history();
    await desk.sell('p2', '2026-04-01', 100);
    await desk.request('tier.assigned', '2026-03-02', 'a1', { level: 'gold', until: '2026-09-01', ...why });
    expect(await desk.history()).toHaveLength(before.length + 1);
    const other = { level: 'silver', until: '2026-09-01', ...why };
    await expect(desk.request('tier.assigned', '2026-03-02', 'a1', other)).rejects.toThrow(
      'data.requestId: the same id always with the same content',
    );
  });

  test('that there is not is refused, leaves no trace and may be corrected', async () => {
    const desk = new Desk();
    await desk.sell('p1', '2026-03-01', 10_000);
    const wrong = desk.request('tier.assigned', '2026-03-02', 'a1', { level: 'platinum', ...why });
    await expect(wrong).rejects.toThrow('data.level: a level of the programme');
    expect(await desk.history()).toHaveLength(1);
    await desk.request('tier.assigned', '2026-03-02', 'a1', { level: 'gold', ...why });
    expect(await desk.history()).toHaveLength(2);
  });

  test('to nobody is refused', async () => {
    const desk = new Desk();
    const request = desk.request('tier.assigned', '2026-03-02', 'a1', { level: 'gold', ...why });
    await expect(request).rejects.toThrow('data.member: somebody who is enrolled');
  });

  test('is explained, with how long it holds and what is needed to stay', async () => {
    const desk = await assigned();
    const { lines } = await desk.ask('2026-03-03');
    expect(lines).toContain('  The level is gold since 2 March 2026, set by hand.');
    expect(lines).toContain('  By hand, the level is at least gold through 31 August 2026.');
    expect(lines).toContain(
      '  At the review on 1 September 2026, 2,000 are needed to keep it: 1,900 more by 31 August 2026.',
    );
    const { lines: chinese } = await desk.ask('2026-03-03', undefined, 'zh-CN');
    expect(chinese).toContain('  gold，自2026年3月2日起（人工设定）。');
    expect(chinese).toContain('  人工设定：至2026年8月31日（含当天）不低于gold。');
    const entry = await desk.ask('2026-03-03', 'tier:assigned:a1');
    expect(entry.lines).toContain('The level was set by hand and rose from ordinary to gold.');
    expect(entry.lines).toContain(`  Asked for by clerk-7. Reason: “${why.reason}”.`);
    expect(entry.lines).toContain('  gold counts from 2 March 2026 and is reviewed on 1 September 2026.');
  });
});

test('levels by spend or orders are explained in their own unit', async () => {
  const levels = [
    { id: 'ordinary', from: 0 },
    { id: 'silver', from: 2 },
  ];
  const orders = new Desk({}, { tiers: { basis: 'orders', levels } });
  await orders.sell('p1', '2026-03-01', 10_000);
  expect((await orders.ask('2026-03-01')).lines).toContain(
    '  1 order counts for the level today; silver asks for 2, 1 more.',
  );
  expect((await orders.ask('2026-03-01', 'purchase:p1', 'zh-CN')).lines).toContain('  等级累计：2026年3月计入 1 单。');
  const spend = new Desk({}, { tiers: { basis: 'spend', levels: [levels[0], { id: 'silver', from: 10_000 }] } });
  await spend.sell('p1', '2026-03-01', 12_300);
  expect((await spend.ask('2026-03-01')).lines).toContain('  CN¥123.00 counts for the level today.');
  expect((await spend.ask('2026-03-01', 'tier:purchase:p1')).lines).toContain(
    '  On 1 March 2026, CN¥123.00 counted for the level; silver asks for CN¥100.00.',
  );
});
