/** Campaigns over stores in memory, with queues that deliver what they like and processes that die where they are told to. */
import { cancelCampaign } from '../../../shared/commands/campaigns/cancel-campaign.ts';
import { approveCampaign } from '../../../shared/commands/campaigns/approve-campaign.ts';
import { dispatchDue } from '../../../shared/commands/campaigns/dispatch-due.ts';
import { finishRunPlan } from '../../../shared/commands/campaigns/finish-run-plan.ts';
import type { PlannedRun } from '../../../shared/commands/campaigns/finish-run-plan.ts';
import { planAudience } from '../../../shared/commands/campaigns/plan-audience.ts';
import { planOccasions } from '../../../shared/commands/campaigns/plan-occasion.ts';
import { plannedBefore } from '../../../shared/commands/campaigns/planned-occasions.ts';
import { publishCampaign } from '../../../shared/commands/campaigns/publish-campaign.ts';
import { publishedCampaigns } from '../../../shared/commands/campaigns/published-campaign.ts';
import { sendMessage } from '../../../shared/commands/campaigns/send-message.ts';
import type { SendAnswer } from '../../../shared/commands/campaigns/send-message.ts';
import type { QueueName, SendDependencies } from '../../../shared/commands/campaigns/send-dependencies.ts';
import { startRun } from '../../../shared/commands/campaigns/start-run.ts';
import { trackDelivery } from '../../../shared/commands/campaigns/track-delivery.ts';
import type { Tracked } from '../../../shared/commands/campaigns/track-delivery.ts';
import type { Dependencies } from '../../../shared/commands/dependencies.ts';
import { renderMessage } from '../../../shared/content/render.ts';
import type { DeliveryEvent } from '../../../shared/contracts/delivery-events.ts';
import type { ManifestRow, QueuedMessage } from '../../../shared/contracts/manifest-row.ts';
import type { Occasion } from '../../../shared/contracts/occasion-event.ts';
import type { CompiledTemplate } from '../../../shared/contracts/message-content.ts';
import type { Channel } from '../../../shared/domain/campaigns/campaign.ts';
import type { SentMessage } from '../../../shared/domain/campaigns/sent-message.ts';
import type { Consent } from '../../../shared/domain/consent.ts';
import { nobody } from '../../../shared/domain/person.ts';
import type { PersonalFacts } from '../../../shared/domain/person.ts';
import type { Programme } from '../../../shared/domain/programme.ts';
import { instantOf } from '../../../shared/domain/zone.ts';
import type { Instant } from '../../../shared/domain/zone.ts';
import { sha256OfBytes } from '../../../shared/platform/digest.ts';
import { memoryCampaigns } from '../../../shared/store/memory/memory-campaigns.ts';
import { memoryCoupons } from '../../../shared/store/memory/memory-coupons.ts';
import { memoryManifests } from '../../../shared/store/memory/memory-manifests.ts';
import { memoryOutbox } from '../../../shared/store/memory/memory-outbox.ts';
import { MemoryStore } from '../../../shared/store/memory/memory-store.ts';
import { memorySuppressions } from '../../../shared/store/memory/memory-suppressions.ts';
import { digests, emptyAccount } from '../../fixtures/ledger.ts';
import { programmeWith } from '../../fixtures/programme.ts';
import { ProcessDied, providerFake } from '../../fixtures/provider-fake.ts';
import type { Fate, Mishap, ProviderFake } from '../../fixtures/provider-fake.ts';
import { consentOf, long, noon, plainTemplate } from './plan-documents.ts';
import type { Data } from './plan-documents.ts';

/** What happens at a write: it is done, or the process dies before it or after it. */
export type Step = 'done' | 'dies before' | 'dies after';

const everything = (['promotions', 'loyalty'] as const).flatMap((purpose) =>
  (['email', 'sms', 'push', 'wechat'] as const).map((channel) => consentOf(purpose, channel)),
);

export class PostOffice {
  readonly store = new MemoryStore();
  readonly outbox = memoryOutbox();
  readonly campaigns = memoryCampaigns();
  readonly manifests = memoryManifests();
  readonly coupons = memoryCoupons();
  readonly suppressions = memorySuppressions();
  readonly providers: Readonly<Record<Channel, ProviderFake>>;
  /** What waits in all queues, in the order in which it came. */
  queues: { readonly queue: QueueName; readonly message: QueuedMessage }[] = [];
  now: Instant = noon;
  stepOf: (write: number) => Step = () => 'done';
  writes = 0;
  readonly programme: Programme;
  readonly #published = publishedCampaigns(this.campaigns);

