/** What providers tell of messages: facts, addresses that nothing is sent to any more, and a plan that pauses itself. */
import type { DeliveryEvent } from '../../contracts/delivery-events.ts';
import { goesBy } from '../../domain/campaigns/choose-channel.ts';
import { countsForPause, pauseFor } from '../../domain/campaigns/pause-rule.ts';
import type { ConsentChannel } from '../../domain/consent.ts';
import { parseInstant } from '../../domain/zone.ts';
import type { Instant } from '../../domain/zone.ts';
import type { CampaignStore, Troubles } from '../../store/campaign-store.ts';
import type { OutboxStore } from '../../store/outbox-store.ts';
import { suppressAddress } from '../suppress-address.ts';
import type { SuppressionDependencies } from '../suppress-address.ts';
import type { PlanStore } from './change-plan.ts';
import { pauseByItself } from './pause-campaign.ts';

export type TrackDependencies = SuppressionDependencies & {
  readonly outbox: Pick<OutboxStore, 'read' | 'setFact'>;
  readonly campaigns: PlanStore & Pick<CampaignStore, 'countTrouble'>;
  /** Whose address a webhook goes by. */
  readonly webhook: ConsentChannel;
  readonly now: () => Instant;
};

export type Tracked = {
  readonly fact: 'set' | 'exists' | 'unknown';
  /** The plan that this event has paused, and why. */
  readonly paused?: { readonly campaignId: string; readonly for: 'bounces' | 'complaints' } | undefined;
};

/** What counts against a run: a bounce for good, and a complaint. */
function troubleOf({ fact, suppress }: DeliveryEvent): keyof Troubles | undefined {
  if (fact === 'complainedAt') return 'complained';
  return fact === 'bouncedAt' && suppress !== null ? 'bounced' : undefined;
}

async function pauseIfDue(
  { outbox, campaigns }: TrackDependencies,
  { memberId, messageId }: DeliveryEvent,
  trouble: keyof Troubles,
): Promise<Tracked['paused']> {
  const { message } = await outbox.read(memberId, messageId);
  if (message === undefined || !countsForPause(message.ordinal)) return undefined;
  const { campaignId, run, ordinal } = message;
  const why = pauseFor(await campaigns.countTrouble(run, trouble, ordinal));
  if (why === null) return undefined;
  const { status } = await pauseByItself(campaigns, campaignId, why);
  return status === 'done' ? { campaignId, for: why } : undefined;
}

/**
 * Sets a fact. That the provider has a message is nearly always known when it tells so: looking costs a fraction of a write
 * that is refused.
 */
async function keepFact({ outbox }: TrackDependencies, event: DeliveryEvent, at: Instant): Promise<Tracked['fact']> {
  const { memberId, messageId, fact } = event;
  if (fact === 'acceptedAt') {
    const { message } = await outbox.read(memberId, messageId);
    if (message?.facts.acceptedAt !== undefined) return 'exists';
  }
  return outbox.setFact(memberId, messageId, fact, at);
}

/**
 * Takes an event in. Doubled events do nothing more, those that come out of order nothing less, and one that was cut off is
 * taken in whole when it comes again.
 */
export async function trackDelivery(deps: TrackDependencies, event: DeliveryEvent): Promise<Tracked> {
  const { suppress } = event;
  const at = parseInstant(event.at) ?? deps.now();
  const fact = await keepFact(deps, event, at);
  const channel = goesBy(event.channel, deps.webhook);
  if (suppress !== null && channel !== null) {
    const reason = event.fact === 'complainedAt' ? 'complained' : 'bounced';
    await suppressAddress(deps, { channel, value: suppress }, { reason, at });
  }
  const trouble = troubleOf(event);
  const paused = trouble === undefined || fact === 'unknown' ? undefined : await pauseIfDue(deps, event, trouble);
  return { fact, paused };
}
