/** What a template is filled in with: only what it names is worked out. */
import type { TemplateValues, VariableName } from '../../contracts/template-variables.ts';
import { sumOfPoints } from '../../domain/lots.ts';
import { expiryOccasion } from '../../domain/campaigns/occasion.ts';
import type { CouponOffer, Locale } from '../../domain/campaigns/campaign.ts';
import type { Day } from '../../domain/calendar.ts';
import { subtractDays } from '../../domain/calendar.ts';
import { endingPoints, levelNotice } from '../../domain/notices.ts';
import { levelAt, levelIndex } from '../../domain/tiers.ts';
import type { MemberNow } from './member-now.ts';
import type { Links, Names } from './send-dependencies.ts';

/** What a message offers, as it is told. */
export type OfferTold =
  | { readonly offers: 'points'; readonly points: bigint; readonly expiresOn: Day | null }
  | { readonly offers: 'coupon'; readonly coupon: CouponOffer; readonly code: string; readonly endsOn: Day };

export type ValuesOf = {
  readonly member: Pick<MemberNow, 'account' | 'person' | 'day' | 'programme' | 'versions'>;
  readonly occasion: string;
  readonly locale: Locale;
  readonly names: Names;
  readonly links: Links;
  readonly offer: OfferTold | null;
};

/** The points that a message is about: those of its occasion, or else those that end first. */
function ending({ member: { account, day, versions }, occasion }: ValuesOf) {
  const left = endingPoints(account, versions).filter(({ expiresOn }) => expiresOn > day);
  const isOwn = (expiresOn: Day) => {
    const own = expiryOccasion(expiresOn, null);
    return occasion === own || occasion.startsWith(`${own}-`);
  };
  return left.find(({ expiresOn }) => isOwn(expiresOn)) ?? left[0];
}

/** As of the morning on which it is read. */
function atRisk({ member: { account, day, versions } }: ValuesOf) {
  return levelNotice(account, subtractDays(day, 1), versions) ?? undefined;
}

function nameOf({ member: { person } }: ValuesOf): string | undefined {
  const told = person.facts['name']?.value;
  return typeof told === 'string' ? told : undefined;
}

function memberValues(of: ValuesOf, uses: ReadonlySet<VariableName>): TemplateValues {
  const { account, programme } = of.member;
  const points = uses.has('points.expiring') || uses.has('points.expiresOn') ? ending(of) : undefined;
  const notice = (['tier.fallsTo', 'tier.missing', 'tier.by'] as const).some((name) => uses.has(name))
    ? atRisk(of)
    : undefined;
  const level = levelAt(levelIndex(account.standing, programme.tiers), programme.tiers).id;
  return {
    'member.name': nameOf(of),
    'member.level': of.names.level(level, of.locale),
    'points.balance': sumOfPoints(account.available),
    'points.expiring': points?.points,
    'points.expiresOn': points?.expiresOn,
    'tier.fallsTo': notice && of.names.level(notice.fallsTo, of.locale),
    'tier.missing': notice && { basis: notice.basis, amount: notice.missing, currency: programme.currency },
    'tier.by': notice?.by,
  };
}

function offerValues({ offer, member: { programme } }: ValuesOf): TemplateValues {
  if (offer === null) return {};
  if (offer.offers === 'points') {
    return { 'offer.points': offer.points, 'offer.expiresOn': offer.expiresOn ?? undefined };
  }
  const { coupon, code, endsOn } = offer;
  return {
    'coupon.code': code,
    'coupon.terms': { coupon, currency: programme.currency },
    'coupon.endsOn': endsOn,
  };
}

/** @param uses the variables that the template names */
export function messageValues(of: ValuesOf, uses: readonly VariableName[]): TemplateValues {
  const { links, names, locale } = of;
  return {
    ...memberValues(of, new Set(uses)),
    ...offerValues(of),
    'programme.name': names.programme(locale),
    'links.preferences': links.preferences,
    'links.unsubscribe': links.unsubscribe,
    'links.shop': links.shop ?? undefined,
  };
}
