/** What a plan's steps make of its templates: how they are sent, and what can be known then. */
import type { Campaign, Offer, Step } from '../domain/campaigns/campaign.ts';
import type { VariableName } from '../contracts/template-variables.ts';

/** Of every member, of some, or of nobody. */
export type Knowledge = 'always' | 'maybe' | 'never';

export type TemplateUse = {
  readonly template: string;
  /** Whether a step sends it by e-mail, so that it needs MJML. */
  readonly email: boolean;
  readonly promotional: boolean;
  readonly known: Readonly<Record<VariableName, Knowledge>>;
};

const isPoints = (offer: Offer | null) => offer?.offers === 'points';
const isCoupon = (offer: Offer | null) => offer?.offers === 'coupon';

function inSteps(steps: readonly Step[], holds: (offer: Offer | null) => boolean): Knowledge {
  const count = steps.filter(({ offer }) => holds(offer)).length;
  if (count === 0) return 'never';
  return count === steps.length ? 'always' : 'maybe';
}

/** Points without a policy of their own end as the programme says, which may be never. */
function endsSurely(offer: Offer | null): boolean {
  const expiry = offer?.offers === 'points' ? offer.expiry : null;
  return expiry !== null && expiry.policy !== 'never' && expiry.policy !== 'inactivity';
}

function knownIn({ kind }: Campaign, steps: readonly Step[]): TemplateUse['known'] {
  const expiring = kind === 'points-expiring' ? 'always' : 'maybe';
  const atRisk = kind === 'tier-at-risk' ? 'always' : 'maybe';
  const [points, coupon] = [inSteps(steps, isPoints), inSteps(steps, isCoupon)];
  return {
    'member.name': 'maybe',
    'member.level': 'always',
    'points.balance': 'always',
    'points.expiring': expiring,
    'points.expiresOn': expiring,
    'tier.fallsTo': atRisk,
    'tier.missing': atRisk,
    'tier.by': atRisk,
    'offer.points': points,
    'offer.expiresOn': points === 'always' && !steps.every(({ offer }) => endsSurely(offer)) ? 'maybe' : points,
    'coupon.code': coupon,
    'coupon.terms': coupon,
    'coupon.endsOn': coupon,
    'programme.name': 'always',
    'links.preferences': 'always',
    'links.unsubscribe': 'always',
    'links.shop': 'maybe',
  };
}

/** The templates of a plan, each once, in the order of the steps. */
export function templateUses(campaign: Campaign): readonly TemplateUse[] {
  const names = [...new Set(campaign.steps.map(({ template }) => template))];
  return names.map((template) => {
    const steps = campaign.steps.filter((step) => step.template === template);
    return {
      template,
      email: steps.some(({ channels }) => channels.includes('email')),
      promotional: campaign.purpose === 'promotions',
      known: knownIn(campaign, steps),
    };
  });
}
