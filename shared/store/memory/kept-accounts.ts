/**
 * Accounts in memory. Those that were put last are kept as they are; of the others the statistics are kept as the small text
 * that they are stored as, because as objects they would take more than all entries of a usual member.
 */
import { packStatistics, unpackStatistics } from '../../contracts/packed-statistics.ts';
import type { LevelChange } from '../../domain/account-statistics.ts';
import type { Account } from '../../domain/account.ts';
import type { VersionedAccount } from '../store.ts';

type Packed = {
  readonly account: Omit<Account, 'statistics'>;
  readonly statistics: string;
  readonly levels: readonly LevelChange[];
  readonly version: number;
};
/** The account, and its place in the order of the scan, which never changes. */
type Kept = { readonly place: number } & (
  { readonly read: VersionedAccount; readonly packed: null } | { readonly read: null; readonly packed: Packed }
);

/** Accounts of which the statistics are kept as they are: a shop's regulars, and whoever has a file in order of members. */
const asTheyAreAtMost = 4000;

function pack({ account: { statistics, ...account }, version }: VersionedAccount): Packed {
  const { levels, ...others } = statistics;
  return { account, statistics: packStatistics(others), levels, version };
}

function unpack({ account, statistics, levels, version }: Packed): VersionedAccount {
  return { account: { ...account, statistics: { ...unpackStatistics(statistics), levels } }, version };
}

export class KeptAccounts {
  readonly #accounts = new Map<string, Kept>();
  /** Ids of the accounts by their places. */
  readonly #order: string[] = [];
  /** Those that are kept as they are, the one that was put longest ago first. */
  readonly #asTheyAre = new Set<string>();

  get(memberId: string): VersionedAccount | undefined {
    const kept = this.#accounts.get(memberId);
    return kept === undefined ? undefined : (kept.read ?? unpack(kept.packed));
  }

  /** The number of times the account was put; null when there is none. */
  versionOf(memberId: string): number | null {
    const kept = this.#accounts.get(memberId);
    return kept === undefined ? null : (kept.read ?? kept.packed).version;
  }

  put(read: VersionedAccount): void {
    const { memberId } = read.account;
    const place = this.#accounts.get(memberId)?.place ?? this.#order.push(memberId) - 1;
    this.#accounts.set(memberId, { place, read, packed: null });
    this.#asTheyAre.delete(memberId);
    this.#asTheyAre.add(memberId);
    if (this.#asTheyAre.size > asTheyAreAtMost) this.#packOldest();
  }

  #packOldest(): void {
    const [oldest = ''] = this.#asTheyAre;
    this.#asTheyAre.delete(oldest);
    const kept = this.#accounts.get(oldest);
    if (kept?.read !== undefined && kept.read !== null) {
      this.#accounts.set(oldest, { place: kept.place, read: null, packed: pack(kept.read) });
    }
  }

  placeOf(memberId: string): number | undefined {
    return this.#accounts.get(memberId)?.place;
  }

  /** The id of the account at a place; undefined behind the last. */
  at(place: number): string | undefined {
    return this.#order[place];
  }

  get count(): number {
    return this.#order.length;
  }
}
