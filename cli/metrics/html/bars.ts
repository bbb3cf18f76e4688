/** Bars by month, stacked away from a line: what there is above it, what was lost below. */
import type { PageContext } from './context.ts';
import { at, scaleOf } from './scale.ts';
import type { Scale } from './scale.ts';
import { html } from '../../html/template.ts';
import type { Content, Markup } from '../../html/template.ts';
import type { Unit } from './units.ts';

/** Values of one colour. What is negative stands below the line, whatever its layer. */
export type Layer = {
  readonly name: string;
  readonly tone: 0 | 1 | 2 | 3;
  /** Whether its values are negative where there are any. */
  readonly below: boolean;
  readonly values: readonly number[];
};

export type BarChart = {
  readonly id: string;
  readonly title: string;
  readonly text: string;
  readonly unit: Unit;
  readonly months: readonly { readonly period: string; readonly complete: boolean }[];
  /** From the line outwards. */
  readonly layers: readonly Layer[];
  /** What stands over each bar, where there is room. */
  readonly totals?: readonly string[];
};

const usualWidth = 840;
const height = 320;
const plot = { top: 24, bottom: 272, left: 56 } as const;
const labelWidth = 148;
const narrowest = 16;
const widest = 56;
/** Room that a month's name takes, and a total. */
const nameWidth = 30;
const totalWidth = 36;

type Layout = {
  readonly chart: BarChart;
  readonly scale: Scale;
  readonly width: number;
  readonly right: number;
  readonly slot: number;
  readonly y: (value: number) => number;
};

/** What lies above and below the line in a month. */
function extent({ layers }: BarChart, index: number): readonly [number, number] {
  return layers.reduce<readonly [number, number]>(
    ([low, high], { values }) => {
      const value = values[index] ?? 0;
      return value < 0 ? [low + value, high] : [low, high + value];
    },
    [0, 0],
  );
}

function layoutOf(chart: BarChart): Layout {
  const right = chart.layers.length > 1 ? labelWidth : 12;
  const count = chart.months.length;
  const slot = Math.min(widest, Math.max(narrowest, (usualWidth - plot.left - right) / count));
  const scale = scaleOf(
    chart.months.flatMap((_, index) => extent(chart, index)),
    5,
  );
  const perUnit = (plot.bottom - plot.top) / (scale.high - scale.low);
  return {
    chart,
    scale,
    right: plot.left + slot * count,
    width: Math.max(usualWidth, Math.ceil(plot.left + slot * count + right)),
    slot,
    y: (value) => plot.bottom - (value - scale.low) * perUnit,
  };
}

function axis({ chart, scale, right, y }: Layout, { formats }: PageContext): Content {
  return scale.ticks.map((tick) => {
    const height = at(y(tick));
    return html`<line
        class="${tick === 0 ? 'zero' : 'grid'}"
        x1="${plot.left}"
        x2="${at(right)}"
        y1="${height}"
        y2="${height}"
      />
      <text x="${plot.left - 8}" y="${height + 4}" text-anchor="end">
        ${formats.short(chart.unit === 'money' ? tick : Math.abs(tick), chart.unit)}
      </text>`;
  });
}

function bar({ chart, slot, y }: Layout, index: number, { words, formats }: PageContext): Content {
  const month = chart.months[index];
  if (month === undefined) return null;
  const thickness = at(Math.min(40, slot * 0.72));
  const x = at(plot.left + slot * index + (slot - thickness) / 2);
  const mark = month.complete ? '' : ` (${words.notOver})`;
  let [above, below] = [0, 0];
  return chart.layers.map(({ name, tone, values }) => {
    const value = values[index] ?? 0;
    if (value === 0) return null;
    const [from, to] = value < 0 ? [below, below + value] : [above, above + value];
    if (value < 0) below = to;
    else above = to;
    const [upper, lower] = [y(Math.max(from, to)), y(Math.min(from, to))];
    const shown = formats.figure(chart.unit === 'money' ? value : Math.abs(value), chart.unit);
    return html`<rect
      class="tone-${tone}${month.complete ? '' : ' running'}"
      x="${x}"
      y="${at(upper)}"
      width="${thickness}"
      height="${at(Math.max(0.5, lower - upper))}"
    >
      <title>${words.period(month.period)}: ${name} ${shown}${mark}</title>
    </rect>`;
  });
}

