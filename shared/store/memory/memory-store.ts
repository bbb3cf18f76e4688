/**
 * The store in memory: what `simulate` and the tests of commands run on. It keeps entries as the text of their stored
 * record, which is small and goes through the same codec as DynamoDB's items, and accounts as they are, immutable.
 */
import { parseEntry } from '../../contracts/entry-record.ts';
import { birthdayOf } from '../../domain/birthday.ts';
import type { Birthday } from '../../domain/birthday.ts';
import type { Entry } from '../../domain/entry.ts';
import { isUnclaimed, unclaimed } from '../member-store.ts';
import type { AppliedRecord, ConsentRecord, MemberStore, Ownership, Profile, ProfileList } from '../member-store.ts';
import { parkedSince } from '../store.ts';
import type {
  Held,
  LedgerItem,
  LedgerStore,
  ParkedPlace,
  Receipt,
  Rejection,
  StoredRecord,
  VersionedAccount,
  Write,
} from '../store.ts';
import { TextArena } from './text-arena.ts';
import { checkLimits } from './transaction-limits.ts';

/** Handle of an entry's record in the arena, or what is held. */
type StoredItem = number | Held;

const pageSize = 1000;

/** What is read of an account, and its place in the order of the scan, which never changes. */
type StoredAccount = { readonly read: VersionedAccount; readonly place: number };

export class MemoryStore implements LedgerStore, MemberStore, ProfileList {
  readonly #accounts = new Map<string, StoredAccount>();
  /** Ids of the accounts by their places. */
  readonly #order: string[] = [];
  readonly #items = new Map<string, StoredItem>();
  readonly #texts = new TextArena();
  /** Handles of each member's entries, in order. */
  readonly #histories = new Map<string, number[]>();
  readonly #owners = new Map<string, Ownership>();
  readonly #profiles = new Map<string, Profile>();
  readonly #applied = new Map<string, AppliedRecord>();
  readonly #consents = new Map<string, ConsentRecord[]>();
  /** What the intake in memory shares with this store. */
  readonly receipts = new Map<string, Receipt>();
  readonly rejections = new Map<string, Rejection>();
  readonly #parked = new Map<string, ParkedPlace[]>();

