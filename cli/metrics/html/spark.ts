/** A small line: what was, from zero. A period that is not over is a hollow dot beside the line, never its end. */
import type { Series } from '../../../shared/domain/statistics/shapes.ts';
import type { PageContext } from './context.ts';
import { latestOf } from './periods.ts';
import type { Point } from './periods.ts';
import { at } from './scale.ts';
import { html } from '../../html/template.ts';
import type { Content, Markup } from '../../html/template.ts';
import type { Unit } from './units.ts';

const width = 264;
const height = 92;
const margin = 6;
const top = 18;
const bottom = 68;
const labels = 84;

type Dot = { readonly x: number; readonly y: number };

type Spark = { readonly id: string; readonly title: string; readonly series: Series; readonly unit: Unit };

/** In words, what the line shows: for whoever cannot see it. */
function description({ series, unit }: Spark, { words, formats }: PageContext): string {
  const over = series.series.filter(({ complete, value }) => complete && value !== null);
  const { last } = latestOf(series);
  const [first] = over;
  if (first === undefined || last === undefined) return words.nothing;
  const largest = over.reduce((most, point) => (Number(point.value) > Number(most.value) ? point : most), first);
  return words.seriesText({
    from: words.period(first.period),
    to: words.period(last.period),
    largest: formats.figure(largest.value, unit),
    largestIn: words.period(largest.period),
    last: formats.figure(last.value, unit),
    lastIn: words.period(last.period),
  });
}

/** The line, broken where nothing can be said. */
function pathOf(points: readonly Point[], dotOf: (point: Point, index: number) => Dot): string {
  let isDrawing = false;
  return points
    .map((point, index) => {
      const isTold = point.complete && point.value !== null;
      const { x, y } = dotOf(point, index);
      const step = isTold ? `${isDrawing ? 'L' : 'M'}${at(x)} ${at(y)}` : '';
      isDrawing = isTold;
      return step;
    })
    .join('');
}

/** The largest value, by the line where it is reached. */
function peakLabel(chart: Spark, dotOf: (point: Point, index: number) => Dot, { formats }: PageContext): Content {
  const points = chart.series.series;
  const told = points.map((point, index) => ({ point, index })).filter(({ point }) => point.complete);
  const [first] = told;
  if (first === undefined || told.length < 3) return null;
  const peak = told.reduce((most, each) => (Number(each.point.value) > Number(most.point.value) ? each : most), first);
  if (Number(peak.point.value) <= 0) return null;
  const { x, y } = dotOf(peak.point, peak.index);
  const anchor = x < width / 4 ? 'start' : x > (width * 3) / 4 ? 'end' : 'middle';
  return html`<text x="${at(x)}" y="${at(y) - 5}" text-anchor="${anchor}">
    ${formats.short(Number(peak.point.value), chart.unit)}
  </text>`;
}

export function spark(chart: Spark, context: PageContext): Markup {
  const { id, title, series } = chart;
  const points = series.series;
  const values = points.map(({ value }) => Number(value));
  const [least, most] = values.reduce(([low, high], value) => [Math.min(low, value), Math.max(high, value)], [0, 0]);
  const high = most > least ? most : least + 1;
  const dotOf = ({ value }: Point, index: number): Dot => ({
    x: points.length === 1 ? width / 2 : margin + (index / (points.length - 1)) * (width - 2 * margin),
    y: bottom - ((Number(value) - least) / (high - least)) * (bottom - top),
  });
  const zero = bottom - ((0 - least) / (high - least)) * (bottom - top);
  const { last, running } = latestOf(series);
  const dot = (point: Point | undefined, kind: string): Content => {
    if (point === undefined || point.value === null) return null;
    const { x, y } = dotOf(point, points.indexOf(point));
    return html`<circle class="${kind}" cx="${at(x)}" cy="${at(y)}" r="3.5" />`;
  };
  const [first] = points;
  const end = points.at(-1);
  const ends =
    first === undefined || end === undefined || first === end
      ? null
      : html`<text x="${margin}" y="${labels}">${context.words.period(first.period)}</text>
          <text x="${width - margin}" y="${labels}" text-anchor="end">${context.words.period(end.period)}</text>`;
  return html`<svg
    class="spark"
    viewBox="0 0 ${width} ${height}"
    width="${width}"
    height="${height}"
    role="img"
    aria-labelledby="${id}-title ${id}-text"
  >
    <title id="${id}-title">${title}</title>
    <desc id="${id}-text">${description(chart, context)}</desc>
    <line class="zero" x1="0" x2="${width}" y1="${at(zero)}" y2="${at(zero)}" />
    <path class="line" d="${pathOf(points, dotOf)}" />
    ${peakLabel(chart, dotOf, context)} ${dot(last, 'dot')} ${dot(running, 'hollow')} ${ends}
  </svg>`;
}
