/** The document of `metrics` (metrics.md), made of sums. */
import { formatDay } from '../../shared/domain/calendar.ts';
import { programmeName } from '../../shared/domain/programme.ts';
import type { NumberDefinition } from '../../shared/domain/statistics/definition.ts';
import type { NumberValue, Report } from '../../shared/domain/statistics/shapes.ts';
import type { Scope } from '../../shared/domain/statistics/sums-context.ts';
import type { Sums } from '../../shared/domain/statistics/sums.ts';

export type MetricsDocument = {
  readonly asOf: string;
  readonly scope: Scope & { readonly program: string };
  readonly window: Report['window'];
  readonly numbers: Readonly<Record<string, NumberValue>>;
};

export function buildMetrics(
  sums: Sums,
  definitions: readonly NumberDefinition[],
  report: Report,
  scope: Scope,
): MetricsDocument {
  return {
    asOf: formatDay(report.asOf),
    scope: { program: programmeName(report.programme), ...scope },
    window: report.window,
    numbers: Object.fromEntries(definitions.map(({ id, compute }) => [id, compute(sums, report)])),
  };
}
