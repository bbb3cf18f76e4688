import { parseDay } from '../shared/domain/calendar.ts';
import type { Day } from '../shared/domain/calendar.ts';
import { UsageError } from './failure.ts';

/** The day of an option such as `--as-of 2026-11-21`. @throws UsageError when it is no date that exists */
export function dayOption(name: string, value: string | undefined): Day | undefined {
  if (value === undefined) return undefined;
  const day = parseDay(value);
  if (day === undefined) throw new UsageError(`--${name} takes a date YYYY-MM-DD that exists`);
  return day;
}
