/** Markup made of templates, the same for pages that are written here and for those that the HTTP API shows. */
export { html, trusted } from '../../shared/http/pages/markup.ts';
export type { Content, Markup } from '../../shared/http/pages/markup.ts';
