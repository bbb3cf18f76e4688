/** MJML to HTML, with the Liquid in it left as it is. Functions have no MJML: it is compiled where plans are published. */
import mjml2html from 'mjml';
import type { Locale } from '../../shared/domain/campaigns/campaign.ts';
import { liquidIn } from '../../shared/content/check-liquid.ts';
import type { TemplateFault, TemplatePart } from '../../shared/content/template-file.ts';

export type CompiledMjml = { readonly html: string; readonly faults: readonly TemplateFault[] };

/** Lines end where tags do, so nothing is lost with the indentation, and a third of the weight is. */
function compact(html: string): string {
  return html.replace(/^\s+/gm, '');
}

/** Between elements MJML drops whatever is no element, a condition too, and says nothing. */
function lostLiquid({ source, line }: TemplatePart, html: string): TemplateFault[] {
  const kept = [...liquidIn(html)];
  const [lost] = liquidIn(source).filter((written) => {
    const at = kept.indexOf(written);
    if (at !== -1) kept.splice(at, 1);
    return at === -1;
  });
  if (lost === undefined) return [];
  const before = source.slice(0, source.indexOf(lost)).split('\n').length;
  const rule = `MJML: ${lost} is lost here: between elements it stands in <mj-raw>, and a comment is none`;
  return [{ line: line + before - 1, rule }];
}

/** What names no language of its own is in that of its file: readers of screens speak it so. */
function inLanguage(source: string, locale: Locale): string {
  return source.replace(/<mjml(?![\w-])(?![^>]*\slang=)/, `<mjml lang="${locale}"`);
}

export async function compileMjml(part: TemplatePart, locale: Locale): Promise<CompiledMjml> {
  try {
    const { html, errors } = await mjml2html(inLanguage(part.source, locale), {
      validationLevel: 'soft',
      keepComments: false,
      // Nothing is fetched from elsewhere when a message is opened, and nothing read beside the template.
      fonts: {},
      ignoreIncludes: true,
    });
    const faults = errors.map(({ line, tagName, message }) => ({
      line: part.line + line - 1,
      rule: `MJML: ${tagName}: ${message}`,
    }));
    return { html: compact(html), faults: [...faults, ...lostLiquid(part, html)] };
  } catch (error) {
    const rule = `MJML: ${error instanceof Error ? error.message : String(error)}`;
    return { html: '', faults: [{ line: part.line, rule }] };
  }
}
