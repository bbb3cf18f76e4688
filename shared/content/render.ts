/** A message for one member: a compiled template with every variable filled in. */
import type { Template } from 'liquidjs';
import type { CompiledTemplate, RenderedMessage } from '../contracts/message-content.ts';
import { variableNames } from '../contracts/template-variables.ts';
import type { TemplateValues, VariableName } from '../contracts/template-variables.ts';
import type { Locale } from '../domain/campaigns/campaign.ts';
import { engineFor } from './engine.ts';
import type { PartKind } from './engine.ts';
import { oneLine, scopeOf } from './scope.ts';
import { writings } from './write-values.ts';

export type Rendered =
  | { readonly is: 'rendered'; readonly content: RenderedMessage }
  /** What the template writes without asking first, and what is not known of this member; never empty. */
  | { readonly is: 'lacking'; readonly variables: readonly VariableName[] };

export type Render = (
  template: CompiledTemplate,
  locale: Locale,
  values: TemplateValues,
  options: { readonly html: boolean },
) => Rendered;

const parsed = new WeakMap<CompiledTemplate, Map<string, Template[]>>();

/** Templates are parsed once for as long as they are held. */
function parsedPart(template: CompiledTemplate, part: string, kind: PartKind, locale: Locale): Template[] {
  const parts = parsed.get(template) ?? new Map<string, Template[]>();
  parsed.set(template, parts);
  const key = `${kind} ${locale} ${part}`;
  const known = parts.get(key);
  if (known !== undefined) return known;
  const templates = engineFor(kind, locale).parse(part);
  parts.set(key, templates);
  return templates;
}

/** Conditions that do not hold leave empty lines: one at a time is enough. */
function withoutGaps(text: string): string {
  return `${text.replace(/\n\s*\n/g, '\n\n').trim()}\n`;
}

/**
 * Renders a template that was checked when its plan was published.
 *
 * @param options html: whether the channel shows HTML
 * @throws Error for a template that was not checked, RangeError for a link that is none
 */
export const renderMessage: Render = (template, locale, values, { html }) => {
  const scope = scopeOf(values, writings[locale]);
  const render = (part: string, kind: PartKind): string =>
    String(engineFor(kind, locale).renderSync(parsedPart(template, part, kind, locale), scope.values));
  const content = {
    locale,
    // Headers end where a line ends, so a subject has no line's end, whatever somebody is called.
    subject: oneLine(render(template.subject, 'text')),
    text: withoutGaps(render(template.text, 'text')),
    html: html && template.html !== null ? render(template.html, 'html') : null,
  };
  return scope.lacking.size === 0
    ? { is: 'rendered', content }
    : { is: 'lacking', variables: variableNames.filter((name) => scope.lacking.has(name)) };
};
