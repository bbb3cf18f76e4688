/** What stands around values: name, id and definition of a number, boxes that scroll, tables that open. */
import { elementId, nameOf } from './context.ts';
import type { PageContext, Told } from './context.ts';
import { html } from '../../html/template.ts';
import type { Content, Markup } from '../../html/template.ts';

/** Name, id and definition, always in sight: on paper nothing can be opened. */
export function heading(told: Told, context: PageContext): Markup {
  const { id, definition } = told.definition;
  return html`<h3>${nameOf(told, context)} <code translate="no">${id}</code></h3>
    <p class="definition">${definition[context.language]}</p>`;
}

/** The place where a number is told. @param width `wide` takes the whole column */
export function numberBlock(told: Told, context: PageContext, width: 'card' | 'wide', body: Content): Markup {
  const { id } = told.definition;
  return html`<article class="number ${width}" id="${elementId(id)}" data-number="${id}">
    ${heading(told, context)}
    <div>${body}</div>
  </article>`;
}

/** A box that scrolls by itself, so that the page never does. @param startsAt the end that is in sight first */
export function scrollBox(label: string, content: Content, startsAt: 'left' | 'right' = 'left'): Markup {
  const from = startsAt === 'right' ? ' newest' : '';
  return html`<div class="scroll${from}" role="group" tabindex="0" aria-label="${label}"><div>${content}</div></div>`;
}

/** The values behind a chart, closed at first. */
export function valuesBehind(label: string, table: Content, { words }: PageContext): Markup {
  return html`<details>
    <summary>${words.values}<span class="aside">: ${label}</span></summary>
    ${scrollBox(label, table)}
  </details>`;
}

export function nothingYet({ words }: PageContext): Markup {
  return html`<p class="nothing">${words.nothing}</p>`;
}

/** @param headings the first is of the rows; the others stand over figures */
export function plainTable(
  headings: readonly string[],
  rows: readonly { readonly head: string; readonly cells: readonly Content[]; readonly kind?: string }[],
): Markup {
  return html`<table>
    <thead>
      <tr>
        ${headings.map((text) => html`<th scope="col">${text}</th>`)}
      </tr>
    </thead>
    <tbody>
      ${rows.map(
        ({ head, cells, kind = '' }) =>
          html`<tr class="${kind}">
            <th scope="row">${head}</th>
            ${cells.map((cell) => html`<td>${cell}</td>`)}
          </tr>`,
      )}
    </tbody>
  </table>`;
}
