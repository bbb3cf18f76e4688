/** An experiment's result for people. */
import { notTrusted } from '../../shared/domain/effect/sample-ratio.ts';
import type { CommandIo } from '../io.ts';
import type { EffectDocument } from './effect-document.ts';

const figure = (value: number | null) => (value === null ? '–' : String(Number(value.toPrecision(6))));
const interval = (ends: readonly [number, number] | null) =>
  ends === null ? '–' : `${figure(ends[0])} … ${figure(ends[1])}`;
const percent = (value: number) => `${(value * 100).toFixed(1)} %`;
const change = (value: number | null) => (value === null ? '–' : `${value > 0 ? '+' : ''}${percent(value)}`);
const changes = (ends: readonly [number, number] | null) =>
  ends === null ? '–' : `${change(ends[0])} … ${change(ends[1])}`;
const probability = (value: number | null) =>
  value === null ? '–' : value < 0.0001 ? value.toExponential(1) : value.toFixed(4);

/** What the interval says in words; null where there is none. */
function verdict(ends: readonly [number, number] | null): string {
  if (ends === null) return 'too few members to tell';
  if (ends[0] > 0) return 'more than the control';
  return ends[1] < 0 ? 'less than the control' : 'not distinguishable from zero';
}

function table(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  return rows.map((row) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join('   ')
      .trimEnd(),
  );
}

export function printEffect({ arms, srm, outcomes }: EffectDocument, control: string, io: CommandIo): void {
  for (const line of table([['arm', 'members'], ...arms.map(({ arm, n }) => [arm, String(n)])])) io.out(line);
  if (srm !== null) {
    const judged = notTrusted(srm)
      ? 'the arms are not as large as they were meant to be: do not trust the rest'
      : 'as meant';
    io.out(`sample ratio: chi-squared ${figure(srm.chi2)}, p ${probability(srm.p)} (${judged})`);
  }
  for (const outcome of new Set(outcomes.map((told) => told.outcome))) {
    io.out(`\n${outcome}, each arm beside ${control}`);
    const rows = outcomes
      .filter((told) => told.outcome === outcome)
      .map((told) => [
        told.arm,
        figure(told.mean),
        figure(told.controlMean),
        figure(told.difference),
        interval(told.ci95),
        change(told.relative),
        changes(told.relativeCi95),
        probability(told.p),
        verdict(told.ci95),
      ]);
    const head = ['arm', 'mean', 'control', 'difference', '95 %', 'relative', '95 %', 'p', ''];
    for (const line of table([head, ...rows])) io.out(line);
  }
}
