import { expect, test } from 'vitest';
import { english } from '../../../../cli/metrics/html/english.ts';
import { dark, heatSteps, light, mix } from '../../../../cli/html/colours.ts';
import type { Colour, Scheme } from '../../../../cli/html/colours.ts';
import { formatsOf } from '../../../../cli/metrics/html/formats.ts';
import { stepOf } from '../../../../cli/metrics/html/heat.ts';
import { scaleOf } from '../../../../cli/metrics/html/scale.ts';
import { html } from '../../../../cli/html/template.ts';
import { buys } from '../shop.ts';
import { inside } from './markup.ts';
import { pageOf } from './pages.ts';

/** Relative luminance (WCAG 2.2). */
function luminance([red, green, blue]: Colour): number {
  const linear = (part: number) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
}

function contrast(one: Colour, other: Colour): number {
  const [low = 0, high = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

test.each<[string, Scheme]>([
  ['light', light],
  ['dark', dark],
])('text and marks can be told from what is behind them: %s', (_, scheme) => {
  const { paper, ink, muted, accent, steps } = scheme;
  for (const text of [ink, muted, accent]) expect(contrast(text, paper)).toBeGreaterThanOrEqual(4.5);
  expect(contrast(mix(paper, muted, 0.75), paper)).toBeGreaterThanOrEqual(3);
  expect(steps).toHaveLength(heatSteps);
  for (const { share, text } of steps) {
    expect(contrast(scheme[text], mix(paper, accent, share)), String(share)).toBeGreaterThanOrEqual(4.5);
  }
  const shares = steps.map(({ share }) => share);
  expect(shares).toEqual(shares.toSorted((a, b) => a - b));
});

test('a template escapes what is put into it, and not twice', () => {
  const inner = html`<i>${'<&>'}</i>`;
  expect(html`<p title="${`"'`}">${[inner, 3, null]}</p>`.markup).toBe(
    '<p title="&quot;&#39;"><i>&lt;&amp;&gt;</i>3</p>',
  );
});

test.each([
  [[0, 0], [0]],
  [
    [0, 883, 1661],
    [0, 500, 1000, 1500],
  ],
  [
    [-800, 1600],
    [-500, 0, 500, 1000, 1500],
  ],
  [
    [0, 0.3],
    [0, 0.1, 0.2, 0.3],
  ],
])('the scale of %j has ticks at %j', (values, ticks) => {
  const scale = scaleOf(values, 5);
  expect(scale.ticks.map((tick) => Math.round(tick * 1e6) / 1e6)).toEqual(ticks);
  expect(scale.high).toBeGreaterThanOrEqual(Math.max(...values));
  expect(scale.low).toBeLessThanOrEqual(Math.min(...values));
});

test('steps of colour go from nothing to the most', () => {
  expect([0, 1, 50, 99, 100].map((value) => stepOf(value, 100))).toEqual(['', 'heat-0', 'heat-4', 'heat-7', 'heat-7']);
  expect(stepOf(0, 0)).toBe('');
});

test('figures are written by what they are of', () => {
  const formats = formatsOf('en', 'CNY', english);
  expect(formats.figure(-105n, 'money')).toBe('-CN¥1.05');
  expect(formats.figure(3588.6, 'money')).toBe('CN¥35.89');
  expect(formats.figure(0.613, 'share')).toBe('61.3%');
  expect(formats.figure(null, 'count')).toBe('–');
  expect(formats.figure(90_061, 'seconds')).toBe('1 d 1 h');
  expect(formats.figure(0, 'seconds')).toBe('0 s');
  expect(formatsOf('en', 'JPY', english).figure(1234n, 'money')).toBe('¥1,234');
  expect(formats.change(110n, 100n, 'count')).toBe('+10.0%');
  expect(formats.change(0.25, 0.3, 'share')).toBe('-5.0 points');
  // Nothing is so many per cent more than nothing, and less than a loss is more.
  expect(formats.change(5n, 0n, 'count')).toBeNull();
  expect(formats.change(-50n, -100n, 'money')).toBe('+50.0%');
  expect(formats.change(null, 3n, 'count')).toBeNull();
});

test('the grid has all its fields, each group counted once', async () => {
  const names = Array.from({ length: 12 }, (_, index) => `member-${String(index)}`);
  const events = names.map((name, index) => buys(name, `2026-${String(index + 1).padStart(2, '0')}-05`, 1000 * index));
  const page = await pageOf(events);
  const grid = page.slice(page.indexOf('<table class="grid">'));
  const spans = [...grid.slice(0, grid.indexOf('</table>')).matchAll(/<td[^>]*rowspan="(\d)"\s+colspan="(\d)"/g)];
  expect(spans.reduce((sum, [, rows, columns]) => sum + Number(rows) * Number(columns), 0)).toBe(25);
  const figures = [...grid.matchAll(/class="group-figure">\s*(\d+)/g)].map(([, members]) => Number(members));
  expect(figures.reduce((sum, members) => sum + members, 0)).toBe(names.length);
  expect(inside(page, 'article', 'rfm-group')).toContain('Prospects');
});

test('a month with more returns than sales stands below the line', async () => {
  const events = [
    buys('ann', '2026-01-05', 1000),
    { 'detail-type': 'purchase.returned', detail: returnWithoutSale('ann', '2026-02-05', 700) },
  ];
  const page = await pageOf(events, ['buy.amount', '--as-of', '2026-02-28']);
  const bars = [...page.matchAll(/class="tone-0"\s+x="[\d.]+"\s+y="([\d.]+)"\s+width="[\d.]+"\s+height="([\d.]+)"/g)];
  const [january, february] = bars.map(([, y, height]) => ({ top: Number(y), bottom: Number(y) + Number(height) }));
  expect(february?.top).toBeCloseTo(january?.bottom ?? 0, 1);
  expect(page).toContain('February 2026: Net sales -CN¥7.00');
});

function returnWithoutSale(name: string, day: string, net: number) {
  const metadata = { id: `return ${day}`, version: '1.0', occurredAt: `${day}T12:00:00+08:00` };
  return { metadata, data: { returnId: `return ${day}`, member: { externalId: name }, currency: 'CNY', net } };
}
