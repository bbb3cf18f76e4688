/** The grid of recency by orders and spend, each field with its group. A group of several fields is counted in its largest. */
import { rfmGrid } from '../../../shared/domain/statistics/rfm.ts';
import type { RfmGroup } from '../../../shared/domain/statistics/rfm.ts';
import type { Bins } from '../../../shared/domain/statistics/shapes.ts';
import { nameOf } from './context.ts';
import type { PageContext, Told } from './context.ts';
import { scrollBox } from './frame.ts';
import { stepOf } from './heat.ts';
import { html } from '../../html/template.ts';
import type { Content, Markup } from '../../html/template.ts';

type Field = {
  readonly group: RfmGroup;
  readonly row: number;
  readonly column: number;
  readonly columns: number;
  rows: number;
};

/** Fields of one group that lie side by side, and those of them that lie below each other, as one. */
function fieldsOf(): readonly Field[] {
  const fields: Field[] = [];
  // The most recent stands at the top.
  rfmGrid.toReversed().forEach((groups, row) => {
    groups.forEach((group, column) => {
      if (groups[column - 1] === group) return;
      const end = groups.findIndex((other, index) => index > column && other !== group);
      const columns = (end === -1 ? groups.length : end) - column;
      const above = fields.find((field) => {
        const isSame = field.group === group && field.column === column && field.columns === columns;
        return isSame && field.row + field.rows === row;
      });
      if (above === undefined) fields.push({ group, row, column, columns, rows: 1 });
      else above.rows += 1;
    });
  });
  return fields;
}

/** The field of a group in which its members are told. */
function largestOf(fields: readonly Field[], group: RfmGroup): Field | undefined {
  const own = fields.filter((field) => field.group === group);
  const area = ({ rows, columns }: Field) => rows * columns;
  return own.reduce<Field | undefined>((most, field) => {
    return most === undefined || area(field) > area(most) ? field : most;
  }, undefined);
}

export function groupGrid(told: Told<Bins>, context: PageContext): Markup {
  const { words, formats } = context;
  const { bins } = told.value;
  const whole = bins.reduce((sum, { value }) => sum + Number(value), 0);
  const fields = fieldsOf();
  const cell = (field: Field): Content => {
    const members = Number(bins.find(({ bin }) => bin === field.group)?.value ?? 0);
    const told =
      field === largestOf(fields, field.group)
        ? html`<span class="group-figure">${formats.count(members)}</span
            ><span class="below">${formats.share(members / whole)}</span>`
        : html`<span class="below">${words.elsewhere}</span>`;
    // A fourth of all members has the darkest colour: no group of ten is likely to be larger.
    const step = stepOf(Math.min(members / whole, 0.25), 0.25);
    return html`<td class="${step}" rowspan="${field.rows}" colspan="${field.columns}">
      <span class="group-name">${words.groups[field.group]}</span>${told}
    </td>`;
  };
  const scores = [5, 4, 3, 2, 1];
  const name = nameOf(told, context);
  const table = html`<table class="grid">
    <caption>
      ${name}
    </caption>
    <thead>
      <tr>
        <th scope="col" rowspan="2">${words.recencyScore}</th>
        <th scope="colgroup" colspan="5">${words.strengthScore}</th>
      </tr>
      <tr>
        ${scores.toReversed().map((score) => html`<th scope="col">${score}</th>`)}
      </tr>
    </thead>
    <tbody>
      ${scores.map(
        (score, row) =>
          html`<tr>
            <th scope="row">${score}</th>
            ${fields.filter((field) => field.row === row).map(cell)}
          </tr>`,
      )}
    </tbody>
  </table>`;
  return html`${scrollBox(name, table)}
    <p class="note">${words.outsideGrid}</p>`;
}
