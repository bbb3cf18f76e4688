/** What is told of campaigns: runs that begin and end, messages that were sent, and those that were not. */
import * as z from 'zod/mini';
import { sources } from '../config/names.ts';
import { channels, skipReasons } from '../domain/campaigns/campaign.ts';
import type { SkipReason } from '../domain/campaigns/campaign.ts';
import type { SentMessage } from '../domain/campaigns/sent-message.ts';
import { formatInstant } from '../domain/zone.ts';
import type { Instant } from '../domain/zone.ts';
import type { Run } from './campaign-records.ts';
import { outgoingMetadata as metadata } from './outgoing-values.ts';
import { dateTime, id } from './primitives.ts';

const runKey = id.clone().register(z.globalRegistry, {
  description: 'The campaign and the time it was scheduled for, or `events` where it follows events.',
});
const ofRun = { campaignId: id, run: runKey, version: z.int().check(z.minimum(1)) };
const ofMessage = {
  memberId: id,
  messageId: z.string().register(z.globalRegistry, {
    description: 'With memberId the key of the message, and the tag that its provider knows it by.',
  }),
  campaignId: id,
  run: runKey,
  step: z.string(),
};
const members = z
  .nullable(z.int().check(z.minimum(0)))
  .register(z.globalRegistry, { description: 'Members of the arm; null where the run was not planned.' });
const endings = ['finished', 'refused', 'cancelled'] as const;

/** Schemas of what is told of campaigns, by detail type. */
export const campaignsOut = {
  'campaign.run.started': z
    .object({ metadata, data: z.object({ ...ofRun, scheduledAt: dateTime }) })
    .register(z.globalRegistry, { id: 'campaign.run.started' }),
  'campaign.run.finished': z
    .object({
      metadata,
      data: z.object({ ...ofRun, outcome: z.enum(endings), treatment: members, control: members.clone() }),
    })
    .register(z.globalRegistry, { id: 'campaign.run.finished' }),
  'message.sent': z
    .object({
      metadata,
      data: z.object({
        ...ofMessage,
        channel: z.enum(channels),
        presumed: z.boolean().register(z.globalRegistry, {
          description: 'True where the provider was asked and nothing was heard of it any more.',
        }),
      }),
    })
    .register(z.globalRegistry, { id: 'message.sent' }),
  'message.skipped': z
    .object({ metadata, data: z.object({ ...ofMessage, reason: z.enum(skipReasons) }) })
    .register(z.globalRegistry, { id: 'message.skipped' }),
} as const;

type CampaignEventOut = {
  readonly source: typeof sources.campaigns;
  readonly detailType: keyof typeof campaignsOut;
  readonly detail: Readonly<Record<string, unknown>>;
};

function eventOut(
  detailType: keyof typeof campaignsOut,
  about: { readonly key: string; readonly at: Instant },
  data: Readonly<Record<string, unknown>>,
): CampaignEventOut {
  const occurredAt = formatInstant(about.at);
  const told = { id: `${detailType}:${about.key}`, version: '1.0', occurredAt };
  return { source: sources.campaigns, detailType, detail: { metadata: told, data } };
}

/** What has become of a message: when it was sent or presumed to be, or why it was not; undefined while it is under way. */
type Decided =
  | { readonly is: 'sent'; readonly at: Instant; readonly presumed: boolean }
  | { readonly is: 'skipped'; readonly at: Instant; readonly reason: SkipReason };

function decided({ facts, presumedSentAt, skipped, failedAt }: SentMessage): Decided | undefined {
  if (facts.acceptedAt !== undefined) return { is: 'sent', at: facts.acceptedAt, presumed: false };
  if (presumedSentAt !== null) return { is: 'sent', at: presumedSentAt, presumed: true };
  if (skipped !== null) return { is: 'skipped', ...skipped };
  return failedAt === null ? undefined : { is: 'skipped', at: failedAt, reason: 'failed' };
}

/** The event that says a message was sent, or was not; told once, when it is decided. */
export function messageOut(message: SentMessage, before: SentMessage | undefined): CampaignEventOut | undefined {
  const now = decided(message);
  if (now === undefined || now.is === (before && decided(before))?.is) return undefined;
  const { memberId, messageId, campaignId, run, step, channel } = message;
  const about = { key: `${memberId}:${messageId}`, at: now.at };
  const data = { memberId, messageId, campaignId, run, step };
  return now.is === 'sent'
    ? eventOut('message.sent', about, { ...data, channel, presumed: now.presumed })
    : eventOut('message.skipped', about, { ...data, reason: now.reason });
}

/** The event that says a run has begun, or has come to its end; each is told once. */
export function runOut(now: Run, before: Run | undefined): CampaignEventOut | undefined {
  const { campaignId, run, version, counts } = now;
  const data = { campaignId, run, version };
  if (before === undefined) {
    const scheduledAt = formatInstant(now.scheduledAt);
    return eventOut('campaign.run.started', { key: run, at: now.startedAt }, { ...data, scheduledAt });
  }
  const outcome = endings.find((ending) => ending === now.state);
  if (outcome === undefined || now.endedAt === null || before.endedAt !== null) return undefined;
  const arms = { treatment: counts?.treatment ?? null, control: counts?.control ?? null };
  return eventOut('campaign.run.finished', { key: run, at: now.endedAt }, { ...data, outcome, ...arms });
}
