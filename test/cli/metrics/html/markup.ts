/** A page taken apart, as far as tests ask. */
type Element = { readonly tag: string; readonly attributes: ReadonlyMap<string, string> };

const voidTags = new Set(['meta', 'link', 'input']);
/** A tag with nothing but quoted attributes, and those without a value that HTML has. */
const tagPattern = /<(\/?)([a-z][a-z0-9]*)((?:\s+[a-z][a-z0-9-]*(?:="[^"<>]*")?)*)\s*(\/?)>/gi;
const attributePattern = /([a-z][a-z0-9-]*)(?:="([^"]*)")?/gi;

/** The elements of a page. @throws Error where a tag is not closed, or a character stands that should be escaped */
export function elementsOf(page: string): readonly Element[] {
  const elements: Element[] = [];
  const open: string[] = [];
  const body = page.replace(/^<!doctype html>/, '').replace(/<style>[^<]*<\/style>/, '');
  let end = 0;
  for (const match of body.matchAll(tagPattern)) {
    const [whole, closing, tag = '', attributes = '', self] = match;
    const text = body.slice(end, match.index);
    if (/[<>]|&(?!(amp|lt|gt|quot|#39);)/.test(text)) throw new Error(`not escaped: ${text}`);
    end = match.index + whole.length;
    if (closing === '/') {
      const opened = open.pop();
      if (opened !== tag) throw new Error(`</${tag}> closes <${String(opened)}>`);
      continue;
    }
    const given = [...attributes.matchAll(attributePattern)].map(([, name = '', value = '']) => [name, value] as const);
    elements.push({ tag, attributes: new Map(given) });
    if (self !== '/' && !voidTags.has(tag)) open.push(tag);
  }
  if (open.length > 0) throw new Error(`not closed: ${open.join(' ')}`);
  return elements;
}

/** What a page says, without its tags. */
export function textOf(page: string): string {
  return page
    .replace(/<style>[^<]*<\/style>/, '')
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ');
}

/** The element with an id and what is in it. */
export function inside(page: string, tag: string, id: string): string {
  const start = page.search(new RegExp(`<${tag}[^>]*id="${id}"`));
  if (start === -1) throw new Error(`there is no ${id}`);
  return page.slice(start, page.indexOf(`</${tag}>`, start));
}
