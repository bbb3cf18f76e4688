/** A run for people: the table of its totals. */
import type { CommandIo } from '../io.ts';
import type { RunDocument } from './document.ts';

type Figures = Readonly<Record<string, number | bigint>>;

function table(title: string, figures: Figures): string[] {
  const width = Math.max(...Object.keys(figures).map((name) => name.length));
  const rows = Object.entries(figures).map(
    ([name, value]) => `  ${name.padEnd(width)}  ${value.toLocaleString('en').padStart(16)}`,
  );
  return [title, ...rows, ''];
}

const refusalsShown = 20;

/** Prints the events, totals, tiers and first refusals of a run as text. */
export function printRun(io: CommandIo, document: RunDocument): void {
  const { refusals } = document;
  const lines = [
    `Programme ${document.program}, as of the end of ${document.asOf}`,
    '',
    ...table('Events', document.events),
    ...table('Totals', document.totals),
    ...table('Members by level', document.tiers),
    ...(refusals.length === 0 ? [] : [`Refused lines (${String(refusals.length)})`]),
    ...refusals
      .slice(0, refusalsShown)
      .map(
        ({ line, file, code, message }) =>
          `  ${file === undefined ? '' : `${file}, `}line ${String(line)}: ${code}: ${message}`,
      ),
    ...(refusals.length > refusalsShown
      ? [`  … and ${String(refusals.length - refusalsShown)} more; --json lists them all`]
      : []),
  ];
  for (const line of lines) io.out(line);
}
