/** A template's file taken apart, as people write such files. */
import { expect, test } from 'vitest';
import { parseTemplateFile } from '../../shared/content/template-file.ts';

const whole = (lines: readonly string[]) => parseTemplateFile(lines.join('\n'));
const front = ['---', 'subject: Hello', '---'];
const mjml = ['<mjml>', '</mjml>'];

test.each([
  ['under its line', ['--- mjml ---']],
  ['under a line that says less', ['--- MJML']],
  ['under a bar', ['---']],
  ['under a bar and an empty line', ['---', '']],
  ['by itself', []],
])('the MJML is found %s, and is no part of the text', (_, between) => {
  const { file, faults } = whole([...front, 'Words', '', ...between, ...mjml]);
  expect(faults).toEqual([]);
  expect(file.text).toEqual({ source: 'Words', line: 4 });
  expect(file.mjml).toEqual({ source: '<mjml>\n</mjml>', line: 6 + between.length });
});

test('a bar in a text is part of it', () => {
  const { file } = whole([...front, 'Words', '---', 'and more']);
  expect(file).toMatchObject({ text: { source: 'Words\n---\nand more' }, mjml: undefined });
});

test('a file may have no text, and MJML all the same', () => {
  expect(whole([...front, ...mjml]).file).toMatchObject({ text: undefined, mjml: { line: 4 } });
});

test.each([
  ['"{{ programme.name }} \\"greets\\" you"', '{{ programme.name }} "greets" you'],
  ["'It''s you'", "It's you"],
  ['"Hello" and "bye"', '"Hello" and "bye"'],
  ["Members' day", "Members' day"],
  ['"', '"'],
])('the subject %s is %s', (written, subject) => {
  expect(whole(['---', `subject: ${written}`, '---']).file.subject?.source).toBe(subject);
});

test.each([['""'], ["''"], ['']])('the subject %s is none', (written) => {
  expect(whole(['---', `subject: ${written}`, '---']).file.subject).toBeUndefined();
});
