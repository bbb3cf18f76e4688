/** A number by period: its newest figure with the change, a line, and all values in a table. */
import type { Series } from '../../../shared/domain/statistics/shapes.ts';
import { elementId, nameOf } from './context.ts';
import type { PageContext, Told } from './context.ts';
import { nothingYet, numberBlock, plainTable, valuesBehind } from './frame.ts';
import { latestOf } from './periods.ts';
import { spark } from './spark.ts';
import { html } from '../../html/template.ts';
import type { Markup } from '../../html/template.ts';
import { countsAbsence, unitOf } from './units.ts';
import type { Unit } from './units.ts';

/** Days differ by the day of the week they are: comparing one with the day before says nothing. */
const isDay = (period: string) => period.length === 10;

function changeText(told: Told<Series>, unit: Unit, { words, formats }: PageContext): Markup | null {
  const { last, before } = latestOf(told.value);
  if (last === undefined || before === undefined || isDay(last.period)) return null;
  const isSame = last.value === before.value;
  const change = isSame ? words.same : formats.change(last.value, before.value, unit);
  if (change === null || last.value === null) return null;
  return html`<p class="change">
    ${change}
    <span class="aside">${words.versus(before.period)}</span>
  </p>`;
}

/** The newest period that is over, the change against the one before, and what a running one has so far. */
export function newestFigure(told: Told<Series>, context: PageContext): Markup {
  const { words, formats } = context;
  const unit = unitOf(told.definition.id, told.value);
  const { last, running } = latestOf(told.value);
  const figure =
    last === undefined
      ? null
      : html`<p class="figure">
          ${formats.figure(last.value, unit)}
          <span class="aside">${words.period(last.period)}</span>
        </p>`;
  const sayRunning = countsAbsence(told.definition.id) ? words.notYet : words.soFar;
  const soFar =
    running === undefined
      ? null
      : html`<p class="running-note">${sayRunning(running.period, formats.figure(running.value, unit))}</p>`;
  return html`${figure} ${changeText(told, unit, context)} ${soFar}`;
}

function seriesTable(told: Told<Series>, context: PageContext): Markup {
  const { words, formats } = context;
  const unit = unitOf(told.definition.id, told.value);
  const isRate = told.value.series.some((point) => 'numerator' in point);
  const parts = isRate ? [words.numerator, words.denominator] : [];
  const rows = told.value.series.map((point) => {
    const { period, complete, value } = point;
    const quotient = 'numerator' in point ? [point.numerator, point.denominator].map(formats.count) : [];
    const mark = complete ? null : html` <span class="mark">${words.notOver}</span>`;
    return {
      head: words.period(period),
      cells: [html`${formats.figure(value, unit)}${mark}`, ...quotient],
      kind: complete ? '' : 'running',
    };
  });
  return plainTable([words.periodLabel, words.value, ...parts], rows);
}

/** One card of a grid. */
export function seriesCard(told: Told<Series>, context: PageContext): Markup {
  const { id } = told.definition;
  const unit = unitOf(id, told.value);
  // Who did not come is drawn when the period is over.
  const series = countsAbsence(id) ? told.value.series.filter(({ complete }) => complete) : told.value.series;
  const shown = { title: nameOf(told, context), series: { series } };
  if (told.value.series.length === 0) return numberBlock(told, context, 'card', nothingYet(context));
  return numberBlock(told, context, 'card', [
    newestFigure(told, context),
    spark({ ...shown, id: elementId(id), unit }, context),
    valuesBehind(nameOf(told, context), seriesTable(told, context), context),
  ]);
}
