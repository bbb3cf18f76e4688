/** The templates of a plan on their way in: checked and compiled, or every fault that they have with its file and line. */
import type { CompiledTemplate, CompiledTemplates } from '../../shared/contracts/message-content.ts';
import { fault } from '../../shared/contracts/programme-fault.ts';
import type { Fault } from '../../shared/contracts/programme-fault.ts';
import { variableNames } from '../../shared/contracts/template-variables.ts';
import { checkLiquid, faultsOfLiquid } from '../../shared/content/check-liquid.ts';
import { parseTemplateFile } from '../../shared/content/template-file.ts';
import type { TemplateFault, TemplateFile, TemplatePart } from '../../shared/content/template-file.ts';
import { templateUses } from '../../shared/content/template-uses.ts';
import type { TemplateUse } from '../../shared/content/template-uses.ts';
import { tryTemplate } from '../../shared/content/try-template.ts';
import { locales } from '../../shared/domain/campaigns/campaign.ts';
import type { Campaign, Locale } from '../../shared/domain/campaigns/campaign.ts';
import { compileMjml } from './compile-mjml.ts';

export type TemplatesResult =
  | { readonly ok: true; readonly templates: CompiledTemplates }
  | { readonly ok: false; readonly faults: readonly Fault[] };

type Compiled = { readonly template: CompiledTemplate; readonly faults: readonly TemplateFault[] };

const fileName = (template: string, locale: Locale) => `${template}.${locale}.liquid`;

function missingParts(file: TemplateFile, { email }: TemplateUse): TemplateFault[] {
  return [
    ...(file.subject === undefined ? [{ line: 1, rule: 'a subject in the front matter' }] : []),
    ...(file.text === undefined ? [{ line: 1, rule: 'a text under the front matter' }] : []),
    ...(email && file.mjml === undefined
      ? [{ line: 1, rule: 'MJML under a line of --- mjml ---, for a step sends the template by e-mail' }]
      : []),
  ];
}

/** What was tried on members that do not exist; only of a template without other faults. */
function faultsOfTrial(template: CompiledTemplate, locale: Locale, use: TemplateUse): TemplateFault[] {
  try {
    return tryTemplate(template, locale, use).map((rule) => ({ line: 1, rule }));
  } catch (error) {
    return faultsOfLiquid(error, 1);
  }
}

async function compileFile(text: string, locale: Locale, use: TemplateUse): Promise<Compiled> {
  const { file, faults } = parseTemplateFile(text);
  const check = (part: TemplatePart | undefined, kind: 'text' | 'html') =>
    part === undefined ? { uses: new Set(), faults: [] } : checkLiquid(part, kind, locale);
  const checked = [check(file.subject, 'text'), check(file.text, 'text'), check(file.mjml, 'html')];
  const mjml = file.mjml === undefined || !use.email ? null : await compileMjml(file.mjml, locale);
  const template = {
    subject: file.subject?.source ?? '',
    text: file.text === undefined ? '' : `${file.text.source}\n`,
    html: mjml?.html ?? null,
    uses: variableNames.filter((name) => checked.some(({ uses }) => uses.has(name))),
  };
  const found = [
    ...faults,
    // Of a file that could not be taken apart nothing is missing.
    ...(faults.length === 0 ? missingParts(file, use) : []),
    ...checked.flatMap((part) => part.faults),
    ...(mjml?.faults ?? []),
  ];
  return { template, faults: found.length === 0 ? faultsOfTrial(template, locale, use) : found };
}

function unusedFiles(files: ReadonlyMap<string, string>, expected: ReadonlySet<string>): Fault[] {
  return [...files.keys()]
    .filter((name) => name.endsWith('.liquid') && !expected.has(name))
    .map((name) => fault(name, 'no step sends it'));
}

/**
 * Compiles the templates that a plan's steps name.
 *
 * @param files texts by name, of the folder in which the plan lies
 */
export async function compileTemplates(
  files: ReadonlyMap<string, string>,
  campaign: Campaign,
): Promise<TemplatesResult> {
  const uses = templateUses(campaign);
  const compileOne = async (use: TemplateUse, locale: Locale) => {
    const name = fileName(use.template, locale);
    const text = files.get(name);
    if (text === undefined) return { template: undefined, faults: [fault(name, 'missing')] };
    const { template, faults } = await compileFile(text, locale, use);
    return { template, faults: faults.map(({ line, rule }) => fault(`${name}:${String(line)}`, rule)) };
  };
  const compiled = await Promise.all(
    uses.map(async (use) => {
      const [en, zh] = await Promise.all([compileOne(use, 'en'), compileOne(use, 'zh-CN')]);
      return { name: use.template, en, zh };
    }),
  );
  const expected = new Set(uses.flatMap(({ template }) => locales.map((locale) => fileName(template, locale))));
  const faults = [...compiled.flatMap(({ en, zh }) => [...en.faults, ...zh.faults]), ...unusedFiles(files, expected)];
  const templates = compiled.flatMap(({ name, en, zh }) =>
    en.template === undefined || zh.template === undefined
      ? []
      : [[name, { en: en.template, 'zh-CN': zh.template }] as const],
  );
  return faults.length === 0 ? { ok: true, templates: Object.fromEntries(templates) } : { ok: false, faults };
}
