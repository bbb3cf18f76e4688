/** What a channel does with one message: every provider is behind this one interface. */
import type { RenderedMessage } from '../contracts/message-content.ts';
import type { Channel, MessagePurpose } from '../domain/campaigns/campaign.ts';

/** One message on its way to a provider. */
export type Outgoing = {
  readonly memberId: string;
  readonly messageId: string;
  readonly campaignId: string;
  readonly run: string;
  readonly purpose: MessagePurpose;
  /** An e-mail address, a phone number, a push token, an open id; empty for `log`. */
  readonly address: string;
  readonly content: RenderedMessage;
  /** Where one click, and one POST, ends messages of this purpose on this channel; null of what is owed. */
  readonly unsubscribeUrl: string | null;
};

export type ChannelAnswer =
  | { readonly is: 'accepted'; readonly providerId: string | null }
  /** The provider has not taken it, and may later. */
  | { readonly is: 'throttled' }
  /**
   * The provider has not taken it and never will: a bad address, a refused text. `why` is a code, never an address or a
   * text; `suppress` says that the address is the trouble.
   */
  | { readonly is: 'permanent'; readonly why: string; readonly suppress: boolean }
  /** Nothing was taken, and the account is the trouble: every message of the run would have it. */
  | { readonly is: 'account'; readonly why: string }
  /** Nobody knows whether the provider took it. */
  | { readonly is: 'unknown' };

/** Never throws for what a provider says or a network does: that is an answer. */
export type ChannelAdapter = {
  readonly channel: Channel;
  readonly send: (message: Outgoing) => Promise<ChannelAnswer>;
};
