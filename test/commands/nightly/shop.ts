/** A deployment in memory under a simulated clock, and everything that can be seen of it. */
import { applyEvents } from '../../../shared/commands/apply-events.ts';
import type { Outcome } from '../../../shared/commands/outcome.ts';
import { verifyLedger } from '../../../shared/commands/verify-ledger.ts';
import { messageId } from '../../../shared/contracts/messages.ts';
import { balanceOf, held, moved } from '../../../shared/domain/account.ts';
import type { Account } from '../../../shared/domain/account.ts';
import type { ProgrammeVersions } from '../../../shared/domain/programme.ts';
import { noTotals } from '../../../shared/domain/statistics/totals.ts';
import { instantOf } from '../../../shared/domain/zone.ts';
import type { Instant } from '../../../shared/domain/zone.ts';
import { memoryMessages } from '../../../shared/store/memory/memory-messages.ts';
import { memoryPasses } from '../../../shared/store/memory/memory-passes.ts';
import { memorySettings } from '../../../shared/store/memory/memory-settings.ts';
import { MemoryStore } from '../../../shared/store/memory/memory-store.ts';
import { memorySnapshots } from '../../../shared/store/memory/memory-snapshots.ts';
import type { Pass, PassStore } from '../../../shared/store/pass-store.ts';
import type { SnapshotStore } from '../../../shared/store/snapshot-store.ts';
import type { LedgerStore, VersionedAccount } from '../../../shared/store/store.ts';
import { all } from '../../fixtures/all.ts';
import { digests } from '../../fixtures/ledger.ts';
import type { MachineDependencies } from '../../fixtures/review-machine.ts';
import type { Arrival } from './history.ts';

const second = 1000;

/** Parts of the days that are not over: five years of them would not fit into memory. */
function passesOfOneDay(): PassStore {
  let [day, passes] = ['', memoryPasses()];
  const of = (pass: Pass) => {
    if (pass.day !== day) [day, passes] = [pass.day, memoryPasses()];
    return passes;
  };
  return {
    putPart: async (pass, name, body) => of(pass).putPart(pass, name, body),
    parts: async (pass) => of(pass).parts(pass),
    readPart: async (pass, name) => of(pass).readPart(pass, name),
  };
}

/**
 * Snapshots of the ends of months. On other days it says that there is a later one, so that none is taken: to put all of
 * them together takes longer than to live through the years.
 */
function snapshotsOfMonths(isMonthsLast: () => boolean) {
  const store = memorySnapshots();
  const later = {
    day: '9999-12-31',
    program: '',
    readFrom: '',
    readTo: '',
    members: 0,
    totals: noTotals,
    wholeFrom: null,
  };
  const snapshots: SnapshotStore = {
    ...store,
    latestBefore: async (day) => {
      return day === undefined && !isMonthsLast() ? Promise.resolve(later) : store.latestBefore(day);
    },
  };
  /** Texts by day, without the times at which the accounts were read. */
  const texts = async (): Promise<ReadonlyMap<string, string>> => {
    const days = (await all(store.list())).map(({ day }) => day);
    const bodies = await Promise.all(days.map(async (day) => store.read(day)));
    const times = /"readFrom":"[^"]*","readTo":"[^"]*"/;
    return new Map(bodies.map((body, index) => [days[index] ?? '', new TextDecoder().decode(body).replace(times, '')]));
  };
  return { snapshots, texts };
}

export type Book = { readonly account: string; readonly entries: readonly string[] };

export class Shop {
  now: Instant = instantOf(0);
  /** How the machine sees it; where a call says it has no time left, the next one goes on. */
  readonly deps: MachineDependencies;
  readonly messages = memoryMessages();
  readonly settings = memorySettings();
  readonly outcomes = new Map<string, string>();
  readonly #store = new MemoryStore();
  readonly #snapshots = snapshotsOfMonths(() => this.isMonthsLast);
  /** Whether the day under review is the last one of its month. */
  isMonthsLast = false;
  readonly #putAt = new Map<string, Instant>();
  #ids = 0;

