/** A run of a campaign in memory, whose members buy, bring back, become one and leave. */
import { evaluateRun } from '../../../shared/commands/campaigns/evaluate-run.ts';
import type { EvaluatedRun, Evaluation, RunSources } from '../../../shared/commands/campaigns/evaluate-run.ts';
import { messageIdOf } from '../../../shared/commands/campaigns/campaign-keys.ts';
import { parseEvent } from '../../../shared/contracts/parse-event.ts';
import type { ManifestRow } from '../../../shared/contracts/manifest-row.ts';
import type { Arm, Campaign } from '../../../shared/domain/campaigns/campaign.ts';
import type { SentMessage } from '../../../shared/domain/campaigns/sent-message.ts';
import { rational } from '../../../shared/domain/rational.ts';
import { instantOf, parseInstant } from '../../../shared/domain/zone.ts';
import type { Instant } from '../../../shared/domain/zone.ts';
import { memoryEntryPages } from '../../../shared/store/memory/memory-entry-pages.ts';
import { memoryManifests } from '../../../shared/store/memory/memory-manifests.ts';
import { memoryOutbox } from '../../../shared/store/memory/memory-outbox.ts';
import { digests } from '../../fixtures/ledger.ts';
import { programmeWith } from '../../fixtures/programme.ts';
import { World } from '../world.ts';

export const runKey = 'win-back#2026-03-10T02:00:00Z';

/** An instant of RFC 3339. */
export function at(text: string): Instant {
  const instant = parseInstant(text);
  if (instant === undefined) throw new TypeError(`no instant: ${text}`);
  return instant;
}

export const plannedAt = at('2026-03-10T02:00:00Z');
/** Thirty days later the window is closed. */
export const closedAt = instantOf(plannedAt + 30 * 86_400_000);

export const campaign: Campaign = {
  id: 'win-back',
  version: 1,
  kind: 'win-back',
  name: { en: 'We miss you', 'zh-CN': '想念您' },
  purpose: 'promotions',
  audience: { is: 'all', of: [] },
  trigger: { by: 'at', at: plannedAt, timeZone: 'Asia/Shanghai' },
  steps: [{ id: 'first', afterDays: 0, channels: ['email'], template: 'win-back-1', offer: null, unless: null }],
  control: { share: rational(1n, 2n), salt: 'win-back-2026' },
  caps: { messages: 3, days: 7 },
  quietHours: { from: 1260, to: 540, channels: ['sms'] },
  window: { days: 30 },
  outcome: { of: 'purchase' },
  budgetMinor: null,
  costMinor: { email: rational(7n, 100n), sms: rational(5n) },
  expiresAfterHours: 48,
};

export function rowOf(memberId: string, arm: Arm, changes: Partial<ManifestRow> = {}): ManifestRow {
  const reason = arm === 'control' ? ('control' as const) : null;
  const channel = arm === 'control' ? null : ('email' as const);
  return {
    memberId,
    occasion: 'once',
    arm,
    locale: 'en',
    plannedAt,
    lastPurchaseOn: null,
    steps: [{ step: 'first', sendAt: plannedAt, channel, reason }],
    ...changes,
  };
}

export class RunOfCampaign {
  readonly world = new World([programmeWith({})]);
  readonly outbox = memoryOutbox();
  readonly manifests = memoryManifests();
  #count = 0;

  get sources(): RunSources {
    const { ledger } = this.world.stores;
    return { ledger, entries: memoryEntryPages(ledger), outbox: this.outbox, manifests: this.manifests, digests };
  }

  async send(type: string, data: object, occurredAt: string): Promise<void> {
    this.#count += 1;
    const metadata = { id: `e-${String(this.#count)}`, version: '1.0', occurredAt };
    const parsed = parseEvent({ 'detail-type': type, detail: { metadata, data } });
    if (!parsed.ok) throw new TypeError(parsed.refusal.message);
    const { outcomes, failed } = await this.world.apply(parsed.event, `d-${String(this.#count)}`);
    for (const error of failed.values()) throw error;
    for (const { status } of outcomes.values()) if (status !== 'applied') throw new TypeError(`${type} was ${status}`);
  }

  /** Enrols somebody. @returns the member's id */
  async member(externalId: string): Promise<string> {
    await this.send('member.enrolled', { externalId }, '2026-01-01T00:00:00Z');
    const owners = await this.world.stores.members.owners([digests.lookUp('externalId', externalId)], 'strong');
    return [...owners.values()][0]?.memberId ?? '';
  }

  async buys(externalId: string, purchaseId: string, occurredAt: string, net = 10_000): Promise<void> {
    const data = { purchaseId, member: { externalId }, currency: 'CNY', net };
    await this.send('purchase.completed', data, occurredAt);
  }

  async returns(purchaseId: string, occurredAt: string, goods: object = { full: true }): Promise<void> {
    const returnId = `R ${purchaseId} ${occurredAt}`;
    await this.send('purchase.returned', { returnId, purchaseId, ...goods }, occurredAt);
  }

  async plan(rows: readonly ManifestRow[], part = 'part-1'): Promise<void> {
    await this.manifests.putPart(runKey, part, rows);
  }

  async message(memberId: string, changes: Partial<SentMessage> = {}): Promise<void> {
    const { campaignId = 'win-back', occasion = 'once', step = 'first' } = changes;
    await this.outbox.putMessage({
      memberId,
      messageId: messageIdOf(digests, { campaignId, occasion, step }),
      campaignId: 'win-back',
      run: runKey,
      occasion: 'once',
      step: 'first',
      channel: 'email',
      ordinal: 0,
      claimedAt: plannedAt,
      leaseUntil: instantOf(plannedAt + 60_000),
      attempts: 1,
      skipped: null,
      failedAt: null,
      unknownSince: null,
      presumedSentAt: null,
      facts: {},
      ...changes,
    });
  }

  async result(
    changes: Partial<Campaign> = {},
    now = closedAt,
    plan: EvaluatedRun['plan'] = 'running',
  ): Promise<Evaluation> {
    const asked = { campaign: { ...campaign, ...changes }, run: runKey, valueOfPointMinor: 5n, now, plan };
    return evaluateRun(this.sources, asked);
  }
}
