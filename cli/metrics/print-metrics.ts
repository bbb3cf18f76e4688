/** Numbers for people: each with its name and its definition, then its values. */
import type { Language, NumberDefinition } from '../../shared/domain/statistics/definition.ts';
import type { Count, NumberValue, Rate } from '../../shared/domain/statistics/shapes.ts';
import type { CommandIo } from '../io.ts';
import type { MetricsDocument } from './build-metrics.ts';

type Words = { readonly asOf: string; readonly window: string; readonly running: string; readonly none: string };
const words: Readonly<Record<Language, Words>> = {
  en: { asOf: 'as of the end of', window: 'window', running: 'not over yet', none: 'nothing to tell' },
  'zh-CN': { asOf: '截至', window: '窗口', running: '未结束', none: '无数据' },
};

const figure = (value: bigint | number | null) =>
  value === null ? '–' : value.toLocaleString('en', { maximumFractionDigits: 6 });

function quotient(value: Count | Rate): string {
  const text = figure(value.value).padStart(14);
  if (!('numerator' in value)) return text;
  return `${text}  = ${figure(value.numerator)} ÷ ${figure(value.denominator)}`;
}

function cohortLine(size: bigint, values: readonly bigint[]): string {
  return values.map((value) => `${(Number((value * 1000n) / size) / 10).toFixed(1)}%`.padStart(7)).join('');
}

function linesOf(value: NumberValue, { running }: Words): readonly string[] {
  if ('series' in value) {
    return value.series.map(({ period, complete, ...of }) => {
      return `${period.padEnd(12)} ${quotient(of)}${complete ? '' : `  (${running})`}`;
    });
  }
  if ('cohorts' in value) {
    return value.cohorts.map(({ cohort, size, complete = true, values }) => {
      return `${cohort} ${figure(size).padStart(12)} ${cohortLine(size, values)}${complete ? '' : `  (${running})`}`;
    });
  }
  if ('bins' in value) {
    const bins = value.bins.map(({ bin, value: members }) => `${bin.padEnd(18)} ${figure(members).padStart(14)}`);
    if (!('n' in value)) return bins;
    const { n, mean, p50, p80, p90 } = value;
    const first = `n ${figure(n)}, mean ${figure(mean)}, p50 ${figure(p50)}, p80 ${figure(p80)}, p90 ${figure(p90)}`;
    return [first, ...bins];
  }
  if ('rows' in value) return value.rows.map(rowLine);
  if (!('bridge' in value)) return [quotient(value).trimStart()];
  const bridge = Object.entries(value.bridge).filter(([, points]) => points !== 0n);
  return [figure(value.value), ...bridge.map(([name, points]) => `${name.padEnd(12)} ${figure(points).padStart(14)}`)];
}

type Row = Extract<NumberValue, { rows: unknown }>['rows'][number];

function rowLine(row: Row): string {
  if ('weekday' in row) {
    const { weekday, hour, purchases, memberDays } = row;
    return `${weekday} ${String(hour).padStart(2)} h ${figure(purchases).padStart(12)} ${figure(memberDays).padStart(12)}`;
  }
  const { from, to, ...value } = row;
  return `${from.padEnd(18)} → ${to.padEnd(18)} ${quotient(value)}`;
}

/** Prints the numbers of a document, the definition beside each. */
export function printMetrics(
  io: CommandIo,
  document: MetricsDocument,
  definitions: readonly NumberDefinition[],
  language: Language,
): void {
  const text = words[language];
  const { program, tier, channel } = document.scope;
  const scope = [program, tier, channel].filter((part) => part !== null).join(', ');
  io.out(`${scope}, ${text.asOf} ${document.asOf}, ${text.window} ${document.window}`);
  for (const { id, name, definition } of definitions) {
    const value = document.numbers[id];
    const lines = value === undefined ? [] : linesOf(value, text);
    io.out(`\n${id}  ${name[language]}: ${definition[language]}`);
    for (const line of lines.length === 0 ? [text.none] : lines) io.out(`  ${line}`);
  }
}
