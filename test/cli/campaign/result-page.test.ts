/** The result of a run as a page. */
import { describe, expect, test } from 'vitest';
import { resultPage } from '../../../cli/campaign/html/page.ts';
import { languages } from '../../../shared/explain/texts/texts.ts';
import { campaign } from '../../commands/campaigns/run-of-campaign.ts';
import { elementsOf, inside, textOf } from '../metrics/html/markup.ts';
import { cases, subjectOf } from './evaluations.ts';

const page = (name: keyof typeof cases, language: (typeof languages)[number] = 'en') =>
  resultPage(subjectOf(cases[name]), language);

describe.each(languages)('in %s', (language) => {
  const zh = language === 'zh-CN';

  test('every verdict is said in words', () => {
    const headline = (name: keyof typeof cases) => /<p class="headline">([^<]*)</.exec(page(name, language))?.[1];
    expect([
      headline('positive'),
      headline('zero'),
      headline('negative'),
      headline('distrust'),
      headline('open'),
      headline('alone'),
    ]).toEqual(
      zh
        ? [
            '有效：购买的会员更多',
            '与零无法区分',
            '适得其反：购买的会员更少',
            '这些数字不可信',
            '尚早，无法下结论',
            '与零无法区分',
          ]
        : [
            'It worked: more members bought',
            'Not distinguishable from zero',
            'It did harm: fewer members bought',
            'Do not trust these numbers',
            'Too early to tell',
            'Not distinguishable from zero',
          ],
    );
  });

  test('the numbers of the document are on it', () => {
    const text = textOf(page('positive', language));
    for (const number of ['9,012', '988', '9.01%', '5.47%', '+3.54', '+64.9%', '98.6%', '33.3%', '319.4']) {
      expect(text).toContain(number);
    }
    expect(text).toContain(zh ? '+¥43,560.26' : '+CN¥43,560.26');
    expect(text).toContain(zh ? '2026年3月10日 10:00' : '10 March 2026, 10:00');
    expect(textOf(inside(page('positive', language), 'section', 'messages'))).toContain(
      zh ? '未授权 81' : 'No consent 81',
    );
  });

  test('until the window has closed there is the funnel, and when it closes', () => {
    const open = page('open', language);
    expect(textOf(open)).toContain(zh ? '观察期于2026年4月9日 10:00结束' : 'The window closes on 9 April 2026, 10:00');
    const ids = elementsOf(open).flatMap(({ tag, attributes }) => (tag === 'section' ? [attributes.get('id')] : []));
    expect(ids).toEqual(['messages', 'arms']);
    expect(open).not.toContain('class="interval"');
  });

  test.each(Object.keys(cases))(
    'whatever is referred to is there, once, and nothing comes from elsewhere: %s',
    (name) => {
      const [evaluation] = Object.entries(cases).flatMap(([key, value]) => (key === name ? [value] : []));
      if (evaluation === undefined) throw new TypeError('a case is one of the cases');
      const told = resultPage(subjectOf(evaluation), language);
      const elements = elementsOf(told);
      expect(elements[0]).toMatchObject({ tag: 'html', attributes: new Map([['lang', language]]) });
      const values = (attribute: string) => elements.flatMap(({ attributes }) => attributes.get(attribute) ?? []);
      const ids = values('id');
      expect(new Set(ids).size).toBe(ids.length);
      for (const target of values('aria-labelledby')) expect(ids).toContain(target);
      for (const target of values('href')) expect(target === 'data:,' || ids.includes(target.slice(1))).toBe(true);
      expect(told).not.toMatch(/https?:|url\(|@import|javascript:|<script|NaN|Infinity|undefined/i);
    },
  );
});

/** Where the interval is drawn, in per cent of the width: its zero, its ends. */
function drawn(name: keyof typeof cases): readonly [zero: number, least: number, most: number] {
  const effect = inside(page(name), 'section', 'effect');
  const number = (pattern: RegExp) => Number(pattern.exec(effect)?.[1]);
  const least = number(/<rect class="\w+" x="([\d.]+)%"/);
  return [number(/class="zero" x1="([\d.]+)%"/), least, least + number(/<rect [^>]*width="([\d.]+)%"/)];
}

test('the interval stands where its zero says', () => {
  const [zero, least, most] = drawn('zero');
  expect(least).toBeLessThan(zero);
  expect(most).toBeGreaterThan(zero);
  const [zeroBelow, leastAbove] = drawn('positive');
  expect(leastAbove).toBeGreaterThan(zeroBelow);
  const [zeroAbove, , mostBelow] = drawn('negative');
  expect(mostBelow).toBeLessThan(zeroAbove);
});

test('influenced sales are told in grey, as no effect', () => {
  const money = inside(page('positive'), 'section', 'money');
  expect(textOf(money.slice(money.indexOf('<p class="influenced">')))).toMatch(
    /Influenced sales: CN¥84,123\.00\. .*it is no effect/,
  );
});

test('a handful of buyers is said to be a handful', () => {
  expect(textOf(page('few'))).toContain('the interval is rough');
  expect(textOf(page('positive'))).not.toContain('the interval is rough');
});

test('without a control there is nothing to compare, and the page says so', () => {
  const text = textOf(page('alone'));
  expect(text).toContain('There is no control to compare with');
  expect(text).toContain('Without a control there is no ratio to check');
});

test('of a plan whose outcome is spend, money is compared', () => {
  const subject = subjectOf(cases.positive);
  const { document } = cases.positive;
  if (document.effect === null) throw new TypeError('a closed run with a control has an effect');
  const ci95: [number, number] = [280.1, 686.7];
  const effect = { ...document.effect, treatment: 1157.6, control: 674.2, difference: 483.4, ci95 };
  const evaluation = { ...cases.positive, document: { ...document, effect } };
  const told = resultPage({ ...subject, evaluation, campaign: { ...campaign, outcome: { of: 'spend' } } }, 'en');
  const text = textOf(told);
  expect(text).toContain('It worked: members spent more');
  expect(text).toContain('+CN¥4.83 beside the control; with 95 % confidence +CN¥2.80 to +CN¥6.87.');
  expect(text).toContain('Treatment CN¥11.58');
});

test('a campaign’s name is text', () => {
  const name = { en: '<b>&"', 'zh-CN': '<i>' };
  const told = resultPage({ ...subjectOf(cases.positive), campaign: { ...campaign, name } }, 'en');
  expect(told).toContain('<h1>&lt;b&gt;&amp;&quot;</h1>');
  elementsOf(told);
});
