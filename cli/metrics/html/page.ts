/** The numbers of a programme as one page that needs nothing else: no script, no font, no picture, no network. */
import type { Programme } from '../../../shared/domain/programme.ts';
import type { Language, NumberDefinition, Texts } from '../../../shared/domain/statistics/definition.ts';
import type { LevelNames } from '../../../shared/explain/level-names.ts';
import type { MetricsDocument } from '../build-metrics.ts';
import { chinese } from './chinese.ts';
import type { PageContext } from './context.ts';
import { english } from './english.ts';
import { formatsOf } from './formats.ts';
import { sectionsOf } from './sections.ts';
import type { ToldSection } from './sections.ts';
import { style } from './style.ts';
import { factsList } from '../../html/facts.ts';
import { pageDocument } from '../../html/page-document.ts';
import { html } from '../../html/template.ts';
import type { Content, Markup } from '../../html/template.ts';
import type { Words } from './words.ts';

const wordsOf: Readonly<Record<Language, Words>> = { en: english, 'zh-CN': chinese };

export type PageSubject = {
  readonly document: MetricsDocument;
  readonly definitions: readonly NumberDefinition[];
  readonly programme: Programme;
  /** The programme's own name; its id where it has none. */
  readonly name: Texts | undefined;
  readonly levelNames: LevelNames;
};

function contextOf({ document, definitions, programme, levelNames }: PageSubject, language: Language): PageContext {
  const words = wordsOf[language];
  const byId = new Map(definitions.map((definition) => [definition.id, definition]));
  return {
    language,
    words,
    formats: formatsOf(language, programme.currency, words),
    levelName: (id) => levelNames.get(id)?.[language] ?? id,
    levels: programme.tiers.levels.map(({ id }) => id),
    number(id) {
      const [definition, value] = [byId.get(id), document.numbers[id]];
      return definition === undefined || value === undefined ? undefined : { definition, value };
    },
  };
}

/** The last month of the document, when it is not over. */
function runningMonth({ numbers }: MetricsDocument): string | undefined {
  for (const value of Object.values(numbers)) {
    if (!('series' in value)) continue;
    const last = value.series.at(-1);
    if (last?.complete === false && last.period.length === '2026-01'.length && !last.period.includes('W')) {
      return last.period;
    }
  }
  return undefined;
}

function facts({ document, programme }: PageSubject, { words, levelName }: PageContext): Content {
  const { tier, channel, program } = document.scope;
  const parts = [tier === null ? [] : [words.level(levelName(tier))], channel === null ? [] : [words.channel(channel)]];
  const scope = parts.flat().join(', ');
  return factsList([
    [words.windowLabel, words.window[document.window]],
    [words.scopeLabel, scope === '' ? words.everybody : scope],
    [words.programmeLabel, program],
    [words.currencyLabel, programme.currency],
  ]);
}

function sectionMarkup({ name, content }: ToldSection, { words }: PageContext): Markup {
  const { title, asks } = words.sections[name];
  return html`<section class="part" id="${name}" aria-labelledby="${name}-title">
    <header>
      <h2 id="${name}-title">${title}</h2>
      <p class="asks">${asks}</p>
    </header>
    <div class="${name === 'overview' ? 'tiles' : 'blocks'}">${content}</div>
  </section>`;
}

/** The whole page. The same document gives the same bytes. */
export function metricsPage(subject: PageSubject, language: Language): string {
  const context = contextOf(subject, language);
  const { words } = context;
  const { document, programme } = subject;
  const name = subject.name?.[language] ?? programme.id;
  const sections = sectionsOf(Object.keys(document.numbers), context);
  const running = runningMonth(document);
  return pageDocument({
    language,
    title: `${name} · ${words.report} · ${document.asOf}`,
    style,
    body: html`<header class="masthead">
        <p class="kicker">${words.report}</p>
        <h1>${name}</h1>
        <p class="as-of">${words.asOf(document.asOf)}</p>
        ${facts(subject, context)}
        ${running === undefined ? null : html`<p class="running-month">${words.runningNote(running)}</p>`}
        <nav aria-label="${words.contents}">
          <ul>
            ${sections.map((section) => html`<li><a href="#${section.name}">${words.sections[section.name].title}</a></li>`)}
          </ul>
        </nav>
      </header>
      <main>${sections.map((section) => sectionMarkup(section, context))}</main>
      <footer>
        ${[...words.reading, words.zone(programme.timeZone), words.money(programme.currency)].map((text) => html`<p>${text}</p>`)}
      </footer>`,
  });
}
