/** What the member has, what moved it, and what was told. */
import * as z from 'zod/mini';
import type { MemberExport } from '../../../shared/contracts/member-document.ts';
import type { ToldMessage } from '../../../shared/contracts/told-message.ts';
import { messageFacts } from '../../../shared/domain/campaigns/sent-message.ts';
import type { MessageFact } from '../../../shared/domain/campaigns/sent-message.ts';
import type { EntryFacts } from '../../../shared/explain/facts.ts';
import { sayEntry } from '../../../shared/explain/say.ts';
import { html } from '../../html/template.ts';
import type { Content, Markup } from '../../html/template.ts';
import type { PageContext } from './context.ts';
import { pairs } from './person.ts';
import type { Pair } from './person.ts';

export function accountContent({ account, texts }: PageContext): Content {
  return account.map(({ section, lines }) => {
    // The title says what the page has said already.
    const told = section === null ? lines.slice(1) : lines;
    const list = html`<ul class="lines">
      ${told.map((line) => html`<li class="${section !== 'sums' && line.startsWith(' ') ? 'within' : ''}">${line.trim()}</li>`)}
    </ul>`;
    if (told.length === 0) return null;
    return section === null
      ? list
      : html`<h3>${texts.headings[section]}</h3>
          ${list}`;
  });
}

function signed(points: bigint, { texts }: PageContext): string {
  return `${points > 0n ? '+' : ''}${texts.number(points)}`;
}

function entryRow(facts: EntryFacts, context: PageContext): Markup {
  const { texts, words, moment } = context;
  const { headline, reasons } = sayEntry(facts, texts);
  const { available, pending, reserved, debt } = facts.balanceAfter;
  const after = words.holds(texts.number(available + pending + reserved - debt));
  return html`<li class="entry">
    <div>
      ${headline.sentence}
      <p class="aside">${moment(facts.occurredAt)} · <code translate="no">${facts.entryId}</code></p>
      ${
        reasons.length === 0
          ? null
          : html`<ul>
              ${reasons.map(({ sentence }) => html`<li>${sentence}</li>`)}
            </ul>`
      }
    </div>
    <p class="amount"><strong>${signed(facts.points, context)}</strong><br /><span class="aside">${after}</span></p>
  </li>`;
}

export function entriesContent(context: PageContext): Content {
  const { entries, words } = context;
  if (entries.length === 0) return html`<p class="nothing">${words.nothing}</p>`;
  const byMonth = Map.groupBy(entries.toReversed(), ({ day }) => words.month(day));
  return [...byMonth].map(
    ([month, list]) =>
      html`<h3>${month}</h3>
        <ol class="rows">
          ${list.map((facts) => entryRow(facts, context))}
        </ol>`,
  );
}

type Message = MemberExport['messages'][number];
type FactName = MessageFact | 'presumedSentAt' | 'failedAt';

function messageText(message: Message, { words, texts, levelName }: PageContext): string {
  const number = (amount: number | string) => texts.number(BigInt(amount));
  switch (message.kind) {
    case 'points.expiring':
      return words.expiring(number(message.points), String(message.lead));
    case 'tier.at-risk':
      return words.atRisk(
        levelName(message.level),
        levelName(message.fallsTo),
        message.judgement,
        number(message.missing),
      );
    case 'member.stage-changed':
      return words.stage(message.from === null ? null : words.stages[message.from], words.stages[message.to]);
  }
}

/** What became of a message, the first thing first. */
function factsOf({ presumedSentAt, failedAt, facts }: ToldMessage): readonly (readonly [FactName, string])[] {
  const all: Readonly<Partial<Record<FactName, string | null>>> = { ...facts, presumedSentAt, failedAt };
  const names: readonly FactName[] = ['presumedSentAt', 'failedAt', ...messageFacts];
  return names
    .flatMap((name) => (typeof all[name] === 'string' ? [[name, all[name]] as const] : []))
    .sort(([, a], [, b]) => (a < b ? -1 : Number(a > b)));
}

function sentPair(message: ToldMessage, { words, moment }: PageContext): Pair {
  const { campaignId, step, channel, skipped, claimedAt } = message;
  const facts = factsOf(message);
  const at = skipped?.at ?? claimedAt ?? facts[0]?.[1];
  return {
    name: at === undefined ? campaignId : moment(at),
    value: words.sentBy(campaignId, step, channel),
    aside:
      skipped === null
        ? words.listOf(facts.map(([name, time]) => `${words.messageFacts[name]} (${moment(time)})`))
        : words.notSent(words.skipReasons[skipped.reason]),
  };
}

export function messagesContent(context: PageContext): Content {
  const { document, words } = context;
  const list = document.messages.toSorted((a, b) => (a.day < b.day ? 1 : -1));
  const notices = list.map((message) => ({ name: words.day(message.day), value: messageText(message, context) }));
  const coupons = document.coupons.map(({ code, campaignId, endsOn }) => {
    return { name: code, value: words.coupon(campaignId, endsOn) };
  });
  return html`${pairs(notices, context)}
    <h3>${words.sent}</h3>
    ${pairs(
      document.sent.map((message) => sentPair(message, context)),
      context,
    )}
    <h3>${words.coupons}</h3>
    ${pairs(coupons, context)}`;
}

/** Of a stored entry what its line needs. */
const storedEntry = z.object({
  entryId: z.string(),
  day: z.string(),
  points: z.union([z.int(), z.string()]),
});

/** The ledgers of members who were merged into this one: whose entries they are is told in this one's. */
function mergedBooks(context: PageContext): Content {
  const { document, words } = context;
  return document.books
    .filter(({ memberId }) => memberId !== document.memberId)
    .map(({ memberId, entries }) => {
      const list = entries.map((entry) => {
        const { day, entryId, points } = storedEntry.parse(entry);
        return { name: words.day(day), value: `${signed(BigInt(points), context)} ${words.points}`, aside: entryId };
      });
      return html`<h3>${words.mergedBook(memberId)}</h3>
        ${pairs(list, context)}`;
    });
}

export function othersContent(context: PageContext): Content {
  const { document, words, moment } = context;
  const suppressed = document.suppressions.map(({ channel, address, reason, at }) => {
    return { name: words.channels[channel], value: address, aside: `${words.reasons[reason]}, ${moment(at)}` };
  });
  const waiting = document.waiting.map(({ type, entryId, occurredAt }) => {
    return { name: moment(occurredAt), value: type, aside: entryId };
  });
  const requests = document.requests.map(({ type, id, occurredAt }) => {
    return { name: moment(occurredAt), value: type, aside: id };
  });
  return html`<h3>${words.suppressed}</h3>
    ${pairs(suppressed, context)}
    <h3>${words.waiting}</h3>
    ${pairs(waiting, context)}
    <h3>${words.requests}</h3>
    ${pairs(requests, context)} ${mergedBooks(context)}`;
}
