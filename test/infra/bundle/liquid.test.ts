/** What stands for liquidjs in bundles, against liquidjs: what both take, both render alike, and it takes nothing else. */
import fc from 'fast-check';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { compileTemplates } from '../../../cli/campaign/compile-templates.ts';
import { readCampaign } from '../../../shared/contracts/campaign.ts';
import type { CompiledTemplate } from '../../../shared/contracts/message-content.ts';
import { variableNames } from '../../../shared/contracts/template-variables.ts';
import type { TemplateValues } from '../../../shared/contracts/template-variables.ts';
import { engineFor, plainEngine } from '../../../shared/content/engine.ts';
import type { PartKind } from '../../../shared/content/engine.ts';
import { renderMessage } from '../../../shared/content/render.ts';
import type { Render } from '../../../shared/content/render.ts';
import { scopeOf } from '../../../shared/content/scope.ts';
import { writings } from '../../../shared/content/write-values.ts';
import { locales } from '../../../shared/domain/campaigns/campaign.ts';
import type { Locale } from '../../../shared/domain/campaigns/campaign.ts';
import { everything } from '../../content/values.ts';
import { projectRoot } from '../../workshop/planted-tree.ts';

type Outcome = { readonly is: 'refused' | 'failed' } | { readonly text: unknown; readonly lacking: readonly string[] };

/** Parsed and rendered; what fails in the middle has written nothing in either. */
function outcomeOf<T>(
  engine: { parse: (source: string) => T; renderSync: (template: T, globals: object) => unknown },
  source: string,
  values: TemplateValues,
  locale: Locale,
): Outcome {
  const scope = scopeOf(values, writings[locale]);
  let template: T;
  try {
    template = engine.parse(source);
  } catch {
    return { is: 'refused' };
  }
  try {
    return { text: engine.renderSync(template, scope.values), lacking: [...scope.lacking].toSorted() };
  } catch {
    return { is: 'failed' };
  }
}

const someValues = fc.subarray([...variableNames]).chain((names) =>
  fc
    .record({
      'member.name': fc.constantFrom('Wang Fang', `<i>O'Neill & "Co"</i>`, '王芳', '12', ' '),
      'points.balance': fc.bigInt({ min: 0n, max: 13n }),
    })
    .map((drawn): TemplateValues =>
      Object.fromEntries(
        Object.entries({ ...everything, ...drawn }).filter(([name]) => names.some((known) => known === name)),
      ),
    ),
);

const gap = fc.constantFrom(' ', ' ', ' ', '  ', '\n', '\t', '\u00a0', '\u180e');
const noGap = fc.constantFrom('', '', ...[' ', '\n']);
const joined = (...parts: fc.Arbitrary<string>[]) => fc.tuple(...parts).map((drawn) => drawn.join(''));

const letters = fc.constantFrom(
  'a',
  '1',
  ' ',
  '<',
  '&',
  ',',
  '|',
  ':',
  '=',
  '{',
  '}',
  '-',
  '中',
  '\n',
  'and',
  '}}',
  '{{',
);
const inQuotes = fc.oneof(
  fc.constantFrom('', ' ', 'Gold', 'a', '12', '12,345'),
  fc.string({ unit: letters, maxLength: 4 }),
);
const quoted = fc.oneof(
  inQuotes.map((text) => `"${text}"`),
  inQuotes.map((text) => `'${text}'`),
  fc.constantFrom(`"it's"`, `'"'`),
);
const assignable = fc.constantFrom('x', 'who', 'long-name_2', 'android', 'nothing');
const value = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...variableNames) },
  { weight: 2, arbitrary: quoted },
  { weight: 2, arbitrary: fc.constantFrom('0', '5', '12', '-3', '1.50', '12345', '300', '200.0') },
  { weight: 1, arbitrary: fc.constantFrom('true', 'false', 'nil', 'null', 'empty', 'blank') },
  { weight: 1, arbitrary: assignable },
);
const symbol = fc.constantFrom('==', '!=', '>', '<', '>=', '<=');
const operation = fc.oneof(
  joined(value, noGap, symbol, noGap, value),
  joined(value, gap, fc.constant('contains'), gap, value),
);
const comparison = fc.oneof(value, operation);
const condition = fc
  .array(fc.tuple(comparison, fc.constantFrom(' and ', ' or ', '\nor\n')), { minLength: 1, maxLength: 4 })
  .map((drawn) => drawn.map(([one, and], index) => (index === drawn.length - 1 ? one : one + and)).join(''));
