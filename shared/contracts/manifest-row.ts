/**
 * A row of a run's manifest: what was decided about one member of the audience, before anything was sent. One row for
 * every member and occasion; the preview, the audit, the basis of the uplift and of sending again are all this row.
 */
import * as z from 'zod/mini';
import { arms, channels, locales, skipReasons } from '../domain/campaigns/campaign.ts';
import { id } from './primitives.ts';

/** Epoch milliseconds. */
const instant = z.int();

export const manifestRow = z.object({
  memberId: id,
  /** What it is about: a year's birthday, an expiry day and its lead, the last purchase before a silence, … */
  occasion: z.string().check(z.minLength(1)),
  arm: z.enum(arms),
  locale: z.enum(locales),
  /** The planned time of the first step: the window of both arms begins here. */
  plannedAt: instant,
  /** Business day of the last purchase when the row was made, days since 1970; null without one. */
  lastPurchaseOn: z.nullable(z.int()),
  /** In the order of the plan's steps. */
  steps: z.array(
    z.object({
      step: z.string(),
      /** When it is to be sent: outside the member's quiet hours. */
      sendAt: instant,
      /** True where that is later than the plan's own time because of quiet hours. */
      isPutOff: z.optional(z.literal(true)),
      /** The channel as it stood; at the moment of sending it is chosen again. Null where there is a reason. */
      channel: z.nullable(z.enum(channels)),
      reason: z.nullable(z.enum(skipReasons)),
    }),
  ),
});
export type ManifestRow = z.output<typeof manifestRow>;

/** What a queue holds of a message that is to be sent: ids and instants, nothing personal. */
export const queuedMessage = z.object({
  campaignId: id,
  version: z.int(),
  /** Of the version's content. */
  hash: z.string().check(z.minLength(1)),
  /** The run's key: `campaignId#scheduledTime`, or `campaignId#events`. */
  run: id,
  memberId: id,
  occasion: z.string(),
  step: z.string(),
  /** When it was to be sent by the plan; it expires so many hours later. */
  sendAt: instant,
  plannedAt: instant,
  lastPurchaseOn: z.nullable(z.int()),
  locale: z.enum(locales),
  /** Its place among the messages of the run, from 0: the first 2,000 decide about a pause. */
  ordinal: z.int(),
  /** The sender's now, on the local stage alone. */
  now: z.optional(instant),
});
export type QueuedMessage = z.output<typeof queuedMessage>;
