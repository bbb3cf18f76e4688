/** When a run will be through, and whether that is in time (messaging.md, "Throughput"). */
import { instantOf } from '../zone.ts';
import type { Instant } from '../zone.ts';
import { isQuiet, sendTimeFrom } from './send-time.ts';
import type { Campaign, Channel, MessagePurpose } from './campaign.ts';

/** Promotional traffic leaves a fifth of a channel's rate to what is owed. */
export const promotionsPercent = 80;
const msPerHour = 3_600_000;

/** Messages of one channel that may be sent from an instant on. */
export type Batch = { readonly channel: Channel; readonly at: Instant; readonly messages: number };

/** How many messages a second each channel takes; a channel that is not here takes them at once. */
export type Rates = Readonly<Partial<Record<Channel, number>>>;

export type Estimate = {
  /** When the last message is out; null without one. */
  readonly finishesAt: Instant | null;
  /** Why the run is not to start: some messages would be sent after their expiry, or when it is quiet. */
  readonly refused: 'expired' | 'quiet-hours' | null;
};

/** Whole milliseconds that so many messages take, rounded up. */
function lasting(messages: number, perSecond: number | undefined, purpose: MessagePurpose): number {
  if (perSecond === undefined) return 0;
  const percent = purpose === 'promotions' ? promotionsPercent : 100;
  return Math.ceil((messages * 1000 * 100) / (perSecond * percent));
}

type Timed = Pick<Campaign, 'purpose' | 'quietHours' | 'expiresAfterHours'>;

/** Whether messages that begin when it is not quiet last into quiet hours, by the clock of the programme. */
function runsIntoQuiet({ channel, at }: Batch, end: Instant, { quietHours }: Timed, programme: string): boolean {
  const zones = { member: programme, programme };
  // Whoever may be told when it is quiet at home is in another zone, where it is not.
  if (!quietHours.channels.includes(channel) || isQuiet(at, channel, quietHours, zones)) return false;
  for (let step = at + msPerHour / 4; step < end; step += msPerHour / 4) {
    if (sendTimeFrom(instantOf(step), channel, quietHours, zones) !== step) return true;
  }
  return isQuiet(end, channel, quietHours, zones);
}

/**
 * What the run's messages would take, each channel sending its own one after the other in the order of their times.
 *
 * @param batches in any order
 * @param programmeZone the zone whose quiet hours the end is held against
 */
export function estimate(campaign: Timed, batches: readonly Batch[], rates: Rates, programmeZone: string): Estimate {
  const free = new Map<Channel, number>();
  let finishesAt: Instant | null = null;
  let refused: Estimate['refused'] = null;
  for (const batch of batches.filter(({ messages }) => messages > 0).toSorted((a, b) => a.at - b.at)) {
    const { channel, at, messages } = batch;
    const start = Math.max(at, free.get(channel) ?? at);
    const end = instantOf(start + lasting(messages, rates[channel], campaign.purpose));
    free.set(channel, end);
    if (finishesAt === null || end > finishesAt) finishesAt = end;
    if (end - at > campaign.expiresAfterHours * msPerHour) refused = 'expired';
    else if (runsIntoQuiet(batch, end, campaign, programmeZone)) refused ??= 'quiet-hours';
  }
  return { finishesAt, refused };
}
