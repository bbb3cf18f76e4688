/**
 * A template's file (`NAME.LOCALE.liquid`): front matter with the subject, the text, and the MJML where the template is
 * sent by e-mail. docs/campaigns/templates.md describes it for those who write one.
 *
 *     ---
 *     subject: We kept your place
 *     ---
 *     The text …
 *     --- mjml ---
 *     <mjml> …
 */

/** A part of a file as it stands there. */
export type TemplatePart = {
  readonly source: string;
  /** Its first line in the file, from 1. */
  readonly line: number;
};

export type TemplateFile = {
  readonly subject: TemplatePart | undefined;
  readonly text: TemplatePart | undefined;
  readonly mjml: TemplatePart | undefined;
};

/** What is wrong in a file, at a line from 1. */
export type TemplateFault = { readonly line: number; readonly rule: string };

const bar = '---';
const mjmlBar = '--- mjml ---';

function partOf(lines: readonly string[], from: number, to: number): TemplatePart | undefined {
  const source = lines.slice(from, to).join('\n').trim();
  const blank = lines.slice(from, to).findIndex((line) => line.trim() !== '');
  return source === '' ? undefined : { source, line: from + Math.max(blank, 0) + 1 };
}

type FrontMatter = { readonly subject: TemplatePart | undefined; readonly faults: readonly TemplateFault[] };

function frontMatterOf(lines: readonly string[], end: number): FrontMatter {
  let subject: TemplatePart | undefined;
  const faults: TemplateFault[] = [];
  for (const [index, text] of lines.slice(1, end).entries()) {
    const line = index + 2;
    const [, key = '', value = ''] = /^([a-z]+):\s*(.*?)\s*$/.exec(text) ?? [];
    if (text.trim() === '') continue;
    if (key !== 'subject') faults.push({ line, rule: 'front matter has a subject alone, on one line' });
    else if (subject !== undefined) faults.push({ line, rule: 'one subject' });
    else if (value !== '') subject = { source: value, line };
  }
  return { subject, faults };
}

/** Takes a file apart; what is missing is undefined, and no fault yet. */
export function parseTemplateFile(text: string): {
  readonly file: TemplateFile;
  readonly faults: readonly TemplateFault[];
} {
  const lines = text
    .replace(/^\ufeff/, '')
    .split(/\r?\n/)
    .map((line) => line.trimEnd());
  const end = lines.indexOf(bar, 1);
  if (lines[0] !== bar || end === -1) {
    const rule = `front matter between two lines of ${bar}, with the subject`;
    return { file: { subject: undefined, text: undefined, mjml: undefined }, faults: [{ line: 1, rule }] };
  }
  const { subject, faults } = frontMatterOf(lines, end);
  const mjmlAt = lines.indexOf(mjmlBar, end + 1);
  const textEnd = mjmlAt === -1 ? lines.length : mjmlAt;
  const mjml = mjmlAt === -1 ? undefined : partOf(lines, mjmlAt + 1, lines.length);
  return { file: { subject, text: partOf(lines, end + 1, textEnd), mjml }, faults };
}
