/** Values in words, exactly, as each language writes them. */
import { civilFromDay } from '../domain/calendar.ts';
import type { Day } from '../domain/calendar.ts';
import type { CouponOffer, Locale } from '../domain/campaigns/campaign.ts';
import type { VariableValue } from '../contracts/template-variables.ts';

export type Writing = {
  readonly number: (value: bigint) => string;
  readonly day: (day: Day) => string;
  readonly amount: (value: VariableValue['amount']) => string;
  readonly coupon: (value: VariableValue['coupon']) => string;
};

/** Money from minor units, of any size exactly; whole amounts without their zeros. */
function moneyIn(locale: Locale, currency: string): (minor: bigint) => string {
  const digits = new Intl.NumberFormat(locale, { style: 'currency', currency }).resolvedOptions();
  const places = digits.maximumFractionDigits ?? 0;
  const unit = 10n ** BigInt(places);
  return (minor) => {
    const rest = minor % unit;
    const shown = rest === 0n ? 0 : places;
    const format = new Intl.NumberFormat(locale, {
      style: 'currency',
      currency,
      minimumFractionDigits: shown,
      maximumFractionDigits: shown,
    });
    return format
      .formatToParts(minor / unit)
      .map(({ type, value }) => (type === 'fraction' ? String(rest).padStart(places, '0') : value))
      .join('');
  };
}

const months = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
] as const;

const grouped = (locale: Locale) => {
  const format = new Intl.NumberFormat(locale);
  return (value: bigint) => format.format(value);
};

/** Per cent with at most two decimals and no needless zeros. */
const decimal = (value: number) => String(Math.round(value * 100) / 100);

function from(minNetMinor: bigint, money: (minor: bigint) => string, words: (amount: string) => string): string {
  return minNetMinor === 0n ? '' : words(money(minNetMinor));
}

function englishCoupon(coupon: CouponOffer, money: (minor: bigint) => string): string {
  const off = coupon.gives === 'amount' ? money(coupon.offMinor) : `${decimal(coupon.percent)}%`;
  return `${off} off${from(coupon.minNetMinor, money, (amount) => ` a purchase of ${amount} or more`)}`;
}

/** Per cent off are told as what is left, in tenths: 15 % off are 8.5 折. */
function chineseCoupon(coupon: CouponOffer, money: (minor: bigint) => string): string {
  const least = from(coupon.minNetMinor, money, (amount) => `满 ${amount} `);
  if (coupon.gives === 'amount') return `${least}${least === '' ? '立减' : '减'} ${money(coupon.offMinor)}`;
  return coupon.percent === 100 ? `${least}免单` : `${least}享 ${decimal((100 - coupon.percent) / 10)} 折`;
}

const english: Writing = {
  number: grouped('en'),
  day(day) {
    const { year, month, day: date } = civilFromDay(day);
    return `${String(date)} ${months[month - 1] ?? ''} ${String(year)}`;
  },
  amount({ basis, amount, currency }) {
    if (basis === 'spend') return moneyIn('en', currency)(amount);
    const one = amount === 1n ? '' : 's';
    return `${english.number(amount)} ${basis === 'points' ? 'point' : 'purchase'}${one}`;
  },
  coupon: ({ coupon, currency }) => englishCoupon(coupon, moneyIn('en', currency)),
};

const chinese: Writing = {
  number: grouped('zh-CN'),
  day(day) {
    const { year, month, day: date } = civilFromDay(day);
    return `${String(year)}年${String(month)}月${String(date)}日`;
  },
  amount({ basis, amount, currency }) {
    if (basis === 'spend') return moneyIn('zh-CN', currency)(amount);
    return `${chinese.number(amount)} ${basis === 'points' ? '积分' : '次购物'}`;
  },
  coupon: ({ coupon, currency }) => chineseCoupon(coupon, moneyIn('zh-CN', currency)),
};

export const writings: Readonly<Record<Locale, Writing>> = { en: english, 'zh-CN': chinese };
