/** How far the messages of a run came, counted by the facts that are known of them, and what they cost. */
import type { CampaignResult } from '../../contracts/campaign-result.ts';
import type { Arm, Campaign, Channel, SkipReason } from '../../domain/campaigns/campaign.ts';
import { add, multiply, rational, round, zero } from '../../domain/rational.ts';
import type { StepStatus } from './step-status.ts';

/** Messages of one step of the treatment. */
export type StepCount = {
  readonly step: string;
  planned: number;
  sent: number;
  delivered: number;
  opened: number;
  clicked: number;
  /** Left out, deferred or failed, by reason. */
  readonly skipped: Partial<Record<SkipReason, number>>;
  unknown: number;
  /** Sent, by channel: the first one that the member allowed at the time. */
  readonly channels: Partial<Record<Channel, number>>;
  /** Of which the offer was given: that happens before the provider is asked. */
  taken: number;
};

type Funnel = CampaignResult['funnel'];

function increase<Key extends string>(counts: Partial<Record<Key, number>>, key: Key): void {
  counts[key] = (counts[key] ?? 0) + 1;
}

function newStep(step: string): StepCount {
  const none = { planned: 0, sent: 0, delivered: 0, opened: 0, clicked: 0, unknown: 0, taken: 0 };
  return { step, ...none, skipped: {}, channels: {} };
}

function addTo(count: StepCount, { status, reason, channel, message }: StepStatus): void {
  if (message !== undefined && message.claimedAt !== null) count.taken += 1;
  if (message?.facts.deliveredAt !== undefined) count.delivered += 1;
  if (message?.facts.openedAt !== undefined) count.opened += 1;
  if (message?.facts.clickedAt !== undefined) count.clicked += 1;
  if (status === 'sent') {
    count.sent += 1;
    if (channel !== null) increase(count.channels, channel);
  } else if (status === 'planned') count.planned += 1;
  else if (status === 'unknown') count.unknown += 1;
  else if (reason !== null) increase(count.skipped, reason);
}

export class FunnelCount {
  readonly #steps: ReadonlyMap<string, StepCount>;
  readonly #funnel = { targeted: 0, control: 0, sent: 0, delivered: 0, opened: 0, clicked: 0 };
  readonly #skipped: Partial<Record<SkipReason, number>> = {};

  constructor(steps: readonly string[]) {
    this.#steps = new Map(steps.map((step) => [step, newStep(step)]));
  }

  /** Adds a row of the manifest. @returns whether anything was sent to its member */
  add(arm: Arm, statuses: readonly StepStatus[]): boolean {
    const reasons = new Set(statuses.flatMap(({ reason }) => reason ?? []));
    for (const reason of reasons) increase(this.#skipped, reason);
    this.#funnel[arm === 'control' ? 'control' : 'targeted'] += 1;
    if (arm === 'control') return false;
    for (const status of statuses) {
      const count = this.#steps.get(status.step);
      if (count !== undefined) addTo(count, status);
    }
    const some = (holds: (status: StepStatus) => boolean) => (statuses.some(holds) ? 1 : 0);
    const sent = some(({ status }) => status === 'sent');
    this.#funnel.sent += sent;
    this.#funnel.delivered += some(({ message }) => message?.facts.deliveredAt !== undefined);
    this.#funnel.opened += some(({ message }) => message?.facts.openedAt !== undefined);
    this.#funnel.clicked += some(({ message }) => message?.facts.clickedAt !== undefined);
    return sent === 1;
  }

  told(): Funnel {
    return { ...this.#funnel, skipped: { ...this.#skipped } };
  }

  steps(): readonly StepCount[] {
    return [...this.#steps.values()];
  }
}

/**
 * What a run cost so far, in minor units: messages sent by the plan's prices, and points given by the programme's value of
 * a point. Coupons cost when they are used, which is not known here.
 */
export function costOf(funnel: FunnelCount, campaign: Campaign, valueOfPointMinor: bigint | null): number {
  const steps = new Map(funnel.steps().map((count) => [count.step, count]));
  let cost = zero;
  for (const { id, offer } of campaign.steps) {
    const count = steps.get(id);
    if (count === undefined) continue;
    for (const [channel, price] of Object.entries(campaign.costMinor)) {
      const sent = Object.entries(count.channels).find(([name]) => name === channel)?.[1] ?? 0;
      cost = add(cost, multiply(price, rational(BigInt(sent))));
    }
    if (offer?.offers === 'points') {
      cost = add(cost, rational(BigInt(count.taken) * offer.points * (valueOfPointMinor ?? 0n)));
    }
  }
  return Number(round(cost, 'nearest'));
}
