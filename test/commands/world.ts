/** A deployment in memory: commands over a store that may be wrapped, and everything that can be seen of it. */
import { applyEvents } from '../../shared/commands/apply-events.ts';
import type { Dependencies } from '../../shared/commands/dependencies.ts';
import type { Results } from '../../shared/commands/outcome.ts';
import { reviewAccount } from '../../shared/commands/review-account.ts';
import { verifyMember } from '../../shared/commands/verify-member.ts';
import type { ParsedEvent } from '../../shared/contracts/parse-event.ts';
import type { Entry } from '../../shared/domain/entry.ts';
import type { ProgrammeVersions } from '../../shared/domain/programme.ts';
import { MemoryStore } from '../../shared/store/memory/memory-store.ts';
import type { MemberStore } from '../../shared/store/member-store.ts';
import type { LedgerItem, LedgerStore, Receipt, VersionedAccount } from '../../shared/store/store.ts';
import { parsedEnrolment, parsedSale } from '../fixtures/events.ts';
import { digests } from '../fixtures/ledger.ts';
import { dayOfDate, identities, purchaseIds } from './steps.ts';
import type { EnrolStep, SaleStep, Step } from './steps.ts';

export type Stores = { readonly ledger: LedgerStore; readonly members: MemberStore };

const keys = identities.map((identity) => {
  const [[kind, value] = ['', '']] = Object.entries(identity);
  return digests.lookUp(kind, value);
});

export class World {
  /** The stores as they are, whatever stands before them. */
  readonly stores: Stores;
  readonly deps: Dependencies;
  /** What was told by the postings themselves, by delivery: each sale asks for a receipt under its delivery's name. */
  readonly receipts: ReadonlyMap<string, Receipt>;
  #ids = 0;

  constructor(versions: ProgrammeVersions, wrap: (stores: Stores) => Stores = (stores) => stores) {
    const store = new MemoryStore();
    this.stores = { ledger: store, members: store };
    this.receipts = store.receipts;
    this.deps = {
      ...wrap(this.stores),
      programmes: async () => Promise.resolve(versions),
      digests,
      newMemberId: () => `member-${String((this.#ids += 1))}`,
      backOff: async () => Promise.resolve(),
    };
  }

  async apply(event: ParsedEvent, delivery: string): Promise<Results> {
    return applyEvents(this.deps, [{ event, delivery }]);
  }

  async review(date: string): Promise<void> {
    for (const account of await this.accounts()) await reviewAccount(this.deps, account, dayOfDate(date));
  }

  /** The event of a step; undefined for a review, which is none. */
  async eventOf(step: Step, delivery: string): Promise<ParsedEvent | undefined> {
    switch (step.step) {
      case 'sale':
        return this.#saleOf(step, delivery);
      case 'enrol':
        return enrolmentOf(step);
      case 'review':
        return undefined;
    }
  }

  async #saleOf({ purchaseId, named, points, date, test }: SaleStep, delivery: string): Promise<ParsedEvent> {
    const member = async () => {
      switch (named.by) {
        case 'guest':
          return undefined;
        case 'stranger':
          return { memberId: 'nobody' };
        case 'identity':
          return identities[named.identity];
        case 'memberId':
          return { memberId: (await this.owners()).get(named.identity) ?? 'nobody' };
      }
    };
    const occurredAt = `${date}T12:00:00+08:00`;
    const metadata = { receipt: true, correlationId: delivery, ...(test ? { test } : {}) };
    return parsedSale({ purchaseId, member: await member(), net: 100 * points, occurredAt, metadata });
  }

  async accounts(): Promise<readonly VersionedAccount[]> {
    return (await this.stores.ledger.scanAccounts()).accounts;
  }

  /** Our ids of the owners, by the number of the identity. */
  async owners(): Promise<ReadonlyMap<number, string>> {
    const owners = await this.stores.members.owners(keys, 'strong');
    return new Map(
      keys.flatMap((key, index) => {
        const owner = owners.get(key)?.memberId ?? null;
        return owner === null ? [] : [[index, owner] as const];
      }),
    );
  }

  async items(): Promise<ReadonlyMap<string, LedgerItem>> {
    const entryIds = purchaseIds.map((id) => `purchase:${id}`);
    return (await this.stores.ledger.read({ memberIds: [], entryIds })).items;
  }

  async history(memberId: string): Promise<Entry[]> {
    const entries: Entry[] = [];
    for await (const entry of this.stores.ledger.history(memberId)) entries.push(entry);
    return entries;
  }

  /** Numbers of the identities and ids of the sales that wait for each. */
  async parked(): Promise<ReadonlyMap<number, readonly string[]>> {
    const lists = await Promise.all(keys.map(async (key) => this.stores.members.parked(key)));
    return new Map([...lists.entries()].filter(([, list]) => list.length > 0));
  }

  /** Everything that is kept, as one text: two of them are equal when nothing has changed. */
  async snapshot(): Promise<string> {
    const accounts = await this.accounts();
    const people = await Promise.all(
      accounts.map(async (account) => {
        const { memberId } = account.account;
        return [account, await this.stores.members.profile(memberId), await this.history(memberId)];
      }),
    );
    const kept = [people, [...(await this.owners())], [...(await this.items())], [...(await this.parked())]];
    return JSON.stringify(kept, (_, value: unknown) => (typeof value === 'bigint' ? `${String(value)}n` : value));
  }

  /** What is wrong with anybody's books; empty when chains, accounts, conservation and owners are in order. */
  async faults(): Promise<string[]> {
    const accounts = await this.accounts();
    const verified = await Promise.all(
      accounts.map(async ({ account }) => (await verifyMember({ ...this.stores, digests }, account)).differences),
    );
    const members = new Set(accounts.map(({ account }) => account.memberId));
    const lost = [...(await this.owners()).values()].filter((owner) => !members.has(owner));
    return [
      ...verified.flat().map(({ memberId, rule, message }) => `${memberId}: ${rule}: ${message}`),
      ...lost.map((owner) => `${owner} owns an identity and has no account`),
      ...(await this.#profileFaults(members)),
    ];
  }

  /** Profiles name exactly the identities that their members own. */
  async #profileFaults(members: ReadonlySet<string>): Promise<string[]> {
    const owners = await this.owners();
    const faults = await Promise.all(
      [...members].map(async (memberId) => {
        const profile = await this.stores.members.profile(memberId);
        const named = (profile?.identities ?? []).map(({ kind, value }) => digests.lookUp(kind, value)).sort();
        const owned = keys.filter((_, index) => owners.get(index) === memberId).sort();
        return named.join() === owned.join() ? [] : [`the profile of ${memberId} names other identities`];
      }),
    );
    return faults.flat();
  }
}

function enrolmentOf({ eventId, identities: numbers, date }: EnrolStep): ParsedEvent {
  const named: Readonly<Record<string, string>> = Object.assign({}, ...numbers.map((index) => identities[index]));
  return parsedEnrolment({ eventId, identities: named, occurredAt: `${date}T12:00:00+08:00` });
}