  constructor(versions: ProgrammeVersions, options: Pick<MachineDependencies, 'segments' | 'timeLeft'>) {
    this.deps = {
      ...options,
      ledger: this.#timedLedger(),
      members: this.#store,
      programmes: async () => Promise.resolve(versions),
      digests,
      newMemberId: () => `member-${String((this.#ids += 1))}`,
      backOff: async () => Promise.resolve(),
      messages: this.messages,
      settings: this.settings,
      passes: passesOfOneDay(),
      snapshots: this.#snapshots.snapshots,
      now: () => this.now,
      sleep: async () => Promise.resolve(),
      unitsPerSecond: 1_000_000,
    };
  }

  /** The store in memory has no clock; here accounts know when they were put, as they do in a table. */
  #timedLedger(): LedgerStore {
    const { history, records, keys, read } = this.#store;
    return {
      history,
      records,
      keys,
      read,
      commit: async (writes) => {
        const committed = await this.#store.commit(writes);
        if (committed === 'conflict') return committed;
        const putAt = instantOf(this.now - (this.now % second));
        for (const write of writes) if (write.write === 'account') this.#putAt.set(write.account.memberId, putAt);
        return committed;
      },
      scanAccounts: async (startKey, part) => {
        const page = await this.#store.scanAccounts(startKey, part);
        const timed = (read: VersionedAccount) => ({ ...read, putAt: this.#putAt.get(read.account.memberId) });
        return { ...page, accounts: page.accounts.map(timed) };
      },
    };
  }

  /** Applies an event at the time of its arrival. @throws what went wrong with it */
  async take({ at, delivery, event }: Arrival): Promise<void> {
    this.now = at;
    const { outcomes, failed } = await applyEvents(this.deps, [{ event, delivery }]);
    for (const error of failed.values()) throw error;
    const outcome: Outcome | undefined = outcomes.get(delivery);
    this.outcomes.set(delivery, outcome?.status === 'refused' ? outcome.refusal.code : String(outcome?.status));
  }

  async accounts(): Promise<readonly Account[]> {
    const accounts: Account[] = [];
    let startKey: string | undefined;
    do {
      const page = await this.#store.scanAccounts(startKey);
      accounts.push(...page.accounts.map(({ account }) => account));
      startKey = page.nextKey;
    } while (startKey !== undefined);
    return accounts;
  }

  /** Each member's account and entries as texts, those of the same fields in the same order being equal. */
  async books(): Promise<ReadonlyMap<string, Book>> {
    const books = new Map<string, Book>();
    for (const account of await this.accounts()) {
      const records = await all(this.#store.records(account.memberId));
      const text = JSON.stringify(account, (_, value: unknown) => {
        return typeof value === 'bigint' ? `${String(value)}n` : value;
      });
      books.set(account.memberId, { account: text, entries: records.map((record) => JSON.stringify(record)) });
    }
    return books;
  }

  /** Notices and changes of stage by their ids, with what they say. */
  told(): ReadonlyMap<string, string> {
    const told = this.messages.claimed.map((message) => [messageId(message), JSON.stringify(message)] as const);
    return new Map(told.sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  /** The numbers at the ends of months. */
  async numbers(): Promise<ReadonlyMap<string, string>> {
    return this.#snapshots.texts();
  }

  /** What is wrong with anybody's books: chains, folds and conservation. */
  async faults(): Promise<readonly string[]> {
    const { differences } = await verifyLedger({ ...this.deps, progress: () => undefined });
    const unbalanced = (await this.accounts()).filter((account) => held(balanceOf(account)) !== moved(account.sums));
    return [
      ...differences.map(({ memberId, rule, message }) => `${memberId}: ${rule}: ${message}`),
      ...unbalanced.map(({ memberId }) => `${memberId}: points do not add up`),
    ];
  }
}
