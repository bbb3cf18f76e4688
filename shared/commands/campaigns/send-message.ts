/**
 * Sends one message, or decides that it is not sent (messaging.md, "One send, in this order"). A message may come from its
 * queue any number of times, to several senders at once, and each may die at any moment: the claim tells them apart.
 */
import type { ChannelAnswer, Outgoing } from '../../channels/channel.ts';
import type { QueuedMessage } from '../../contracts/manifest-row.ts';
import type { RenderedMessage } from '../../contracts/message-content.ts';
import type { Channel, SkipReason } from '../../domain/campaigns/campaign.ts';
import type { Instant } from '../../domain/zone.ts';
import { suppressAddress } from '../suppress-address.ts';
import { messageIdOf } from './campaign-keys.ts';
import { giveOffer, offerAt } from './give-offer.ts';
import { giveBack } from './waiting-rows.ts';
import { mayBeSent } from './may-be-sent.ts';
import type { Sendable } from './may-be-sent.ts';
import { freshMessage, HeldMessage, maySendAgain, overdueAt, standingOf } from './message-standing.ts';
import { messageValues } from './message-values.ts';
import type { OfferTold } from './message-values.ts';
import { pauseByItself } from './pause-campaign.ts';
import type { Links, SendDependencies } from './send-dependencies.ts';

export type SendAnswer =
  | { readonly is: 'sent' }
  | { readonly is: 'skipped'; readonly reason: SkipReason }
  /** It was decided about before, or is by another sender. */
  | { readonly is: 'done' }
  /** It is handed out again at that instant. */
  | { readonly is: 'deferred'; readonly at: Instant }
  /** It was put into the queue of another channel. */
  | { readonly is: 'moved'; readonly channel: Channel }
  /** `why` is a code of the provider's, or names the variables that are not known of the member. */
  | { readonly is: 'failed'; readonly why: string }
  /** Nobody knows whether the provider has it. */
  | { readonly is: 'unknown' }
  /** It stays in the queue: the provider is busy, or another sender is at it. */
  | { readonly is: 'later' }
  /** The plan has paused itself, because its provider takes nothing: somebody has to look. */
  | { readonly is: 'stopped'; readonly why: string };

type Sending = {
  readonly deps: SendDependencies;
  readonly queued: QueuedMessage;
  readonly messageId: string;
  readonly held: HeldMessage;
};

async function deferred({ deps, queued }: Sending, until: Instant, now: Instant): Promise<SendAnswer> {
  const { channel } = deps.adapter;
  return { is: 'deferred', at: await giveBack(deps, { message: queued, channel, until, now }) };
}

async function skip({ held }: Sending, reason: SkipReason, now: Instant): Promise<SendAnswer> {
  return (await held.skip(reason, now)) ? { is: 'skipped', reason } : { is: 'done' };
}

/** Nobody knows; where it may be sent once more it comes back when the provider had its time to tell. */
async function unknown(sending: Sending, since: Instant): Promise<SendAnswer> {
  const { deps, queued, held } = sending;
  const { campaign } = await deps.published(queued.hash);
  const { channel } = held.message;
  // An e-mail that was tried twice comes back as well: then it is taken for sent.
  if (campaign.purpose === 'loyalty' || channel === 'email') await deferred(sending, overdueAt(since), since);
  return { is: 'unknown' };
}

/** Keeps that nobody knows. */
async function becomeUnknown(sending: Sending, now: Instant): Promise<SendAnswer> {
  if (!(await sending.held.change({ unknownSince: now, leaseUntil: null }))) return { is: 'done' };
  return unknown(sending, now);
}

/** What is to be done with a message that somebody had before; undefined where it is to be sent. */
async function foundBefore(sending: Sending, now: Instant): Promise<SendAnswer | undefined> {
  const { deps, queued, held } = sending;
  const { message } = held;
  const { channel, unknownSince } = message;
  switch (standingOf(message, now)) {
    case 'over':
      return { is: 'done' };
    case 'busy':
      return { is: 'later' };
    case 'lost':
      return becomeUnknown(sending, now);
    case 'unknown':
      return unknown(sending, unknownSince ?? now);
    case 'overdue': {
      const { campaign } = await deps.published(queued.hash);
      if (channel !== null && maySendAgain(message, channel, campaign.purpose)) return undefined;
      await held.change({ presumedSentAt: now });
      return { is: 'done' };
    }
    case 'new':
    case 'open':
      return undefined;
  }
}

type Content = { readonly content: RenderedMessage } | { readonly lacking: string };

