/** Templates as they are published: every fault of a folder at once, and the starter plans' own without one. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { compileTemplates } from '../../../cli/campaign/compile-templates.ts';
import { readCampaign } from '../../../shared/contracts/campaign.ts';
import { compiledTemplates } from '../../../shared/contracts/message-content.ts';
import { templateVariables, variableNames } from '../../../shared/contracts/template-variables.ts';
import { renderMessage } from '../../../shared/content/render.ts';
import { sampleValues } from '../../../shared/content/sample-values.ts';
import { locales } from '../../../shared/domain/campaigns/campaign.ts';
import type { Campaign } from '../../../shared/domain/campaigns/campaign.ts';
import { projectRoot } from '../../workshop/planted-tree.ts';

const plans = join(projectRoot, 'shared/config/campaigns');
const starters = ['welcome', 'birthday', 'points-expiring', 'tier-at-risk', 'win-back', 'member-day'];

async function starter(id: string): Promise<{ campaign: Campaign; files: ReadonlyMap<string, string> }> {
  const folder = join(plans, id);
  const names = await readdir(folder);
  const texts = await Promise.all(
    names.map(async (name) => [name, await readFile(join(folder, name), 'utf8')] as const),
  );
  const files = new Map(texts);
  const campaign = readCampaign(JSON.parse(files.get('campaign.json') ?? ''));
  if (campaign === undefined) throw new Error(`${id} is no campaign`);
  return { campaign, files };
}

describe('the starter plans', () => {
  it('are all there', async () => {
    expect((await readdir(plans)).toSorted()).toEqual(starters.toSorted());
  });

  it.each(starters)('have templates that render for every member, in both languages: %s', async (id) => {
    const { campaign, files } = await starter(id);
    const result = await compileTemplates(files, campaign);
    if (!result.ok) throw new Error(result.faults.map(({ message }) => message).join('\n'));
    expect(compiledTemplates.parse(JSON.parse(JSON.stringify(result.templates)))).toEqual(result.templates);
    for (const template of Object.values(result.templates)) {
      for (const locale of locales) {
        const rendered = renderMessage(template[locale], locale, sampleValues[locale], { html: true });
        if (rendered.is === 'lacking') throw new Error(rendered.variables.join(', '));
        const { subject, text, html } = rendered.content;
        expect([subject, text, html].join('\n')).not.toMatch(/\{[{%]|[%}]\}|undefined|\[object/);
        // A member who reads Chinese is not told the languages' other one, and nothing is fetched from elsewhere.
        expect(/\p{Script=Han}/u.test(subject)).toBe(locale === 'zh-CN');
        expect(html).not.toMatch(/<(img|script|link)\b|@import|url\(/);
        expect(html).toContain(`lang="${locale}"`);
      }
    }
  });
});

describe('the variables', () => {
  it('are all described for those who write templates, and no other', async () => {
    const page = await readFile(join(projectRoot, 'docs/templates.md'), 'utf8');
    const described = [...page.matchAll(/^\| (`.*?`) +\|/gm)].flatMap(([, cell = '']) => cell.match(/[\w.]+/g) ?? []);
    expect(described).toEqual(variableNames);
    expect(Object.keys(templateVariables)).toEqual(variableNames);
  });
});

const promotion = (await starter('win-back')).campaign;
const [first] = promotion.steps;
const notice: Campaign = { ...(await starter('tier-at-risk')).campaign, steps: [{ ...first, template: 't' }] };
const one: Campaign = { ...promotion, steps: [{ ...first, template: 't', offer: null }] };

const good = `---
subject: Hello
---
Hello {{ links.preferences }} {{ links.unsubscribe }}
--- mjml ---
<mjml><mj-body><mj-section><mj-column>
<mj-text>Hello <a href="{{ links.preferences }}">a</a> <a href="{{ links.unsubscribe }}">b</a></mj-text>
</mj-column></mj-section></mj-body></mjml>
`;

async function faultsOf(en: string, campaign: Campaign = one, zh = good): Promise<readonly string[]> {
  const files = new Map([
    ['t.en.liquid', en],
    ['t.zh-CN.liquid', zh],
  ]);
  const result = await compileTemplates(files, campaign);
  return result.ok ? [] : result.faults.map(({ message }) => message);
}

describe('a template', () => {
  it('is kept as it is to be rendered, with what it uses', async () => {
    const result = await compileTemplates(
      new Map([
        ['t.en.liquid', good.replace('Hello {{', '{{ points.balance }} {{')],
        ['t.zh-CN.liquid', `\ufeff${good.replaceAll('\n', '\r\n')}`],
        ['campaign.json', '{}'],
      ]),
      one,
    );
    if (!result.ok) throw new Error(result.faults.map(({ message }) => message).join('\n'));
    expect(result.templates['t']?.en).toMatchObject({
      subject: 'Hello',
      text: '{{ points.balance }} {{ links.preferences }} {{ links.unsubscribe }}\n',
      uses: ['points.balance', 'links.preferences', 'links.unsubscribe'],
    });
    expect(result.templates['t']?.['zh-CN'].text).toBe('Hello {{ links.preferences }} {{ links.unsubscribe }}\n');
  });

  it.each([
    ['<mjml>', 'en', 'zh-CN'],
    ['<mjml lang="fr">', 'fr', 'fr'],
  ])('is in the language of its file, unless it names another: %s', async (root, en, zh) => {
    const text = good.replace('<mjml>', root);
    const files = new Map([
      ['t.en.liquid', text],
      ['t.zh-CN.liquid', text],
    ]);
    const result = await compileTemplates(files, one);
    if (!result.ok) throw new Error(result.faults.map(({ message }) => message).join('\n'));
    expect(result.templates['t']?.en.html).toContain(`<html lang="${en}"`);
    expect(result.templates['t']?.['zh-CN'].html).toContain(`<html lang="${zh}"`);
  });

  it('needs no MJML where no step sends it by e-mail', async () => {
    const text = '---\nsubject: Hello\n---\nHello';
    expect(await faultsOf(text, { ...one, steps: [{ ...one.steps[0], channels: ['sms'] }] }, text)).toEqual([]);
  });

  it.each<[string, string, readonly string[]]>([
    ['an empty file', '', ['t.en.liquid:1: front matter between two lines of ---, with the subject']],
    [
      'nothing in the front matter',
      good.replace('subject: Hello\n', ''),
      ['t.en.liquid:1: a subject in the front matter'],
    ],
    [
      'another key, and a second subject',
      good.replace('subject: Hello', 'subject: Hello\nSubject: Hello\nsubject: Hello'),
      ['t.en.liquid:3: front matter has a subject alone, on one line', 't.en.liquid:4: one subject'],
    ],
    [
      'a subject alone',
      '---\nsubject: Hello\n---\n',
      [
        't.en.liquid:1: a text under the front matter',
        't.en.liquid:1: MJML under a line of --- mjml ---, for a step sends the template by e-mail',
      ],
    ],
    [
      'a text that ends in a condition',
      good.replace('Hello {{', '{% if member.name %}\nHello {{'),
      ['t.en.liquid:4: Liquid: tag {% if member.name %} not closed'],
    ],
    [
      'filters and tags that there are not',
      good.replace('Hello {{', '{{ member.level | shout }}\n{% for a in b %}\nHello {{'),
      ['t.en.liquid:4: Liquid: undefined filter: shout', 't.en.liquid:5: Liquid: tag "for" not found'],
    ],
    [
      'what Liquid knows and messages do not use',
      good.replace('Hello {{', '{% if not member.name %}\nx\n{% endif %}Hello {{'),
      ['t.en.liquid:4: Liquid: a value is missing before not member.name'],
    ],
    [
      'what Liquid knows and messages do not use, further on',
      good.replace(
        'Hello {{',
        'Hello\n{% comment %}\n{% endcomment %}\n{% if member.level contains (1..3) %}{% endif %}{{',
      ),
      ['t.en.liquid:7: Liquid: not understood: member.level contains (1..3)'],
    ],
    [
      'a day that is no day',
      good.replace('Hello {{', '{{ member.level | day_before }} {{'),
      ['t.en.liquid:1: Liquid: day_before is for days'],
    ],
    [
      'an element and an attribute that MJML has not',
      good.replace('<mj-text>', '<mj-foo />\n<mj-text colour="red">'),
      [
        "t.en.liquid:7: MJML: mj-foo: Element mj-foo doesn't exist or is not registered",
        't.en.liquid:8: MJML: mj-text: Attribute colour is illegal',
      ],
    ],
    [
      'a condition that MJML would drop',
      good.replace('<mj-text>', '{% if member.name %}\n<mj-text>').replace('</mj-text>', '</mj-text>{% endif %}'),
      [
        't.en.liquid:7: MJML: {% if member.name %} is lost here: between elements it stands in <mj-raw>, and a comment is none',
      ],
    ],
    [
      'a name that may be unknown',
      good.replace('subject: Hello', 'subject: Hello {{ member.name }}'),
      [
        't.en.liquid:1: member.name may be unknown: ask for it with {% if member.name %}, or say what else with {{ member.name | default: "…" }}',
      ],
    ],
    [
      'an offer that no step makes',
      good.replace('Hello {{', '{{ offer.points }} {{'),
      [
        't.en.liquid:1: offer.points is never known, for no step that sends the template offers points: ask for it with {% if offer.points %}, or say what else with {{ offer.points | default: "…" }}',
      ],
    ],
    [
      'a subject that is empty for some',
      good.replace('subject: Hello', 'subject: "{% if member.name %}{{ member.name }}{% endif %}'.replace('"', '')),
      ['t.en.liquid:1: the subject is empty'],
    ],
    [
      'no way out',
      good.replace('{{ links.unsubscribe }}', '').replace(' <a href="{{ links.unsubscribe }}">b</a>', ''),
      [
        't.en.liquid:1: a promotion shows links.unsubscribe, in the text',
        't.en.liquid:1: a promotion links to links.unsubscribe, in the MJML',
      ],
    ],
    [
      'a way out for some',
      good.replace('{{ links.preferences }}', '{% if member.name %}{{ links.preferences }}{% endif %}'),
      ['t.en.liquid:1: a promotion shows links.preferences, in the text'],
    ],
  ])('is refused with %s', async (_, text, faults) => {
    expect(await faultsOf(text)).toEqual(faults);
  });

  it('is refused with the names that there are not, told which there are', async () => {
    const [nickname, size, ...others] = await faultsOf(
      good.replace('Hello {{', '{{ member.nickname }}\n{% if member.name.size > 1 %}x{% endif %} {{'),
    );
    expect(nickname).toMatch(
      /^t\.en\.liquid:4: no such variable: member\.nickname; there are member\.name, member\.level,/,
    );
    expect(size).toMatch(/^t\.en\.liquid:5: no such variable: member\.name\.size;/);
    expect(others).toEqual([]);
  });

  it('that is owed may show a link to end it, and needs none', async () => {
    expect(await faultsOf(good, notice)).toEqual([]);
    const owed = good.replace('{{ links.unsubscribe }}', '').replace(' <a href="{{ links.unsubscribe }}">b</a>', '');
    expect(await faultsOf(owed, notice, owed)).toEqual([]);
  });

  it.each(['<mjml><mj-body>', 'Hello', '<html></html>'])('is refused with MJML that is none: %s', async (mjml) => {
    const faults = await faultsOf(good.replace(/<mjml>[\s\S]*/, mjml));
    expect(faults.length).toBeGreaterThan(0);
    for (const message of faults) expect(message).toMatch(/^t\.en\.liquid:\d+: (MJML: |a promotion links to)/);
  });

  it('reads no file and fetches nothing', async () => {
    const faults = await faultsOf(good.replace('<mj-section>', '<mj-include path="/etc/hostname" /><mj-section>'));
    expect(faults.join('\n')).not.toMatch(/hostname"|No such file/);
    const result = await compileTemplates(
      new Map([
        ['t.en.liquid', good],
        ['t.zh-CN.liquid', good],
      ]),
      one,
    );
    expect(JSON.stringify(result)).not.toMatch(/fonts\.googleapis/);
  });
});

describe('a folder', () => {
  it('has every file that a step sends, in each language, and no other', async () => {
    const campaign: Campaign = { ...one, steps: [one.steps[0], { ...one.steps[0], id: 'again', template: 'u' }] };
    const files = new Map([
      ['t.en.liquid', good],
      ['u.zh-CN.liquid', good],
      ['v.en.liquid', good],
      ['t.fr.liquid', good],
      ['notes.txt', ''],
    ]);
    const result = await compileTemplates(files, campaign);
    expect(result.ok ? [] : result.faults.map(({ message }) => message)).toEqual([
      't.zh-CN.liquid: missing',
      'u.en.liquid: missing',
      'v.en.liquid: no step sends it',
      't.fr.liquid: no step sends it',
    ]);
  });
});
