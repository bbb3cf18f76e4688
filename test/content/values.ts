/** Values of a member for templates, each of its kind. */
import type { TemplateValues } from '../../shared/contracts/template-variables.ts';
import { parseDay } from '../../shared/domain/calendar.ts';
import type { Day } from '../../shared/domain/calendar.ts';

function dayAt(iso: string): Day {
  const day = parseDay(iso);
  if (day === undefined) throw new Error(`no day: ${iso}`);
  return day;
}

export const everything: TemplateValues = {
  'member.name': 'Wang Fang',
  'member.level': 'Gold',
  'points.balance': 12_345n,
  'points.expiring': 300n,
  'points.expiresOn': dayAt('2027-03-01'),
  'tier.fallsTo': 'Silver',
  'tier.missing': { basis: 'spend', amount: 120_050n, currency: 'CNY' },
  'tier.by': dayAt('2026-12-31'),
  'offer.points': 200n,
  'offer.expiresOn': dayAt('2027-01-01'),
  'coupon.code': 'ABCD-EFGH-JKMN-PQRS',
  'coupon.terms': {
    coupon: { gives: 'percent', percent: 15, minNetMinor: 10_000n, days: 30 },
    currency: 'CNY',
  },
  'coupon.endsOn': dayAt('2027-01-15'),
  'programme.name': 'Evergreen',
  'links.preferences': 'https://links.example/p/token?a=1&b=2',
  'links.unsubscribe': 'https://links.example/u/token?a=1&b=2',
  'links.shop': 'https://shop.example/',
};