function render(
  { deps, queued }: Sending,
  { published, step, member, way }: Sendable,
  offer: OfferTold | null,
  links: Links,
): Content {
  const { occasion, locale } = queued;
  const template = published.templates[step.template]?.[locale];
  if (template === undefined) throw new Error('a published plan has all its templates');
  const { names } = deps;
  const values = messageValues({ member, occasion, locale, names, links, offer }, template.uses);
  const rendered = deps.render(template, locale, values, { html: way.channel === 'email' });
  return rendered.is === 'rendered' ? { content: rendered.content } : { lacking: rendered.variables.join(', ') };
}

async function failed({ held }: Sending, why: string, now: Instant): Promise<SendAnswer> {
  return (await held.change({ failedAt: now, leaseUntil: null })) ? { is: 'failed', why } : { is: 'done' };
}

/** Step 8: what the provider said is kept. */
async function settle(sending: Sending, { way }: Sendable, answer: ChannelAnswer): Promise<SendAnswer> {
  const { deps, queued, messageId, held } = sending;
  const now = deps.now();
  switch (answer.is) {
    case 'accepted':
      await deps.outbox.setFact(queued.memberId, messageId, 'acceptedAt', now);
      return { is: 'sent' };
    case 'throttled':
      await held.release();
      return { is: 'later' };
    case 'permanent':
      if (answer.suppress && way.goesBy !== null) {
        const address = { channel: way.goesBy, value: way.address };
        await suppressAddress(deps, address, { reason: 'bounced', at: now });
      }
      return failed(sending, answer.why, now);
    case 'account':
      await held.release();
      await pauseByItself(deps.campaigns, queued.campaignId, 'provider');
      await deferred(sending, now, now);
      return { is: 'stopped', why: answer.why };
    case 'unknown':
      return becomeUnknown(sending, now);
  }
}

/** Steps 5 to 8. */
async function send(sending: Sending, sendable: Sendable): Promise<SendAnswer> {
  const { deps, queued, messageId, held } = sending;
  const { published, step, member, way } = sendable;
  const { memberId, locale } = queued;
  const { purpose } = published.campaign;
  await deps.takeSlot(purpose);
  const now = deps.now();
  const links = deps.links({
    memberId,
    messageId,
    campaignId: queued.campaignId,
    purpose,
    goesBy: way.goesBy,
    locale,
    now,
  });
  // Before anything is given: a text that cannot be written is no reason to give anything.
  const first = render(sending, sendable, offerAt(step.offer, member), links);
  if ('lacking' in first) return failed(sending, first.lacking, now);
  if (!(await held.claim(way.channel, now))) return { is: 'later' };
  const offer = await giveOffer(deps, step.offer, { message: queued, messageId, member, now });
  if (offer === 'gone') return skip(sending, 'erased', now);
  const last = offer === null ? first : render(sending, sendable, offer, links);
  if ('lacking' in last) return failed(sending, last.lacking, now);
  const outgoing: Outgoing = {
    memberId,
    messageId,
    campaignId: queued.campaignId,
    run: queued.run,
    purpose,
    address: way.address,
    content: last.content,
    unsubscribeUrl: purpose === 'promotions' && way.goesBy !== null ? links.unsubscribe : null,
  };
  return settle(sending, sendable, await deps.adapter.send(outgoing));
}

/**
 * Sends a message from its queue.
 *
 * @throws when a store cannot be reached, or a member is written to by too many at once: the message stays in its queue
 */
export async function sendMessage(deps: SendDependencies, queued: QueuedMessage): Promise<SendAnswer> {
  const messageId = messageIdOf(deps.digests, queued);
  const { memberId } = queued;
  const now = deps.now();
  const { message, sends } = await deps.outbox.read(memberId, messageId);
  const held = new HeldMessage(deps.outbox, freshMessage(queued, messageId), message);
  const sending: Sending = { deps, queued, messageId, held };
  if (message !== undefined) {
    const before = await foundBefore(sending, now);
    if (before !== undefined) return before;
  }
  const verdict = await mayBeSent(deps, { queued, messageId, sends, now });
  switch (verdict.is) {
    case 'skipped':
      return skip(sending, verdict.reason, now);
    case 'deferred':
      return deferred(sending, verdict.until, now);
    case 'moved': {
      const { channel } = verdict.way;
      await deps.enqueue({ channel, purpose: verdict.published.campaign.purpose }, [queued]);
      return { is: 'moved', channel };
    }
    case 'sendable':
      return send(sending, verdict);
  }
}
