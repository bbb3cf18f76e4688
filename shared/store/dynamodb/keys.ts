import type { ConsentRecord } from '../member-store.ts';
import { parkedSince } from '../store.ts';

/** Every key that is more than an id, in one place. */
export const memberKeys = {
  profile: (memberId: string) => ({ key: `member#${memberId}`, sort: 'profile' }),
  owner: (identity: string) => ({ key: `identity#${identity}`, sort: 'owner' }),
  parkedPrefix: 'parked#',
  parked: (identity: string, occurredAt: string, entryId: string) => {
    return { key: `identity#${identity}`, sort: `parked#${parkedSince(occurredAt)}#${entryId}` };
  },
  suppression: (key: string) => ({ key: `suppression#${key}`, sort: 'suppression' }),
  applied: (key: string) => ({ key: `event#${key}`, sort: 'applied' }),
  consentsPrefix: 'consents#',
  consents: ({ memberId, occurredAt, key }: Pick<ConsentRecord, 'memberId' | 'occurredAt' | 'key'>) => {
    return { key: `member#${memberId}`, sort: `consents#${parkedSince(occurredAt)}#${key}` };
  },
} as const;

export const settingsKeys = {
  pointer: { key: 'programme' },
  programme: (hash: string) => ({ key: `programme#${hash}` }),
  reviewed: { key: 'reviewed' },
  reviewing: { key: 'reviewing' },
} as const;

export const intakeKeys = {
  receiptPrefix: 'receipt#',
  receipt: (correlationId: string) => ({ key: `receipt#${correlationId}` }),
  rejectionPrefix: 'rejection#',
  rejection: (id: string) => ({ key: `rejection#${id}` }),
} as const;

/** What all facts of snapshots lie under, by day. */
export const snapshotKind = 'snapshot';

export const campaignKeys = {
  plans: 'plans',
  plan: (campaignId: string) => ({ key: 'plans', sort: campaignId }),
  content: (hash: string) => ({ key: `content#${hash}`, sort: 'content' }),
  of: (campaignId: string) => `campaign#${campaignId}`,
  versionPrefix: 'version#',
  version: (campaignId: string, version: number) => {
    return { key: `campaign#${campaignId}`, sort: `version#${String(version).padStart(8, '0')}` };
  },
  runPrefix: 'run#',
  run: (campaignId: string, time: string) => ({ key: `campaign#${campaignId}`, sort: `run#${time}` }),
  troubles: (campaignId: string, time: string) => ({ key: `campaign#${campaignId}`, sort: `troubles#${time}` }),
  /** The days that have something due, and what is due on one of them. */
  dueDays: 'due',
  dueDay: (day: string) => ({ key: 'due', sort: day }),
  dueOn: (day: string) => `due#${day}`,
} as const;

/** Whether an item of the campaigns table is a run. */
export function isRunItem({ sort }: Readonly<Record<string, unknown>>): boolean {
  return typeof sort === 'string' && sort.startsWith(campaignKeys.runPrefix);
}

/** Whether an item of the campaigns table belongs to runs: one of them, what counts against it, or what is due. */
export function isOfRuns({ key, sort }: Readonly<Record<string, unknown>>): boolean {
  const isOf = (text: unknown, prefix: string) => typeof text === 'string' && text.startsWith(prefix);
  return isOf(sort, campaignKeys.runPrefix) || isOf(sort, 'troubles#') || isOf(key, campaignKeys.dueDays);
}

/** Beside the notices, whose sort keys begin with their kinds. */
export const outboxKeys = {
  messagePrefix: 'message#',
  message: (memberId: string, messageId: string) => ({ memberId, occasion: `message#${messageId}` }),
  sends: (memberId: string) => ({ memberId, occasion: 'sends' }),
} as const;

export const rewardKeys = {
  of: (memberId: string) => `member#${memberId}`,
  couponPrefix: 'coupon#',
  coupon: (memberId: string, messageId: string) => ({ key: `member#${memberId}`, sort: `coupon#${messageId}` }),
} as const;
