/** Tables whose cells are the darker, the more they hold. The figure stands in each cell: the colour adds nothing to it. */
import { heatSteps } from '../../html/colours.ts';
import type { PageContext } from './context.ts';
import { html } from '../../html/template.ts';
import type { Content, Markup } from '../../html/template.ts';

/** The step of a value's colour; nothing has none. @param most above zero, or zero when all are */
export function stepOf(value: number, most: number): string {
  if (value <= 0 || most <= 0) return '';
  return `heat-${String(Math.min(heatSteps - 1, Math.floor((value / most) * heatSteps)))}`;
}

export type HeatCell = { readonly text: Content; readonly value: number; readonly kind?: string };

export type HeatTable = {
  readonly caption: string;
  /** What stands over the heads of rows, then over the other columns that have no colour. */
  readonly corner: readonly string[];
  readonly columns: readonly string[];
  /** What the columns are, over all of them. */
  readonly over: string;
  readonly rows: readonly {
    readonly head: string;
    readonly sides: readonly string[];
    readonly cells: readonly (HeatCell | null)[];
    /** The largest value that the row's colours are of; the table's without it. */
    readonly most?: number;
  }[];
  readonly most: number;
};

export function heatTable(table: HeatTable): Markup {
  const { caption, corner, columns, over, rows, most } = table;
  return html`<table class="heat">
    <caption>
      ${caption}
    </caption>
    <thead>
      <tr>
        ${corner.map((text) => html`<th scope="col" rowspan="2">${text}</th>`)}
        <th scope="colgroup" colspan="${columns.length}">${over}</th>
      </tr>
      <tr>
        ${columns.map((text) => html`<th scope="col">${text}</th>`)}
      </tr>
    </thead>
    <tbody>
      ${rows.map(
        ({ head, sides, cells, most: ofRow = most }) =>
          html`<tr>
            <th scope="row">${head}</th>
            ${sides.map((text) => html`<td class="side">${text}</td>`)}
            ${cells.map((cell) =>
              cell === null
                ? html`<td></td>`
                : html`<td class="${[stepOf(cell.value, ofRow), cell.kind ?? ''].join(' ').trim()}">${cell.text}</td>`,
            )}
          </tr>`,
      )}
    </tbody>
  </table>`;
}

/** From little to much. */
export function heatScale({ words }: PageContext): Markup {
  const fields = Array.from({ length: heatSteps }, (_, step) => html`<i class="heat-${step}"></i>`);
  return html`<span class="heat-scale" aria-hidden="true">${words.less} ${fields} ${words.more}</span>`;
}
