/** The document that `campaign result --json` prints (messaging.md, "The campaign document"; contracts.md, "The command line"). */
import * as z from 'zod/mini';
import { arms, channels, locales, skipReasons } from '../domain/campaigns/campaign.ts';
import { dateTime, id } from './primitives.ts';

const count = z.int().check(z.minimum(0));
const number = z.nullable(z.number());
const interval = z.nullable(z.tuple([z.number(), z.number()]));

const verdicts = ['positive', 'negative', 'not distinguishable from zero', 'do not trust', 'window open'] as const;
export type Verdict = (typeof verdicts)[number];

/** How members went from being meant to having clicked: members, not messages, so that every step has the same unit. */
const funnel = z.object({
  /** Members of the treatment, and of the control. */
  targeted: count,
  control: count,
  /** Members to whom at least one message was sent, and of whom at least one fact of the kind is known. */
  sent: count,
  delivered: count,
  opened: count,
  clicked: count,
  /** Members by every reason for which a message to them was left out. */
  skipped: z.partialRecord(z.enum(skipReasons), count),
});

const effect = z.object({
  /** `purchase`, `spend`, or `activity:` and its type. */
  outcome: z.string(),
  /** Means of the outcome: a share of members, or minor units a member. */
  treatment: number,
  control: number,
  difference: number,
  ci95: interval,
  relative: number,
  relativeCi95: interval,
  p: number,
  /** Buyers, and net sales, that there would not have been without the campaign: differences times members treated. */
  incrementalBuyers: number,
  incrementalNetMinor: z.nullable(z.int()),
  ci95NetMinor: z.nullable(z.tuple([z.int(), z.int()])),
  costMinor: count,
  /** Incremental net for each minor unit spent; null where nothing was. */
  returnOnCost: number,
});

const memberStatuses = ['planned', 'sent', 'skipped', 'deferred', 'failed', 'unknown'] as const;

const resultMember = z.object({
  memberId: id,
  externalId: z.nullable(z.string()),
  arm: z.enum(arms),
  locale: z.enum(locales),
  steps: z.array(
    z.object({
      step: z.string(),
      channel: z.nullable(z.enum(channels)),
      status: z.enum(memberStatuses),
      reason: z.nullable(z.enum(skipReasons)),
      at: dateTime,
    }),
  ),
});
export type ResultMember = z.output<typeof resultMember>;

export const campaignResult = z
  .object({
    campaign: id,
    run: id,
    windowClosed: z.boolean(),
    arms: z.array(z.object({ arm: z.enum(arms), n: count })),
    srm: z.nullable(z.object({ chi2: z.number(), p: z.number() })),
    funnel,
    /** Null while the window is open, and where there is no control to compare with. */
    effect: z.nullable(effect),
    verdict: z.enum(verdicts),
    /** One for each row of the manifest, where they were asked for. */
    members: z.optional(z.array(resultMember)),
  })
  .register(z.globalRegistry, { title: 'what perennial campaign result --json prints' });
export type CampaignResult = z.output<typeof campaignResult>;
