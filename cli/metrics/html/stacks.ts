/** Several numbers by month in one chart of bars: what the active members are made of, how points flow. */
import type { Series } from '../../../shared/domain/statistics/shapes.ts';
import { barChart } from './bars.ts';
import type { Layer } from './bars.ts';
import { elementId, nameOf } from './context.ts';
import type { PageContext, Told } from './context.ts';
import { heading, nothingYet, plainTable, scrollBox, valuesBehind } from './frame.ts';
import { newestFigure } from './series.ts';
import { tell, toldWith } from './tell.ts';
import { html } from '../../html/template.ts';
import type { Content, Markup } from '../../html/template.ts';
import { countsAbsence, unitOf } from './units.ts';

type StackLayer = { readonly id: string; readonly tone: Layer['tone']; readonly below?: true };

export type Stack = {
  readonly name: string;
  readonly title: string;
  readonly note: string;
  readonly layers: readonly StackLayer[];
  /** The number whose values stand over the bars. */
  readonly total?: string;
};

type ToldLayer = StackLayer & { readonly told: Told<Series> };

/** All values of the chart, a column for each number. */
function stackTable(layers: readonly ToldLayer[], { words, formats, language }: PageContext): Markup {
  const months = layers[0]?.told.value.series ?? [];
  const rows = months.map(({ period, complete }, index) => ({
    head: words.period(period),
    cells: layers.map(({ told }) => {
      const mark = complete ? null : html` <span class="mark">${words.notOver}</span>`;
      return html`${formats.figure(told.value.series[index]?.value ?? null, unitOf(told.definition.id, told.value))}${mark}`;
    }),
    kind: complete ? '' : 'running',
  }));
  return plainTable([words.periodLabel, ...layers.map(({ told }) => told.definition.name[language])], rows);
}

/** Over bars there is room for four digits. */
function totalText(value: number, { formats }: PageContext): string {
  return value < 10_000 ? formats.count(value) : formats.short(value, 'count');
}

function chartOf(stack: Stack, layers: readonly ToldLayer[], context: PageContext): Content {
  const months = layers[0]?.told.value.series ?? [];
  const [first, last] = [months[0], months.at(-1)];
  if (first === undefined || last === undefined) return nothingYet(context);
  const { words } = context;
  const total = stack.total === undefined ? undefined : toldWith(stack.total, 'series', context);
  const chart = barChart(
    {
      id: stack.name,
      title: stack.title,
      text: `${words.range(words.period(first.period), words.period(last.period))} ${stack.note}`,
      unit: unitOf(layers[0]?.told.definition.id ?? '', { series: months }),
      months,
      layers: layers.map(({ told, tone, below }) => ({
        name: nameOf(told, context),
        tone,
        below: below === true,
        values: told.value.series.map(({ value, complete }) => {
          if (!complete && countsAbsence(told.definition.id)) return 0;
          return Number(value ?? 0) * (below === true ? -1 : 1);
        }),
      })),
      ...(total === undefined
        ? {}
        : { totals: total.value.series.map(({ value }) => totalText(Number(value ?? 0), context)) }),
    },
    context,
  );
  return [
    html`<figure>
      ${scrollBox(stack.title, chart, 'right')}
      <figcaption class="note">${stack.note}${last.complete ? '' : ` ${words.hollowNote(last.period)}`}</figcaption>
    </figure>`,
    valuesBehind(stack.title, stackTable(layers, context), context),
  ];
}

/** The chart, and under it every number that is in it. Where the document lacks one, each of the others stands alone. */
export function stackOf(stack: Stack, context: PageContext): Content {
  const layers = stack.layers.flatMap((layer) => {
    const told = toldWith(layer.id, 'series', context);
    return told === undefined ? [] : [{ ...layer, told }];
  });
  if (layers.length < stack.layers.length) return layers.map(({ told }) => tell(told, context));
  const legend = layers.map(
    ({ told, tone }) =>
      html`<article class="number entry" id="${elementId(told.definition.id)}" data-number="${told.definition.id}">
        <svg class="key" width="12" height="12" aria-hidden="true">
          <rect class="tone-${tone}" width="12" height="12" />
        </svg>
        ${heading(told, context)}
        <div>${newestFigure(told, context)}</div>
      </article>`,
  );
  const isSingle = layers.length === 1;
  return html`<div class="stack wide">
    ${isSingle ? null : html`<h3 class="chart-title">${stack.title}</h3>`} ${isSingle ? legend : null}
    ${chartOf(stack, layers, context)} ${isSingle ? null : html`<div class="entries">${legend}</div>`}
  </div>`;
}
