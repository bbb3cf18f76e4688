/** What the campaign caused: the verdict in words, the comparison, and the money. */
import type { CampaignResult } from '../../../shared/contracts/campaign-result.ts';
import type { RunSums } from '../../../shared/domain/effect/run-sums.ts';
import { html } from '../../html/template.ts';
import type { Content, Markup } from '../../html/template.ts';
import type { ResultContext } from './context.ts';
import { intervalFigure } from './interval.ts';

type Effect = NonNullable<CampaignResult['effect']>;
type Ends = Effect['ci95'];

const ended = (ends: Ends, written: (value: number) => string, { words }: ResultContext) =>
  ends === null ? words.nothing : words.interval(written(ends[0]), written(ends[1]));

/** The difference in a sentence: points of a share are named as such. */
function sentence(context: ResultContext, { difference, ci95 }: Effect): string {
  const { words, written, measure, evaluation } = context;
  if (difference === null || ci95 === null) return words.meaning.unsure;
  const named = (text: string) => (measure === 'purchase' ? words.points(text) : text);
  const interval = named(ended(ci95, written.signed, context));
  return evaluation.document.verdict === 'not distinguishable from zero'
    ? words.meaning.zero(interval)
    : words.meaning.certain(named(written.signed(difference)), interval);
}

function meaning(context: ResultContext): string {
  const { evaluation, words, moment, probability } = context;
  const { verdict, srm, effect } = evaluation.document;
  const closes = evaluation.windowClosesAt;
  if (verdict === 'window open') return words.meaning.open(closes === null ? null : moment(closes));
  if (verdict === 'do not trust') return words.meaning.distrust(probability(srm?.p ?? 0));
  return effect === null ? words.meaning.noControl : sentence(context, effect);
}

/** The usual rule of thumb for the normal distribution. */
const enough = 10n;

function isRough({ treatment, control }: RunSums): boolean {
  return (
    treatment.buyers.n > 0n &&
    control.buyers.n > 0n &&
    [treatment, control].some(({ buyers: { n, sum } }) => sum < enough || n - sum < enough)
  );
}

export function verdictContent(context: ResultContext): Markup {
  const { words, measure, evaluation } = context;
  const { sums, document } = evaluation;
  const { verdict } = document;
  const tone = verdict === 'positive' ? 'good' : verdict === 'window open' ? 'open' : 'plain';
  return html`<div class="verdict ${tone}">
    <p class="headline">${words.headline(verdict, measure)}</p>
    <p>${meaning(context)}</p>
    ${sums !== null && isRough(sums) ? html`<p class="note">${words.rough}</p>` : null}
  </div>`;
}

export function effectContent(context: ResultContext): Content {
  const { words, written, measure, evaluation, signedShare, probability } = context;
  const { effect } = evaluation.document;
  if (effect === null) return null;
  const { treatment, control, difference, ci95, relative, relativeCi95, p } = effect;
  const told = (value: number | null, write: (value: number) => string) =>
    value === null ? words.nothing : write(value);
  const rows: readonly (readonly [string, string, string])[] = [
    [words.treatment, told(treatment, written.value), ''],
    [words.control, told(control, written.value), ''],
    [words.difference[measure], told(difference, written.signed), ended(ci95, written.signed, context)],
    [words.relative, told(relative, signedShare), ended(relativeCi95, signedShare, context)],
    [words.p, told(p, probability), ''],
  ];
  const title = words.differenceTitle[measure];
  return html`${
      difference === null || ci95 === null
        ? null
        : intervalFigure({ title, middle: difference, ends: ci95, written: written.drawn, zeroLabel: words.zeroLabel })
    }
    <table class="values">
      <thead>
        <tr>
          <th scope="col">${words.compared[measure]}</th>
          <th scope="col">${words.value}</th>
          <th scope="col">${words.interval95}</th>
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          ([head, value, interval]) =>
            html`<tr>
              <th scope="row">${head}</th>
              <td>${value}</td>
              <td>${interval}</td>
            </tr>`,
        )}
      </tbody>
    </table>`;
}

function returnTile(context: ResultContext, effect: Effect): Markup {
  const { words, ratio } = context;
  const { returnOnCost, costMinor, ci95NetMinor: interval } = effect;
  if (returnOnCost === null) return html`<dd class="aside">${words.noCost}</dd>`;
  const ends: Ends = interval === null ? null : [interval[0] / costMinor, interval[1] / costMinor];
  return html`<dd class="figure">${ratio(returnOnCost)}</dd>
    <dd class="aside">${words.interval95}: ${ended(ends, ratio, context)}</dd>`;
}

export function moneyContent(context: ResultContext): Content {
  const { words, evaluation, signedCount, signedMoney, shortMoney, money } = context;
  const { effect } = evaluation.document;
  if (effect === null) return null;
  const { incrementalBuyers, incrementalNetMinor, ci95NetMinor, costMinor } = effect;
  const drawn = incrementalNetMinor !== null && ci95NetMinor !== null;
  return html`${
      drawn
        ? intervalFigure({
            title: words.netTitle,
            middle: incrementalNetMinor,
            ends: ci95NetMinor,
            written: shortMoney,
            zeroLabel: words.zeroLabel,
          })
        : null
    }
    <dl class="tiles">
      <div>
        <dt>${words.incrementalBuyers}</dt>
        <dd class="figure">${incrementalBuyers === null ? words.nothing : signedCount(incrementalBuyers)}</dd>
      </div>
      <div>
        <dt>${words.incrementalNet}</dt>
        <dd class="figure">${incrementalNetMinor === null ? words.nothing : signedMoney(incrementalNetMinor)}</dd>
        <dd class="aside">${words.interval95}: ${ended(ci95NetMinor, signedMoney, context)}</dd>
      </div>
      <div>
        <dt>${words.cost}</dt>
        <dd class="figure">${money(costMinor)}</dd>
        <dd class="aside">${words.couponsLeftOut}</dd>
      </div>
      <div>
        <dt>${words.returnOnCost}</dt>
        ${returnTile(context, effect)}
      </div>
    </dl>
    <p class="influenced">
      ${words.influenced}: ${money(Number(evaluation.influencedNetMinor ?? 0n))}. ${words.influencedMeans}
    </p>`;
}
