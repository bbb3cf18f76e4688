/** Campaigns as they are deployed: the stores behind planning, handing out, and what providers tell. */
import * as z from 'zod/mini';
import { publishedCampaigns } from '../commands/campaigns/published-campaign.ts';
import { plannedBefore } from '../commands/campaigns/planned-occasions.ts';
import type { IsPlanned } from '../commands/campaigns/planned-occasions.ts';
import type { Campaign } from '../domain/campaigns/campaign.ts';
import { usualWebhook } from '../domain/campaigns/choose-channel.ts';
import type { Rates } from '../domain/campaigns/throughput.ts';
import { parseInstant } from '../domain/zone.ts';
import type { Instant } from '../domain/zone.ts';
import { sha256OfBytes } from '../platform/digest.ts';
import { dynamodbCampaigns } from '../store/dynamodb/campaign-store.ts';
import type { Connection } from '../store/dynamodb/connection.ts';
import { s3Manifests } from '../store/s3/manifest-store.ts';
import { clock } from './clock.ts';
import { bucketConnection } from './deployed-bucket.ts';
import { storesOver } from './engine.ts';

/** Whose consent and address a webhook goes by; no stage says otherwise yet. */
export const webhookGoesBy = usualWebhook;

/** Plans and runs are read at most this often by whoever works through many messages. */
const knownForMs = 5000;

const rate = z.object({ perSecond: z.number().check(z.positive()), concurrency: z.int().check(z.minimum(1)) });
const channelRates = z.partialRecord(z.enum(['email', 'sms', 'push', 'webhook', 'log']), rate);
export type ChannelRates = z.output<typeof channelRates>;

/** @throws when the text is no JSON of rates */
export function parseRates(text: string): ChannelRates {
  return channelRates.parse(JSON.parse(text));
}

/** Messages a second of each channel that the stage has. */
export function ratesOf(given: ChannelRates): Rates {
  return Object.fromEntries(Object.entries(given).map(([channel, { perSecond }]) => [channel, perSecond]));
}

export type CampaignBucket = { readonly manifestsBucket: string; readonly manifestsDomain: string };

/** Where the functions find the manifests. */
function manifestsOver({ manifestsBucket, manifestsDomain }: CampaignBucket, connection: Connection) {
  const endpoint = process.env['AWS_ENDPOINT_URL'];
  return s3Manifests(bucketConnection({ bucket: manifestsBucket, domain: manifestsDomain, endpoint }, connection));
}

/** What everybody who works on campaigns needs. */
export function campaignsOver(bucket: CampaignBucket, connection: Connection) {
  const campaigns = dynamodbCampaigns(connection);
  const manifests = manifestsOver(bucket, connection);
  return {
    ...storesOver(connection),
    campaigns,
    manifests,
    published: publishedCampaigns(campaigns),
    webhook: webhookGoesBy,
    hash: (text: string) => sha256OfBytes(Buffer.from(text)),
    now: clock,
  };
}

/**
 * Reads something by its name at most every five seconds.
 *
 * @param isKept whether a value is believed for so long; every one without it
 */
export function knownForSeconds<Value>(
  read: (name: string) => Promise<Value>,
  isKept: (value: Value) => boolean = () => true,
): (name: string) => Promise<Value> {
  const known = new Map<string, { readonly value: Promise<Value>; readonly until: number }>();
  return async (name) => {
    const now = Date.now();
    const before = known.get(name);
    if (before !== undefined && before.until > now) return before.value;
    const value = read(name);
    known.set(name, { value, until: now + knownForMs });
    try {
      const found = await value;
      if (!isKept(found)) known.delete(name);
      return found;
    } catch (error) {
      known.delete(name);
      throw error;
    }
  };
}

/** Stretches of a run follow each other at once; what is planned between them is planned by other runs, and is another's. */
const stretchesWithinMs = 60_000;

/** What earlier runs of a run's campaign have planned, read once for the stretches of it that this process works on. */
export function plannedOnce(deps: Parameters<typeof plannedBefore>[0]) {
  let last: { readonly run: string; readonly planned: Promise<IsPlanned>; until: number } | undefined;
  return async (campaign: Pick<Campaign, 'id' | 'kind' | 'trigger'>, run: string): Promise<IsPlanned> => {
    const until = Date.now() + stretchesWithinMs;
    if (last?.run === run && last.until > Date.now()) {
      last.until = until;
      return last.planned;
    }
    const planned = plannedBefore(deps, campaign, run);
    last = { run, planned, until };
    try {
      return await planned;
    } catch (error) {
      last = undefined;
      throw error;
    }
  };
}

/** What time it is. On the local stage whoever asks may say so, to try out a plan of another day; nowhere else. */
export function nowOf(stage: string): (told: string | undefined) => Instant {
  return (told) => {
    const asked = stage === 'local' && told !== undefined ? parseInstant(told) : undefined;
    return asked ?? clock();
  };
}
