/**
 * Frequency caps (messaging.md, "One send"): how many promotional messages a member gets within so many days, whatever
 * plans they are of. A message is reserved before it is sent; the window rolls by the timestamps of the reservations.
 */
import type { Instant } from '../zone.ts';
import { channels } from './campaign.ts';
import type { Cap, Caps, Channel } from './campaign.ts';

const msPerDay = 86_400_000;

/** No cap looks at more messages, or further back: what is remembered of a member's sends answers every cap there can be. */
export const capMessagesAtMost = 20;
export const capDaysAtMost = 90;

/** A message that was reserved. */
export type Send = { readonly messageId: string; readonly channel: Channel; readonly at: Instant };

export type Reservation =
  /** To be stored before anything is sent. */
  | { readonly is: 'reserved'; readonly sends: readonly Send[] }
  /** The same message was reserved before: nothing changes. */
  | { readonly is: 'known' }
  | { readonly is: 'capped' };

/** Reservations with a later timestamp count as well: clocks of senders differ, and a cap is not to be slipped by that. */
function isReached(sends: readonly Send[], cap: Cap, at: Instant): boolean {
  return sends.filter((send) => send.at > at - cap.days * msPerDay).length >= cap.messages;
}

/**
 * What has to be remembered: of every channel the newest messages that a cap can look at, as far back as one can. So of all
 * channels together, too, the newest are there; and the list never has more than a fixed number of elements.
 */
function remembered(sends: readonly Send[]): readonly Send[] {
  const newest = sends.toSorted((a, b) => b.at - a.at);
  // A day more: the clock of another sender may be behind.
  const from = (newest[0]?.at ?? 0) - (capDaysAtMost + 1) * msPerDay;
  const kept = new Set(
    channels.flatMap((channel) => newest.filter((send) => send.channel === channel).slice(0, capMessagesAtMost)),
  );
  return newest.filter((send) => kept.has(send) && send.at > from).reverse();
}

/**
 * Reserves a message, unless a cap is reached. The same message is reserved once, however often it is asked for.
 *
 * @param sends what the member has had, as the last reservation gave it
 * @param send the message, and now
 * @param caps of the message's plan; of what is owed nothing is reserved
 */
export function reserve(sends: readonly Send[], send: Send, caps: Caps): Reservation {
  if (sends.some(({ messageId }) => messageId === send.messageId)) return { is: 'known' };
  const ofChannel = caps.channels?.[send.channel];
  const isCapped =
    isReached(sends, caps, send.at) ||
    (ofChannel !== undefined &&
      isReached(
        sends.filter(({ channel }) => channel === send.channel),
        ofChannel,
        send.at,
      ));
  return isCapped ? { is: 'capped' } : { is: 'reserved', sends: remembered([...sends, send]) };
}
