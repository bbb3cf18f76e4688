import { beforeAll, describe, expect, test } from 'vitest';
import { entryFactsOf } from '../../shared/explain/entry-facts.ts';
import type { EntryFacts, Fact } from '../../shared/explain/facts.ts';
import { chinese } from '../../shared/explain/texts/chinese.ts';
import { english } from '../../shared/explain/texts/english.ts';
import { languages } from '../../shared/explain/texts/texts.ts';
import { exact } from '../../shared/contracts/stored-values.ts';
import { newAccount } from '../../shared/domain/account.ts';
import { dayOf } from '../../shared/domain/calendar.ts';
import type { Entry } from '../../shared/domain/entry.ts';
import { add, rational, zero } from '../../shared/domain/rational.ts';
import type { Rational } from '../../shared/domain/rational.ts';
import type { Desk } from '../cli/explain/desk.ts';
import { eventfulYear } from '../cli/explain/desk.ts';

const asked = '2026-02-14';
let desk: Desk;
let history: readonly Entry[];

beforeAll(async () => {
  desk = await eventfulYear();
  history = await desk.history();
});

/** What is said about an entry: its own sentence, and the reasons. */
async function said(entryId: string, language: 'en' | 'zh-CN' = 'en', from: Desk = desk) {
  const { document } = await from.ask(asked, entryId, language);
  const { headline, reasons } = document;
  return { headline: sentenceOf(headline), reasons: Array.isArray(reasons) ? reasons.map(sentenceOf) : [] };
}

function sentenceOf(fact: unknown): unknown {
  return typeof fact === 'object' && fact !== null && 'sentence' in fact ? fact.sentence : undefined;
}

function factsOf(entry: Entry, from: Desk, entries: readonly Entry[]): EntryFacts {
  const account = newAccount(entry.memberId, { on: dayOf(0), channel: null });
  const [facts] = entryFactsOf(account, entries, from.versions, (other) => other === entry);
  if (facts === undefined) throw new RangeError(entry.entryId);
  return facts;
}

test('the year has every kind of entry', () => {
  expect(new Set(history.map(({ kind }) => kind)).size).toBe(15);
});

