/**
 * The links in messages, opened: without a login, because whoever holds a link may do what it is for. A GET shows or leads
 * somewhere and changes nothing that a member has said; mail programs open links before anybody has read them.
 */
import { answerConsents, memberOfLink } from '../commands/answer-consents.ts';
import type { ConsentAnswer, ConsentDependencies } from '../commands/answer-consents.ts';
import { linkRoutes, routeKey } from '../config/http-routes.ts';
import type { LinkRouteName } from '../config/http-routes.ts';
import type { LinkKind, LinkPayload } from '../contracts/links.ts';
import { addressOf, allows } from '../domain/campaigns/choose-channel.ts';
import { consentChannels, consentPurposes } from '../domain/consent.ts';
import type { LinkOpener } from '../platform/signed-link.ts';
import type { Profile } from '../store/member-store.ts';
import type { OutboxStore } from '../store/outbox-store.ts';
import type { Otherwise } from './door.ts';
import type { HttpRequest, Reply } from './exchange.ts';
import { formOf } from './form-body.ts';
import { localeFor, textsOf, wordingSent } from './pages/languages.ts';
import { noticeReply } from './pages/page.ts';
import { boxName, preferencePage, savedPage } from './pages/preference-page.ts';
import type { Shown } from './pages/preference-page.ts';
import { oneClick, unsubscribedPage, unsubscribePage } from './pages/unsubscribe-page.ts';
import type { Answering } from './route.ts';

export type LinkDependencies = ConsentDependencies & {
  readonly openLink: LinkOpener;
  readonly outbox: Pick<OutboxStore, 'setFact'>;
};

type Opened<Kind extends LinkKind> = {
  readonly deps: LinkDependencies;
  readonly request: HttpRequest;
  readonly token: string;
  readonly link: LinkPayload<Kind>;
};

const brokenLink = (request: HttpRequest) => {
  const locale = localeFor(request);
  return noticeReply(textsOf[locale].broken, { locale, status: 404, code: 'broken-link' });
};

/** Binds a route to who answers it, once its link is known to be ours and in time. */
function opening<Kind extends LinkKind>(
  name: LinkRouteName,
  kind: Kind,
  answer: (opened: Opened<Kind>) => Promise<Reply>,
): Answering<LinkDependencies> {
  return {
    key: routeKey(linkRoutes[name]),
    async run(deps, request) {
      const token = request.pathParameters?.['token'] ?? '';
      const opened = deps.openLink(kind, token, deps.now());
      if (opened.is === 'valid') return answer({ deps, request, token, link: opened.payload });
      if (opened.is === 'broken') return brokenLink(request);
      const locale = localeFor(request);
      const { expiredClick, expiredPreferences } = textsOf[locale];
      const notice = kind === 'click' ? expiredClick : expiredPreferences;
      return noticeReply(notice, { locale, status: 410, code: 'expired-link' });
    },
  };
}

/** What is said of somebody who was forgotten: nothing, and nothing is changed. */
function goneReply(request: HttpRequest): Reply {
  const locale = localeFor(request);
  return noticeReply(textsOf[locale].gone, { locale, code: 'nobody' });
}

function shownOf(profile: Profile): Shown {
  return {
    channels: consentChannels.filter((channel) => addressOf(profile, channel) !== undefined),
    allows: (purpose, channel) => allows(profile, purpose, channel),
  };
}

/** A form that is none of ours: the page it should have come from is shown again. */
const unanswered = { status: 400, code: 'no-answer' } as const;

