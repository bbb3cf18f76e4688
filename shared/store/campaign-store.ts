/** What campaigns need of storage: plans and their runs, manifests, messages with their facts, and what was offered. */
import type { ManifestRow } from '../contracts/manifest-row.ts';
import type { Channel, SkipReason } from '../domain/campaigns/campaign.ts';
import type { Instant } from '../domain/zone.ts';

/** A published version: document and compiled templates by the hash of their content, kept for ever. */
export type CampaignVersion = {
  readonly campaignId: string;
  readonly version: number;
  readonly hash: string;
  readonly publishedAt: string;
  readonly publishedBy: string;
};

export const planStates = ['published', 'approved', 'paused', 'cancelled'] as const;
export type PlanState = (typeof planStates)[number];

/** Where a plan stands; `revision` is the number of times it was put and what the next put expects. */
export type Plan = {
  readonly campaignId: string;
  readonly revision: number;
  readonly state: PlanState;
  /** The newest version; what runs is the approved one. */
  readonly version: number;
  readonly hash: string;
  readonly approvedVersion: number | null;
  readonly approvedHash: string | null;
  readonly approvedBy: string | null;
  readonly approvedAt: string | null;
  /** The event out that the approved version follows, if it follows one. */
  readonly follows: string | null;
  /** Why it is paused: by somebody, or by itself when too many bounce or complain. */
  readonly pausedFor: 'asked' | 'bounces' | 'complaints' | 'provider' | null;
};

export const runStates = ['planning', 'planned', 'refused', 'finished', 'cancelled'] as const;
export type RunState = (typeof runStates)[number];

/** One run of a plan: `run` is `campaignId#scheduledTime` (RFC 3339, UTC), or `campaignId#events`. */
export type Run = {
  readonly campaignId: string;
  readonly run: string;
  readonly revision: number;
  readonly state: RunState;
  readonly version: number;
  readonly hash: string;
  readonly scheduledAt: Instant;
  readonly startedAt: Instant;
  /** Members by arm, and rows by reason of the first step, once the run is planned. */
  readonly counts: {
    readonly treatment: number;
    readonly control: number;
    readonly reasons: Readonly<Partial<Record<SkipReason, number>>>;
    readonly channels: Readonly<Partial<Record<Channel, number>>>;
  } | null;
  /** When the last window of the run closes; null until it is planned, and of runs that follow events. */
  readonly windowClosesAt: Instant | null;
  /** Ids of messages among the first 2,000 that bounced for good, and that were complained of. */
  readonly bounced: readonly string[];
  readonly complained: readonly string[];
};

/** Messages of a step that are to be handed to their queues from an instant on. */
export type DueStep = {
  readonly campaignId: string;
  readonly run: string;
  readonly step: string;
  readonly at: Instant;
};

export type CampaignStore = {
  readonly plan: (campaignId: string) => Promise<Plan | undefined>;
  readonly plans: () => Promise<readonly Plan[]>;
  /** Document and templates of a version; undefined where there are none of that hash. */
  readonly content: (hash: string) => Promise<unknown>;
  /** Content first, plan after; `expected` is the revision that was read, null for a new campaign. */
  readonly publish: (
    version: CampaignVersion,
    content: unknown,
    plan: Plan,
    expected: number | null,
  ) => Promise<'committed' | 'conflict'>;
  readonly versions: (campaignId: string) => Promise<readonly CampaignVersion[]>;
  readonly putPlan: (plan: Plan, expected: number) => Promise<'committed' | 'conflict'>;

  /** Starts a run, once; `exists` when somebody has. */
  readonly startRun: (run: Run) => Promise<'started' | 'exists'>;
  readonly run: (run: string) => Promise<Run | undefined>;
  /** Oldest first. */
  readonly runs: (campaignId: string) => Promise<readonly Run[]>;
  readonly putRun: (run: Run, expected: number) => Promise<'committed' | 'conflict'>;

  /** Remembers steps that are to be handed out later; one that is remembered already stays. */
  readonly putDue: (due: readonly DueStep[]) => Promise<void>;
  /** Those of an instant until now, oldest first. */
  readonly due: (now: Instant) => Promise<readonly DueStep[]>;
  readonly removeDue: (due: DueStep) => Promise<void>;
};

