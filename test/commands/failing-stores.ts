/** Stores that fail as the way to a real one does: the call never arrived, or its answer got lost, or a race was lost. */
import fc from 'fast-check';
import type { MemberStore } from '../../shared/store/member-store.ts';
import type { LedgerStore } from '../../shared/store/store.ts';
import type { Stores } from './world.ts';

export const fates = ['done', 'not sent', 'answer lost', 'conflict'] as const;
export type Fate = (typeof fates)[number];

/** The fates of one call after the other; every call after the last is done. */
export const anyFates: fc.Arbitrary<readonly Fate[]> = fc.array(
  fc.oneof({ weight: 4, arbitrary: fc.constant<Fate>('done') }, { weight: 3, arbitrary: fc.constantFrom(...fates) }),
  { maxLength: 60, size: 'max' },
);

export class CallFailedError extends Error {
  override readonly name = 'CallFailedError';
}

/** Stores whose calls meet their fates in turn. A read has no race to lose and is done. */
export function failing({ ledger, members }: Stores, fateOf: () => Fate): Stores {
  const meet = async <Result>(call: () => Promise<Result>): Promise<Result> => {
    const fate = fateOf();
    if (fate === 'not sent') throw new CallFailedError();
    const result = await call();
    if (fate === 'answer lost') throw new CallFailedError();
    return result;
  };
  const commit: LedgerStore['commit'] = async (writes) => {
    const fate = fateOf();
    if (fate === 'not sent') throw new CallFailedError();
    if (fate === 'conflict') return 'conflict';
    const committed = await ledger.commit(writes);
    if (fate === 'answer lost') throw new CallFailedError();
    return committed;
  };
  const lookUps: MemberStore = {
    owners: async (...request) => meet(async () => members.owners(...request)),
    profile: async (...request) => meet(async () => members.profile(...request)),
    applied: async (...request) => meet(async () => members.applied(...request)),
    consents: async (...request) => meet(async () => members.consents(...request)),
    parked: async (...request) => meet(async () => members.parked(...request)),
  };
  const read: LedgerStore['read'] = async (request) => meet(async () => ledger.read(request));
  return { ledger: { ...unwrapped(ledger), read, commit }, members: lookUps };
}

function unwrapped({ history, records, keys, scanAccounts }: LedgerStore) {
  return { history, records, keys, scanAccounts };
}
