/** Who was where before, and is where now: a row for each place left, a column for each reached. */
import { joined } from '../../../shared/domain/statistics/shapes.ts';
import type { Moves } from '../../../shared/domain/statistics/shapes.ts';
import { nameOf } from './context.ts';
import type { PageContext, Told } from './context.ts';
import { nothingYet, scrollBox } from './frame.ts';
import { heatScale, heatTable } from './heat.ts';
import { html } from '../../html/template.ts';
import type { Markup } from '../../html/template.ts';

type Places = { readonly order: readonly string[]; readonly label: (place: string) => string };

type Move = Moves['rows'][number];

/** Members who made a move: the numerator where the value is their share of the row. */
const membersOf = (move: Move) => Number('numerator' in move ? move.numerator : move.value);

export function matrix(told: Told<Moves>, { order, label }: Places, context: PageContext): Markup {
  const { words, formats } = context;
  const moves = told.value.rows;
  if (moves.length === 0) return nothingYet(context);
  const froms = [joined, ...order].filter((place) => moves.some(({ from }) => from === place));
  const tos = order.filter((place) => moves.some(({ to }) => to === place));
  const rows = froms.map((from) => {
    const ofRow = moves.filter((move) => move.from === from);
    const whole = ofRow.reduce((sum, move) => sum + membersOf(move), 0);
    const cells = tos.map((to) => {
      const move = ofRow.find((each) => each.to === to);
      if (move === undefined) return null;
      const members = membersOf(move);
      const share = members / whole;
      const text = html`${formats.share(share)}<span class="below">${formats.count(members)}</span>`;
      return { text, value: share, kind: from === to ? 'stayed' : '' };
    });
    return { head: from === joined ? words.joined : label(from), sides: [formats.count(whole)], cells };
  });
  const name = nameOf(told, context);
  const table = heatTable({
    caption: name,
    corner: [words.from, words.members],
    columns: tos.map(label),
    over: words.to,
    rows,
    most: 1,
  });
  const note = froms.every((from) => from === joined) ? words.allJoined : words.stayedNote;
  return html`${scrollBox(name, table)}
    <p class="note">${note} ${heatScale(context)}</p>`;
}
