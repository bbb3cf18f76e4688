/** Distributions as lists of bars, the figures beside them. */
import type { Bins, Intervals } from '../../../shared/domain/statistics/shapes.ts';
import { nameOf } from './context.ts';
import type { PageContext, Told } from './context.ts';
import { nothingYet, scrollBox } from './frame.ts';
import { at } from './scale.ts';
import { html } from '../../html/template.ts';
import type { Content, Markup } from '../../html/template.ts';

export type BinList = {
  readonly label: (bin: string) => string;
  /** What is counted: over the figures. */
  readonly counted: string;
  /** Whether the bins are parts of a whole, whose shares can be told. */
  readonly parts: boolean;
};

/** A bar of a part of the width it gets; from where it starts, for those that do not start at the left. */
export function bar(part: number, start = 0, tone: 0 | 1 | 3 = 0): Markup {
  const [x, width] = [at(start * 100), at(part * 100)];
  return html`<svg class="bar" width="100%" height="12" aria-hidden="true">
    <rect class="tone-${tone}" x="${x}%" width="${width}%" height="12" />
  </svg>`;
}

function total({ bins }: Bins): number {
  return bins.reduce((sum, { value }) => sum + Number(value), 0);
}

export function binList(told: Told<Bins>, { label, counted, parts }: BinList, context: PageContext): Markup {
  const { words, formats } = context;
  const { bins } = told.value;
  const whole = total(told.value);
  if (whole === 0) return nothingYet(context);
  const most = Math.max(...bins.map(({ value }) => Number(value)));
  const share = (value: bigint | number): Content =>
    parts ? html`<td>${formats.share(Number(value) / whole)}</td>` : null;
  const name = nameOf(told, context);
  const table = html`<table class="bars">
    <thead>
      <tr>
        <th scope="col"><span class="hidden">${name}</span></th>
        <td></td>
        <th scope="col">${counted}</th>
        ${parts ? html`<th scope="col">${words.shareLabel}</th>` : null}
      </tr>
    </thead>
    <tbody>
      ${bins.map(
        ({ bin, value }) =>
          html`<tr>
            <th scope="row">${label(bin)}</th>
            <td>${bar(Number(value) / most)}</td>
            <td>${formats.count(value)}</td>
            ${share(value)}
          </tr>`,
      )}
    </tbody>
  </table>`;
  return scrollBox(name, table);
}

/** The sentence over the distribution of intervals; an edge that is not known is told as such. */
export function intervalSentence(
  { n, mean, p50, p80, p90 }: Intervals,
  { words, formats }: PageContext,
): Markup | null {
  if (n === 0n) return null;
  const edge = (value: number | null) => formats.figure(value, 'count');
  const facts = {
    n: formats.count(n),
    mean: formats.figure(mean, 'ratio'),
    p50: edge(p50),
    p80: edge(p80),
    p90: edge(p90),
  };
  return html`<p class="sentence">${words.intervals(facts)}</p>`;
}
