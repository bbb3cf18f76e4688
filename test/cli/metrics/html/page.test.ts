import { expect, test } from 'vitest';
import { languages } from '../../../../shared/domain/statistics/definition.ts';
import { allNumbers } from '../../../../shared/domain/statistics/numbers/all.ts';
import { buys, enrols, metrics, other, returns } from '../shop.ts';
import { elementsOf, inside, textOf } from './markup.ts';
import { pageOf } from './pages.ts';

const points = { points: { expiry: { policy: 'after', months: 2, roundUpTo: 'day' }, valueOfPointMinor: 5 } };
const redeems = (name: string, at: string, amount: number) =>
  other('redemption.requested', at, { requestId: `${name} ${at}`, member: { externalId: name }, points: amount });

/** Three months, the last of which is not over; somebody comes back, somebody stays away. */
const history = [
  enrols('eve', '2026-01-02'),
  buys('ann', '2026-01-05', 60_000),
  buys('bob', '2026-01-06', 250_000),
  buys('cid', '2026-01-07', 20_000),
  buys('ann', '2026-02-10', 30_000),
  redeems('ann', '2026-02-11', 100),
  buys('dan', '2026-02-12', 10_000),
  returns('dan', '2026-02-12', '2026-02-20', { net: 5000 }),
  buys('bob', '2026-03-03', 12_345),
];

const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll("'", '&#39;');

test.each(languages)('every number is there once, with name and definition, in %s', async (language) => {
  const page = await pageOf(history, ['--lang', language], points);
  const elements = elementsOf(page);
  expect(elements[0]).toMatchObject({ tag: 'html', attributes: new Map([['lang', language]]) });
  const told = elements.flatMap(({ attributes }) => attributes.get('data-number') ?? []);
  expect(told.toSorted()).toEqual(allNumbers.map(({ id }) => id).toSorted());
  for (const { id, name, definition } of allNumbers) {
    const own = inside(page, 'article', id.replaceAll(/[._]/g, '-'));
    expect(own, id).toContain(escaped(name[language]));
    expect(own, id).toContain(escaped(definition[language]));
    expect(own).toContain(id);
  }
});

test.each(languages)('whatever is referred to is there, once: %s', async (language) => {
  const elements = elementsOf(await pageOf(history, ['--lang', language], points));
  const values = (name: string) => elements.flatMap(({ attributes }) => attributes.get(name) ?? []);
  const ids = values('id');
  expect(new Set(ids).size).toBe(ids.length);
  const references = [
    ...values('aria-labelledby').flatMap((list) => list.split(' ')),
    ...values('for'),
    ...values('href').flatMap((target) => (target.startsWith('#') ? [target.slice(1)] : [])),
  ];
  expect(references.length).toBeGreaterThan(30);
  for (const reference of references) expect(ids).toContain(reference);
});

