/** What every part of the result page needs: the evaluation, and figures as the reader's language writes them. */
import type { Evaluation } from '../../../shared/commands/campaigns/evaluate-run.ts';
import type { Campaign } from '../../../shared/domain/campaigns/campaign.ts';
import { formatInstant } from '../../../shared/domain/zone.ts';
import type { Instant } from '../../../shared/domain/zone.ts';
import { localTimeFormat, moneyFormat } from '../../../shared/explain/texts/formats.ts';
import type { Language } from '../../../shared/explain/texts/texts.ts';
import { chinese } from './chinese.ts';
import { english } from './english.ts';
import type { Measure, Words } from './words.ts';

const wordsOf: Readonly<Record<Language, Words>> = { en: english, 'zh-CN': chinese };

export type ResultSubject = {
  readonly evaluation: Evaluation;
  readonly campaign: Campaign;
  /** ISO 4217 and the IANA zone of the programme. */
  readonly currency: string;
  readonly timeZone: string;
  readonly now: Instant;
};

/** How a number of an outcome is written: a value of its own, and a difference with its sign. */
export type Written = {
  readonly value: (mean: number) => string;
  readonly signed: (difference: number) => string;
  /** The same in a drawing, where there is little room. */
  readonly drawn: (difference: number) => string;
};

export type ResultContext = ResultSubject & {
  readonly language: Language;
  readonly words: Words;
  readonly measure: Measure;
  readonly moment: (instant: Instant) => string;
  readonly count: (value: number) => string;
  /** A number to one decimal, with its sign. */
  readonly signedCount: (value: number) => string;
  readonly share: (share: number) => string;
  /** A share to one decimal. */
  readonly part: (share: number) => string;
  readonly signedShare: (share: number) => string;
  readonly ratio: (value: number) => string;
  /** Of minor units, rounded to one of them. */
  readonly money: (minor: number) => string;
  readonly signedMoney: (minor: number) => string;
  /** With its sign, and short enough for a drawing. */
  readonly shortMoney: (minor: number) => string;
  readonly probability: (p: number) => string;
  /** Of the plan's own outcome. */
  readonly written: Written;
};

export function contextOf(subject: ResultSubject, language: Language): ResultContext {
  const local = localTimeFormat(subject.timeZone);
  const words = wordsOf[language];
  const number = (options: Intl.NumberFormatOptions) => {
    const format = new Intl.NumberFormat(language, options);
    return (value: number) => format.format(value);
  };
  const signed = { signDisplay: 'exceptZero' } as const;
  const two = { minimumFractionDigits: 2, maximumFractionDigits: 2 };
  const one = { minimumFractionDigits: 1, maximumFractionDigits: 1 };
  const currency = { style: 'currency', currency: subject.currency } as const;
  const minor = moneyFormat(language, subject.currency);
  const absolute = (value: number) => minor(BigInt(Math.round(Math.abs(value))));
  const money = (value: number) => `${Math.round(value) < 0 ? '-' : ''}${absolute(value)}`;
  const signedMoney = (value: number) => `${Math.round(value) > 0 ? '+' : ''}${money(value)}`;
  const mainUnit = 10 ** (new Intl.NumberFormat(language, currency).resolvedOptions().maximumFractionDigits ?? 0);
  const compact = number({ ...currency, ...signed, notation: 'compact', maximumFractionDigits: 1 });
  const shortMoney = (value: number) => compact(value / mainUnit);
  const share = number({ style: 'percent', ...two });
  const points = number({ ...two, ...signed });
  const signedPoints = (difference: number) => points(difference * 100);
  const measure = subject.campaign.outcome.of === 'purchase' ? 'purchase' : 'spend';
  const written: Written =
    measure === 'purchase'
      ? { value: share, signed: signedPoints, drawn: signedPoints }
      : { value: money, signed: signedMoney, drawn: shortMoney };
  return {
    ...subject,
    language,
    words,
    measure,
    moment: (instant) => {
      const { day, time } = local(formatInstant(instant));
      return words.moment(day, time);
    },
    count: number({ maximumFractionDigits: 0 }),
    signedCount: number({ ...one, ...signed }),
    share,
    part: number({ style: 'percent', ...one }),
    signedShare: number({ style: 'percent', ...one, ...signed }),
    ratio: number(two),
    money,
    signedMoney,
    shortMoney,
    probability: (p) =>
      p < 0.0001 ? '<\u00a00.0001' : number({ minimumFractionDigits: 4, maximumFractionDigits: 4 })(p),
    written,
  };
}
