/** What every command takes first: the outside world, as interfaces. */
import type { Refusal } from '../contracts/refusals.ts';
import type { ProgrammeVersions } from '../domain/programme.ts';
import type { Digests } from '../platform/digest.ts';
import type { MemberStore } from '../store/member-store.ts';
import type { LedgerStore, WaitingEvent, Write } from '../store/store.ts';

export type Dependencies = {
  readonly ledger: LedgerStore;
  readonly members: MemberStore;
  /** All versions of the programme, as they are published now. */
  readonly programmes: () => Promise<ProgrammeVersions>;
  readonly digests: Digests;
  /** A random id that was never used. */
  readonly newMemberId: () => string;
  /** What keeps an event that waited and is refused after all, with its reason; nothing where nobody reads reasons. */
  readonly rejected?: (event: WaitingEvent & { readonly refusal: Refusal }) => readonly Write[];
  /** Waits before the given attempt (1 is the second try), longer each time and with jitter. */
  readonly backOff: (attempt: number) => Promise<void>;
};
