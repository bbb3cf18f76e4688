/** One of several things in sight, chosen with radio buttons and without a script; on paper all of them are. */
import type { PageContext } from './context.ts';
import { html } from '../../html/template.ts';
import type { Content, Markup } from '../../html/template.ts';

type Panel = { readonly label: string; readonly panel: Content };

/** @param name of the group of buttons, once on the page */
export function switched(name: string, panels: readonly Panel[], { words }: PageContext): Markup {
  if (panels.length === 1) return html`${panels.map(({ panel }) => panel)}`;
  const choices = panels.map(({ label }, index) => {
    const id = `${name}-choice-${String(index + 1)}`;
    const checked = index === 0 ? html` checked` : null;
    return html`<input type="radio" name="${name}-choice" id="${id}" ${checked} /><label for="${id}">${label}</label>`;
  });
  return html`<div class="switched">
    <fieldset>
      <legend>${words.show}</legend>
      ${choices}
    </fieldset>
    ${panels.map(({ panel }) => html`<div class="panel">${panel}</div>`)}
  </div>`;
}
