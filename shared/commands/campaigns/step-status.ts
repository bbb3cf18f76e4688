/** What a step of a campaign has come to for one member, from the plan's word and the message's facts. */
import type { ManifestRow } from '../../contracts/manifest-row.ts';
import type { Channel, SkipReason } from '../../domain/campaigns/campaign.ts';
import { statusOf } from '../../domain/campaigns/message-status.ts';
import type { MessageStatus } from '../../domain/campaigns/message-status.ts';
import type { SentMessage } from '../../domain/campaigns/sent-message.ts';
import { instantOf } from '../../domain/zone.ts';
import type { Instant } from '../../domain/zone.ts';
import type { OutboxStore } from '../../store/outbox-store.ts';

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

type PlannedStep = ManifestRow['steps'][number];

function plannedStatus({ step, sendAt, channel, reason }: PlannedStep, plannedAt: number): StepStatus {
  const told = { step, channel, reason, message: undefined };
  if (reason === null) return { ...told, status: 'planned', at: instantOf(sendAt) };
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

/**
 * The steps of a row in the plan's order. Members of the control have no messages, and none are looked for.
 *
 * @param now when leases are over
 */
export async function stepStatuses(
  outbox: Pick<OutboxStore, 'messages'>,
  campaignId: string,
  row: ManifestRow,
  now: Instant,
): Promise<readonly StepStatus[]> {
  const all = row.arm === 'control' ? [] : await outbox.messages(row.memberId);
  const own = all.filter((message) => message.campaignId === campaignId && message.occasion === row.occasion);
  return row.steps.map((planned) => {
    const message = own.find(({ step }) => step === planned.step);
    return message === undefined ? plannedStatus(planned, row.plannedAt) : triedStatus(planned, message, now);
  });
}
