/** What a channel does with one message: every provider is behind this one interface. */
import type { Channel, Locale, MessagePurpose } from '../domain/campaigns/campaign.ts';

/** A message as it is read: rendered, with every variable filled in. */
export type RenderedMessage = {
  readonly locale: Locale;
  readonly subject: string;
  /** Always there. */
  readonly text: string;
  /** Null for channels of text alone. */
  readonly html: string | null;
};

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
  /** The provider has not taken it and never will: a bad address, a refused text. */
  | { readonly is: 'permanent'; readonly why: string; readonly suppress: boolean }
  /** The account is the trouble, and so every message of the run would be. */
  | { readonly is: 'account'; readonly why: string }
  /** Nobody knows whether the provider took it. */
  | { readonly is: 'unknown' };

export type ChannelAdapter = {
  readonly channel: Channel;
  readonly send: (message: Outgoing) => Promise<ChannelAnswer>;
};

/** What a provider tells of a message later: best effort, late, doubled and in any order. */
export type DeliveryEvent = {
  readonly memberId: string;
  readonly messageId: string;
  readonly fact: 'acceptedAt' | 'deliveredAt' | 'bouncedAt' | 'complainedAt' | 'openedAt' | 'clickedAt';
  /** RFC 3339. */
  readonly at: string;
  readonly channel: Channel;
  /** Of a bounce for good and of a complaint: the address that nothing is sent to any more. */
  readonly suppress: string | null;
};
