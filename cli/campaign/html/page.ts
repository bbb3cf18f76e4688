/** The result of a run as one page to read, complete in itself. */
import { partsOfRun } from '../../../shared/store/campaign-store.ts';
import { parseInstant } from '../../../shared/domain/zone.ts';
import type { Language } from '../../../shared/explain/texts/texts.ts';
import { factsList } from '../../html/facts.ts';
import { pageDocument } from '../../html/page-document.ts';
import { html } from '../../html/template.ts';
import type { Content, Markup } from '../../html/template.ts';
import { contextOf } from './context.ts';
import type { ResultContext, ResultSubject } from './context.ts';
import { effectContent, moneyContent, verdictContent } from './effect.ts';
import { armsContent, messagesContent } from './messages.ts';
import { style } from './style.ts';
import { sectionNames } from './words.ts';
import type { SectionName } from './words.ts';

const contents: Readonly<Record<SectionName, (context: ResultContext) => Content>> = {
  effect: effectContent,
  money: moneyContent,
  messages: messagesContent,
  arms: armsContent,
};

function part(name: SectionName, content: Content, { words }: ResultContext): Markup {
  const { title, asks } = words.sections[name];
  return html`<section class="part" id="${name}" aria-labelledby="${name}-title">
    <header>
      <h2 id="${name}-title">${title}</h2>
      <p class="asks">${asks}</p>
    </header>
    <div>${content}</div>
  </section>`;
}

/** When the run was scheduled; runs that follow events have no time of their own. */
function scheduled({ evaluation, words, moment }: ResultContext): string {
  const at = parseInstant(partsOfRun(evaluation.document.run).time);
  return at === undefined ? words.facts.ownOccasions : moment(at);
}

function facts(context: ResultContext): Markup {
  const { evaluation, campaign, words, measure, moment, count } = context;
  const { windowClosesAt: closes, document } = evaluation;
  const [treatment, control] = document.arms.map(({ n }) => count(n));
  const rows: readonly (readonly [string, Content])[] = [
    [words.facts.campaign, html`<code translate="no">${campaign.id}@${campaign.version}</code>`],
    [words.facts.run, scheduled(context)],
    [words.facts.outcome, words.measures[measure]],
    [
      words.facts.window,
      words.window(count(campaign.window.days), closes === null ? null : moment(closes), document.windowClosed),
    ],
    [words.facts.members, words.members(treatment ?? words.nothing, control ?? words.nothing)],
  ];
  return factsList(rows);
}

/** The whole page. The same evaluation gives the same bytes. */
export function resultPage(subject: ResultSubject, language: Language): string {
  const context = contextOf(subject, language);
  const { words, campaign, moment, now, timeZone } = context;
  const name = campaign.name[language];
  // What cannot be told yet, or ever, is no empty heading.
  const told = sectionNames.flatMap((section) => {
    const content = contents[section](context);
    return content === null ? [] : [{ section, content }];
  });
  const notes = [...words.notes, ...(campaign.trigger.by === 'event' ? [words.eventNote] : []), words.zone(timeZone)];
  return pageDocument({
    language,
    title: `${name} · ${words.report}`,
    style,
    body: html`<header class="masthead">
        <p class="kicker">${words.report}</p>
        <h1>${name}</h1>
        <p class="as-of">${words.asOf(moment(now))}</p>
        ${facts(context)}
        <nav aria-label="${words.contents}">
          <ul>
            ${told.map(({ section }) => html`<li><a href="#${section}">${words.sections[section].title}</a></li>`)}
          </ul>
        </nav>
      </header>
      ${verdictContent(context)}
      <main>${told.map(({ section, content }) => part(section, content, context))}</main>
      <footer>${notes.map((text) => html`<p>${text}</p>`)}</footer>`,
  });
}
