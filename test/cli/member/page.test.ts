/** The export as a page. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { languages } from '../../../shared/explain/texts/texts.ts';
import { elementsOf, inside, textOf } from '../metrics/html/markup.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { annsDesk } from './ann.ts';
import type { MemoryDesk } from './desk.ts';

async function pageOf(desk: MemoryDesk, ...words: string[]): Promise<string> {
  const file = join(await temporaryFolder(), 'ann.html');
  const { code, out, err } = await desk.ask('export', 'externalId:ann', '--html', file, ...words);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  expect(out).toBe(`Wrote ${file}: open it in a browser.\n`);
  return readFile(file, 'utf8');
}

test.each(languages)('everything that the document has is on the page: %s', async (language) => {
  const page = await pageOf(await annsDesk(), '--lang', language);
  expect(elementsOf(page)[0]).toMatchObject({ tag: 'html', attributes: new Map([['lang', language]]) });
  const zh = language === 'zh-CN';
  for (const [section, ...told] of [
    ['person', 'ann@example.com', '+4915155500001', 'Ann', zh ? '已删除' : 'removed'],
    [
      'consents',
      'terms-3',
      'form',
      'clerk-7',
      zh ? '促销信息（电子邮件）' : 'Promotions by e-mail',
      zh ? '拒绝' : 'No',
    ],
    ['account', '260'],
    ['entries', 'purchase:p1', 'return:r1', 'merge:m1', '+100', '-40', '+200'],
    ['messages', zh ? '会员阶段：新会员。' : 'Stage: new.', '7Q2K-9FHT-0WXZ-M4NB'],
    ['messages', zh ? '（电子邮件）' : 'spring, first, by e-mail', zh ? '未发送：已达频次上限' : 'Not sent: enough'],
    ['messages', zh ? '已打开' : 'sent (9 March 2026'],
    ['others', zh ? '投诉' : 'complained', 'member-2', 'purchase:p2', 'merge-removed:m1', 'e1', 'u1'],
  ] as const) {
    const text = textOf(inside(page, 'section', section));
    for (const words of told) expect(text).toContain(words);
  }
  // Both answers to the one question, of which the newer counts.
  expect(inside(page, 'section', 'consents').match(/terms-3/g)).toHaveLength(3);
});

test.each(languages)('whatever is referred to is there, once: %s', async (language) => {
  const elements = elementsOf(await pageOf(await annsDesk(), '--lang', language));
  const values = (name: string) => elements.flatMap(({ attributes }) => attributes.get(name) ?? []);
  const ids = values('id');
  expect(new Set(ids).size).toBe(ids.length);
  const references = [
    ...values('aria-labelledby'),
    ...values('href').flatMap((target) => (target.startsWith('#') ? [target.slice(1)] : [])),
  ];
  expect(references).toHaveLength(12);
  for (const reference of references) expect(ids).toContain(reference);
});

test('nothing comes from elsewhere, nothing runs, and what people tell is text', async () => {
  const desk = await annsDesk();
  const nasty = `<script>x</script><b onclick="x">&amp;'</b>`;
  await desk.json('update', 'externalId:ann', '--name', nasty, '--attribute', `${nasty.replaceAll('=', '')}=${nasty}`);
  const page = await pageOf(desk);
  const elements = elementsOf(page);
  expect(page).not.toMatch(/https?:|url\(|@import|javascript:/i);
  const tags = new Set(elements.map(({ tag }) => tag));
  for (const tag of ['script', 'iframe', 'img', 'object', 'form', 'b']) expect(tags).not.toContain(tag);
  for (const { attributes } of elements) {
    for (const name of attributes.keys()) expect(name).not.toMatch(/^(on.*|src|srcset|style)$/);
  }
  expect(page).toContain(`default-src 'none'; style-src 'unsafe-inline'; img-src data:`);
});

test('of somebody of whom little is known the page is whole', async () => {
  const desk = await annsDesk();
  await desk.json('enrol', 'externalId:bo');
  const file = join(await temporaryFolder(), 'bo.html');
  const { code, out } = await desk.ask('export', 'externalId:bo', '--html', file, '--json');
  expect([code, JSON.parse(out)]).toMatchObject([0, { profile: { attributes: {} }, entries: [] }]);
  const page = await readFile(file, 'utf8');
  for (const section of ['consents', 'entries', 'messages']) {
    expect(textOf(inside(page, 'section', section))).toContain('Nothing.');
  }
});

test('a page that cannot be written is told', async () => {
  const desk = await annsDesk();
  const { code, err } = await desk.ask('export', 'externalId:ann', '--html', join('nowhere', 'there', 'ann.html'));
  expect(code).toBe(1);
  expect(err).toContain('cannot be written');
  expect((await desk.ask('export', 'externalId:ann', '--html', 'x.html', '--lang', 'de')).code).toBe(2);
});
