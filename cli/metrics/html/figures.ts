/** Numbers that are one figure: values, rates, and the liability with its bridge. */
import type { Count, Liability, Rate } from '../../../shared/domain/statistics/shapes.ts';
import { bar } from './bins.ts';
import { nameOf } from './context.ts';
import type { PageContext, Told } from './context.ts';
import { scrollBox } from './frame.ts';
import { html } from '../../html/template.ts';
import type { Content, Markup } from '../../html/template.ts';
import { unitOf } from './units.ts';

/** The figure, and of a rate what it is a quotient of. */
export function figureOf(told: Told<Count | Rate>, { words, formats }: PageContext): Content {
  const { definition, value } = told;
  const figure = html`<p class="figure">${formats.figure(value.value, unitOf(definition.id, value))}</p>`;
  if (!('numerator' in value)) return figure;
  const { numerator, denominator } = value;
  const from = denominator === 0n ? words.noRate : words.quotient(formats.count(numerator), formats.count(denominator));
  return html`${figure}
    <p class="quotient">${from}</p>`;
}

/** From the points at the start to those at the end, each movement where it stands between them. */
export function bridge(told: Told<Liability>, context: PageContext): Markup {
  const { words, formats } = context;
  const { opening = 0n, closing = 0n, ...moves } = told.value.bridge;
  const steps: { name: string; from: bigint; to: bigint; kind: string }[] = [];
  let reached = opening;
  for (const [name, points] of Object.entries(moves)) {
    if (points === 0n) continue;
    steps.push({ name, from: reached, to: reached + points, kind: 'step' });
    reached += points;
  }
  const all = [
    { name: 'opening', from: 0n, to: opening, kind: 'sum' },
    ...steps,
    { name: 'closing', from: 0n, to: closing, kind: 'sum' },
  ];
  const ends = all.flatMap(({ from, to }) => [Number(from), Number(to)]);
  const [least, most] = [Math.min(0, ...ends), Math.max(1, ...ends)];
  const place = (points: number) => (points - least) / (most - least);
  const rows = all.map(({ name, from, to, kind }) => {
    const [left, right] = [Number(from), Number(to)].sort((a, b) => a - b);
    const start = place(left ?? 0);
    const part = place(right ?? 0) - start;
    const points = formats.count(to - from);
    return html`<tr class="${kind}">
      <th scope="row">${words.bridge[name] ?? name}</th>
      <td>${bar(part, start, kind === 'sum' ? 3 : to < from ? 1 : 0)}</td>
      <td>${kind === 'step' && to > from ? `+${points}` : points}</td>
    </tr>`;
  });
  const table = html`<table class="bars">
    <caption>
      ${words.bridgeTitle}
    </caption>
    <tbody>
      ${rows}
    </tbody>
  </table>`;
  return scrollBox(nameOf(told, context), table);
}
