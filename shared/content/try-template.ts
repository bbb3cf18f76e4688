/**
 * A compiled template tried on members: one of whom everything is known, one of whom nothing is that may be unknown, and
 * one for each of these variables that lacks it alone. What fails there would fail when it is sent.
 */
import type { CompiledTemplate } from '../contracts/message-content.ts';
import { variableNames } from '../contracts/template-variables.ts';
import type { TemplateValues, VariableName } from '../contracts/template-variables.ts';
import type { Locale } from '../domain/campaigns/campaign.ts';
import { renderMessage } from './render.ts';
import type { Rendered } from './render.ts';
import { sampleValues } from './sample-values.ts';
import type { TemplateUse } from './template-uses.ts';

const without = (values: TemplateValues, names: readonly VariableName[]): TemplateValues =>
  Object.fromEntries(Object.entries(values).filter(([name]) => !names.some((lacking) => lacking === name)));

/** The two ways out that every promotion by e-mail shows in both of its forms. */
const waysOut = ['links.preferences', 'links.unsubscribe'] as const;

function missingLinks(content: Extract<Rendered, { is: 'rendered' }>['content'], values: TemplateValues): string[] {
  return waysOut.flatMap((name) => {
    const link = values[name] ?? '';
    const href = `href="${link.replaceAll('&', '&amp;')}"`;
    return [
      ...(content.text.includes(link) ? [] : [`a promotion shows ${name}, in the text`]),
      ...(content.html === null || content.html.includes(href) ? [] : [`a promotion links to ${name}, in the MJML`]),
    ];
  });
}

const neverKnown: Readonly<Record<string, string>> = {
  offer: 'no step that sends the template offers points',
  coupon: 'no step that sends the template offers a coupon',
};

function ruleOfLacking(name: VariableName, use: TemplateUse): string {
  const never = use.known[name] === 'never' ? neverKnown[name.split('.')[0] ?? ''] : undefined;
  const what = never === undefined ? 'may be unknown' : `is never known, for ${never}`;
  return `${name} ${what}: ask for it with {% if ${name} %}, or say what else with {{ ${name} | default: "…" }}`;
}

function rulesBroken(rendered: Rendered, use: TemplateUse, values: TemplateValues): string[] {
  if (rendered.is === 'lacking') return rendered.variables.map((name) => ruleOfLacking(name, use));
  const { subject, text } = rendered.content;
  return [
    ...(subject === '' ? ['the subject is empty'] : []),
    ...(text.trim() === '' ? ['the text is empty'] : []),
    ...(use.email && use.promotional ? missingLinks(rendered.content, values) : []),
  ];
}

/**
 * Rules that a template breaks for some member, each once.
 *
 * @throws LiquidError where a filter is given what it cannot take
 */
export function tryTemplate(template: CompiledTemplate, locale: Locale, use: TemplateUse): readonly string[] {
  const known = without(
    sampleValues[locale],
    variableNames.filter((name) => use.known[name] === 'never'),
  );
  const maybe = template.uses.filter((name) => use.known[name] === 'maybe');
  const lacking = [[], maybe, ...maybe.map((name) => [name])];
  const broken = lacking.flatMap((names) => {
    const values = without(known, names);
    return rulesBroken(renderMessage(template, locale, values, { html: true }), use, values);
  });
  return [...new Set(broken)];
}
