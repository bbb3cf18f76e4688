/** The week as a table of hours. */
import { weekdays } from '../../../shared/domain/calendar.ts';
import type { Hours } from '../../../shared/domain/statistics/shapes.ts';
import type { PageContext, Told } from './context.ts';
import { nothingYet, scrollBox } from './frame.ts';
import { heatScale, heatTable } from './heat.ts';
import { html } from '../../html/template.ts';
import type { Markup } from '../../html/template.ts';

type Counted = 'purchases' | 'memberDays';

export function hoursTable({ value: { rows } }: Told<Hours>, counted: Counted, context: PageContext): Markup {
  const { words, formats } = context;
  const most = Math.max(0, ...rows.map((row) => Number(row[counted])));
  if (most === 0) return nothingYet(context);
  const hours = Array.from({ length: 24 }, (_, hour) => hour);
  const table = heatTable({
    caption: words[counted],
    corner: [words.weekday, words.total],
    columns: hours.map(words.hour),
    over: words.hourOfDay,
    rows: weekdays.map((weekday) => {
      const ofDay = rows.filter((row) => row.weekday === weekday);
      const total = ofDay.reduce((sum, row) => sum + row[counted], 0n);
      const cells = hours.map((hour) => {
        const value = Number(ofDay.find((row) => row.hour === hour)?.[counted] ?? 0n);
        return value === 0 ? null : { text: formats.short(value, 'count'), value };
      });
      return { head: words.weekdays[weekday], sides: [formats.count(total)], cells };
    }),
    most,
  });
  return html`${scrollBox(words[counted], table, 'left')}
    <p class="note">${words.heatNote(formats.count(most))} ${heatScale(context)}</p>`;
}
