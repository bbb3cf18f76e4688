/** How a number is told, by its shape: one that came after this page finds its place by itself. */
import { rfmGroups } from '../../../shared/domain/statistics/rfm.ts';
import type { NumberValue } from '../../../shared/domain/statistics/shapes.ts';
import { binList, intervalSentence } from './bins.ts';
import type { BinList } from './bins.ts';
import { cohortTable } from './cohorts.ts';
import { elementId } from './context.ts';
import type { PageContext, Told } from './context.ts';
import { bridge, figureOf } from './figures.ts';
import { numberBlock } from './frame.ts';
import { hoursTable } from './hours.ts';
import { matrix } from './matrix.ts';
import { seriesCard } from './series.ts';
import { switched } from './switched.ts';
import { html } from '../../html/template.ts';
import type { Markup } from '../../html/template.ts';

type Of<Key extends string> = Extract<NumberValue, Readonly<Record<Key, unknown>>>;

const hasKey = <Key extends string>(value: NumberValue, key: Key): value is Of<Key> => key in value;

/** A number with a value of one shape. Undefined when the document does not have it, or has another shape of it. */
export function toldWith<Key extends string>(id: string, key: Key, { number }: PageContext): Told<Of<Key>> | undefined {
  const told = number(id);
  if (told === undefined || !hasKey(told.value, key)) return undefined;
  return { definition: told.definition, value: told.value };
}

/** What the names of bins mean, by number. */
function binsOf(id: string, { words, levelName }: PageContext): BinList {
  const members = { counted: words.members, parts: true };
  switch (id) {
    case 'buy.times':
      return { ...members, label: words.orders };
    case 'buy.recency':
      return { ...members, label: words.days };
    case 'buy.interval':
      return { counted: words.intervalsLabel, parts: true, label: words.days };
    case 'comp.streak':
      return { ...members, label: words.monthsInARow };
    case 'rfm.group':
      return { ...members, label: (bin) => groupName(bin, words.groups) };
    case 'tier.mix':
      return { ...members, label: levelName };
    case 'pts.expiring':
      return { counted: words.points, parts: false, label: words.withinDays };
    default:
      return { counted: words.value, parts: false, label: (bin) => bin };
  }
}

function groupName(bin: string, names: PageContext['words']['groups']): string {
  const group = rfmGroups.find((each) => each === bin);
  return group === undefined ? bin : names[group];
}

function tellMoves(told: Told<Of<'rows'>>, context: PageContext): Markup {
  const { definition, value } = told;
  const [first] = value.rows;
  if (first !== undefined && 'weekday' in first) {
    const counted = ['purchases', 'memberDays'] as const;
    const hours = { definition, value: { rows: value.rows.filter((row) => 'weekday' in row) } };
    const panels = counted.map((each) => ({ label: context.words[each], panel: hoursTable(hours, each, context) }));
    return numberBlock(told, context, 'wide', switched(elementId(definition.id), panels, context));
  }
  const moves = { definition, value: { rows: value.rows.filter((row) => 'from' in row) } };
  const isTier = definition.id === 'tier.migrate';
  const places = isTier
    ? { order: context.levels, label: context.levelName }
    : { order: rfmGroups, label: (bin: string) => groupName(bin, context.words.groups) };
  return numberBlock(told, context, 'wide', matrix(moves, places, context));
}

function tellBins(told: Told<Of<'bins'>>, context: PageContext): Markup {
  const { definition, value } = told;
  const sentence = 'n' in value ? intervalSentence(value, context) : null;
  return numberBlock(told, context, 'wide', [
    sentence,
    binList({ definition, value }, binsOf(definition.id, context), context),
  ]);
}

/** A number in its own block. */
export function tell(told: Told, context: PageContext): Markup {
  const { definition, value } = told;
  if ('series' in value) return seriesCard({ definition, value }, context);
  if ('cohorts' in value) return numberBlock(told, context, 'wide', cohortTable({ definition, value }, context));
  if ('bins' in value) return tellBins({ definition, value }, context);
  if ('rows' in value) return tellMoves({ definition, value }, context);
  if ('bridge' in value) {
    const reason = value.value === null ? html`<p class="note">${context.words.noLiability}</p>` : null;
    return numberBlock(told, context, 'wide', [
      figureOf({ definition, value }, context),
      reason,
      bridge({ definition, value }, context),
    ]);
  }
  return numberBlock(told, context, 'card', figureOf({ definition, value }, context));
}
