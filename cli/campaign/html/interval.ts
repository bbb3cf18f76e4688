/** An interval on a line with its zero: whether it spans that is what the reader came for. */
import type { Interval } from '../../../shared/domain/effect/compare-arms.ts';
import { html } from '../../html/template.ts';
import type { Markup } from '../../html/template.ts';

/** The part of the width that stays free on either side, for the figures at the ends. */
const margin = 0.26;

export type DrawnInterval = {
  readonly title: string;
  readonly middle: number;
  readonly ends: Interval;
  readonly written: (value: number) => string;
  readonly zeroLabel: string;
};

/** The values stand in the table as well: the drawing adds none, so it is hidden from who cannot see it. */
export function intervalFigure({ title, middle, ends: [least, most], written, zeroLabel }: DrawnInterval): Markup {
  const [low, high] = [Math.min(least, 0), Math.max(most, 0)];
  const width = high - low === 0 ? 1 : high - low;
  const place = (value: number) => {
    const part = high - low === 0 ? 0.5 : (value - low) / width;
    return `${(100 * (margin + part * (1 - 2 * margin))).toFixed(2)}%`;
  };
  const length = `${(100 * ((most - least) / width) * (1 - 2 * margin)).toFixed(2)}%`;
  const spans = least <= 0 && most >= 0;
  // Without a width both would stand where the middle does.
  const ends =
    least === most
      ? html``
      : html`<text x="${place(least)}" y="66" text-anchor="end">${written(least)}</text>
          <text x="${place(most)}" y="66" text-anchor="start">${written(most)}</text>`;
  return html`<figure class="interval">
    <figcaption>${title}</figcaption>
    <svg width="100%" height="88" aria-hidden="true">
      <line class="axis" x1="0" x2="100%" y1="42" y2="42" />
      <rect class="${spans ? 'spans' : 'clear'}" x="${place(least)}" y="36" width="${length}" height="12" />
      <line class="zero" x1="${place(0)}" x2="${place(0)}" y1="20" y2="56" />
      <circle class="dot" cx="${place(middle)}" cy="42" r="5" />
      <text class="strong" x="${place(middle)}" y="14" text-anchor="middle">${written(middle)}</text>
      ${ends}
      <text x="${place(0)}" y="84" text-anchor="middle">${zeroLabel}</text>
    </svg>
  </figure>`;
}
