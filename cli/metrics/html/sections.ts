/** What the page tells, in which order, and how. */
import type { PageContext } from './context.ts';
import { elementId, nameOf } from './context.ts';
import { cohortTable } from './cohorts.ts';
import { figureOf } from './figures.ts';
import { heading, numberBlock } from './frame.ts';
import { groupGrid } from './rfm-grid.ts';
import { newestFigure } from './series.ts';
import { stackOf } from './stacks.ts';
import type { Stack } from './stacks.ts';
import { switched } from './switched.ts';
import { tell, toldWith } from './tell.ts';
import { html } from '../../html/template.ts';
import type { Content } from '../../html/template.ts';
import type { SectionName, Words } from './words.ts';

/** Numbers that are told together. */
type Part = { readonly ids: readonly string[]; readonly tell: (context: PageContext) => Content };

/** Each in its own block, one after the other. */
function each(...ids: readonly string[]): Part {
  return {
    ids,
    tell: (context) =>
      ids.flatMap((id) => {
        const told = context.number(id);
        return told === undefined ? [] : [tell(told, context)];
      }),
  };
}

function stacked(layers: Stack['layers'], texts: (words: Words) => readonly [string, string], total?: string): Part {
  const ids = layers.map(({ id }) => id);
  return {
    ids,
    tell(context) {
      const [title, note] = texts(context.words);
      const name = `${elementId(ids.join('-'))}-chart`;
      return stackOf({ name, title, note, layers, ...(total === undefined ? {} : { total }) }, context);
    },
  };
}

/** Tables of cohorts, one of them in sight. */
function cohorts(...ids: readonly string[]): Part {
  return {
    ids,
    tell(context) {
      const panels = ids.flatMap((id) => {
        const told = toldWith(id, 'cohorts', context);
        if (told === undefined) return [];
        return [
          { label: nameOf(told, context), panel: numberBlock(told, context, 'wide', cohortTable(told, context)) },
        ];
      });
      if (panels.length === 0) return null;
      return html`<div class="wide">${switched(elementId(ids.join('-')), panels, context)}</div>`;
    },
  };
}

/** The groups as a grid, and as a list, which has those that are no field of it. */
const groups: Part = {
  ids: ['rfm.group'],
  tell(context) {
    const told = toldWith('rfm.group', 'bins', context);
    if (told === undefined) return null;
    if (told.value.bins.every(({ value }) => Number(value) === 0)) return tell(told, context);
    return [tell(told, context), html`<div class="wide">${groupGrid(told, context)}</div>`];
  },
};

type Section = { readonly name: SectionName; readonly parts: readonly Part[] };

const sections: readonly Section[] = [
  {
    name: 'members',
    parts: [
      stacked(
        [
          { id: 'comp.retained', tone: 0 },
          { id: 'comp.returning', tone: 1 },
          { id: 'act.new', tone: 2 },
          { id: 'comp.lost', tone: 3, below: true },
        ],
        (words) => [words.composition, words.compositionNote],
        'act.mau',
      ),
      each('act.mau', 'act.wau', 'act.dau', 'act.new_share', 'act.enrol', 'act.enrol_to_first'),
      each('comp.loyal', 'comp.high', 'comp.streak'),
    ],
  },
  {
    name: 'retention',
    parts: [cohorts('ret.n', 'ret.rolling', 'ret.churn_cohort'), each('ret.churn_period', 'ret.silent')],
  },
  {
    name: 'buying',
    parts: [
      stacked([{ id: 'buy.amount', tone: 0 }], (words) => [words.netSales, words.netSalesNote]),
      each('buy.repurchase', 'buy.returning_share', 'buy.repeat_base'),
      each('buy.second_30', 'buy.second_60', 'buy.second_90'),
      each('buy.count', 'buy.aov', 'buy.items', 'buy.frequency'),
      each('buy.times', 'buy.interval', 'buy.recency'),
    ],
  },
  { name: 'groups', parts: [groups, each('rfm.move')] },
  {
    name: 'points',
    parts: [
      stacked(
        [
          { id: 'pts.issued', tone: 0 },
          { id: 'pts.redeemed', tone: 1, below: true },
          { id: 'pts.returned', tone: 2, below: true },
          { id: 'pts.expired', tone: 3, below: true },
        ],
        (words) => [words.flow, words.flowNote],
      ),
      each('pts.balance', 'pts.redeem_rate', 'pts.expiring', 'pts.liability'),
      cohorts('pts.breakage'),
    ],
  },
  { name: 'levels', parts: [each('tier.mix', 'tier.migrate', 'tier.up', 'tier.down', 'tier.keep')] },
  { name: 'hours', parts: [each('act.hour')] },
];

/** What a manager asks for first. Each is told again, with more, in its section. */
const headlines = [
  'act.mau',
  'act.new',
  'ret.churn_period',
  'buy.amount',
  'buy.count',
  'buy.aov',
  'buy.repurchase',
  'pts.balance',
] as const;

function overview(context: PageContext): readonly Content[] {
  return headlines.flatMap((id) => {
    const [series, rate] = [toldWith(id, 'series', context), toldWith(id, 'value', context)];
    if (series !== undefined && series.value.series.length > 0) {
      return [
        html`<article class="tile">
          ${heading(series, context)}
          <div>${newestFigure(series, context)}</div>
        </article>`,
      ];
    }
    return rate === undefined
      ? []
      : [
          html`<article class="tile">
            ${heading(rate, context)}
            <div>${figureOf(rate, context)}</div>
          </article>`,
        ];
  });
}

export type ToldSection = { readonly name: SectionName; readonly content: readonly Content[] };

/** The sections that have something to tell. @param ids of the numbers of the document */
export function sectionsOf(ids: readonly string[], context: PageContext): readonly ToldSection[] {
  const placed = new Set(sections.flatMap(({ parts }) => parts.flatMap((part) => part.ids)));
  const others = each(...ids.filter((id) => !placed.has(id)));
  const all: readonly Section[] = [...sections, { name: 'others', parts: [others] }];
  const tiles = overview(context);
  const told = all.flatMap(({ name, parts }) => {
    const present = parts.filter((part) => part.ids.some((id) => context.number(id) !== undefined));
    return present.length === 0 ? [] : [{ name, content: present.map((part) => part.tell(context)) }];
  });
  return tiles.length === 0 ? told : [{ name: 'overview' as const, content: tiles }, ...told];
}
