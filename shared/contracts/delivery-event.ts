/** One fact about a message, as the provider of its channel told it. */
import type { Channel } from '../domain/campaigns/campaign.ts';

export type DeliveryFact = 'acceptedAt' | 'deliveredAt' | 'bouncedAt' | 'complainedAt' | 'openedAt' | 'clickedAt';

export type DeliveryEvent = {
  readonly memberId: string;
  readonly messageId: string;
  readonly fact: DeliveryFact;
  /** RFC 3339. */
  readonly at: string;
  readonly channel: Channel;
  /**
   * The address that nothing is sent to any more: of a bounce for good and of a complaint. Null of a bounce for now, which
   * does not count against the run.
   */
  readonly suppress: string | null;
};