const filter = fc.oneof(
  fc.constantFrom('upcase', 'downcase', 'capitalize', 'day_before'),
  joined(fc.constantFrom('default', 'append', 'prepend'), noGap, fc.constant(':'), noGap, value),
  joined(fc.constantFrom('default', 'append', 'prepend'), fc.constant(': '), value, fc.constant(', '), value),
);
const expression = fc
  .tuple(
    fc.oneof({ weight: 3, arbitrary: value }, { weight: 1, arbitrary: condition }),
    fc.array(filter, { maxLength: 3 }),
  )
  .map(([first, filters]) => [first, ...filters].join(' | '));

const dash = fc.constantFrom('', '', '-');
/** A tag cannot have its own end in a text. */
const tag = (content: fc.Arbitrary<string>) =>
  joined(fc.constant('{%'), dash, gap, content, gap, dash, fc.constant('%}')).filter(
    (text) => text.indexOf('%}') === text.length - 2,
  );
const output = joined(fc.constant('{{'), dash, noGap, expression, gap, dash, fc.constant('}}'));
const text = fc.string({
  unit: fc.constantFrom(
    ...['a', '1', '}', '%', '-', '"', "'", '中', '<', '&'],
    ' ',
    '\n',
    '\n\n',
    '\u00a0',
    '\ufeff',
    '\u180e',
    '\r\n',
  ),
  maxLength: 8,
});
const fixed = (name: string) => tag(fc.constant(name));

const { template } = fc.letrec<{ template: string; part: string; conditional: string; otherwise: string }>((tie) => ({
  template: fc.array(tie('part'), { maxLength: 5 }).map((parts) => parts.join('')),
  part: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    text,
    output,
    tag(joined(fc.constant('assign '), assignable, noGap, fc.constant('='), noGap, expression)),
    joined(fixed('comment'), text, fixed('endcomment')),
    fixed('# said among ourselves'),
    tie('conditional'),
  ),
  otherwise: fc.oneof(
    fc.constant(''),
    joined(fixed('else'), tie('template')),
    joined(tag(joined(fc.constant('elsif '), condition)), tie('template'), tie('otherwise')),
  ),
  conditional: fc.oneof(
    joined(tag(joined(fc.constant('if '), expression)), tie('template'), tie('otherwise'), fixed('endif')),
    joined(tag(joined(fc.constant('unless'), gap, expression)), tie('template'), tie('otherwise'), fixed('endunless')),
  ),
}));

const kinds: readonly PartKind[] = ['text', 'html'];
const kindAndLocale = fc.tuple(fc.constantFrom(...kinds), fc.constantFrom(...locales));