/** Names of months, each under its bar as far as there is room; the year under the first of it. */
function names({ chart, slot }: Layout, { words }: PageContext): Content {
  const every = [1, 2, 3, 6, 12].find((months) => months * slot >= nameWidth) ?? 12;
  let year = '';
  return chart.months.map(({ period }, index) => {
    const monthOfYear = Number(period.slice(5, 7)) - 1;
    if (monthOfYear % every !== 0) return null;
    const x = at(plot.left + slot * (index + 0.5));
    const isNewYear = words.year(period) !== year;
    year = words.year(period);
    return html`<text x="${x}" y="${plot.bottom + 18}" text-anchor="middle">${words.shortMonth(period)}</text>
      ${isNewYear ? html`<text class="strong" x="${x}" y="${plot.bottom + 36}" text-anchor="middle">${year}</text>` : null}`;
  });
}

function totals(layout: Layout): Content {
  const { chart, slot, y } = layout;
  if (chart.totals === undefined || slot < totalWidth) return null;
  return chart.totals.map((text, index) => {
    const [, above] = extent(chart, index);
    const x = at(plot.left + slot * (index + 0.5));
    return html`<text class="strong" x="${x}" y="${at(y(above)) - 6}" text-anchor="middle">${text}</text>`;
  });
}

/** Names of the layers beside the last bar, each by its part of it and none on another. */
function layerNames(layout: Layout): Content {
  const { chart, right, y } = layout;
  if (chart.layers.length < 2) return null;
  const last = chart.months.length - 1;
  let [above, below] = [0, 0];
  const seen = chart.layers.filter(({ values }) => values.some((value) => value !== 0));
  const wanted = seen.map(({ name, tone, below: isBelow, values }) => {
    const value = values[last] ?? 0;
    const middle = (isBelow ? below : above) + value / 2;
    if (isBelow) below += value;
    else above += value;
    return { name, tone, isBelow, y: y(middle) };
  });
  const lineHeight = 18;
  const placed = new Map<string, number>();
  const place = (side: typeof wanted, direction: 1 | -1) => {
    let edge = y(0) + direction * 9;
    for (const each of side) {
      const height = direction === 1 ? Math.max(each.y, edge) : Math.min(each.y, edge);
      placed.set(each.name, height);
      edge = height + direction * lineHeight;
    }
  };
  place(
    wanted.filter(({ isBelow }) => !isBelow),
    -1,
  );
  place(
    wanted.filter(({ isBelow }) => isBelow),
    1,
  );
  return wanted.map(({ name, tone }) => {
    const height = at(placed.get(name) ?? 0);
    return html`<rect class="tone-${tone}" x="${at(right) + 8}" y="${at(height - 5)}" width="10" height="10" />
      <text class="strong" x="${at(right) + 24}" y="${at(height + 4)}">${name}</text>`;
  });
}

export function barChart(chart: BarChart, context: PageContext): Markup {
  const layout = layoutOf(chart);
  const { width } = layout;
  return html`<svg
    class="chart"
    viewBox="0 0 ${width} ${height}"
    width="${width}"
    height="${height}"
    role="img"
    aria-labelledby="${chart.id}-title ${chart.id}-text"
  >
    <title id="${chart.id}-title">${chart.title}</title>
    <desc id="${chart.id}-text">${chart.text}</desc>
    ${axis(layout, context)} ${chart.months.map((_, index) => bar(layout, index, context))} ${names(layout, context)}
    ${totals(layout)} ${layerNames(layout)}
  </svg>`;
}
