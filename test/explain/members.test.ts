import { expect, test } from 'vitest';
import { memberFactsOf } from '../../shared/explain/member-facts.ts';
import type { MemberFacts } from '../../shared/explain/facts.ts';
import { jsonText } from '../../cli/print-json.ts';
import { instantOf, parseInstant } from '../../shared/domain/zone.ts';
import { Desk, eventfulYear } from '../cli/explain/desk.ts';

async function factsOf(desk: Desk, date: string, externalId = 'ann'): Promise<MemberFacts> {
  const memberId = await desk.memberId(externalId);
  const { accounts } = await desk.store.read({ memberIds: [memberId], entryIds: [] });
  const account = accounts.get(memberId)?.account;
  if (account === undefined) throw new RangeError(externalId);
  const now = parseInstant(`${date}T23:30:00+08:00`) ?? instantOf(0);
  return memberFactsOf(account, await desk.history(externalId), desk.versions, now);
}

/** Everything that is said to be a sum is one. */
function expectSums({ balance, lots, debt, sums }: MemberFacts): void {
  const sum = (list: readonly { readonly points: bigint }[]) => list.reduce((total, { points }) => total + points, 0n);
  expect(sum(sums)).toBe(balance.available + balance.pending + balance.reserved - balance.debt);
  expect(sum(debt)).toBe(balance.debt);
  expect(sum(lots)).toBe(balance.available + balance.pending);
  for (const { points, movements } of lots) expect(sum(movements)).toBe(points);
}

test('after every entry of a year the sums add up to the balance', async () => {
  const desk = await eventfulYear();
  const memberId = await desk.memberId();
  const { accounts } = await desk.store.read({ memberIds: [memberId], entryIds: [] });
  const account = accounts.get(memberId)?.account;
  const history = await desk.history();
  for (const [index, { occurredAt, balanceAfter }] of history.entries()) {
    if (account === undefined) throw new TypeError('Ann has an account');
    const facts = memberFactsOf(account, history.slice(0, index + 1), desk.versions, occurredAt);
    expect(facts.balance).toEqual(balanceAfter);
    expectSums(facts);
  }
});

test('a balance in English: what is owed and why, what moved it, what happened last', async () => {
  const desk = await eventfulYear();
  const { lines } = await desk.ask('2026-02-14');
  expect(lines.slice(0, 26)).toEqual([
    `Member ${await desk.memberId()}: 24 entries, the newest of 13 February 2026, 12:00; programme test@1`,
    '',
    'Balance',
    '  No points can be used.',
    '  None are pending, none are on hold, 89 are owed.',
    '',
    'Level',
    '  The level is Member, after return x1 on 12 February 2026.',
    '  133 points count for the level today; Silver asks for 300, 167 more.',
    '',
    'What is owed, and why',
    '  89 points are owed; the next points that come in pay for them.',
    '    +96  return x1 (12 February 2026)',
    '     -7  adjustment a2 (13 February 2026)',
    '',
    'Everything that ever moved the balance',
    '  +517  earned by purchases',
    '  -384  taken back by returns',
    '  -360  redeemed',
    '   +30  spent points that returns gave back',
    '   -20  expired',
    '    +8  adjustments',
    '   -20  transfers, received less given',
    '  +140  opening balances',
    '   -89  = 0 available + 0 pending + 0 on hold - 89 owed',
    '',
  ]);
  expect(lines.slice(26, 28)).toEqual(['What happened last', '  The last 10 of 24 entries.']);
  expect(lines).toHaveLength(38);
});

test('points wait, are on hold, and end: each with its day, and a point is no points', async () => {
  const desk = new Desk({ pendingDays: 5 });
  await desk.sell('p1', '2026-03-01', 100_000);
  await desk.sell('p2', '2026-03-04', 1_000_000);
  await desk.review('2026-03-06');
  await desk.request('redemption.requested', '2026-03-07T10:00:00', 'r1', { points: 1, hold: { minutes: 2880 } });
  const { lines } = await desk.ask('2026-03-07');
  expect(lines).toContain('  999 points can be used.');
  expect(lines).toContain('  10,000 are pending, 1 is on hold, none are owed.');
  expect(lines).toContain('  Hold r1: 1 point since 7 March 2026, until 9 March 2026, 10:00.');
  expect(lines).toContain('  999 points expire next: they can be used through 5 March 2027.');
  expect(lines).toContain('  10,000 points are pending and can be used from 9 March 2026 through 8 March 2027.');
  expect(lines).toContain('  The level is gold since 4 March 2026, reached with purchase p2.');
  expect(lines).toContain('  At the review on 4 March 2027, 2,000 are needed to keep it: there is enough already.');
  const { lines: chinese } = await desk.ask('2026-03-07', undefined, 'zh-CN');
  expect(chinese).toContain('  可用 999 积分。');
  expect(chinese).toContain('  待生效 10,000，冻结 1，欠分 0。');
  expect(chinese).toContain('  冻结 r1：1 积分，自2026年3月7日至2026年3月9日 10:00。');
  expect(chinese).toContain('  999 积分有效期至2027年3月5日（含当天），过后失效。');
  expect(chinese).toContain('    +1,000  消费 p1（2026年3月1日）');
});

test('what is due and not posted is told apart from the balance', async () => {
  const desk = new Desk();
  await desk.sell('p1', '2026-03-01', 12_300);
  const { lines } = await desk.ask('2027-03-01');
  expect(lines).toContain('  No points can be used now; 123 before what is due and not posted yet.');
  const at = lines.indexOf('Due by now, to be posted with the next movement or the nightly review');
  expect(lines.slice(at + 1, at + 3)).toEqual(['  1 March 2027: 123 points expired.', '']);
  expect((await factsOf(desk, '2027-03-01')).next).toBeNull();
  expect((await factsOf(desk, '2027-02-28')).due).toBeNull();
});

