/** Whether a message may be sent now: the first four of its steps (messaging.md, "One send, in this order"). */
import type { QueuedMessage } from '../../contracts/manifest-row.ts';
import type { Campaign, SkipReason, Step } from '../../domain/campaigns/campaign.ts';
import type { Way } from '../../domain/campaigns/choose-channel.ts';
import { sendTimeFrom } from '../../domain/campaigns/send-time.ts';
import { isStillSo } from '../../domain/campaigns/still-so.ts';
import { dayOf } from '../../domain/calendar.ts';
import { businessDay, instantOf } from '../../domain/zone.ts';
import type { Instant } from '../../domain/zone.ts';
import type { VersionedSends } from '../../store/outbox-store.ts';
import { memberNow, wayNow } from './member-now.ts';
import type { MemberNow } from './member-now.ts';
import { zonesOf } from './plan-row.ts';
import type { PublishedCampaign } from './published-campaign.ts';
import { reserveSend } from './reserve-send.ts';
import type { SendDependencies } from './send-dependencies.ts';

const msPerHour = 3_600_000;

/** A message that may be sent, with what was found on the way. */
export type Sendable = {
  readonly is: 'sendable';
  readonly published: PublishedCampaign;
  readonly step: Step;
  readonly member: MemberNow;
  readonly way: Way;
};

export type Verdict =
  | Sendable
  | { readonly is: 'skipped'; readonly reason: SkipReason }
  /** Not before that instant. */
  | { readonly is: 'deferred'; readonly until: Instant }
  /** It goes another way than it was planned to. */
  | { readonly is: 'moved'; readonly way: Way; readonly published: PublishedCampaign };

export type Asked = {
  readonly queued: QueuedMessage;
  readonly messageId: string;
  /** What counts for the member's caps, as it was read with the message. */
  readonly sends: VersionedSends;
  readonly now: Instant;
};

const skipped = (reason: SkipReason): Verdict => ({ is: 'skipped', reason });

/** Step 1: its own time, and its plan's standing. */
async function ofPlan(
  deps: SendDependencies,
  { queued, now }: Asked,
  { campaign }: PublishedCampaign,
): Promise<Verdict | undefined> {
  if (now > queued.sendAt + campaign.expiresAfterHours * msPerHour) return skipped('expired');
  const [plan, run] = await Promise.all([deps.planOf(queued.campaignId), deps.runOf(queued.run)]);
  if (plan?.state === 'paused' && run?.state !== 'cancelled') return { is: 'deferred', until: now };
  const isOn = plan?.state === 'approved' && run !== undefined && run.state !== 'cancelled' && run.state !== 'refused';
  return isOn ? undefined : skipped('cancelled');
}

function plannedFor({ queued }: Asked, { programme }: MemberNow) {
  return {
    occasion: queued.occasion,
    plannedOn: businessDay(instantOf(queued.plannedAt), programme.timeZone),
    lastPurchaseOn: queued.lastPurchaseOn === null ? null : dayOf(queued.lastPurchaseOn),
  };
}

/** Step 4; of what is owed nothing is counted. */
async function hasPlace(deps: SendDependencies, asked: Asked, { caps }: Campaign, { channel }: Way): Promise<boolean> {
  if (caps === null) return true;
  const { queued, messageId, now, sends } = asked;
  const send = { messageId, channel, at: now };
  return reserveSend(deps, { memberId: queued.memberId, send, caps }, sends);
}

/** Goes through the steps in their order; what is decided first is what is kept. */
export async function mayBeSent(deps: SendDependencies, asked: Asked): Promise<Verdict> {
  const { queued, now } = asked;
  const published = await deps.published(queued.hash);
  const { campaign } = published;
  const early = await ofPlan(deps, asked, published);
  if (early !== undefined) return early;
  const step = campaign.steps.find(({ id }) => id === queued.step);
  // A plan that follows events is sent as it was last approved: this step is not in it any more.
  if (step === undefined) return skipped('cancelled');
  const member = await memberNow(deps, queued.memberId, now);
  if (member === undefined) return skipped('erased');
  const way = await wayNow(deps, member, step, campaign);
  if ('reason' in way) return skipped(way.reason);
  if (!isStillSo(campaign, step, plannedFor(asked, member), member)) return skipped('fact-changed');
  if (way.channel !== deps.adapter.channel) return { is: 'moved', way, published };
  const zones = zonesOf(member.person.facts, member.programme.timeZone);
  const until = sendTimeFrom(now, way.channel, campaign.quietHours, zones);
  if (until !== now) return { is: 'deferred', until };
  if (!(await hasPlace(deps, asked, campaign, way))) return skipped('capped');
  return { is: 'sendable', published, step, member, way };
}
