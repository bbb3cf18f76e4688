/** The page that a person comes to who opens an opt-out link: one button, and nothing happens until it is pressed. */
import type { LinkPayload } from '../../contracts/links.ts';
import type { Locale } from '../../domain/campaigns/campaign.ts';
import type { Reply } from '../exchange.ts';
import { textsOf, wordingName } from './languages.ts';
import { html } from './markup.ts';
import { noticeReply, pageReply } from './page.ts';
import type { PageParts } from './page.ts';

type About = Pick<LinkPayload<'unsubscribe'>, 'purpose' | 'channel'>;

/** What mail programs send, and our own form as well (RFC 8058, section 3.1). */
export const oneClick = { name: 'List-Unsubscribe', value: 'One-Click' } as const;

export function unsubscribePage(
  { purpose, channel }: About,
  { locale, ...parts }: Pick<PageParts, 'locale' | 'status' | 'code'>,
): Reply {
  const { wording, nothingYet } = textsOf[locale];
  const { title, ask, confirm } = wording.unsubscribe;
  const body = html`<h1>${title}</h1>
    <p class="lead">${ask(purpose, channel)}</p>
    <p class="quiet">${nothingYet}</p>
    <form method="post">
      <input type="hidden" name="wording" value="${wordingName('unsubscribe-page', locale)}" />
      <input type="hidden" name="${oneClick.name}" value="${oneClick.value}" />
      <div class="actions"><button type="submit">${confirm}</button></div>
    </form>`;
  return pageReply({ ...parts, locale, title, body });
}

export function unsubscribedPage({ purpose, channel }: About, locale: Locale): Reply {
  return noticeReply(textsOf[locale].unsubscribed(purpose, channel), { locale });
}
