import { html } from './template.ts';
import type { Content, Markup } from './template.ts';

/** What a page says of itself above everything else: names with their values, side by side. */
export function factsList(rows: readonly (readonly [name: string, value: Content])[]): Markup {
  return html`<dl class="facts">
    ${rows.map(
      ([name, value]) =>
        html`<div>
          <dt>${name}</dt>
          <dd>${value}</dd>
        </div>`,
    )}
  </dl>`;
}
