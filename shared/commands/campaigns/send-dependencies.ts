/** What sending needs of the outside world. */
import type { ChannelAdapter } from '../../channels/channel.ts';
import type { Render } from '../../content/render.ts';
import type { QueuedMessage } from '../../contracts/manifest-row.ts';
import type { Plan, Run } from '../../contracts/campaign-records.ts';
import type { Channel, Locale, MessagePurpose } from '../../domain/campaigns/campaign.ts';
import type { ConsentChannel } from '../../domain/consent.ts';
import type { Instant } from '../../domain/zone.ts';
import type { CampaignStore } from '../../store/campaign-store.ts';
import type { CouponStore } from '../../store/coupon-store.ts';
import type { ManifestStore } from '../../store/manifest-store.ts';
import type { OutboxStore } from '../../store/outbox-store.ts';
import type { SuppressionStore } from '../../store/suppression-store.ts';
import type { Dependencies } from '../dependencies.ts';
import type { ReadCampaign } from './published-campaign.ts';

/** Messages of one channel and purpose have a queue of their own: what is owed never waits behind promotions. */
export type QueueName = { readonly channel: Channel; readonly purpose: MessagePurpose };

/** @throws when not all of them are in the queue: all may be put there again */
export type Enqueue = (queue: QueueName, messages: readonly QueuedMessage[]) => Promise<void>;

/** Whom and what links are for. */
export type LinksOf = {
  readonly memberId: string;
  readonly messageId: string;
  readonly campaignId: string;
  readonly purpose: MessagePurpose;
  /** By whose consent the message goes; null for `log`. */
  readonly goesBy: ConsentChannel | null;
  readonly locale: Locale;
  readonly now: Instant;
};
export type Links = {
  readonly preferences: string;
  readonly unsubscribe: string;
  /** Null where nobody has said where the shop is. */
  readonly shop: string | null;
};

/** Names as people read them. */
export type Names = {
  readonly programme: (locale: Locale) => string;
  readonly level: (id: string, locale: Locale) => string;
};

export type SendDependencies = Pick<Dependencies, 'ledger' | 'members' | 'programmes' | 'digests' | 'backOff'> & {
  readonly campaigns: Pick<CampaignStore, 'plan' | 'putPlan' | 'putDue'>;
  /** Where a plan stands; it may be some seconds old. */
  readonly planOf: (campaignId: string) => Promise<Plan | undefined>;
  /** The same of a run. */
  readonly runOf: (run: string) => Promise<Run | undefined>;
  readonly published: ReadCampaign;
  readonly manifests: Pick<ManifestStore, 'putPart'>;
  readonly outbox: OutboxStore;
  readonly coupons: CouponStore;
  readonly suppressions: SuppressionStore;
  /** Whose consent and address a webhook goes by. */
  readonly webhook: ConsentChannel;
  readonly adapter: ChannelAdapter;
  /** Waits for a turn by the channel's rate. */
  readonly takeSlot: (purpose: MessagePurpose) => Promise<void>;
  readonly enqueue: Enqueue;
  readonly render: Render;
  readonly names: Names;
  readonly links: (of: LinksOf) => Links;
  /** A random code that nobody can guess. */
  readonly newCouponCode: () => string;
  readonly now: () => Instant;
};
