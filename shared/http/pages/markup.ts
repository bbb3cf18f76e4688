/** Markup made of templates: whatever is put into one is escaped, unless it is markup itself. */

export type Markup = { readonly markup: string };
export type Content = Markup | string | number | null | readonly Content[];

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Safe in text and in quoted attributes. */
function escape(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}

function isList(content: Content): content is readonly Content[] {
  return Array.isArray(content);
}

function markupOf(content: Content): string {
  if (content === null) return '';
  if (isList(content)) return content.map(markupOf).join('');
  return typeof content === 'object' ? content.markup : escape(String(content));
}

/** A tagged template of HTML or SVG. Null leaves nothing, a list is joined. */
export function html(strings: TemplateStringsArray, ...values: readonly Content[]): Markup {
  return { markup: strings.map((text, index) => text + markupOf(values[index] ?? null)).join('') };
}

/** Text that is markup already: the page's own style sheet, and nothing that comes from outside. */
export function trusted(markup: string): Markup {
  return { markup };
}
