/**
 * A template's file (`NAME.LOCALE.liquid`): front matter with the subject, the text, and the MJML where the template is
 * sent by e-mail. docs/templates.md describes it for those who write one.
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
/** The line above the MJML; it may be left out, for MJML begins with its own tag. */
const mjmlBar = /^---(?:\s*mjml(?:\s*---)?)?$/i;
const mjmlTag = /^\s*<mjml[\s>]/i;

/** A value as YAML has it: quotes round all of it are none of it. */
function unquoted(value: string): string {
  const double = /^"((?:[^"\\]|\\.)*)"$/.exec(value)?.[1];
  if (double !== undefined) return double.replace(/\\(["\\])/g, '$1');
  return /^'((?:[^']|'')*)'$/.exec(value)?.[1]?.replaceAll("''", "'") ?? value;
}

/** Where the text ends and where the MJML begins; both are the file's end where there is none. */
function placeOfMjml(lines: readonly string[], from: number): { readonly textEnd: number; readonly mjmlFrom: number } {
  const tag = lines.findIndex((line, index) => index >= from && mjmlTag.test(line));
  const named = lines.findIndex((line, index) => index >= from && line !== bar && mjmlBar.test(line));
  if (named !== -1 && (tag === -1 || named < tag)) return { textEnd: named, mjmlFrom: named + 1 };
  if (tag === -1) return { textEnd: lines.length, mjmlFrom: lines.length };
  const above = lines.findLastIndex((line, index) => index < tag && line !== '');
  const textEnd = above >= from && mjmlBar.test(lines[above] ?? '') ? above : tag;
  return { textEnd, mjmlFrom: tag };
}

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
    else if (unquoted(value) !== '') subject = { source: unquoted(value), line };
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
  const { textEnd, mjmlFrom } = placeOfMjml(lines, end + 1);
  const mjml = partOf(lines, mjmlFrom, lines.length);
  return { file: { subject, text: partOf(lines, end + 1, textEnd), mjml }, faults };
}
