/** A member of whom everything is known, to try templates on. */
import type { TemplateValues } from '../contracts/template-variables.ts';
import { dayFromCivil } from '../domain/calendar.ts';
import type { Locale } from '../domain/campaigns/campaign.ts';

const day = (year: number, month: number, date: number) => dayFromCivil({ year, month, day: date });

const inBoth = {
  'points.balance': 1280n,
  'points.expiring': 300n,
  'points.expiresOn': day(2027, 1, 1),
  'tier.missing': { basis: 'spend', amount: 42_000n, currency: 'CNY' },
  'tier.by': day(2026, 12, 31),
  'offer.points': 200n,
  'offer.expiresOn': day(2027, 1, 1),
  'coupon.code': 'QK7M-2XWD-9VTB-4HNC',
  'coupon.terms': { coupon: { gives: 'amount', offMinor: 3000n, minNetMinor: 20_000n, days: 30 }, currency: 'CNY' },
  'coupon.endsOn': day(2027, 1, 1),
  'links.preferences': 'https://links.example/p/sample?of=a&for=b',
  'links.unsubscribe': 'https://links.example/u/sample?of=a&for=b',
  'links.shop': 'https://shop.example/?from=mail&in=sample',
} as const satisfies TemplateValues;

export const sampleValues: Readonly<Record<Locale, TemplateValues>> = {
  en: {
    ...inBoth,
    'member.name': 'Emma Clarke',
    'member.level': 'Gold',
    'tier.fallsTo': 'Silver',
    'programme.name': 'Evergreen Club',
  },
  'zh-CN': {
    ...inBoth,
    'member.name': '王芳',
    'member.level': '金卡会员',
    'tier.fallsTo': '银卡会员',
    'programme.name': '常青会',
  },
};
