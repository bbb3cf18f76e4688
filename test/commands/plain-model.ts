/**
 * Who gets which sale, told plainly: the rules of identities, duplicates, guests and parked sales in Maps, sharing no
 * code with the commands and knowing nothing of stores, retries or accounts.
 */
import { policyOf } from './steps.ts';
import type { EnrolStep, SaleStep } from './steps.ts';
import { kindOf } from './steps.ts';
import type { ProgrammeVersions } from '../../shared/domain/programme.ts';

export type Told =
  'applied' | 'duplicate' | 'parked' | 'test' | 'conflicting-duplicate' | 'unknown-member' | 'identity-taken';

/** A person is a number; 0 is nobody. */
type Posted = {
  readonly person: number;
  readonly content: string;
  readonly delivery: string;
  readonly guest: boolean;
  readonly sale: SaleStep;
};
type Waiting = {
  /** Number of the identity that it waits for; undefined for a guest's. */
  readonly identity: number | undefined;
  readonly guest: boolean;
  readonly content: string;
  readonly delivery: string;
  readonly sale: SaleStep;
};

const contentOf = ({ points, date }: SaleStep) => `${String(points)} ${date}`;

export class PlainModel {
  readonly owners = new Map<number, number>();
  readonly posted = new Map<string, Posted>();
  readonly waiting = new Map<string, Waiting>();
  /** Deliveries that waited and were posted since. */
  readonly settled: string[] = [];
  readonly #enrolments = new Map<string, { readonly content: string; readonly delivery: string }>();
  readonly #versions: ProgrammeVersions;
  #people = 0;

  constructor(versions: ProgrammeVersions) {
    this.#versions = versions;
  }

  sale(delivery: string, sale: SaleStep): Told {
    const { named } = sale;
    if (sale.test) return 'test';
    if (named.by === 'guest') return this.#wait(delivery, sale, undefined);
    if (named.by === 'stranger') return 'unknown-member';
    const person = this.owners.get(named.identity);
    if (person !== undefined) return this.#record(delivery, sale, person, undefined);
    if (named.by === 'memberId') return 'unknown-member';
    const policy = policyOf(this.#versions, sale.date);
    if (policy === 'park') return this.#wait(delivery, sale, named.identity);
    if (policy === 'refuse') return 'unknown-member';
    const newcomer = this.#people + 1;
    const told = this.#record(delivery, sale, newcomer, named.identity);
    if (this.posted.get(sale.purchaseId)?.person === newcomer) {
      this.#people = newcomer;
      this.owners.set(named.identity, newcomer);
      this.#claim([named.identity], newcomer);
    }
    return told;
  }

  enrol(delivery: string, { eventId, identities, date }: EnrolStep): Told {
    const content = `${[...identities].sort((a, b) => a - b).join()} ${date}`;
    const before = this.#enrolments.get(eventId);
    if (before !== undefined) {
      if (before.content !== content) return 'conflicting-duplicate';
      return before.delivery === delivery ? 'applied' : 'duplicate';
    }
    const [person = this.#people + 1, another] = new Set(identities.flatMap((index) => this.owners.get(index) ?? []));
    if (another !== undefined) return 'identity-taken';
    this.#people = Math.max(this.#people, person);
    this.#enrolments.set(eventId, { content, delivery });
    for (const index of identities) this.owners.set(index, person);
    const order = ['externalId', 'email', 'phone'];
    this.#claim(
      [...identities].sort((a, b) => order.indexOf(kindOf(a)) - order.indexOf(kindOf(b))),
      person,
    );
    return 'applied';
  }

  #record(delivery: string, sale: SaleStep, person: number, newIdentity: number | undefined): Told {
    const content = contentOf(sale);
    const posted = this.posted.get(sale.purchaseId);
    if (posted !== undefined) {
      if (posted.person !== person || posted.content !== content) return 'conflicting-duplicate';
      return posted.delivery === delivery ? 'applied' : 'duplicate';
    }
    const waiting = this.waiting.get(sale.purchaseId);
    if (waiting === undefined) {
      this.posted.set(sale.purchaseId, { person, content, delivery, guest: false, sale });
      return 'applied';
    }
    const { identity } = waiting;
    const own = identity === undefined || identity === newIdentity || this.owners.get(identity) === person;
    if (waiting.content !== content || !own) return 'conflicting-duplicate';
    this.#settle(sale.purchaseId, waiting, person);
    if (waiting.delivery === delivery) return 'applied';
    this.settled.push(waiting.delivery);
    return 'duplicate';
  }

  #wait(delivery: string, sale: SaleStep, identity: number | undefined): Told {
    const content = contentOf(sale);
    const posted = this.posted.get(sale.purchaseId);
    if (posted !== undefined) {
      const copy = identity === undefined && posted.guest && posted.content === content;
      if (!copy) return 'conflicting-duplicate';
      return posted.delivery === delivery ? 'applied' : 'duplicate';
    }
    const before = this.waiting.get(sale.purchaseId);
    if (before === undefined) {
      this.waiting.set(sale.purchaseId, { identity, guest: identity === undefined, content, delivery, sale });
      return 'parked';
    }
    if (before.content !== content) return 'conflicting-duplicate';
    if (before.delivery === delivery) return 'parked';
    if (identity === before.identity || (identity === undefined && before.guest)) return 'duplicate';
    if (before.identity !== undefined) return 'conflicting-duplicate';
    this.waiting.set(sale.purchaseId, { ...before, identity });
    return 'duplicate';
  }

  #claim(ofIdentities: readonly number[], person: number): void {
    for (const index of ofIdentities) {
      const theirs = [...this.waiting].filter(([, { identity }]) => identity === index);
      theirs.sort(([a, { sale: x }], [b, { sale: y }]) => (`${x.date} ${a}` < `${y.date} ${b}` ? -1 : 1));
      for (const [purchaseId, waiting] of theirs) {
        this.#settle(purchaseId, waiting, person);
        this.settled.push(waiting.delivery);
      }
    }
  }

  #settle(purchaseId: string, { content, delivery, guest, sale }: Waiting, person: number): void {
    this.waiting.delete(purchaseId);
    this.posted.set(purchaseId, { person, content, delivery, guest, sale });
  }
}
