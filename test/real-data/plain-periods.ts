/** Periods as texts, for the plain numbers. */
import { goneOn } from './months.ts';

const msPerDay = 86_400_000;
export const numberOfDay = (day: string) => Date.parse(`${day}T00:00:00Z`) / msPerDay;
export const textOfDay = (number: number) => new Date(number * msPerDay).toISOString().slice(0, 10);
export const daysBetween = (a: string, b: string) => numberOfDay(b) - numberOfDay(a);

/** `2011-W05`, by the calendar's own rule: the week of the year's first Thursday is its first. */
export function weekOf(day: string): string {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + 4 - (date.getUTCDay() || 7));
  const year = date.getUTCFullYear();
  const week = Math.ceil(((date.getTime() - Date.UTC(year, 0, 1)) / msPerDay + 1) / 7);
  return `${year}-W${String(week).padStart(2, '0')}`;
}

/** `1997-01` of a month's number. */
export const textOfMonth = (month: number) => goneOn(month - 1, 0).slice(0, 7);

export type Period = { readonly period: string; readonly complete: boolean };

/** Every period from the first day's to the last one's; the last one is complete when it ends with that day. */
export function periodsOf(first: string, asOf: string, of: (day: string) => string): readonly Period[] {
  const names = new Set<string>();
  for (let day = numberOfDay(first); day <= numberOfDay(asOf); day += 1) names.add(of(textOfDay(day)));
  const next = of(textOfDay(numberOfDay(asOf) + 1));
  return [...names].map((period) => ({ period, complete: period !== next }));
}
