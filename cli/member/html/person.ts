/** Who the member is, and what was consented to. */
import { attributePrefix, isProfileField, profileFields } from '../../../shared/domain/person.ts';
import type { MemberExport } from '../../../shared/contracts/member-document.ts';
import { html } from '../../html/template.ts';
import type { Content, Markup } from '../../html/template.ts';
import type { PageContext } from './context.ts';

export type Pair = { readonly name: string; readonly value: Content; readonly aside?: string };

/** Names with their values, and what else there is to say of each. */
export function pairs(list: readonly Pair[], { words }: PageContext): Markup {
  if (list.length === 0) return html`<p class="nothing">${words.nothing}</p>`;
  return html`<dl class="pairs">
    ${list.map(
      ({ name, value, aside }) =>
        html`<div>
          <dt>${name}</dt>
          <dd>${value} ${aside === undefined ? null : html`<span class="aside">${aside}</span>`}</dd>
        </div>`,
    )}
  </dl>`;
}

type Fact = MemberExport['facts'][number];

function fieldName(field: string, { words }: PageContext): string {
  if (isProfileField(field)) return words.fields[field];
  return field.startsWith(attributePrefix) ? words.attribute(field.slice(attributePrefix.length)) : field;
}

/** Fields in their own order, and then attributes in theirs. */
function placeOf({ field }: Fact): number {
  return isProfileField(field) ? profileFields.indexOf(field) : profileFields.length;
}

function valueText({ field, value }: Fact, { words, moment }: PageContext): string {
  if (value === null) return words.removed;
  if (typeof value === 'boolean') return value ? words.yes : words.no;
  if (field === 'enrolledAt' && typeof value === 'string') return moment(value);
  return typeof value === 'object' ? words.listOf(value) : String(value);
}

export function personContent(context: PageContext): Content {
  const { document, words, moment } = context;
  const identities = document.known.map(({ kind, value, at }) => {
    return { name: words.identityKinds[kind], value, aside: words.since(moment(at)) };
  });
  const facts = document.facts
    .toSorted((a, b) => placeOf(a) - placeOf(b))
    .map((fact) => {
      return {
        name: fieldName(fact.field, context),
        value: valueText(fact, context),
        aside: words.since(moment(fact.at)),
      };
    });
  return html`<h3>${words.identities}</h3>
    ${pairs(identities, context)}
    <h3>${words.profile}</h3>
    ${pairs(facts, context)}`;
}

type Answer = MemberExport['consents'][number];

function answers(list: readonly Answer[], context: PageContext): Markup {
  const { words, moment } = context;
  if (list.length === 0) return html`<p class="nothing">${words.nothing}</p>`;
  return html`<ol class="rows">
    ${list.map(
      (answer) =>
        html`<li>
          <div>
            ${words.about(words.purposes[answer.purpose], words.channels[answer.channel])}
            <p class="aside">${moment(answer.at)}. ${words.proof(answer)}</p>
          </div>
          <span class="answer">${answer.granted ? words.granted : words.refused}</span>
        </li>`,
    )}
  </ol>`;
}

export function consentContent(context: PageContext): Content {
  const { document, words } = context;
  const history = document.consentHistory.flatMap(({ consents }) => consents);
  return html`<h3>${words.countNow}</h3>
    ${answers(document.consents, context)}
    <h3>${words.history}</h3>
    ${answers(history, context)}`;
}
