/** The days of the demonstration shop. */
import { dayFromCivil, formatDay } from '../../shared/domain/calendar.ts';

export const firstDay = dayFromCivil({ year: 2025, month: 5, day: 1 });
export const lastDay = dayFromCivil({ year: 2026, month: 6, day: 30 });

export const shopFirstDay = formatDay(firstDay);
/** A review of the shop belongs to this day. */
export const shopLastDay = formatDay(lastDay);
