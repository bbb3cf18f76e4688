/** What every command takes first: the outside world, as interfaces. */
import type { ProgrammeVersions } from '../domain/programme.ts';
import type { Digests } from '../platform/digest.ts';
import type { LedgerStore, MemberStore } from '../store/store.ts';

export type Dependencies = {
  readonly ledger: LedgerStore;
  readonly members: MemberStore;
  /** All versions of the programme, as they are published now. */
  readonly programmes: () => Promise<ProgrammeVersions>;
  readonly digests: Digests;
  /** A random id that was never used. */
  readonly newMemberId: () => string;
  /** Waits before the given attempt (1 is the second try), longer each time and with jitter. */
  readonly backOff: (attempt: number) => Promise<void>;
};
