/** Numbers, money and times as a reader of the page's language expects them. */
import type { Language } from '../../../shared/domain/statistics/definition.ts';
import { moneyFormat, numberFormat } from '../../../shared/explain/texts/formats.ts';
import type { Unit } from './units.ts';
import type { Words } from './words.ts';

export type Amount = bigint | number;

export type Formats = {
  readonly count: (value: Amount) => string;
  /** A share as per cent, with its sign. */
  readonly share: (share: number) => string;
  /** A share as per cent to a decimal, for cells whose heading has the sign. */
  readonly bare: (share: number) => string;
  readonly figure: (value: Amount | null, unit: Unit) => string;
  /** Short enough for an axis or a cell: `1.2K`, `1.2万`. Money in its main unit. */
  readonly short: (value: number, unit: Unit) => string;
  /** How far a value is from the one before; null where that cannot be said. */
  readonly change: (now: Amount | null, before: Amount | null, unit: Unit) => string | null;
};

const nothing = '–';

/** `3 d 4 h`, `10 h 31 min`: the two largest units that are not empty. */
function durationFormat({ durationUnits }: Words): (seconds: number) => string {
  const sizes = [86_400, 3600, 60, 1] as const;
  return (seconds) => {
    let rest = Math.abs(seconds);
    const parts = sizes.map((size) => {
      const whole = Math.floor(rest / size);
      rest -= whole * size;
      return whole;
    });
    const first = parts.findIndex((part) => part > 0);
    if (first === -1) return `0 ${durationUnits[3]}`;
    const told = parts.map((part, index) => ({ part, unit: durationUnits[index] ?? '' })).slice(first, first + 2);
    const text = told.flatMap(({ part, unit }) => (part === 0 ? [] : [`${String(part)} ${unit}`])).join(' ');
    return seconds < 0 ? `-${text}` : text;
  };
}

/** @param currency ISO 4217; amounts of money are in its minor units */
export function formatsOf(language: Language, currency: string, words: Words): Formats {
  const whole = numberFormat(language);
  const money = moneyFormat(language, currency);
  const decimals = (digits: number) => ({ minimumFractionDigits: digits, maximumFractionDigits: digits });
  const percent = new Intl.NumberFormat(language, { style: 'percent', ...decimals(1) });
  const signedPercent = new Intl.NumberFormat(language, {
    style: 'percent',
    ...decimals(1),
    signDisplay: 'exceptZero',
  });
  const signedPoints = new Intl.NumberFormat(language, { ...decimals(1), signDisplay: 'exceptZero' });
  const tenths = new Intl.NumberFormat(language, decimals(1));
  const ratio = new Intl.NumberFormat(language, decimals(2));
  const compact = new Intl.NumberFormat(language, { notation: 'compact', maximumFractionDigits: 1 });
  const digits = new Intl.NumberFormat(language, { style: 'currency', currency }).resolvedOptions();
  const mainUnit = 10 ** (digits.maximumFractionDigits ?? 0);
  const compactMoney = new Intl.NumberFormat(language, {
    style: 'currency',
    currency,
    notation: 'compact',
    maximumFractionDigits: 1,
  });
  const duration = durationFormat(words);
  const toWhole = (value: Amount) => (typeof value === 'bigint' ? value : BigInt(Math.round(value)));
  const figures: Readonly<Record<Unit, (value: Amount) => string>> = {
    count: (value) => whole(toWhole(value)),
    share: (value) => percent.format(value),
    ratio: (value) => ratio.format(value),
    money: (value) => (value < 0 ? `-${money(-toWhole(value))}` : money(toWhole(value))),
    seconds: (value) => duration(Number(value)),
  };
  return {
    count: figures.count,
    share: (share) => percent.format(share),
    bare: (share) => tenths.format(share * 100),
    figure: (value, unit) => (value === null ? nothing : figures[unit](value)),
    short(value, unit) {
      if (unit === 'share') return percent.format(value).replace(/[.,]0(?=\D*$)/, '');
      return unit === 'money' ? compactMoney.format(value / mainUnit) : compact.format(value);
    },
    change(now, before, unit) {
      if (now === null || before === null) return null;
      const [to, from] = [Number(now), Number(before)];
      if (unit === 'share') return words.percentagePoints(signedPoints.format((to - from) * 100));
      return from === 0 ? null : signedPercent.format((to - from) / Math.abs(from));
    },
  };
}
