/**
 * A member answers by a link what may be sent: the ordinary update, with the proof of each answer. A link names a member
 * for ever, so whoever was merged since is the member who was kept, and of whoever was erased nothing is changed.
 */
import type { Consent, ConsentChannel, ConsentPurpose } from '../domain/consent.ts';
import { formatInstant, instantOf } from '../domain/zone.ts';
import type { Instant } from '../domain/zone.ts';
import type { Profile } from '../store/member-store.ts';
import { applyUpdate } from './apply-update.ts';
import type { UpdateDependencies } from './apply-update.ts';
import { eventOfRequest } from './event-of-request.ts';
import { findProfile } from './resolve-member.ts';
import { untilSettled } from './retry.ts';

export type ConsentDependencies = UpdateDependencies & { readonly now: () => Instant };

export type ConsentAnswer = {
  readonly purpose: ConsentPurpose;
  readonly channel: ConsentChannel;
  readonly granted: boolean;
};

export type ConsentRequest = {
  /** As the link names the member. */
  readonly memberId: string;
  /** The link itself: a digest of it is part of the event's id. */
  readonly link: string;
  /** Names this time that it is asked. */
  readonly delivery: string;
  readonly answers: readonly ConsentAnswer[];
  /** Which wording was answered, and how. */
  readonly proof: { readonly text: string; readonly how: string };
};

/** Who a link means now; undefined for somebody who was erased, or never was. */
export async function memberOfLink(deps: UpdateDependencies, memberId: string): Promise<Profile | undefined> {
  const reference = { kind: 'memberId', value: memberId } as const;
  const found = await untilSettled(deps, async () => findProfile(deps, reference, { is: 'member', memberId }));
  return found.outcome === undefined ? found.profile : undefined;
}

function newestOf({ consents }: Profile, { purpose, channel }: ConsentAnswer): Consent | undefined {
  return consents.find((known) => known.purpose === purpose && known.channel === channel);
}

/**
 * When an answer is given: now. A refusal is not given before what it takes back, though that may be said to be of a time
 * to come: at one instant the refusal wins, and nobody has to ask twice to be left alone.
 */
function instantOfAnswer(known: Consent | undefined, { granted }: ConsentAnswer, now: Instant): Instant {
  return granted || known === undefined ? now : instantOf(Math.max(now, known.at));
}

/**
 * Keeps a member's answers. What was answered the same before stays as it is, with the proof of that time, so that the
 * same request a second time does nothing.
 *
 * @returns the member as it is then; undefined, and nothing is done, where there is nobody
 * @throws ContentionError when others kept changing the member; nothing was done, and it may be asked again
 */
export async function answerConsents(
  deps: ConsentDependencies,
  { memberId, link, delivery, answers, proof }: ConsentRequest,
): Promise<Profile | undefined> {
  const profile = await memberOfLink(deps, memberId);
  if (profile === undefined) return undefined;
  const changed = answers.filter((answer) => newestOf(profile, answer)?.granted !== answer.granted);
  if (changed.length === 0) return profile;
  const now = deps.now();
  const consents = changed.map((answer) => {
    const at = instantOfAnswer(newestOf(profile, answer), answer, now);
    return { ...answer, ...proof, at: formatInstant(at), by: 'member' };
  });
  // The same answers by the same link at the same instant are one event.
  const key = `link:${deps.digests.content({ link, now, consents })}`;
  const data = { member: { memberId }, consents };
  const parsed = eventOfRequest({ type: 'member.updated', key, data, delivery }, formatInstant(now));
  if (!parsed.ok || parsed.event.type !== 'member.updated') throw new TypeError('answers make an update');
  // It brings no identity, so nothing can have waited for it.
  const { outcome } = await applyUpdate(deps, { event: parsed.event, delivery });
  if (outcome.status !== 'refused') return memberOfLink(deps, memberId);
  // Somebody who was there a moment ago has been forgotten since.
  if (['member-erased', 'unknown-member'].includes(outcome.refusal.code)) return undefined;
  throw new Error(`answers are taken, not refused as ${outcome.refusal.code}`);
}