async function savePreferences({ deps, request, token, link }: Opened<'preference'>): Promise<Reply> {
  const { memberId, messageId } = link;
  const profile = await memberOfLink(deps, memberId);
  if (profile === undefined) return goneReply(request);
  const locale = localeFor(request, profile);
  const form = formOf(request);
  const text = wordingSent('preference-page', form);
  if (text === undefined) return preferencePage(locale, shownOf(profile), unanswered);
  const asked = new Set((form.get('shown') ?? '').split(' '));
  const allowed = new Set(form.has('nothing') ? [] : form.getAll('allow'));
  const shown = shownOf(profile);
  const answers = consentPurposes.flatMap((purpose) =>
    shown.channels.flatMap((channel): ConsentAnswer[] => {
      const name = boxName(purpose, channel);
      return asked.has(name) ? [{ purpose, channel, granted: allowed.has(name) }] : [];
    }),
  );
  const proof = { text, how: 'preference-page' };
  const delivery = deliveryOf(request);
  const kept = await answerConsents(deps, { memberId, link: token, delivery, answers, proof });
  if (kept === undefined) return goneReply(request);
  const takesBack = answers.some(({ purpose, channel, granted }) => !granted && shown.allows(purpose, channel));
  if (takesBack) await deps.outbox.setFact(memberId, messageId, 'unsubscribedAt', deps.now());
  return savedPage(locale, shownOf(kept));
}

async function askToUnsubscribe({ deps, request, link }: Opened<'unsubscribe'>): Promise<Reply> {
  const profile = await memberOfLink(deps, link.memberId);
  if (profile === undefined) return goneReply(request);
  const locale = localeFor(request, profile);
  const { purpose, channel } = link;
  return allows(profile, purpose, channel) ? unsubscribePage(link, { locale }) : unsubscribedPage(link, locale);
}

async function unsubscribe({ deps, request, token, link }: Opened<'unsubscribe'>): Promise<Reply> {
  const { memberId, messageId, purpose, channel } = link;
  const form = formOf(request);
  if (form.get(oneClick.name) !== oneClick.value) {
    return unsubscribePage(link, { locale: localeFor(request), ...unanswered });
  }
  const read = wordingSent('unsubscribe-page', form);
  // The words of a mail program's own button are not known to us.
  const proof =
    read === undefined ? { text: 'list-unsubscribe', how: 'one-click' } : { text: read, how: 'unsubscribe-page' };
  const answers = [{ purpose, channel, granted: false }];
  const delivery = deliveryOf(request);
  const kept = await answerConsents(deps, { memberId, link: token, delivery, answers, proof });
  if (kept === undefined) return goneReply(request);
  await deps.outbox.setFact(memberId, messageId, 'unsubscribedAt', deps.now());
  return unsubscribedPage(link, localeFor(request, kept));
}

async function followClick({ deps, link }: Opened<'click'>): Promise<Reply> {
  const { memberId, messageId, target } = link;
  try {
    await deps.outbox.setFact(memberId, messageId, 'clickedAt', deps.now());
  } catch (thrown) {
    // A click that is not counted is a smaller loss than a member who does not get to the shop.
    return { redirect: target, error: thrown instanceof Error ? thrown.name : 'Error' };
  }
  return { redirect: target };
}

function deliveryOf({ requestContext }: HttpRequest): string {
  return `http:${requestContext.requestId}`;
}

/** The routes of the links in messages. */
export const answeredLinks: readonly Answering<LinkDependencies>[] = [
  opening('showPreferences', 'preference', async ({ deps, request, link }) => {
    const profile = await memberOfLink(deps, link.memberId);
    if (profile === undefined) return goneReply(request);
    return preferencePage(localeFor(request, profile), shownOf(profile));
  }),
  opening('savePreferences', 'preference', savePreferences),
  opening('askToUnsubscribe', 'unsubscribe', askToUnsubscribe),
  opening('unsubscribe', 'unsubscribe', unsubscribe),
  opening('followClick', 'click', followClick),
];

/** What people read where something failed. */
export const inPages: Otherwise = {
  elsewhere: brokenLink,
  failed(code, request) {
    const locale = localeFor(request);
    const status = code === 'unavailable' ? 503 : 500;
    return noticeReply(textsOf[locale].failed, { locale, status, code });
  },
};
