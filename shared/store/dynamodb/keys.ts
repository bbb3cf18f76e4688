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
