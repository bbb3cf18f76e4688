/** What the values of a number are of: its shape says how it is written down, not how people read it. */
import type { NumberValue } from '../../../shared/domain/statistics/shapes.ts';

export type Unit = 'count' | 'share' | 'ratio' | 'money' | 'seconds';

/** Numbers that are not what their shape lets one think: counts, and shares where there is a denominator. */
const exceptions: ReadonlyMap<string, Unit> = new Map<string, Unit>([
  ['buy.amount', 'money'],
  ['buy.aov', 'money'],
  ['buy.items', 'ratio'],
  ['buy.frequency', 'ratio'],
  ['pts.liability', 'money'],
  ['ops.fresh', 'seconds'],
]);

/**
 * Numbers that count who did not come: of a period that is not over they say nothing yet, and drawn beside others they
 * would be read as a loss.
 */
const absences: ReadonlySet<string> = new Set(['comp.lost', 'ret.churn_period']);

export const countsAbsence = (id: string): boolean => absences.has(id);

export function unitOf(id: string, value: NumberValue): Unit {
  const isRate = 'numerator' in value || ('series' in value && value.series.some((point) => 'numerator' in point));
  return exceptions.get(id) ?? (isRate ? 'share' : 'count');
}
