/** Which channel a message takes (messaging.md): the first of the step's that the member allows and has an address for. */
import type { ConsentChannel, ConsentPurpose } from '../consent.ts';
import type { Person } from '../person.ts';
import type { Channel, MessagePurpose, SkipReason } from './campaign.ts';

/** Where a message goes. */
export type Way = {
  readonly channel: Channel;
  /** Whose consent and address it goes by; null for `log`, which needs neither. */
  readonly goesBy: ConsentChannel | null;
  /** Empty for `log`. */
  readonly address: string;
};

export type ChosenWay =
  | ({ readonly reason: null } & Way)
  | { readonly reason: Extract<SkipReason, 'no-consent' | 'no-address' | 'suppressed'> };

type Reachable = Pick<Person, 'identities' | 'facts' | 'consents'>;

/** By whose consent and address a webhook goes when nothing else is configured. */
export const usualWebhook: ConsentChannel = 'wechat';

/** The channel that is asked for consent and address; null for `log`, which asks nobody. */
export function goesBy(channel: Channel, webhook: ConsentChannel): ConsentChannel | null {
  if (channel === 'log') return null;
  return channel === 'webhook' ? webhook : channel;
}

/** Where a member is reached on a channel; of several addresses the newest. */
export function addressOf({ identities, facts }: Reachable, channel: ConsentChannel): string | undefined {
  const told = (field: string) => {
    const value = facts[field]?.value;
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
  const newest = (kind: string) => identities.findLast((identity) => identity.kind === kind)?.value;
  switch (channel) {
    case 'email':
      return newest('email');
    case 'sms':
      return newest('phone');
    case 'push':
      return told('pushToken');
    case 'wechat':
      return told('wechatOpenId');
  }
}

/** Whether a member has said yes, and not no since. Silence is no. */
export function allows({ consents }: Reachable, purpose: ConsentPurpose, channel: ConsentChannel): boolean {
  return consents.some((consent) => consent.purpose === purpose && consent.channel === channel && consent.granted);
}

/** The ways that a member allows and has an address for, in the order of the step; and why there is none. */
export function waysTo(
  person: Reachable,
  channels: readonly Channel[],
  purpose: MessagePurpose,
  webhook: ConsentChannel = usualWebhook,
): { readonly ways: readonly Way[]; readonly reason: 'no-consent' | 'no-address' } {
  const allowed = channels
    .map((channel) => ({ channel, goesBy: goesBy(channel, webhook) }))
    .filter((way) => way.goesBy === null || allows(person, purpose, way.goesBy));
  const ways = allowed.flatMap((way): Way[] => {
    const address = way.goesBy === null ? '' : addressOf(person, way.goesBy);
    return address === undefined ? [] : [{ ...way, address }];
  });
  return { ways, reason: allowed.length === 0 ? 'no-consent' : 'no-address' };
}

/**
 * The way that a message takes, or why there is none.
 *
 * @param isSuppressed of a way with an address; without it suppression is not looked at
 */
export function chooseChannel(
  person: Reachable,
  channels: readonly Channel[],
  purpose: MessagePurpose,
  webhook: ConsentChannel = usualWebhook,
  isSuppressed: (way: Way) => boolean = () => false,
): ChosenWay {
  const { ways, reason } = waysTo(person, channels, purpose, webhook);
  const chosen = ways.find((way) => way.goesBy === null || !isSuppressed(way));
  if (chosen !== undefined) return { reason: null, ...chosen };
  return { reason: ways.length === 0 ? reason : 'suppressed' };
}
