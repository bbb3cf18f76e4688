/**
 * A page behind a link: no script, no picture, nothing from elsewhere. Nobody may keep it, frame it, list it, or be told
 * its address, which is all that it takes to answer for the member.
 */
import type { Locale } from '../../domain/campaigns/campaign.ts';
import { sha256OfBytes } from '../../platform/digest.ts';
import type { Reply } from '../exchange.ts';
import { textsOf } from './languages.ts';
import { html, trusted } from './markup.ts';
import type { Content } from './markup.ts';
import { style } from './style.ts';
import type { Notice, PageTexts } from './texts.ts';

/** To the letter what its digest is of: white space around it would be part of the sheet. */
const styleElement = trusted(`<style>${style}</style>`);
const styleHash = Buffer.from(sha256OfBytes(new TextEncoder().encode(style))).toString('base64');

const policy = [
  "default-src 'none'",
  `style-src 'sha256-${styleHash}'`,
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

const headers = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': policy,
  'x-frame-options': 'DENY',
  'x-content-type-options': 'nosniff',
  'x-robots-tag': 'noindex, nofollow, noarchive',
  'referrer-policy': 'no-referrer',
  'strict-transport-security': 'max-age=63072000',
} as const;

export type PageParts = {
  readonly locale: Locale;
  readonly title: string;
  readonly body: Content;
  readonly status?: number;
  /** What the log says of it, where it is not what was asked for. */
  readonly code?: string;
};

function switchTo({ otherLanguage: { locale, name }, languageLabel }: PageTexts): Content {
  return html`<nav aria-label="${languageLabel}">
    <a href="?lang=${locale}" lang="${locale}" hreflang="${locale}">${name}</a>
  </nav>`;
}

/** The answer that shows a page. */
export function pageReply({ locale, title, body, status = 200, code }: PageParts): Reply {
  const page = html`<!doctype html>
    <html lang="${locale}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex, nofollow" />
        <title>${title}</title>
        ${styleElement}
      </head>
      <body>
        ${switchTo(textsOf[locale])}
        <main>${body}</main>
      </body>
    </html> `;
  return { page: { status, headers: { ...headers, 'content-language': locale }, body: page.markup }, code };
}

type NoticeParts = Pick<PageParts, 'locale' | 'status' | 'code'> & { readonly after?: Content };

/** A page that says something and asks nothing. */
export function noticeReply({ title, paragraphs }: Notice, { after = null, ...parts }: NoticeParts): Reply {
  const said = paragraphs.map((paragraph) => html`<p class="lead">${paragraph}</p>`);
  return pageReply({
    ...parts,
    title,
    body: html`<h1>${title}</h1>
      ${said}${after}`,
  });
}
