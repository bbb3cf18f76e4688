/** What a step of a campaign has come to for one member, from the plan's word and the message's facts. */
import type { ManifestRow } from '../../contracts/manifest-row.ts';
import type { Channel, SkipReason } from '../../domain/campaigns/campaign.ts';
import { statusOf } from '../../domain/campaigns/message-status.ts';
import type { MessageStatus } from '../../domain/campaigns/message-status.ts';
import type { SentMessage } from '../../domain/campaigns/sent-message.ts';
import { instantOf } from '../../domain/zone.ts';
import type { Instant } from '../../domain/zone.ts';
import type { Digests } from '../../platform/digest.ts';
import type { SentMessages } from '../../store/outbox-store.ts';
import { messageIdOf } from './campaign-keys.ts';

export type StepStatus = {
  readonly step: string;
  readonly channel: Channel | null;
  readonly status: MessageStatus;
  readonly reason: SkipReason | null;
  /** When it came to that; of what is planned when it is to be sent. */
  readonly at: Instant;
  /** Undefined where nothing was tried. */
  readonly message: SentMessage | undefined;
};

export type StatusAsOf = {
  /** Where the plan stands. */
  readonly plan: 'running' | 'paused' | 'cancelled';
  /** When leases are over. */
  readonly now: Instant;
};

type PlannedStep = ManifestRow['steps'][number];

/**
 * Of what nobody has tried: what is to come waits while the plan is paused or quiet hours last, and never comes once it is
 * cancelled.
 */
function plannedStatus(
  { step, sendAt, isPutOff, channel, reason }: PlannedStep,
  plannedAt: number,
  { plan, now }: StatusAsOf,
): StepStatus {
  const told = { step, channel, reason, message: undefined };
  const at = instantOf(sendAt);
  if (reason === null && plan === 'cancelled') return { ...told, status: 'skipped', reason: 'cancelled', at };
  if (reason === null && isPutOff === true) return { ...told, status: 'deferred', reason: 'quiet-hours', at };
  if (reason === null) return { ...told, status: plan === 'paused' && sendAt <= now ? 'deferred' : 'planned', at };
  return { ...told, status: reason === 'quiet-hours' ? 'deferred' : 'skipped', at: instantOf(plannedAt) };
}

/** When the provider had it, as far as anybody knows. */
function sentAt({ facts, presumedSentAt, claimedAt }: SentMessage): Instant | null {
  const told = Object.values(facts).sort((a, b) => a - b);
  return facts.acceptedAt ?? told[0] ?? presumedSentAt ?? claimedAt;
}

function triedStatus(planned: PlannedStep, message: SentMessage, now: Instant): StepStatus {
  const status = statusOf(message, now);
  const told = { step: planned.step, channel: message.channel ?? planned.channel, status, message };
  const { skipped, failedAt, unknownSince, leaseUntil, claimedAt } = message;
  const fallback = claimedAt ?? instantOf(planned.sendAt);
  switch (status) {
    case 'sent':
      return { ...told, reason: null, at: sentAt(message) ?? fallback };
    case 'failed':
      return { ...told, reason: 'failed', at: failedAt ?? skipped?.at ?? fallback };
    case 'unknown':
      return { ...told, reason: null, at: unknownSince ?? leaseUntil ?? fallback };
    case 'skipped':
    case 'deferred':
      return { ...told, reason: skipped?.reason ?? null, at: skipped?.at ?? fallback };
    case 'planned':
      return { ...told, reason: null, at: fallback };
  }
}

export type MessageSources = {
  readonly outbox: SentMessages;
  readonly digests: Pick<Digests, 'content'>;
};

/**
 * The steps of each row in the plan's order, with one read for a hundred messages. Members of the control have none, and
 * none are looked for.
 */
export async function stepStatuses(
  { outbox, digests }: MessageSources,
  campaignId: string,
  rows: readonly ManifestRow[],
  asOf: StatusAsOf,
): Promise<readonly (readonly StepStatus[])[]> {
  const keyOf = ({ memberId, occasion }: ManifestRow, step: string) => {
    return { memberId, messageId: messageIdOf(digests, { campaignId, occasion, step }) };
  };
  const keys = rows.flatMap((row) => (row.arm === 'control' ? [] : row.steps.map(({ step }) => keyOf(row, step))));
  const messages = new Map<string, SentMessage>();
  for (const message of await outbox.found(keys)) messages.set(textOf(message), message);
  return rows.map((row) =>
    row.steps.map((planned) => {
      const message = messages.get(textOf(keyOf(row, planned.step)));
      return message === undefined
        ? plannedStatus(planned, row.plannedAt, asOf)
        : triedStatus(planned, message, asOf.now);
    }),
  );
}

/** Of a message's key; an id may have any character. */
function textOf({ memberId, messageId }: { readonly memberId: string; readonly messageId: string }): string {
  return `${messageId} ${memberId}`;
}
