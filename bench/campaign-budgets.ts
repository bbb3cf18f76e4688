/** What campaigns cost (docs/architecture.md): an account scanned, one that passes, and a message from its queue to a click. */
import { audiencePieces } from '../shared/commands/campaigns/audience-rows.ts';
import { messageIdOf } from '../shared/commands/campaigns/campaign-keys.ts';
import { contextOf } from '../shared/commands/campaigns/plan-audience.ts';
import { sendMessage } from '../shared/commands/campaigns/send-message.ts';
import type { SendAnswer } from '../shared/commands/campaigns/send-message.ts';
import type { SendDependencies } from '../shared/commands/campaigns/send-dependencies.ts';
import { trackDelivery } from '../shared/commands/campaigns/track-delivery.ts';
import type { Plan, Run } from '../shared/contracts/campaign-records.ts';
import type { DeliveryEvent } from '../shared/contracts/delivery-event.ts';
import type { ManifestRow, QueuedMessage } from '../shared/contracts/manifest-row.ts';
import { renderMessage } from '../shared/content/render.ts';
import type { Campaign, Condition } from '../shared/domain/campaigns/campaign.ts';
import { zero } from '../shared/domain/rational.ts';
import { formatInstant, instantOf, startOfDay } from '../shared/domain/zone.ts';
import type { Instant } from '../shared/domain/zone.ts';
import { newMemberId } from '../shared/platform/ids.ts';
import { sha256OfBytes } from '../shared/platform/digest.ts';
import { memoryCampaigns } from '../shared/store/memory/memory-campaigns.ts';
import { memoryManifests } from '../shared/store/memory/memory-manifests.ts';
import { openEngine } from './bench-engine.ts';
import type { BenchEngine } from './bench-engine.ts';
import { dayNumber, memberWith } from './bench-members.ts';
import type { BenchMember } from './bench-members.ts';
import type { Measured } from './points-budgets.ts';
import { personMessage } from './reference-case.ts';

const scannedAccounts = 500;

const everybody: Condition = { is: 'all', of: [] };
const nobody: Condition = { is: 'orders', range: { min: 1_000_000n, max: null } };

/** A plan of one e-mail to an audience, at once. */
export function planFor(audience: Condition): Campaign {
  const words = {
    id: 'first',
    afterDays: 0,
    channels: ['email'],
    template: 'words',
    offer: null,
    unless: null,
  } as const;
  return {
    id: 'bench',
    version: 1,
    kind: 'promotion',
    name: { en: 'Bench', 'zh-CN': '测试' },
    purpose: 'promotions',
    audience,
    trigger: { by: 'at', at: instantOf(0), timeZone: 'UTC' },
    steps: [words],
    control: { share: zero, salt: 'bench' },
    caps: { messages: 3, days: 7 },
    quietHours: { from: 0, to: 0, channels: [] },
    window: { days: 30 },
    outcome: { of: 'purchase' },
    budgetMinor: null,
    costMinor: {},
    expiresAfterHours: 48,
  };
}

const plain = { subject: 'Hello', text: 'A word for you.', html: null, uses: [] };
const templates = { words: { en: plain, 'zh-CN': plain } };

const hash = (text: string) => sha256OfBytes(new TextEncoder().encode(text));

/** Read units of a scan for an audience, and the rows that came of it. */
async function scan(engine: BenchEngine, audience: Condition, at: Instant) {
  const { ledger, programmes } = engine.intake;
  const published = { campaign: planFor(audience), templates };
  const context = await contextOf({ programmes, hash, webhook: 'wechat' }, published, {
    scheduledAt: at,
    startedAt: at,
  });
  return engine.meter.measure(async () => {
    const rows: ManifestRow[] = [];
    for await (const piece of audiencePieces(
      { ledger, members: engine.profiles },
      context,
      { index: 0, of: 1 },
      undefined,
    )) {
      rows.push(...piece.rows.map(({ row }) => row));
    }
    return rows;
  });
}

/** So many copies of a member of the reference case. */
async function copy({ intake }: BenchEngine, { memberId }: BenchMember): Promise<void> {
  const account = (await intake.ledger.read({ memberIds: [memberId], entryIds: [] })).accounts.get(memberId)?.account;
  const profile = await intake.members.profile(memberId);
  if (account === undefined || profile === undefined) throw new Error('a member has an account and a profile');
  for (let index = 1; index < scannedAccounts; index += 1) {
    const another = newMemberId();
    await intake.ledger.commit([
      { write: 'account', account: { ...account, memberId: another }, expected: null },
      { write: 'profile', profile: { ...profile, memberId: another, version: 1 }, expected: null },
    ]);
  }
}

async function openShop(endpoint: string) {
  const engine = await openEngine(endpoint);
  const weekly = await memberWith(engine, { name: 'weekly', everyDays: 7, visits: 60 });
  const consents = [
    {
      purpose: 'promotions',
      channel: 'email',
      granted: true,
      at: '2027-01-01T00:00:00Z',
      text: 't',
      how: 'form',
      by: 'member',
    },
  ];
  const data = { member: { memberId: weekly.memberId }, email: 'ann@example.com', name: 'Ann Example', consents };
  await engine.apply([personMessage({ name: 'answers', day: 0, type: 'member.updated', data })]);
  const at = startOfDay(dayNumber(weekly.today), 'Asia/Shanghai');
  return { engine, weekly, at };
}