describe.each(languages)('in %s', (language) => {
  test('every entry is told in whole sentences, without a hole and without an identity', async () => {
    for (const { entryId } of history) {
      const { lines, document } = await desk.ask(asked, entryId, language);
      const text = lines.join('\n');
      expect(text).toContain(entryId);
      expect(text).not.toMatch(/undefined|null|NaN|\[object|\bann\b|example\.com/);
      const { headline, reasons } = await said(entryId, language);
      for (const sentence of [headline, ...reasons]) expect(sentence).toMatch(language === 'en' ? /\S\.$/ : /\S。$/);
      expect(document['sentences']).toEqual(
        lines
          .filter((line) => line.startsWith('  ') || line === lines[0] || line === lines[1])
          .map((line) => line.trim()),
      );
    }
  });
});

test('both languages have a text for the same', () => {
  const setting = { timeZone: 'UTC', currency: 'EUR', levelName: (id: string) => id };
  const keys = (value: unknown): unknown =>
    typeof value === 'object' && value !== null
      ? Object.entries(value)
          .map(([key, inner]) => [key, keys(inner)])
          .sort()
      : null;
  expect(keys(chinese(setting))).toEqual(keys(english(setting)));
});

const sumOfFacts = (reasons: readonly Fact[], names: readonly Fact['fact'][]) =>
  reasons.reduce((sum, fact) => {
    return names.includes(fact.fact) && 'points' in fact && typeof fact.points === 'bigint' ? sum + fact.points : sum;
  }, 0n);

/** Exact points of the rules, the level and the rounding. */
function earnedBy(reasons: readonly Fact[]): Rational {
  const parts = reasons.flatMap((fact) =>
    'points' in fact && typeof fact.points === 'string' ? [exact.parse(fact.points)] : [],
  );
  const sum = parts.reduce(add, zero);
  return rational(sum.numerator / sum.denominator);
}

test('entries asked together are explained like each by itself', () => {
  const account = newAccount(history[0]?.memberId ?? '', { on: dayOf(0), channel: null });
  const page = entryFactsOf(account, history, desk.versions, ({ seq }) => seq > 5 && seq <= 12);
  expect(page.map(({ seq }) => seq)).toEqual([6, 7, 8, 9, 10, 11, 12]);
  expect(page).toEqual(history.slice(5, 12).map((entry) => factsOf(entry, desk, history)));
});

test('the points of the reasons add up to those of the entry', () => {
  for (const entry of history) {
    const { reasons, points, balanceBefore, balanceAfter } = factsOf(entry, desk, history);
    const credited = sumOfFacts(reasons, ['lot', 'grace-lot', 'debt-paid']);
    const debited = sumOfFacts(reasons, ['taken', 'debt-made']);
    const held = (of: typeof balanceAfter) => of.available + of.pending + of.reserved - of.debt;
    expect(held(balanceAfter) - held(balanceBefore)).toBe(points);
    expect(balanceAfter).toEqual(entry.balanceAfter);
    switch (entry.kind) {
      case 'earn':
        expect(earnedBy(reasons)).toEqual(rational(points));
        expect([credited, sumOfFacts(reasons, ['together'])]).toEqual([points, points]);
        break;
      case 'return':
        expect(-debited).toBe(points);
        expect(debited + sumOfFacts(reasons, ['forgiven', 'expired-first'])).toBe(entry.undone);
        break;
      case 'reserve':
        expect([debited, points]).toEqual([sumOfFacts(reasons, ['on-hold']), 0n]);
        break;
      case 'commit':
        expect([-debited, sumOfFacts(reasons, ['held'])]).toEqual([points, -points]);
        break;
      case 'cancel':
      case 'release':
        expect(credited).toBe(balanceBefore.reserved - balanceAfter.reserved);
        break;
      case 'mature':
        expect(sumOfFacts(reasons, ['matured'])).toBe(balanceAfter.available - balanceBefore.available);
        break;
      case 'expire':
        expect(sumOfFacts(reasons, ['ended'])).toBe(-points);
        break;
      case 'restore':
      case 'redeem':
      case 'adjust':
      case 'transfer-out':
      case 'transfer-in':
      case 'import':
      case 'bonus':
      case 'tier':
        expect(credited - debited).toBe(points);
        break;
      case 'merge':
      case 'merge-removed':
        throw new TypeError('nobody at this desk is merged');
    }
  }
});

test('a sale is told rule by rule, exactly', async () => {
  expect(await said('purchase:p1')).toEqual({
    headline: 'Purchase p1 over CN¥1,000.00 earned 483 points; all of them pending at first.',
    reasons: [
      'Rule base (1 point for each CN¥3.00): 333 1/3 points.',
      'Rule red (times 1.5): +100 points.',
      'Rule big (bonus of 50 points): +50 points.',
      'Rounded down to whole points, once for the purchase: -1/3.',
      'Together 483 points.',
      '483 points pending, usable from 7 January 2026 through 6 January 2027.',
      'For the level, 483 points count in January 2026.',
    ],
  });
  expect(await said('purchase:p2')).toEqual({
    headline: 'Purchase p2 over CN¥90.00, paid in part with 30 points, earned 34 points; all of them pending at first.',
    reasons: [
      '30 points, worth CN¥3.00, paid for part of the purchase; what points pay for earns nothing.',
      'Rule base (1 point for each CN¥3.00): 29 points.',
      'Level Silver (times 1.2): +5.8 points.',
      'Rounded down to whole points, once for the purchase: -0.8.',
      'Together 34 points.',
      '34 points pending, usable from 18 January 2026 through 17 January 2027.',
      'For the level, 34 points count in January 2026.',
    ],
  });
  expect(await said('purchase:p2', 'zh-CN')).toEqual({
    headline: '消费 p2，金额 ¥90.00，其中部分由 30 积分抵现，获得 34 积分，均待生效。',
    reasons: [
      '30 积分（价值 ¥3.00）抵付了部分金额，抵付的部分不再获得积分。',
      '规则 base（每 ¥3.00 得 1 积分）：29 积分。',
      '等级银卡会员（1.2 倍）：+5.8 积分。',
      '每笔消费合计后向下取整：-0.8 积分。',
      '合计 34 积分。',
      '34 积分待生效，2026年1月18日起可用，有效期至2027年1月17日（含当天）。',
      '等级累计：2026年1月计入 34 积分。',
    ],
  });
});

test('a return is told by what is kept, what it takes and what is owed', async () => {
  expect(await said('return:x1')).toEqual({
    headline: 'Return x1 of purchase p1 over CN¥600.00 took back 254 points and left 96 points owed.',
    reasons: [
      'Brought back: line b for CN¥600.00.',
      'Purchase p1 of 5 January 2026 had earned 483 points.',
      'What is kept would have earned 133 points; this return undoes 350 points.',
      '213 points taken from those usable through 6 January 2027.',
      '1 point taken from those usable through 8 January 2027.',
      '40 points taken from those usable for ever.',
      '96 points were not there any more and are owed: the next points pay for them.',
      'For the level, 350 points of January 2026 do not count any more.',
    ],
  });
  expect((await said('return:x1', 'zh-CN')).headline).toBe(
    '退货 x1（原消费 p1），金额 ¥600.00，扣回 254 积分，产生欠分 96 积分。',
  );
  expect(await said('restore:x2')).toEqual({
    headline: 'Return x2 gave back 30 points that had paid for purchase p2.',
    reasons: ['30 points had expired in the meantime and live on, usable through 11 March 2026.'],
  });
  expect(await said('tier:return:x1')).toEqual({
    headline: 'The level fell from Silver to Member with return x1.',
    reasons: ['On 12 February 2026, 133 points counted for the level; Silver asks for 300.'],
  });
});

test('each of the others says what it did', async () => {
  const headlines = await Promise.all(
    history.map(async ({ entryId }) => [entryId, (await said(entryId)).headline] as const),
  );
  const other = await desk.memberId('bo');
  expect(Object.fromEntries(headlines)).toMatchObject({
    'import:i1': 'Opening balance i1 brought 140 points.',
    'adjust:a1': 'Adjustment a1 by desk-7 added 1 point: “sorry”.',
    'adjust:a2': 'Adjustment a2 by desk-7 added 7 points; all of them paid what was owed: “sorry”.',
    'reserve:r1': 'Hold r1 set 20 points aside until 10 January 2026, 10:30.',
    'commit:r1': 'Hold r1 was redeemed: 20 points used.',
    'cancel:r2': 'Hold r2 was cancelled: 21 points given back.',
    'release:r3': 'Hold r3 ran out: 22 points given back.',
    'redeem:q1': 'Redemption q1 used 10 points.',
    'redeem-purchase:p2': '30 points paid for part of purchase p2.',
    'transfer-out:t1': `Transfer t1 gave 25 points to member ${other}.`,
    'transfer-in:t2': `Transfer t2 brought 5 points from member ${other}.`,
    'tier:purchase:p1': 'The level rose from Member to Silver with purchase p1.',
  });
  const { headline, reasons } = await said('expire:~:2026-02-01');
  expect([headline, ...reasons]).toEqual([
    '20 points expired.',
    '20 points could be used through 31 January 2026. They were left of 105.',
  ]);
  expect((await said('mature:~:2026-01-07')).headline).toBe('483 points were pending and can be used from this day.');
});
