/** A page that needs nothing else: no script, no font, no picture, no network. */
import type { Language } from '../../shared/domain/statistics/definition.ts';
import { html, trusted } from './template.ts';
import type { Content } from './template.ts';

export type PageParts = {
  readonly language: Language;
  readonly title: string;
  /** The page's own style sheet, and nothing that comes from outside. */
  readonly style: string;
  readonly body: Content;
};

/** The whole page. The same parts give the same bytes. */
export function pageDocument({ language, title, style, body }: PageParts): string {
  const page = html`<!doctype html>
    <html lang="${language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta
          http-equiv="Content-Security-Policy"
          content="default-src 'none'; style-src 'unsafe-inline'; img-src data:"
        />
        <meta name="color-scheme" content="light dark" />
        <link rel="icon" href="data:," />
        <title>${title}</title>
        <style>
          ${trusted(style)}
        </style>
      </head>
      <body>
        ${body}
      </body>
    </html> `;
  return page.markup;
}
