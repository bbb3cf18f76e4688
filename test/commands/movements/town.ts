/** A deployment in memory with the people of a small town, and everything that can be seen of its books. */
import { applyEvents } from '../../../shared/commands/apply-events.ts';
import type { Dependencies } from '../../../shared/commands/dependencies.ts';
import type { Outcome } from '../../../shared/commands/outcome.ts';
import { quotePurchase } from '../../../shared/commands/quote-purchase.ts';
import type { QuoteResult } from '../../../shared/commands/quote-purchase.ts';
import { reviewAccount } from '../../../shared/commands/review-account.ts';
import { verifyLedger } from '../../../shared/commands/verify-ledger.ts';
import type { ParsedEvent } from '../../../shared/contracts/parse-event.ts';
import { quoteRequest } from '../../../shared/contracts/quote.ts';
import type { Account } from '../../../shared/domain/account.ts';
import { parseDay } from '../../../shared/domain/calendar.ts';
import type { Entry } from '../../../shared/domain/entry.ts';
import { instantOf } from '../../../shared/domain/zone.ts';
import { digestsWith } from '../../../shared/platform/digest.ts';
import { MemoryStore } from '../../../shared/store/memory/memory-store.ts';
import type { LedgerStore, VersionedAccount, Write } from '../../../shared/store/store.ts';
import { compile } from '../../domain/build.ts';
import type { WholeProgramme } from '../../domain/reference/whole.ts';
import { eventOf, people } from './movement.ts';
import type { Movement, Person, Sale, Step } from './movement.ts';

const digests = digestsWith(Buffer.from('a key of tests'));
/** After everything that any of these histories leaves behind. */
export const endOfTime = '2032-01-01';

export type TownOptions = {
  /** Sees what is committed, before it is. */
  readonly watch?: (writes: readonly Write[]) => void;
  /** What every call of the ledger waits for. */
  readonly turn?: () => Promise<unknown>;
};

export class Town {
  readonly store = new MemoryStore();
  readonly #deps: Dependencies;
  #ids = 0;
  #events = 0;

  constructor(document: WholeProgramme, { watch, turn }: TownOptions = {}) {
    const versions = Promise.resolve([compile(document)] as const);
    const { history, records, keys, scanAccounts } = this.store;
    const read: LedgerStore['read'] = async (request) => {
      await turn?.();
      return this.store.read(request);
    };
    const commit: LedgerStore['commit'] = async (writes) => {
      await turn?.();
      const result = await this.store.commit(writes);
      if (result === 'committed') watch?.(writes);
      return result;
    };
    this.#deps = {
      ledger: { history, records, keys, scanAccounts, read, commit },
      members: this.store,
      programmes: async () => versions,
      digests,
      newMemberId: () => `member-${String((this.#ids += 1))}`,
      backOff: async () => Promise.resolve(),
    };
  }

  async apply(event: ParsedEvent, delivery: string): Promise<Outcome> {
    const { outcomes, failed } = await applyEvents(this.#deps, [{ event, delivery }]);
    for (const error of failed.values()) throw error;
    const outcome = outcomes.get(delivery);
    if (outcome === undefined) throw new Error('every event has an outcome');
    return outcome;
  }

  /** What became of a movement: a status, or the code of its refusal. */
  async send(movement: Movement, delivery = `delivery-${String((this.#events += 1))}`): Promise<string> {
    const outcome = await this.apply(eventOf(movement, `event of ${delivery}`), delivery);
    return outcome.status === 'refused' ? outcome.refusal.code : outcome.status;
  }

  async take(step: Step, delivery?: string): Promise<string> {
    if (step.kind !== 'review') return this.send(step, delivery);
    await this.review(step.day);
    return 'reviewed';
  }

  /** What the basket of a sale would bring at its instant. @throws TypeError when it breaks the contract */
  async quote({ at, who, ...basket }: Sale, pointsRedeemed = basket.pointsRedeemed): Promise<QuoteResult> {
    const member = { externalId: who };
    const request = quoteRequest.parse({ currency: 'EUR', ...basket, member, pointsRedeemed });
    return quotePurchase(this.#deps, request, instantOf(at));
  }

  async review(date: string): Promise<void> {
    const day = parseDay(date);
    if (day === undefined) throw new RangeError(date);
    for (const account of await this.#accounts()) await reviewAccount(this.#deps, account, day);
  }

  async #accounts(): Promise<readonly VersionedAccount[]> {
    return (await this.store.scanAccounts()).accounts;
  }

  /** Accounts by the person whose they are; nobody's are left out. */
  async accounts(): Promise<ReadonlyMap<Person, Account>> {
    const owners = await this.store.owners(
      people.map((person) => digests.lookUp('externalId', person)),
      'strong',
    );
    const accounts = await this.#accounts();
    return new Map(
      people.flatMap((person) => {
        const owner = owners.get(digests.lookUp('externalId', person))?.memberId;
        const found = accounts.find(({ account }) => account.memberId === owner);
        return found === undefined ? [] : [[person, found.account] as const];
      }),
    );
  }

  async entries(memberId: string): Promise<readonly Entry[]> {
    const entries: Entry[] = [];
    for await (const entry of this.store.history(memberId)) entries.push(entry);
    return entries;
  }

  /** Everything that is kept, as one text: two of them are equal when nothing has changed. */
  async snapshot(): Promise<string> {
    const accounts = await this.#accounts();
    const ids: string[] = [];
    for await (const { memberId, entryId } of this.store.keys()) if (memberId === null) ids.push(entryId);
    const { items } = await this.store.read({ memberIds: [], entryIds: ids });
    return JSON.stringify([accounts, [...items]], (_, value: unknown) =>
      typeof value === 'bigint' ? `${String(value)}n` : value,
    );
  }

  /** What `verify` finds wrong with anybody's books. */
  async faults(): Promise<readonly string[]> {
    const progress = () => undefined;
    const { differences } = await verifyLedger({ ...this.#deps, progress });
    return differences.map(
      ({ memberId, rule, entryId, message }) => `${memberId} ${rule} ${String(entryId)}: ${message}`,
    );
  }
}
