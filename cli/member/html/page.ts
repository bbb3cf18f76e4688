/** Everything that is held about a member as one page to read, complete in itself. */
import type { Language } from '../../../shared/explain/texts/texts.ts';
import { factsList } from '../../html/facts.ts';
import { pageDocument } from '../../html/page-document.ts';
import { html } from '../../html/template.ts';
import type { Content, Markup } from '../../html/template.ts';
import { accountContent, entriesContent, messagesContent, othersContent } from './books.ts';
import { contextOf } from './context.ts';
import type { PageContext, PageSubject } from './context.ts';
import { consentContent, personContent } from './person.ts';
import { style } from './style.ts';
import { sectionNames } from './words.ts';
import type { SectionName } from './words.ts';

const contents: Readonly<Record<SectionName, (context: PageContext) => Content>> = {
  person: personContent,
  consents: consentContent,
  account: accountContent,
  entries: entriesContent,
  messages: messagesContent,
  others: othersContent,
};

function part(name: SectionName, context: PageContext): Markup {
  const { title, asks } = context.words.sections[name];
  return html`<section class="part" id="${name}" aria-labelledby="${name}-title">
    <header>
      <h2 id="${name}-title">${title}</h2>
      <p class="asks">${asks}</p>
    </header>
    <div>${contents[name](context)}</div>
  </section>`;
}

function facts({ document: { memberId, account }, words }: PageContext): Markup {
  return factsList([
    [words.memberId, memberId],
    [words.programme, account.program],
    [words.memberSince, words.day(account.enrolledOn)],
  ]);
}

/** The whole page. The same document gives the same bytes. */
export function memberPage(subject: PageSubject, language: Language): string {
  const context = contextOf(subject, language);
  const { words, document, moment, timeZone } = context;
  const name = document.profile.name ?? document.memberId;
  return pageDocument({
    language,
    title: `${name} · ${words.report}`,
    style,
    body: html`<header class="masthead">
        <p class="kicker">${words.report}</p>
        <h1>${name}</h1>
        <p class="as-of">${words.asOf(moment(document.exportedAt))}</p>
        ${facts(context)}
        <nav aria-label="${words.contents}">
          <ul>
            ${sectionNames.map((section) => html`<li><a href="#${section}">${words.sections[section].title}</a></li>`)}
          </ul>
        </nav>
      </header>
      <main>${sectionNames.map((section) => part(section, context))}</main>
      <footer>${[...words.notes, words.zone(timeZone)].map((text) => html`<p>${text}</p>`)}</footer>`,
  });
}