test('nothing comes from elsewhere, and nothing runs', async () => {
  const page = await pageOf(history, [], points);
  const elements = elementsOf(page);
  expect(page).not.toMatch(/https?:|url\(|@import|javascript:/i);
  const tags = new Set(elements.map(({ tag }) => tag));
  for (const tag of ['script', 'iframe', 'img', 'object', 'form']) expect(tags).not.toContain(tag);
  for (const { attributes } of elements) {
    for (const name of attributes.keys()) expect(name).not.toMatch(/^(on.*|src|srcset|style)$/);
    expect(attributes.get('href') ?? '#').toMatch(/^(#|data:,$)/);
  }
  expect(page).toContain(`default-src 'none'; style-src 'unsafe-inline'; img-src data:`);
});

test('the same history gives the same bytes', async () => {
  expect(await pageOf(history, [], points)).toBe(await pageOf(history, [], points));
});

test('what comes from outside is text', async () => {
  const nasty = `<b onclick="x">&amp;'</b>`;
  const levels = [
    { id: 'ordinary', from: 0 },
    { id: 'silver', from: 500, name: { en: nasty, 'zh-CN': nasty } },
    { id: 'gold', from: 2000 },
  ];
  const programme = { name: { en: nasty, 'zh-CN': nasty }, tiers: { levels } };
  const page = await pageOf(history, ['--channel', nasty], programme);
  expect(elementsOf(page).some(({ tag }) => tag === 'b')).toBe(false);
  const safe = '&lt;b onclick=&quot;x&quot;&gt;&amp;amp;&#39;&lt;/b&gt;';
  expect(page).toContain(`<h1>${safe}</h1>`);
  expect(page).toContain(`enrolled through ${safe}`);
  const byLevel = await pageOf(history, ['--tier', 'silver'], programme);
  expect(byLevel).toContain(`level ${safe}`);
});

test('a month that is not over is told as such and compared with nothing', async () => {
  const page = await pageOf(history, [], points);
  expect(textOf(page)).toContain('March 2026 is not over.');
  const active = inside(page, 'article', 'act-mau');
  expect(textOf(active)).toMatch(/2 February 2026 -33\.3% against January 2026 March 2026, not over: 1 so far/);
  expect(active).toContain('class="hollow"');
  // The line ends with February: two points.
  expect(active).toMatch(/class="line" d="M[\d. ]+L[\d. ]+"/);
  expect(active).toMatch(/<tr class="running">\s*<th scope="row">March 2026<\/th>/);
});

test('who has not come is no loss before the month is over', async () => {
  const page = await pageOf(history, [], points);
  const lost = inside(page, 'article', 'comp-lost');
  expect(textOf(lost)).toContain('March 2026, not over: 2 have not come yet');
  const churn = inside(page, 'article', 'ret-churn-period');
  expect(churn).not.toContain('class="hollow"');
  expect(page).toContain('February 2026: Lost members 2');
  expect(page).not.toContain('March 2026: Lost members');
  const cohorts = inside(page, 'article', 'ret-rolling');
  const young = [...cohorts.matchAll(/<td class="([^"]*)">\s*[\d.]+<span class="hidden"> \(not over\)/g)];
  expect(young.map(([, kind]) => kind)).toEqual(['young', 'young']);
});

test('a month that is over is compared as soon as it is', async () => {
  const page = await pageOf(history, ['--as-of', '2026-03-31'], points);
  expect(textOf(page)).not.toContain('not over.');
  expect(textOf(inside(page, 'article', 'act-mau'))).toMatch(/1 March 2026 -50\.0% against February 2026/);
  expect(page).toContain('March 2026: Lost members');
});

test.each([
  ['en', 'Nothing to tell yet.'],
  ['zh-CN', '暂无数据。'],
])('of nothing the page says so, and draws nothing: %s', async (language, nothing) => {
  const page = await pageOf([], ['--as-of', '2026-01-31', '--lang', language]);
  elementsOf(page);
  expect(textOf(inside(page, 'article', 'act-mau'))).toContain(nothing);
  expect(page).not.toMatch(/<svg[^>]*class="(chart|spark)"/);
  expect(page).not.toMatch(/NaN|Infinity|undefined|null/);
});

test('money and names are those of programme and language', async () => {
  const levels = [
    { id: 'ordinary', from: 0, name: { en: 'Member', 'zh-CN': '普通会员' } },
    { id: 'silver', from: 500, name: { en: 'Silver', 'zh-CN': '银卡会员' } },
  ];
  const programme = { ...points, tiers: { levels } };
  const english = await pageOf(history, [], programme);
  expect(textOf(inside(english, 'article', 'buy-amount'))).toContain('CN¥350.00');
  expect(textOf(inside(english, 'article', 'tier-mix'))).toMatch(/Member .* Silver/);
  const chinese = await pageOf(history, ['--lang', 'zh-CN'], programme);
  expect(textOf(inside(chinese, 'article', 'buy-amount'))).toMatch(/¥350\.00.*2026年2月/);
  expect(textOf(inside(chinese, 'article', 'tier-mix'))).toMatch(/普通会员 .* 银卡会员/);
  expect(textOf(inside(chinese, 'article', 'act-hour'))).toMatch(/周一.*周日/);
  // No month, no group and no heading of the other language is left.
  expect(textOf(chinese)).not.toMatch(/\b(Jan|Feb|Mar|Champions|Dormant|Members|Values|Show|Share)\b/);
});

test('the points of the bridge lead from the start of the window to its end', async () => {
  const page = await pageOf(history, ['--window', 'month'], points);
  const rows = [
    ...inside(page, 'article', 'pts-liability').matchAll(/<th scope="row">(.*?)<\/th>[^]*?<td>(\S*?)<\/td>/g),
  ];
  const told = rows.map(([, name, amount = '']) => [name, Number(amount.replace(/[+,]/g, ''))] as const);
  const moved = told.slice(1, -1).reduce((sum, [, amount]) => sum + amount, 0);
  expect(told.length).toBeGreaterThan(2);
  expect((told[0]?.[1] ?? 0) + moved).toBe(told.at(-1)?.[1]);
});

test('ids choose numbers; what a chart lacks stands alone', async () => {
  const page = await pageOf(history, ['comp.lost', 'buy.repurchase']);
  const told = elementsOf(page).flatMap(({ attributes }) => attributes.get('data-number') ?? []);
  expect(told).toEqual(['comp.lost', 'buy.repurchase']);
});

test('the window of a page is a year unless another is asked for', async () => {
  expect(textOf(await pageOf(history))).toContain('Window the last 12 months');
  expect(textOf(await pageOf(history, ['--window', 'all']))).toContain('Window everything so far');
});

test('a file that cannot be written is a failure with a reason', async () => {
  const { code, err } = await metrics(history, ['--html', '/nowhere/at/all/page.html']);
  expect(code).toBe(1);
  expect(err).toContain('/nowhere/at/all/page.html cannot be written');
});