test('where inactivity ends points, the day moves with every act', async () => {
  const desk = new Desk({ expiry: { policy: 'inactivity', months: 6 } });
  await desk.sell('p1', '2026-03-01', 12_300);
  const { lines } = await desk.ask('2026-03-02');
  expect(lines).toContain(
    '  All points can be used through 31 August 2026, and longer with every purchase; the last was on 1 March 2026.',
  );
  await desk.review('2026-09-01');
  const { lines: said } = await desk.ask('2026-09-02', 'expire:~:2026-09-01');
  expect(said[1]).toBe('123 points expired, because there was no activity for too long.');
  expect(said).toContain('  The last activity was on 1 March 2026; without another, points end 6 months later.');
  expectSums(await factsOf(desk, '2026-09-02'));
});

test('a late sale whose points are over, a return without a receipt, and points that are let go', async () => {
  const desk = new Desk({ overdraw: 'clamp' });
  await desk.sell('p2', '2026-03-01', 10_000);
  await desk.sell('p1', '2025-01-01', 5_000);
  const { lines } = await desk.ask('2026-03-01', 'expire:purchase:p1');
  expect(lines[1]).toBe('50 points from purchase p1 expired at once: their time was over already.');
  await desk.take('purchase.returned', '2026-03-02', {
    returnId: 'x1',
    member: { externalId: 'ann' },
    currency: 'CNY',
    net: 13_000,
  });
  const { lines: returned } = await desk.ask('2026-03-02', 'return:x1');
  expect(returned[1]).toBe('Return x1 without a receipt over CN¥130.00 took back 100 points and let 30 points go.');
  expect(returned).toContain('  Without a receipt the base rate of the day decides: 130 points for CN¥130.00.');
  expect(returned).toContain('  30 points were not there any more and are let go for good.');
  expectSums(await factsOf(desk, '2026-03-02'));
});

test('a sale that has expired in part counts that as returned first', async () => {
  const desk = new Desk();
  await desk.sell('p1', '2025-03-01', 10_000);
  await desk.request('redemption.requested', '2025-04-01', 'q1', { points: 40 });
  await desk.review('2026-03-01');
  await desk.sell('p2', '2026-03-02', 10_000);
  await desk.take('purchase.returned', '2026-03-03', { returnId: 'x1', purchaseId: 'p1', net: 4_000 });
  await desk.take('purchase.returned', '2026-03-04', { returnId: 'x2', purchaseId: 'p1', full: true });
  const first = await desk.ask('2026-03-04', 'return:x1');
  expect(first.lines[1]).toBe('Return x1 of purchase p1 over CN¥40.00 found 40 points expired already.');
  const { lines } = await desk.ask('2026-03-04', 'return:x2');
  expect(lines[1]).toBe(
    'Return x2 of purchase p1 over CN¥60.00 took back 40 points and found 20 points expired already.',
  );
  expect(lines).toContain(
    '  What is kept would have earned no points, earlier returns had undone 40; this return undoes 60 points.',
  );
  expect(lines).toContain('  20 points of the purchase had expired already, and count as returned first.');
});

test('lots that were too many and became one still know every sale', async () => {
  const desk = new Desk({ expiry: { policy: 'after', days: 500 } });
  for (let index = 0; index < 420; index += 1) {
    const at = new Date(Date.UTC(2024, 0, 1 + index)).toISOString().slice(0, 10);
    await desk.sell(`p${String(index)}`, at, 100 * (index + 1));
  }
  const facts = await factsOf(desk, '2025-03-01');
  expectSums(facts);
  expect(facts.lots.length).toBeLessThanOrEqual(400);
  expect(new Set(facts.lots.flatMap(({ movements }) => movements.map(({ reference }) => reference.key))).size).toBe(
    420,
  );
}, 60_000);

test('--json is one document of plain values, with the sentences in its language', async () => {
  const desk = await eventfulYear();
  for (const entryId of [undefined, 'purchase:p1', 'tier:return:x1']) {
    const { document } = await desk.ask('2026-02-14', entryId, 'zh-CN');
    const parsed: unknown = JSON.parse(jsonText(document));
    expect(parsed).toMatchObject({
      language: 'zh-CN',
      memberId: await desk.memberId(),
      sentences: document['sentences'],
    });
    expect(jsonText(document)).not.toMatch(/\bann\b|example\.com/);
  }
  const { document } = await desk.ask('2026-02-14');
  expect(JSON.parse(jsonText(document))).toMatchObject({
    program: 'test@1',
    asOf: '2026-02-13T04:00:00Z',
    entries: 24,
    balance: { available: 0, pending: 0, reserved: 0, debt: 89 },
    due: null,
    level: { level: 'ordinary', since: null, change: { on: '2026-02-12', reason: 'returned' }, counted: 133 },
    debt: [
      { reference: { entryId: 'return:x1', kind: 'return', key: 'x1', day: '2026-02-12' }, points: 96 },
      { reference: { entryId: 'adjust:a2' }, points: -7 },
    ],
  });
});

test('a member to whom nothing has happened', async () => {
  const desk = new Desk();
  await desk.take('member.enrolled', '2026-01-02', { externalId: 'ann' });
  const { lines } = await desk.ask('2026-01-03');
  expect(lines).toEqual([`Member ${await desk.memberId()}: 0 entries; programme test@1`, 'Nothing has happened yet.']);
});
