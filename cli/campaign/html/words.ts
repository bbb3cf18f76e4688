/** Everything that the result page says. Numbers come in as the language writes them. */
import type { CampaignResult, Verdict } from '../../../shared/contracts/campaign-result.ts';
import type { Channel, SkipReason } from '../../../shared/domain/campaigns/campaign.ts';

export const sectionNames = ['effect', 'money', 'messages', 'arms'] as const;
export type SectionName = (typeof sectionNames)[number];

export const funnelSteps = [
  'targeted',
  'sent',
  'delivered',
  'opened',
  'clicked',
] as const satisfies readonly (keyof CampaignResult['funnel'])[];
export type FunnelStep = (typeof funnelSteps)[number];

/** What members are compared by. */
export type Measure = 'purchase' | 'spend';

export type Words = {
  readonly report: string;
  readonly contents: string;
  readonly asOf: (moment: string) => string;
  readonly day: (iso: string) => string;
  readonly moment: (day: string, time: string) => string;
  readonly facts: {
    readonly campaign: string;
    readonly run: string;
    readonly ownOccasions: string;
    readonly outcome: string;
    readonly window: string;
    readonly members: string;
  };
  readonly measures: Readonly<Record<Measure, string>>;
  readonly window: (days: string, closes: string | null, closed: boolean) => string;
  readonly members: (treatment: string, control: string) => string;
  readonly sections: Readonly<Record<SectionName, { readonly title: string; readonly asks: string }>>;

  /** The verdict as a headline, and what it means. */
  readonly headline: (verdict: Verdict, measure: Measure) => string;
  readonly meaning: {
    readonly open: (closes: string | null) => string;
    readonly distrust: (p: string) => string;
    readonly certain: (difference: string, interval: string) => string;
    readonly zero: (interval: string) => string;
    readonly unsure: string;
    readonly noControl: string;
  };

  readonly interval: (least: string, most: string) => string;
  readonly points: (signed: string) => string;
  readonly differenceTitle: Readonly<Record<Measure, string>>;
  readonly netTitle: string;
  readonly zeroLabel: string;
  readonly compared: Readonly<Record<Measure, string>>;
  readonly treatment: string;
  readonly control: string;
  readonly difference: Readonly<Record<Measure, string>>;
  readonly relative: string;
  readonly interval95: string;
  readonly value: string;
  readonly p: string;
  readonly rough: string;

  readonly incrementalBuyers: string;
  readonly incrementalNet: string;
  readonly cost: string;
  readonly returnOnCost: string;
  readonly noCost: string;
  readonly couponsLeftOut: string;
  readonly influenced: string;
  readonly influencedMeans: string;

  readonly funnel: Readonly<Record<FunnelStep, string>>;
  readonly membersLabel: string;
  readonly shareLabel: string;
  readonly leftOut: string;
  readonly nobodyLeftOut: string;
  readonly reasons: Readonly<Record<SkipReason, string>>;
  readonly bySteps: string;
  readonly step: string;
  readonly messages: {
    readonly sent: string;
    readonly delivered: string;
    readonly opened: string;
    readonly clicked: string;
    readonly skipped: string;
    readonly waiting: string;
    readonly unknown: string;
  };
  readonly channels: Readonly<Record<Channel, string>>;

  readonly arm: string;
  readonly assigned: string;
  readonly meant: string;
  readonly sampleRatio: (p: string) => string;
  readonly noSampleRatio: string;
  readonly nothing: string;
  readonly notes: readonly string[];
  readonly eventNote: string;
  readonly zone: (zone: string) => string;
};
