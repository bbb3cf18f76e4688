/** Cohorts as a table of shares: a row for each month in which they began, a column for each month since. */
import type { Cohorts } from '../../../shared/domain/statistics/shapes.ts';
import { nameOf } from './context.ts';
import type { PageContext, Told } from './context.ts';
import { nothingYet, scrollBox } from './frame.ts';
import { heatScale, heatTable } from './heat.ts';
import { html } from '../../html/template.ts';
import type { Markup } from '../../html/template.ts';

type Cohort = Cohorts['cohorts'][number];

const shareOf = ({ size }: Cohort, value: bigint) => Number(value) / Number(size);

/** Whether a value is of a month that is not over. It has no colour: beside others it would be read as a fall. */
const isYoung = ({ complete, values }: Cohort, age: number) => complete === false && age === values.length - 1;

/**
 * Whether a value says something about its cohort. In the month itself a retention is 1 by definition and a churn 0;
 * points may expire in the month of their issue.
 */
const isTelling = (id: string, age: number) => age > 0 || id === 'pts.breakage';

export function cohortTable(told: Told<Cohorts>, context: PageContext): Markup {
  const { words, formats } = context;
  const { cohorts } = told.value;
  if (cohorts.length === 0) return nothingYet(context);
  const { id } = told.definition;
  const hasColour = (cohort: Cohort, age: number) => isTelling(id, age) && !isYoung(cohort, age);
  const shares = cohorts.flatMap((cohort) => {
    return cohort.values.flatMap((value, age) => (hasColour(cohort, age) ? [shareOf(cohort, value)] : []));
  });
  const most = Math.max(0, ...shares);
  const ages = Math.max(...cohorts.map(({ values }) => values.length));
  const rows = cohorts.map((cohort) => ({
    head: words.period(cohort.cohort),
    sides: [formats.count(cohort.size)],
    cells: Array.from({ length: ages }, (_, age) => {
      const value = cohort.values[age];
      if (value === undefined) return null;
      const share = shareOf(cohort, value);
      const isRunning = isYoung(cohort, age);
      const mark = isRunning ? html`<span class="hidden"> (${words.notOver})</span>` : null;
      const kind = isRunning ? 'young' : hasColour(cohort, age) ? '' : 'own';
      return { text: html`${formats.bare(share)}${mark}`, value: hasColour(cohort, age) ? share : 0, kind };
    }),
  }));
  const name = nameOf(told, context);
  const table = heatTable({
    caption: name,
    corner: [id === 'pts.breakage' ? words.issued : words.cohort, words.size],
    columns: Array.from({ length: ages }, (_, age) => String(age)),
    over: words.monthsAfter,
    rows,
    most,
  });
  const youngNote = cohorts.some(({ complete }) => complete === false) ? words.youngNote : '';
  return html`${scrollBox(name, table)}
    <p class="note">${words.percentNote} ${words.heatNote(formats.share(most))} ${heatScale(context)} ${youngNote}</p>`;
}
