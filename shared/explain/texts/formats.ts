/** Values in words that differ little between languages: digits in groups, days, local times, money. */
import { addDays, civilFromDay, formatDay, parseFormattedDay } from '../../domain/calendar.ts';
import type { CivilDate } from '../../domain/calendar.ts';
import { businessDay, parseInstant } from '../../domain/zone.ts';
import type { Language } from './texts.ts';

/** Digits in groups, as the language writes them. */
export function numberFormat(language: Language): (value: bigint) => string {
  const format = new Intl.NumberFormat(language);
  return (value) => format.format(value);
}

/** An exact number as people read it: `1,234.5`, and `3,333 1/3` where no decimal says it. */
export function exactFormat(language: Language): (exact: string) => string {
  const number = numberFormat(language);
  return (exact) => {
    const sign = exact.startsWith('-') ? '-' : '';
    const [value = '', denominator] = exact.replace(/^-/, '').split('/');
    if (denominator === undefined) {
      const [whole = '', fraction] = value.split('.');
      return `${sign}${number(BigInt(whole))}${fraction === undefined ? '' : `.${fraction}`}`;
    }
    const [above, below] = [BigInt(value), BigInt(denominator)];
    const whole = above / below;
    return `${sign}${whole === 0n ? '' : `${number(whole)} `}${String(above % below)}/${denominator}`;
  };
}

/** Money of a currency from minor units, of any size exactly. */
export function moneyFormat(language: Language, currency: string): (minor: bigint) => string {
  const format = new Intl.NumberFormat(language, { style: 'currency', currency });
  const digits = format.resolvedOptions().maximumFractionDigits ?? 0;
  const unit = 10n ** BigInt(digits);
  return (minor) =>
    format
      .formatToParts(minor / unit)
      .map(({ type, value }) => (type === 'fraction' ? String(minor % unit).padStart(digits, '0') : value))
      .join('');
}

export function civilOf(isoDay: string): CivilDate {
  const day = parseFormattedDay(isoDay);
  if (day === undefined) throw new RangeError(`not a day: ${isoDay}`);
  return civilFromDay(day);
}

/** The day before: the last on which points can be used that expire on a day. */
export function dayBefore(isoDay: string): string {
  const day = parseFormattedDay(isoDay);
  if (day === undefined) throw new RangeError(`not a day: ${isoDay}`);
  return formatDay(addDays(day, -1));
}

/** An instant on the clocks of a zone: its day, and hours and minutes. */
export function localTimeFormat(
  timeZone: string,
): (isoInstant: string) => { readonly day: string; readonly time: string } {
  const format = new Intl.DateTimeFormat('en', { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  return (isoInstant) => {
    const instant = parseInstant(isoInstant);
    if (instant === undefined) throw new RangeError(`not an instant: ${isoInstant}`);
    return { day: formatDay(businessDay(instant, timeZone)), time: format.format(instant) };
  };
}
