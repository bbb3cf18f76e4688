/** How far the messages came, and why some were never sent; and whether the arms are as large as they were meant to be. */
import { skipReasons } from '../../../shared/domain/campaigns/campaign.ts';
import { html } from '../../html/template.ts';
import type { Content, Markup } from '../../html/template.ts';
import type { ResultContext } from './context.ts';
import { funnelSteps } from './words.ts';

function bar(part: number): Markup {
  return html`<svg class="bar" width="100%" height="12" aria-hidden="true">
    <rect x="0" width="${(part * 100).toFixed(1)}%" height="12" />
  </svg>`;
}

function funnelTable({ evaluation, words, count, part: shareOf }: ResultContext): Markup {
  const { funnel } = evaluation.document;
  const part = (members: number) => (funnel.targeted === 0 ? 0 : members / funnel.targeted);
  return html`<table class="bars">
    <thead>
      <tr>
        <th scope="col"><span class="hidden">${words.sections.messages.title}</span></th>
        <td></td>
        <th scope="col">${words.membersLabel}</th>
        <th scope="col">${words.shareLabel}</th>
      </tr>
    </thead>
    <tbody>
      ${funnelSteps.map(
        (step) =>
          html`<tr>
            <th scope="row">${words.funnel[step]}</th>
            <td>${bar(part(funnel[step]))}</td>
            <td>${count(funnel[step])}</td>
            <td>${funnel.targeted === 0 ? words.nothing : shareOf(part(funnel[step]))}</td>
          </tr>`,
      )}
    </tbody>
  </table>`;
}

function reasonTable({ evaluation, words, count }: ResultContext): Markup {
  const { skipped } = evaluation.document.funnel;
  const rows = skipReasons.flatMap((reason) => {
    const members = skipped[reason] ?? 0;
    return members === 0 ? [] : [{ name: words.reasons[reason], members }];
  });
  return html`<h3>${words.leftOut}</h3>
    ${
      rows.length === 0
        ? html`<p class="aside">${words.nobodyLeftOut}</p>`
        : html`<table class="values">
            <tbody>
              ${rows.map(
                ({ name, members }) =>
                  html`<tr>
                    <th scope="row">${name}</th>
                    <td>${count(members)}</td>
                  </tr>`,
              )}
            </tbody>
          </table>`
    }`;
}

function stepTable({ evaluation, words, count }: ResultContext): Content {
  const { steps } = evaluation;
  if (steps.length < 2) return null;
  const { sent, delivered, opened, clicked, skipped, waiting, unknown } = words.messages;
  const heads = [sent, delivered, opened, clicked, skipped, waiting, unknown];
  const rows = steps.map((step) => {
    const out = Object.values(step.skipped).reduce((sum, messages) => sum + messages, 0);
    return {
      name: step.step,
      cells: [step.sent, step.delivered, step.opened, step.clicked, out, step.planned, step.unknown],
    };
  });
  return html`<h3>${words.bySteps}</h3>
    <div class="scroll" role="group" tabindex="0" aria-label="${words.bySteps}">
      <table class="values">
        <thead>
          <tr>
            <th scope="col">${words.step}</th>
            ${heads.map((head) => html`<th scope="col">${head}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${rows.map(
            ({ name, cells }) =>
              html`<tr>
                <th scope="row">${name}</th>
                ${cells.map((cell) => html`<td>${count(cell)}</td>`)}
              </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
}

function channelLine({ evaluation, words, count }: ResultContext): Content {
  const channels = new Map<string, number>();
  for (const step of evaluation.steps) {
    for (const [channel, sent] of Object.entries(step.channels)) {
      channels.set(channel, (channels.get(channel) ?? 0) + sent);
    }
  }
  if (channels.size === 0) return null;
  const named = Object.entries(words.channels).flatMap(([channel, name]) => {
    const sent = channels.get(channel);
    return sent === undefined ? [] : [`${name} ${count(sent)}`];
  });
  return html`<p class="aside">${words.messages.sent}: ${named.join(' · ')}</p>`;
}

export function messagesContent(context: ResultContext): Content {
  return html`${funnelTable(context)} ${channelLine(context)} ${reasonTable(context)} ${stepTable(context)}`;
}

export function armsContent({ evaluation, campaign, words, count, share, probability }: ResultContext): Content {
  const { arms, srm } = evaluation.document;
  const { numerator, denominator } = campaign.control.share;
  const control = Number(numerator) / Number(denominator);
  const total = arms.reduce((sum, { n }) => sum + n, 0);
  const rows = arms.map(({ arm, n }) => ({
    name: words[arm],
    n,
    part: total === 0 ? words.nothing : share(n / total),
    meant: share(arm === 'control' ? control : 1 - control),
  }));
  return html`<table class="values">
      <thead>
        <tr>
          <th scope="col">${words.arm}</th>
          <th scope="col">${words.membersLabel}</th>
          <th scope="col">${words.assigned}</th>
          <th scope="col">${words.meant}</th>
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          ({ name, n, part, meant }) =>
            html`<tr>
              <th scope="row">${name}</th>
              <td>${count(n)}</td>
              <td>${part}</td>
              <td>${meant}</td>
            </tr>`,
        )}
      </tbody>
    </table>
    <p class="note">${srm === null ? words.noSampleRatio : words.sampleRatio(probability(srm.p))}</p>`;
}
