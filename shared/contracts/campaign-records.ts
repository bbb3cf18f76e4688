/** Plans, their versions and runs as they are stored, the same on the way in and on the way out. */
import * as z from 'zod/mini';
import { channels, skipReasons } from '../domain/campaigns/campaign.ts';
import { campaignResult } from './campaign-result.ts';
import { dateTime, id } from './primitives.ts';
import { storedInstant } from './stored-instant.ts';

const count = z.int().check(z.minimum(0));
const positive = z.int().check(z.minimum(1));
const hash = z.string().check(z.minLength(1));

/** A published version: document and compiled templates by the hash of their content, kept for ever. */
export const campaignVersion = z.object({
  campaignId: id,
  version: positive,
  hash,
  publishedAt: dateTime,
  publishedBy: z.string(),
});
export type CampaignVersion = z.output<typeof campaignVersion>;

const planStates = ['published', 'approved', 'paused', 'cancelled'] as const;

/** Why a plan is paused: by somebody, or by itself when too many messages bounce or are complained of. */
const pauseCauses = ['asked', 'bounces', 'complaints', 'provider'] as const;

/** Where a plan stands; `revision` is the number of times it was put, from 1. */
export const plan = z.object({
  campaignId: id,
  revision: positive,
  state: z.enum(planStates),
  /** The newest version; what runs is the approved one. */
  version: positive,
  hash,
  approvedVersion: z.nullable(positive),
  approvedHash: z.nullable(hash),
  approvedBy: z.nullable(z.string()),
  approvedAt: z.nullable(dateTime),
  /** The event out that the approved version follows, if it follows one. */
  follows: z.nullable(z.string()),
  pausedFor: z.nullable(z.enum(pauseCauses)),
});
export type Plan = z.output<typeof plan>;

const runStates = ['planning', 'planned', 'refused', 'finished', 'cancelled'] as const;

/** One run of a plan; `revision` is the number of times it was put, from 1. */
export const run = z.object({
  campaignId: id,
  /** `campaignId#scheduledTime` (RFC 3339, UTC), or `campaignId#events`. */
  run: id,
  revision: positive,
  state: z.enum(runStates),
  version: positive,
  hash,
  scheduledAt: storedInstant,
  startedAt: storedInstant,
  /** Members by arm, and rows by reason and channel of the first step, once the run is planned. */
  counts: z.nullable(
    z.object({
      treatment: count,
      control: count,
      reasons: z.partialRecord(z.enum(skipReasons), count),
      channels: z.partialRecord(z.enum(channels), count),
    }),
  ),
  /** When the last window of the run closes; null until it is planned, and of runs that follow events. */
  windowClosesAt: z.nullable(storedInstant),
  /** When it came to its end: finished, refused or cancelled. */
  endedAt: z.nullable(storedInstant),
  /** What it caused, as of `endedAt`; of a run that is finished. */
  result: z.optional(campaignResult),
});
export type Run = z.output<typeof run>;

/** Messages of a step that are to be handed to their queues from an instant on. */
export const dueStep = z.object({ campaignId: id, run: id, step: z.string().check(z.minLength(1)), at: storedInstant });
export type DueStep = z.output<typeof dueStep>;
