/** The links of a message: signed, so that they need no login, and nothing personal in them. */
import type { Links, LinksOf } from '../commands/campaigns/send-dependencies.ts';
import { linksFor } from '../platform/signed-link.ts';

export type LinkSettings = {
  /** Of the HTTP API; one that begins with a slash is under the emulator's own address. */
  readonly address: string;
  /** Null where nobody has said where the shop is. */
  readonly shop: string | null;
  /** Whether links to the shop lead over us, so that clicks are counted. */
  readonly tracksClicks: boolean;
};

/** @param secret 32 bytes, derived for links alone */
export function linksOf(secret: Buffer, { address, shop, tracksClicks }: LinkSettings): (of: LinksOf) => Links {
  const base = address.startsWith('/') ? `${process.env['AWS_ENDPOINT_URL'] ?? ''}${address}` : address;
  const links = linksFor(secret, base);
  return ({ memberId, messageId, campaignId, purpose, goesBy, now: told }) => {
    // Whoever opens a link is told by the clock whether it is in time, also where a plan is tried out at another time.
    const now = Math.max(told, Date.now());
    const preferences = links.preferences({ memberId, messageId }, now);
    return {
      preferences,
      // What goes by nobody's consent ends on the page where everything does.
      unsubscribe:
        goesBy === null
          ? preferences
          : links.unsubscribe({ memberId, messageId, campaignId, purpose, channel: goesBy }),
      shop: shop === null || !tracksClicks ? shop : links.click({ memberId, messageId, target: shop }, now),
    };
  };
}
