/**
 * The store in memory: what `simulate` and the tests of commands run on. It keeps entries as the text of their stored
 * record, which is small and goes through the same codec as DynamoDB's items, and accounts as they are, immutable.
 */
import { parseEntry } from '../../contracts/entry-record.ts';
import type { Entry } from '../../domain/entry.ts';
import { parkedSince } from '../store.ts';
import type {
  EnrolmentRecord,
  LedgerItem,
  LedgerStore,
  MemberStore,
  Profile,
  Receipt,
  StoredRecord,
  VersionedAccount,
  WaitingPurchase,
  Write,
} from '../store.ts';
import { TextArena } from './text-arena.ts';
import { checkLimits } from './transaction-limits.ts';

/** Handle of an entry's record in the arena, or a purchase that waits. */
type StoredItem = number | WaitingPurchase;

const pageSize = 1000;

export class MemoryStore implements LedgerStore, MemberStore {
  readonly #accounts = new Map<string, VersionedAccount>();
  readonly #items = new Map<string, StoredItem>();
  readonly #texts = new TextArena();
  /** Handles of each member's entries, in order. */
  readonly #histories = new Map<string, number[]>();
  readonly #owners = new Map<string, string>();
  readonly #profiles = new Map<string, Profile>();
  readonly #enrolments = new Map<string, EnrolmentRecord>();
  /** What the intake in memory shares with this store. */
  readonly receipts = new Map<string, Receipt>();
  readonly #parked = new Map<string, WaitingPurchase[]>();

  readonly read: LedgerStore['read'] = async ({ memberId, entryIds }) => {
    const items = new Map<string, LedgerItem>();
    for (const entryId of entryIds) {
      const item = this.#items.get(entryId);
      if (typeof item === 'number') items.set(entryId, { found: 'entry', entry: this.#parse(item) });
      else if (item !== undefined) items.set(entryId, { found: 'waiting', purchase: item });
    }
    const account = memberId === undefined ? undefined : this.#accounts.get(memberId);
    return Promise.resolve({ account, items });
  };

  readonly commit: LedgerStore['commit'] = async (writes) => {
    checkLimits(writes);
    if (!writes.every((write) => this.#holds(write))) return Promise.resolve('conflict');
    for (const write of writes) this.#apply(write);
    return Promise.resolve('committed');
  };

  readonly records: LedgerStore['records'] = (memberId, seq) => this.#recordsOf(memberId, seq);

  readonly history: LedgerStore['history'] = (memberId) => this.#historyOf(memberId);

  readonly entryKeys: LedgerStore['entryKeys'] = () => this.#entryKeys();

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

  async *#entryKeys(): AsyncGenerator<{ memberId: string; entryId: string }> {
    for (const memberId of this.#histories.keys()) {
      for await (const { entryId } of this.#historyOf(memberId)) yield { memberId, entryId };
    }
  }

  readonly scanAccounts: LedgerStore['scanAccounts'] = async (startKey) => {
    const ids = [...this.#accounts.keys()];
    const from = startKey === undefined ? 0 : ids.indexOf(startKey) + 1;
    const page = ids.slice(from, from + pageSize);
    const accounts = page.flatMap((id) => this.#accounts.get(id) ?? []);
    const nextKey = from + pageSize < ids.length ? page.at(-1) : undefined;
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

  readonly enrolment: MemberStore['enrolment'] = async (key) => Promise.resolve(this.#enrolments.get(key));

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

  #asBefore(entryId: string, before: WaitingPurchase | undefined): boolean {
    const now = this.#items.get(entryId);
    if (before === undefined) return now === undefined;
    return typeof now === 'object' && now.identity === before.identity && now.delivery === before.delivery;
  }

  #holds(write: Write): boolean {
    switch (write.write) {
      case 'entry':
        return this.#asBefore(write.record.entryId, write.replaces);
      case 'waiting':
        return this.#asBefore(write.purchase.entryId, write.replaces);
      case 'account':
        return (this.#accounts.get(write.account.memberId)?.version ?? null) === write.expected;
      case 'identity':
      case 'identity-free':
        return !this.#owners.has(write.identity);
      case 'profile':
        return (this.#profiles.get(write.profile.memberId)?.version ?? null) === write.expected;
      case 'enrolment':
        return !this.#enrolments.has(write.enrolment.key);
      case 'parked':
      case 'unparked':
      case 'receipt':
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
      case 'waiting':
        this.#items.set(write.purchase.entryId, write.purchase);
        return;
      case 'account':
        this.#accounts.set(write.account.memberId, { account: write.account, version: (write.expected ?? 0) + 1 });
        return;
      case 'identity':
        this.#owners.set(write.identity, write.memberId);
        return;
      case 'profile':
        this.#profiles.set(write.profile.memberId, write.profile);
        return;
      case 'enrolment':
        this.#enrolments.set(write.enrolment.key, write.enrolment);
        return;
      case 'parked':
        this.#changeParked(write.purchase, (others) => [...others, write.purchase]);
        return;
      case 'unparked':
        this.#changeParked(write.purchase, (others) => others);
        return;
      case 'receipt':
        this.receipts.set(write.receipt.correlationId, write.receipt);
        return;
      case 'identity-free':
        return;
    }
  }

  #changeParked(purchase: WaitingPurchase, change: (others: WaitingPurchase[]) => WaitingPurchase[]): void {
    if (purchase.identity === null) return;
    const others = (this.#parked.get(purchase.identity) ?? []).filter((other) => other.entryId !== purchase.entryId);
    this.#parked.set(purchase.identity, change(others));
  }
}

function isRecord(value: unknown): value is StoredRecord {
  return typeof value === 'object' && value !== null;
}