/** The rows of runs, in objects of some thousand rows. */
export type ManifestStore = {
  /** Keeps a part; one of the same name is replaced. @param name letters, digits and dashes */
  readonly putPart: (run: string, name: string, rows: readonly ManifestRow[]) => Promise<void>;
  /** Names of the parts of a run, in the order of their characters. */
  readonly parts: (run: string) => Promise<readonly string[]>;
  readonly readPart: (run: string, name: string) => Promise<readonly ManifestRow[]>;
};

export const messageFacts = [
  'acceptedAt',
  'deliveredAt',
  'bouncedAt',
  'complainedAt',
  'openedAt',
  'clickedAt',
  'unsubscribedAt',
] as const;
export type MessageFact = (typeof messageFacts)[number];

/**
 * One message: derived from campaign, occasion, member and step, so that nobody is told the same twice. Facts are set once
 * each, in whatever order they arrive; what a message has come to is derived from them.
 */
export type SentMessage = {
  readonly memberId: string;
  /** Digest of campaign, occasion and step; with the member the message's key, and the tag that providers give back. */
  readonly messageId: string;
  readonly campaignId: string;
  readonly run: string;
  readonly occasion: string;
  readonly step: string;
  readonly channel: Channel | null;
  readonly ordinal: number;
  /** When a sender took it, and until when it is alone with it. Null where it was skipped. */
  readonly claimedAt: Instant | null;
  readonly leaseUntil: Instant | null;
  /** How often the provider was asked. */
  readonly attempts: number;
  /** Why it was not sent, and when that was decided. */
  readonly skipped: { readonly reason: SkipReason; readonly at: Instant } | null;
  /** When the provider refused it for good. */
  readonly failedAt: Instant | null;
  /** Since when nobody knows whether the provider has it; and when it was taken for sent without a word of it. */
  readonly unknownSince: Instant | null;
  readonly presumedSentAt: Instant | null;
  readonly facts: Readonly<Partial<Record<MessageFact, Instant>>>;
};

/** What counts for the frequency caps of a member, the oldest first. */
export type CountedSend = { readonly at: Instant; readonly channel: Channel; readonly messageId: string };

export type OutboxStore = {
  /** A message and the sends that count for its member's caps, in one strongly consistent read. */
  readonly read: (
    memberId: string,
    messageId: string,
  ) => Promise<{ readonly message: SentMessage | undefined; readonly sends: VersionedSends }>;
  readonly messages: (memberId: string) => Promise<readonly SentMessage[]>;
  /** Puts the sends of a member; `conflict` when somebody else did since they were read. */
  readonly putSends: (
    memberId: string,
    sends: readonly CountedSend[],
    expected: number,
  ) => Promise<'committed' | 'conflict'>;
  /** Puts a message that is not there yet: a claim, or a skip. */
  readonly putMessage: (message: SentMessage) => Promise<'put' | 'exists'>;
  /** Changes what a sender knows of its own message; `conflict` when its attempts or its lease are not as expected. */
  readonly changeMessage: (
    message: SentMessage,
    expected: Pick<SentMessage, 'attempts' | 'leaseUntil'>,
  ) => Promise<'committed' | 'conflict'>;
  /** Sets a fact, once; the first time stays. `unknown` where there is no such message. */
  readonly setFact: (
    memberId: string,
    messageId: string,
    fact: MessageFact,
    at: Instant,
  ) => Promise<'set' | 'exists' | 'unknown'>;
};
export type VersionedSends = { readonly sends: readonly CountedSend[]; readonly version: number };

/** A coupon that a message has offered. */
export type IssuedCoupon = {
  readonly memberId: string;
  readonly messageId: string;
  readonly campaignId: string;
  readonly code: string;
  readonly issuedAt: Instant;
  /** The first day on which it is worth nothing any more, in the programme's zone. */
  readonly endsOn: string;
  readonly terms: unknown;
};
export type CouponStore = {
  /** Issues a coupon for a message, once: whoever comes again is given the first one's. */
  readonly issue: (coupon: IssuedCoupon) => Promise<IssuedCoupon>;
  readonly list: (memberId: string) => Promise<readonly IssuedCoupon[]>;
};
