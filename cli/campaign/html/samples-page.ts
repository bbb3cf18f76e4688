/** The samples of a preview as one page: e-mails as they look, other messages as they read. */
import { baseStyle, colourStyle } from '../../html/base-style.ts';
import { pageDocument } from '../../html/page-document.ts';
import { html } from '../../html/template.ts';
import type { Markup } from '../../html/template.ts';
import type { PreviewDocument } from '../preview.ts';

type Sample = PreviewDocument['samples'][number];

const style = `${colourStyle}${baseStyle}
.sample{border-top:1px solid var(--ink);padding-block:1.25rem 2.25rem}
.way{color:var(--muted);font-size:.875rem;margin-bottom:.75rem}
pre{font:inherit;white-space:pre-wrap;margin:0;padding:.75rem 1rem;border-left:3px solid var(--rule);max-width:46rem}
iframe{display:block;width:100%;max-width:46rem;height:44rem;border:1px solid var(--rule);background:#fff}
details{margin-top:.75rem}
summary{cursor:pointer;color:var(--muted)}
details pre{margin-top:.75rem}
`;

function body({ subject, text, html: mail }: Sample): Markup {
  const plain = html`<pre>${text}</pre>`;
  if (mail === null) return plain;
  return html`<iframe sandbox="" title="${subject}" srcdoc="${mail}"></iframe>
    <details>
      <summary>Text part</summary>
      ${plain}
    </details>`;
}

function sample(one: Sample, index: number): Markup {
  const { channel, locale, subject } = one;
  return html`<section class="sample" aria-labelledby="sample-${index}">
    <h2 id="sample-${index}" lang="${locale}">${subject}</h2>
    <p class="way">${channel} · ${locale}</p>
    <div lang="${locale}">${body(one)}</div>
  </section>`;
}

/** The page needs nothing from anywhere; mails are shown without their pictures and without running anything. */
export function samplesPage({ campaign, at, audience, samples }: PreviewDocument): string {
  return pageDocument({
    language: 'en',
    title: `${campaign} · preview`,
    style,
    body: html`<header class="masthead">
        <p class="kicker">Preview</p>
        <h1>${campaign}</h1>
        <p class="as-of">${samples.length} samples of ${audience} members, as of ${at}</p>
      </header>
      <main>${samples.map(sample)}</main>`,
  });
}
