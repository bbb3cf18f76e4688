/** The page on which a member says what may be sent and where, and the one that says what was kept of it. */
import type { Locale } from '../../domain/campaigns/campaign.ts';
import { consentPurposes } from '../../domain/consent.ts';
import type { ConsentChannel, ConsentPurpose } from '../../domain/consent.ts';
import type { Reply } from '../exchange.ts';
import { textsOf, wordingName } from './languages.ts';
import { html } from './markup.ts';
import { noticeReply, pageReply } from './page.ts';
import type { PageParts } from './page.ts';

export type Shown = {
  /** Those that the member has an address for. */
  readonly channels: readonly ConsentChannel[];
  readonly allows: (purpose: ConsentPurpose, channel: ConsentChannel) => boolean;
};

/** How a box is called in the form. */
export function boxName(purpose: ConsentPurpose, channel: ConsentChannel): string {
  return `${purpose}.${channel}`;
}

export function preferencePage(
  locale: Locale,
  { channels, allows }: Shown,
  parts: Pick<PageParts, 'status' | 'code'> = {},
): Reply {
  const { wording, noAddress } = textsOf[locale];
  if (channels.length === 0) return noticeReply(noAddress, { ...parts, locale });
  const { title, lead, save, nothing } = wording.preferences;
  const box = (purpose: ConsentPurpose, channel: ConsentChannel) => {
    const name = boxName(purpose, channel);
    const checked = allows(purpose, channel) ? html`checked` : null;
    const input = html`<input type="checkbox" name="allow" value="${name}" ${checked} />`;
    return html`<label>${input}<span>${wording.channels[channel]}</span></label>`;
  };
  const fieldsets = consentPurposes.map((purpose) => {
    const { name, about } = wording.purposes[purpose];
    return html`<fieldset aria-describedby="about-${purpose}">
      <legend>${name}</legend>
      <p id="about-${purpose}">${about}</p>
      <div class="options">${channels.map((channel) => box(purpose, channel))}</div>
    </fieldset>`;
  });
  // What was asked: a box that was not there has not been left empty.
  const shown = consentPurposes.flatMap((purpose) => channels.map((channel) => boxName(purpose, channel)));
  const body = html`<h1>${title}</h1>
    <p class="lead">${lead}</p>
    <form method="post">
      <input type="hidden" name="wording" value="${wordingName('preference-page', locale)}" />
      <input type="hidden" name="shown" value="${shown.join(' ')}" />
      ${fieldsets}
      <div class="actions">
        <button type="submit">${save}</button>
        <button type="submit" name="nothing" value="1" class="second">${nothing}</button>
      </div>
    </form>`;
  return pageReply({ ...parts, locale, title, body });
}

export function savedPage(locale: Locale, { channels, allows }: Shown): Reply {
  const { wording, saved } = textsOf[locale];
  const kept = consentPurposes.map((purpose) => {
    const on = channels.filter((channel) => allows(purpose, channel)).map((channel) => wording.channels[channel]);
    return html`<div>
      <dt>${wording.purposes[purpose].name}</dt>
      <dd>${on.length === 0 ? saved.none : on.join(saved.comma)}</dd>
    </div>`;
  });
  const after = html`<dl>${kept}</dl>
    <p class="after"><a href="?lang=${locale}">${saved.change}</a></p>`;
  return noticeReply(saved, { locale, after });
}