describe('the Liquid of messages', () => {
  it('takes what messages use, and renders it as liquidjs does', () => {
    fc.assert(
      fc.property(template, someValues, kindAndLocale, (source, values, [kind, locale]) => {
        const found = outcomeOf(plainEngine(kind, locale), source, values, locale);
        expect(found).not.toEqual({ is: 'refused' });
        expect(found).toEqual(outcomeOf(engineFor(kind, locale), source, values, locale));
      }),
    );
  });

  it('refuses everything else that it would render otherwise', () => {
    const splice = fc.tuple(
      fc.nat(),
      fc.nat({ max: 3 }),
      fc.oneof(
        fc.string({ maxLength: 3 }),
        fc.constantFrom(
          '{{',
          '}}',
          '{%',
          '%}',
          '-',
          '|',
          '"',
          "'",
          '\\',
          ' not ',
          ' and ',
          '.',
          '(1..2)',
          '[0]',
          '\ufeff',
        ),
        fc.constantFrom(
          '{% else %}',
          '{% endif %}',
          '{% raw %}',
          '{% comment %}',
          '{% endcomment x %}',
          '{% # a\nb %}',
        ),
      ),
    );
    const spliced = fc.tuple(template, fc.array(splice, { minLength: 1, maxLength: 2 })).map(([source, splices]) =>
      splices.reduce((result, [at, without, added]) => {
        const begin = at % (result.length + 1);
        return result.slice(0, begin) + added + result.slice(begin + without);
      }, source),
    );
    fc.assert(
      fc.property(spliced, someValues, kindAndLocale, (source, values, [kind, locale]) => {
        const found = outcomeOf(plainEngine(kind, locale), source, values, locale);
        fc.pre(!('is' in found && found.is === 'refused'));
        expect(found).toEqual(outcomeOf(engineFor(kind, locale), source, values, locale));
      }),
    );
  });

  it.each([
    '{{ member.name | raw }}',
    '{{ (1..3) }}',
    "{{ member['name'] }}",
    '{{ "a\\"b" }}',
    '{{ member.name | default: "x", allow_false: true }}',
    '{% if not member.name %}{% endif %}',
    '{% if member.name == "a" == "b" %}{% endif %}',
    '{% if member.name member.level %}{% endif %}',
    '{% if member.name %}{% else x %}{% endif %}',
    '{% if member.name %}{% else %}{% else %}{% endif %}',
    '{% unless member.name %}{% else %}{% elsif true %}{% endunless %}',
    '{% unless member.name %}{% endif %}',
    '{% if member.name %}',
    '{% comment %}',
    '{% comment %}{% raw %}{% endcomment %}',
    '{% assign x = member.name %}{{ x.size }}',
    '{% assign member = "a" %}{{ member.name }}',
    '{% assign 名字 = member.name %}',
    '{% for one in member.name %}{% endfor %}',
    '{{ }}',
    '{{ member.name | default: }}',
    '{{ member.name',
  ])('are not %s', (source) => {
    expect(() => plainEngine('text', 'en').parse(source)).toThrow(
      expect.objectContaining({ name: 'PlainLiquidError', row: 1 }),
    );
  });
});

/** As a bundle has it, by its alias. */
async function bundledRender(): Promise<Render> {
  vi.doMock('liquidjs', async () => import('../../../shared/content/plain-liquid.ts'));
  vi.resetModules();
  const bundled = await import('../../../shared/content/render.ts');
  vi.doUnmock('liquidjs');
  return bundled.renderMessage;
}

const plans = join(projectRoot, 'shared/config/campaigns');

async function starterTemplates(): Promise<readonly Readonly<Record<Locale, CompiledTemplate>>[]> {
  const compiled = (await readdir(plans)).map(async (plan) => {
    const names = await readdir(join(plans, plan));
    const texts = names.map(async (name) => [name, await readFile(join(plans, plan, name), 'utf8')] as const);
    const files = new Map(await Promise.all(texts));
    const campaign = readCampaign(JSON.parse(files.get('campaign.json') ?? ''));
    const result = campaign === undefined ? undefined : await compileTemplates(files, campaign);
    if (result?.ok !== true) throw new Error(`${plan} is not compiled`);
    return Object.values(result.templates);
  });
  return (await Promise.all(compiled)).flat();
}

describe('a bundle', () => {
  it('writes the messages of the starter plans as liquidjs does, whatever is known', async () => {
    const [bundled, templates] = await Promise.all([bundledRender(), starterTemplates()]);
    const range = { subject: '{{ (1..3) }}', text: '', html: null, uses: [] };
    expect(() => bundled(range, 'en', {}, { html: false })).toThrow('not understood');
    expect(templates.length).toBeGreaterThan(0);
    for (const template of templates) {
      fc.assert(
        fc.property(someValues, fc.constantFrom(...locales), (values, locale) => {
          const render = (renderer: Render) => renderer(template[locale], locale, values, { html: true });
          expect(render(bundled)).toEqual(render(renderMessage));
        }),
      );
    }
  });
});