  readonly read: LedgerStore['read'] = async ({ memberIds, entryIds, birthdaysOf }) => {
    const items = new Map<string, LedgerItem>();
    for (const entryId of entryIds) {
      const item = this.#items.get(entryId);
      if (typeof item === 'number') items.set(entryId, { found: 'entry', entry: this.#parse(item) });
      else if (item !== undefined) items.set(entryId, { found: 'held', held: item });
    }
    const accounts = new Map<string, VersionedAccount>();
    for (const memberId of memberIds) {
      const account = this.#accounts.get(memberId);
      if (account !== undefined) accounts.set(memberId, account.read);
    }
    if (birthdaysOf === undefined) return Promise.resolve({ accounts, items });
    const birthdays = new Map<string, Birthday | null>();
    for (const memberId of birthdaysOf.memberIds) {
      const profile = this.#profiles.get(memberId);
      if (profile !== undefined) birthdays.set(memberId, birthdayOf(profile) ?? null);
    }
    return Promise.resolve({ accounts, items, birthdays });
  };

  readonly commit: LedgerStore['commit'] = async (writes) => {
    checkLimits(writes);
    if (!writes.every((write) => this.#holds(write))) return Promise.resolve('conflict');
    for (const write of writes) this.#apply(write);
    return Promise.resolve('committed');
  };

  readonly records: LedgerStore['records'] = (memberId, seq) => this.#recordsOf(memberId, seq);

  readonly history: LedgerStore['history'] = (memberId) => this.#historyOf(memberId);

  readonly keys: LedgerStore['keys'] = () => this.#keys();

  async *#recordsOf(memberId: string, seq?: number): AsyncGenerator<StoredRecord> {
    for (const handle of this.#histories.get(memberId) ?? []) {
      const record: unknown = JSON.parse(this.#texts.read(handle));
      if (!isRecord(record)) throw new TypeError('an entry is kept as a record');
      if (seq === undefined || record['seq'] === seq) yield await Promise.resolve(record);
    }
  }

  async *#historyOf(memberId: string): AsyncGenerator<Entry> {
    for await (const record of this.#recordsOf(memberId)) yield parseEntry(record);
  }

  async *#keys(): AsyncGenerator<{ memberId: string | null; entryId: string }> {
    for (const memberId of this.#histories.keys()) {
      for await (const { entryId } of this.#historyOf(memberId)) yield { memberId, entryId };
    }
    for (const [entryId, item] of this.#items) if (typeof item === 'object') yield { memberId: null, entryId };
  }

  /** Every account is in the part that its place says. */
  readonly scanAccounts: LedgerStore['scanAccounts'] = async (startKey, { index, of } = { index: 0, of: 1 }) => {
    const after = startKey === undefined ? undefined : this.#accounts.get(startKey)?.place;
    const accounts: VersionedAccount[] = [];
    let place = after === undefined ? index : after + of;
    for (; place < this.#order.length && accounts.length < pageSize; place += of) {
      const account = this.#accounts.get(this.#order[place] ?? '');
      if (account !== undefined) accounts.push(account.read);
    }
    const nextKey = place < this.#order.length ? accounts.at(-1)?.account.memberId : undefined;
    return Promise.resolve({ accounts, nextKey });
  };

  readonly owners: MemberStore['owners'] = async (identities) => {
    const found = identities.flatMap((identity) => {
      const owner = this.#owners.get(identity);
      return owner === undefined ? [] : [[identity, owner] as const];
    });
    return Promise.resolve(new Map(found));
  };

  readonly profile: MemberStore['profile'] = async (memberId) => Promise.resolve(this.#profiles.get(memberId));

  readonly profiles: ProfileList['profiles'] = async (memberIds) => {
    const found = memberIds.flatMap((memberId) => {
      const profile = this.#profiles.get(memberId);
      return profile === undefined ? [] : [[memberId, profile] as const];
    });
    return Promise.resolve(new Map(found));
  };

  readonly applied: MemberStore['applied'] = async (key) => Promise.resolve(this.#applied.get(key));

  readonly consents: MemberStore['consents'] = async (memberId) => {
    const records = [...(this.#consents.get(memberId) ?? [])];
    return Promise.resolve(records.sort((a, b) => (consentPlace(a) < consentPlace(b) ? -1 : 1)));
  };

  readonly parked: MemberStore['parked'] = async (identity) => {
    const keyed = (this.#parked.get(identity) ?? []).map(({ occurredAt, entryId }) => {
      return { entryId, key: Buffer.from(`${parkedSince(occurredAt)}#${entryId}`) };
    });
    // By bytes, as DynamoDB sorts.
    keyed.sort((a, b) => Buffer.compare(a.key, b.key));
    return Promise.resolve(keyed.map(({ entryId }) => entryId));
  };

  #parse(handle: number): Entry {
    return parseEntry(JSON.parse(this.#texts.read(handle)));
  }

  #isAt(key: string, revision: number | null): boolean {
    const now = this.#items.get(key);
    return revision === null ? now === undefined : typeof now === 'object' && now.revision === revision;
  }

  #isOwned(identity: string, { memberId, erasedAt, former = [] }: Ownership): boolean {
    const now = this.#owners.get(identity) ?? unclaimed;
    const isLikewise = JSON.stringify(now.former ?? []) === JSON.stringify(former);
    return now.memberId === memberId && now.erasedAt === erasedAt && isLikewise;
  }

  #holds(write: Write): boolean {
    switch (write.write) {
      case 'entry':
        return this.#isAt(write.record.entryId, write.replaces?.revision ?? null);
      case 'held':
        return this.#isAt(write.held.key, write.expected);
      case 'account':
        return (this.#accounts.get(write.account.memberId)?.read.version ?? null) === write.expected;
      case 'identity':
        return this.#isOwned(write.identity, write.expected);
      case 'identity-free':
        return this.#isOwned(write.identity, { memberId: null, erasedAt: write.erasedAt, former: write.former });
      case 'profile':
        return (this.#profiles.get(write.profile.memberId)?.version ?? null) === write.expected;
      case 'profile-gone':
        return this.#profiles.get(write.memberId)?.version === write.expected;
      case 'applied':
        return !this.#applied.has(write.applied.key);
      case 'consents':
      case 'consents-gone':
      case 'parked':
      case 'unparked':
      case 'receipt':
      case 'rejection':
        return true;
    }
  }

  #apply(write: Write): void {
    switch (write.write) {
      case 'entry': {
        const { record } = write;
        const handle = this.#texts.append(JSON.stringify(record));
        this.#items.set(record.entryId, handle);
        const history = this.#histories.get(record.memberId);
        if (history === undefined) this.#histories.set(record.memberId, [handle]);
        else history.push(handle);
        return;
      }
      case 'held':
        this.#items.set(write.held.key, write.held);
        return;
      case 'account': {
        const { memberId } = write.account;
        const read = { account: write.account, version: (write.expected ?? 0) + 1 };
        const place = this.#accounts.get(memberId)?.place ?? this.#order.push(memberId) - 1;
        this.#accounts.set(memberId, { read, place });
        return;
      }
      case 'identity':
        if (isUnclaimed(write.owner)) this.#owners.delete(write.identity);
        else this.#owners.set(write.identity, write.owner);
        return;
      case 'profile':
        this.#profiles.set(write.profile.memberId, write.profile);
        return;
      case 'profile-gone':
        this.#profiles.delete(write.memberId);
        return;
      case 'applied':
        this.#applied.set(write.applied.key, write.applied);
        return;
      case 'consents':
        this.#changeConsents(write.record, (others) => [...others, write.record]);
        return;
      case 'consents-gone':
        this.#changeConsents(write.record, (others) => others);
        return;
      case 'parked':
        this.#changeParked(write.place, (others) => [...others, write.place]);
        return;
      case 'unparked':
        this.#changeParked(write.place, (others) => others);
        return;
      case 'receipt':
        this.receipts.set(write.receipt.correlationId, write.receipt);
        return;
      case 'rejection':
        this.rejections.set(write.rejection.id, write.rejection);
        return;
      case 'identity-free':
        return;
    }
  }

  #changeConsents(record: ConsentRecord, change: (others: ConsentRecord[]) => ConsentRecord[]): void {
    const { memberId } = record;
    const others = (this.#consents.get(memberId) ?? []).filter((other) => consentPlace(other) !== consentPlace(record));
    this.#consents.set(memberId, change(others));
  }

  #changeParked(place: ParkedPlace, change: (others: ParkedPlace[]) => ParkedPlace[]): void {
    const others = (this.#parked.get(place.identity) ?? []).filter((other) => other.entryId !== place.entryId);
    this.#parked.set(place.identity, change(others));
  }
}

function consentPlace({ occurredAt, key }: ConsentRecord): string {
  return `${parkedSince(occurredAt)}#${key}`;
}

function isRecord(value: unknown): value is StoredRecord {
  return typeof value === 'object' && value !== null;
}