  constructor({
    mishap = () => 'none',
    fate = () => 'delivered',
    programme = programmeWith({}),
  }: {
    readonly mishap?: (call: number) => Mishap;
    readonly fate?: () => Fate;
    readonly programme?: Programme;
  } = {}) {
    this.programme = programme;
    const provider = (channel: Channel) => providerFake({ channel, mishap, fate, now: () => this.now });
    this.providers = {
      email: provider('email'),
      sms: provider('sms'),
      push: provider('push'),
      webhook: provider('webhook'),
      log: provider('log'),
    };
  }

  /** Lets the process die around a write. */
  readonly #dying = <Args extends readonly unknown[], Result>(write: (...args: Args) => Promise<Result>) => {
    return async (...args: Args): Promise<Result> => {
      const step = this.stepOf(this.writes);
      this.writes += 1;
      if (step === 'dies before') throw new ProcessDied(step);
      const result = await write(...args);
      if (step === 'dies after') throw new ProcessDied(step);
      return result;
    };
  };

  get core(): Dependencies {
    return {
      ledger: { ...unbound(this.store), commit: this.#dying(this.store.commit) },
      members: this.store,
      programmes: async () => Promise.resolve([this.programme]),
      digests,
      newMemberId: () => 'nobody new',
      backOff: async () => Promise.resolve(),
    };
  }

  get deps(): Omit<SendDependencies, 'adapter'> {
    const { campaigns, manifests, outbox } = this;
    return {
      ...this.core,
      campaigns: {
        plan: campaigns.plan,
        putPlan: this.#dying(campaigns.putPlan),
        putDue: this.#dying(campaigns.putDue),
      },
      planOf: campaigns.plan,
      runOf: campaigns.run,
      published: this.#published,
      manifests: { putPart: this.#dying(manifests.putPart) },
      outbox: {
        read: outbox.read,
        messages: outbox.messages,
        putSends: this.#dying(outbox.putSends),
        putMessage: this.#dying(outbox.putMessage),
        changeMessage: this.#dying(outbox.changeMessage),
        setFact: this.#dying(outbox.setFact),
      },
      coupons: { issue: this.#dying(this.coupons.issue), list: this.coupons.list },
      suppressions: { ...this.suppressions, suppress: this.#dying(this.suppressions.suppress) },
      webhook: 'wechat',
      takeSlot: async () => Promise.resolve(),
      enqueue: this.#dying(async (queue: QueueName, messages: readonly QueuedMessage[]) => {
        this.queues.push(...messages.map((message) => ({ queue, message })));
        return Promise.resolve();
      }),
      render: renderMessage,
      names: { programme: () => 'Test', level: (id) => id },
      links: () => ({ preferences: 'https://shop.test/p', unsubscribe: 'https://shop.test/u', shop: null }),
      newCouponCode: () => 'ABCD-EFGH-JKMN-PQRS',
      now: () => this.now,
    };
  }

  async member(
    memberId: string,
    { facts = {}, consents = everything }: { facts?: PersonalFacts; consents?: readonly Consent[] } = {},
  ): Promise<void> {
    const identities = [
      { kind: 'email', value: `${memberId}@example.com`, at: long },
      { kind: 'phone', value: '+8613800000000', at: long },
    ];
    const own: PersonalFacts = { pushToken: { value: `push-${memberId}`, at: long }, ...facts };
    await this.store.commit([
      { write: 'account', account: emptyAccount(memberId), expected: null },
      {
        write: 'profile',
        profile: { ...nobody, memberId, version: 1, identities, facts: own, consents },
        expected: null,
      },
    ]);
  }

  /** A member answers something else. */
  async answers(memberId: string, consents: readonly Consent[]): Promise<void> {
    const profile = await this.store.profile(memberId);
    if (profile === undefined) throw new TypeError('somebody who is there');
    const { version } = profile;
    await this.store.commit([
      { write: 'profile', profile: { ...profile, consents, version: version + 1 }, expected: version },
    ]);
  }

  async publish(document: Data, words: CompiledTemplate = plainTemplate): Promise<void> {
    const { id, version, steps } = document;
    if (typeof id !== 'string' || typeof version !== 'number' || !Array.isArray(steps)) throw new TypeError('a plan');
    const content = { document, templates: { words: { en: words, 'zh-CN': words } } };
    const publication = { campaignId: id, version, content, by: 'ann', now: this.now };
    const published = await publishCampaign({ campaigns: this.campaigns, digests }, publication);
    if (published.status === 'refused') throw new TypeError(published.rule);
    await approveCampaign(
      { campaigns: this.campaigns, published: this.#published },
      { campaignId: id, by: 'bob', now: this.now },
    );
  }

  async cancel(campaignId: string): Promise<void> {
    await cancelCampaign({ campaigns: this.campaigns }, { campaignId, now: this.now });
  }

  get planning() {
    const { campaigns, manifests } = this;
    const isPlanned = async (...[campaign, run]: Parameters<typeof this.before>) => this.before(campaign, run);
    return {
      ledger: this.store,
      members: this.store,
      programmes: this.core.programmes,
      hash: hashText,
      webhook: 'wechat' as const,
      campaigns: {
        ...campaigns,
        startRun: this.#dying(campaigns.startRun),
        putRun: this.#dying(campaigns.putRun),
        putDue: this.#dying(campaigns.putDue),
      },
      manifests: { ...manifests, putPart: this.#dying(manifests.putPart) },
      published: this.#published,
      plannedBefore: isPlanned,
      timeLeft: () => true,
      rates: {},
      digests,
    };
  }

  async before(campaign: Parameters<typeof plannedBefore>[1], run: string) {
    return plannedBefore(this, campaign, run);
  }

  /** Plans the run of a time, in segments. @returns undefined where the run was refused to be started */
  async plan(campaignId: string, scheduledAt: Instant = this.now, segments = 2): Promise<PlannedRun | undefined> {
    const started = await startRun({ campaigns: this.campaigns }, { campaignId, scheduledAt, now: this.now });
    if (started.status === 'refused') return undefined;
    const { run } = started.run;
    for (let segment = 0; segment < segments; segment += 1) {
      let request = { run, segment, segments, part: 0, scanned: 0, rows: 0 };
      for (let done = false; !done;) {
        const { answer } = await planAudience(this.planning, request);
        ({ done } = answer);
        request = answer;
      }
    }
    return finishRunPlan(this.planning, { run, now: this.now });
  }

  async occasion(...occasions: readonly Occasion[]): Promise<number> {
    const { plans } = this.campaigns;
    const { ledger, enqueue } = this.deps;
    return planOccasions({ ...this.planning, ledger, enqueue, plans }, { occasions, now: this.now });
  }

  async handOut(): Promise<void> {
    const { plan, run, due, removeDue } = this.campaigns;
    const campaigns = { plan, run, due, removeDue: this.#dying(removeDue) };
    const { enqueue } = this.deps;
    const { manifests } = this;
    await dispatchDue(
      { campaigns, manifests, published: this.#published, enqueue, timeLeft: () => true },
      { now: this.now },
    );
  }

  async send({ queue, message }: PostOffice['queues'][number]): Promise<SendAnswer> {
    return sendMessage({ ...this.deps, adapter: this.providers[queue.channel].adapter }, message);
  }

  async track(event: DeliveryEvent): Promise<Tracked> {
    const { campaigns } = this;
    const { outbox, suppressions } = this.deps;
    const own = {
      ...campaigns,
      putPlan: this.#dying(campaigns.putPlan),
      countTrouble: this.#dying(campaigns.countTrouble),
    };
    return trackDelivery(
      { outbox, suppressions, campaigns: own, digests, webhook: 'wechat', now: () => this.now },
      event,
    );
  }

  /** Sends what waits in the queues, once each. @returns the answers in order */
  async sendAll(): Promise<readonly SendAnswer[]> {
    const waiting = this.queues;
    this.queues = [];
    const answers: SendAnswer[] = [];
    for (const one of waiting) {
      const answer = await this.send(one);
      answers.push(answer);
      if (answer.is === 'later') this.queues.push(one);
    }
    return answers;
  }

  async trackAll(): Promise<void> {
    for (const provider of Object.values(this.providers)) {
      for (const event of provider.takeEvents()) await this.track(event);
    }
  }

  later(ms: number): void {
    this.now = instantOf(this.now + ms);
  }

  /** How often the provider of a channel has taken messages to a member. */
  accepted(channel: Channel, memberId: string): number {
    return this.providers[channel].messages.filter((message) => message.memberId === memberId).length;
  }

  async rows(run: string): Promise<readonly ManifestRow[]> {
    const parts = await this.manifests.parts(run);
    return (await Promise.all(parts.map(async (part) => this.manifests.readPart(run, part)))).flat();
  }

  async messages(memberId: string): Promise<readonly SentMessage[]> {
    return this.outbox.messages(memberId);
  }
}

function unbound({ read, history, records, keys, scanAccounts }: MemoryStore) {
  return { read, history, records, keys, scanAccounts };
}

function hashText(text: string): Uint8Array {
  return sha256OfBytes(new TextEncoder().encode(text));
}