/** Rows of a run whose audience is everybody, as they are planned. */
export async function plannedRows(endpoint: string): Promise<readonly ManifestRow[]> {
  const { engine, weekly, at } = await openShop(endpoint);
  await copy(engine, weekly);
  return (await scan(engine, everybody, at)).result;
}

async function measurePlanning(endpoint: string): Promise<readonly Measured[]> {
  const { engine, weekly, at } = await openShop(endpoint);
  await copy(engine, weekly);
  const scanned = await scan(engine, nobody, at);
  const passed = await scan(engine, everybody, at);
  if (scanned.result.length !== 0 || passed.result.length !== scannedAccounts)
    throw new Error('nobody passes, or everybody does');
  const share = (units: number) => units / scannedAccounts;
  const usage = (readUnits: number, calls: number) => ({
    calls: share(calls),
    writeUnits: 0,
    readUnits: share(readUnits),
  });
  return [
    { id: 'campaign.scanned', usage: usage(scanned.readUnits, scanned.calls), limit: { readUnits: 0.13 } },
    {
      id: 'campaign.passed',
      usage: usage(passed.readUnits - scanned.readUnits, passed.calls - scanned.calls),
      limit: { readUnits: 0.5 },
    },
  ];
}

const plan: Plan = {
  campaignId: 'bench',
  revision: 1,
  state: 'approved',
  version: 1,
  hash: 'hash',
  approvedVersion: 1,
  approvedHash: 'hash',
  approvedBy: 'ann',
  approvedAt: formatInstant(instantOf(0)),
  follows: null,
  pausedFor: null,
};

function sendingOf(engine: BenchEngine, at: Instant): SendDependencies {
  const campaigns = memoryCampaigns();
  const run: Run = {
    campaignId: 'bench',
    run: 'bench#1970-01-01T00:00:00Z',
    revision: 1,
    state: 'planned',
    version: 1,
    hash: 'hash',
    scheduledAt: at,
    startedAt: at,
    counts: null,
    windowClosesAt: null,
    endedAt: null,
  };
  return {
    ...engine.intake,
    ...engine.sending,
    campaigns,
    // Plans and runs are read at most every few seconds, whatever is sent meanwhile.
    planOf: async () => Promise.resolve(plan),
    runOf: async () => Promise.resolve(run),
    published: async () => Promise.resolve({ campaign: planFor(everybody), templates }),
    manifests: memoryManifests(),
    webhook: 'wechat',
    adapter: { channel: 'email', send: async () => Promise.resolve({ is: 'accepted', providerId: null }) },
    takeSlot: async () => Promise.resolve(),
    enqueue: async () => Promise.resolve(),
    render: renderMessage,
    names: { programme: () => 'Bench', level: (id) => id },
    links: () => ({ preferences: 'https://shop.test/p', unsubscribe: 'https://shop.test/u', shop: null }),
    newCouponCode: () => '0000-0000-0000-0000',
    now: () => at,
  };
}

/** Sends, and takes in what the provider tells, for one member who has had two messages in the last days. */
export async function openSending(endpoint: string) {
  const { engine, weekly, at } = await openShop(endpoint);
  const { memberId } = weekly;
  const deps = sendingOf(engine, at);
  const campaigns = memoryCampaigns();
  const queued = (occasion: string): QueuedMessage => {
    const about = { campaignId: 'bench', version: 1, hash: 'hash', run: 'bench#1970-01-01T00:00:00Z', step: 'first' };
    return { ...about, memberId, occasion, sendAt: at, plannedAt: at, lastPurchaseOn: null, locale: 'en', ordinal: 0 };
  };
  for (const earlier of ['one', 'two']) await sendMessage(deps, queued(earlier));
  return {
    engine,
    /** @throws Error when it came to something else */
    send: async (occasion: string, expected: SendAnswer['is']): Promise<void> => {
      const answer = await sendMessage(deps, queued(occasion));
      if (answer.is !== expected) throw new Error(`the message was ${answer.is}`);
    },
    tell: async (occasion: string, fact: DeliveryEvent['fact']): Promise<void> => {
      const messageId = messageIdOf(deps.digests, queued(occasion));
      const event = { memberId, messageId, fact, at: formatInstant(at), channel: 'email', suppress: null } as const;
      await trackDelivery({ ...deps, campaigns }, event);
    },
  };
}

/** One message, with all that providers tell of it. */
async function measureMessage(endpoint: string): Promise<Measured> {
  const { engine, send, tell } = await openSending(endpoint);
  const usage = await engine.meter.measure(async () => {
    await send('three', 'sent');
    for (const fact of ['acceptedAt', 'deliveredAt', 'openedAt', 'clickedAt'] as const) await tell('three', fact);
  });
  return { id: 'message', usage, limit: { writeUnits: 6 } };
}

/** Measures on a local AWS that is there for nothing else. */
export async function measureCampaigns(endpoint: string): Promise<readonly Measured[]> {
  return [...(await measurePlanning(endpoint)), await measureMessage(endpoint)];
}
