/** One member's ledger for tests of levels: sales, returns, levels set by hand, reviews. */
import { decideAssignment } from '../../shared/domain/assign-level.ts';
import { newAccount } from '../../shared/domain/account.ts';
import type { Account } from '../../shared/domain/account.ts';
import { formatDay } from '../../shared/domain/calendar.ts';
import type { EarnDraft, EntryDraft } from '../../shared/domain/entry.ts';
import { evolve } from '../../shared/domain/evolve.ts';
import type { Posted } from '../../shared/domain/posting.ts';
import type { Refused } from '../../shared/domain/refused.ts';
import type { ProgrammeVersions } from '../../shared/domain/programme.ts';
import { decidePurchase } from '../../shared/domain/record-purchase.ts';
import { decideReturn, decideReturnWithoutSale } from '../../shared/domain/return-purchase.ts';
import type { ReturnedGoods } from '../../shared/domain/returned-goods.ts';
import { endOfDay, review } from '../../shared/domain/review.ts';
import { nothingReturned } from '../../shared/domain/sale-returns.ts';
import type { SaleReturns } from '../../shared/domain/sale-returns.ts';
import { day, draftsOf, instant, programmeWith, sale } from './build.ts';

const cause = { eventId: 'event', delivery: 'delivery', content: 'content', revision: 1 };

export type Change = {
  readonly day: string;
  readonly from: string;
  readonly to: string;
  readonly since: string;
  readonly reason: string;
};

/** A day's noon, where no time of it is named. */
const atNoon = (on: string) => (on.includes('T') ? on : `${on}T12:00:00Z`);

export class LevelLedger {
  readonly #versions: ProgrammeVersions;
  readonly #returns = new Map<string, SaleReturns>();
  #asked = 0;
  readonly drafts: EntryDraft[] = [];
  account: Account = newAccount('member', { on: day('2020-01-01'), channel: null });

  constructor(...versions: ProgrammeVersions) {
    this.#versions = versions;
  }

  get level(): string | null {
    return this.account.standing.level;
  }

  sell(on: string, net: number, purchaseId = on, more: Partial<Parameters<typeof sale>[1]> = {}): readonly Change[] {
    const purchase = sale(atNoon(on), { net, ...more }, purchaseId);
    return this.#take(decidePurchase(this.account, purchase, cause, { versions: this.#versions }));
  }

  /** A sale that points of the member pay in part. */
  pay(on: string, net: number, points: number, purchaseId = on): readonly Change[] {
    const purchase = sale(atNoon(on), { net }, purchaseId);
    const payment = { redeem: BigInt(points) };
    return this.#take(decidePurchase(this.account, purchase, cause, { versions: this.#versions, payment }));
  }

  /** Brings back an amount of a sale; all that is left where none is named. */
  giveBack(on: string, purchaseId: string, amount?: number): readonly Change[] {
    const sold = this.drafts.find(
      (draft): draft is EarnDraft => draft.kind === 'earn' && draft.entryId === `purchase:${purchaseId}`,
    );
    if (sold === undefined) throw new RangeError(purchaseId);
    const goods: ReturnedGoods = { lines: [], amountMinor: BigInt(amount ?? 0), full: amount === undefined };
    const returns = this.#returns.get(purchaseId) ?? nothingReturned;
    const request = { ...this.#request(on), goods };
    const find = (entryId: string) => this.drafts.find((draft) => draft.entryId === entryId);
    const decision = decideReturn(
      this.account,
      { sale: { ...sold, seq: this.drafts.indexOf(sold) + 1 }, returns },
      request,
      cause,
      {
        versions: this.#versions,
        find,
      },
    );
    if (!('refused' in decision)) this.#returns.set(purchaseId, decision.returns);
    return this.#take(decision);
  }

  /** Brings back goods without a receipt. */
  giveBackWithout(on: string, amount: number): readonly Change[] {
    const goods: ReturnedGoods = { lines: [], amountMinor: BigInt(amount), full: false };
    return this.#take(decideReturnWithoutSale(this.account, { ...this.#request(on), goods }, cause, this.#versions));
  }

  assign(on: string, level: string, until: string | null = null): readonly Change[] {
    return this.#take(this.tryToAssign(on, level, until));
  }

  tryToAssign(on: string, level: string, until: string | null = null): Posted | Refused {
    const { occurredAt } = this.#request(on);
    const requestId = `a${String(this.#asked++)}`;
    const why = { reason: 'a guest of the house', actor: 'clerk-7' };
    const request = { requestId, occurredAt, level, until: until === null ? null : day(until), ...why };
    return decideAssignment(this.account, request, cause, this.#versions);
  }

  review(through: string): readonly Change[] {
    return this.#take({ due: review(this.account, endOfDay(day(through), this.#versions), this.#versions), own: [] });
  }

  #request(on: string) {
    return { returnId: `r${String(this.#asked++)}`, occurredAt: instant(atNoon(on)) };
  }

  #take(decision: Posted | Refused): readonly Change[] {
    const drafts = draftsOf(decision);
    this.drafts.push(...drafts);
    this.account = drafts.reduce(evolve, this.account);
    return changesOf(drafts);
  }
}

export type GivenTiers = NonNullable<NonNullable<Parameters<typeof programmeWith>[0]>['tiers']>;

/** Levels by spend, in minor units. */
export const levelsBySpend = [
  { id: 'ordinary', from: 0 },
  { id: 'silver', from: 10_000 },
  { id: 'gold', from: 30_000 },
];
export function bySpend(given: GivenTiers = {}): LevelLedger {
  return new LevelLedger(programmeWith({ tiers: { basis: 'spend', levels: levelsBySpend, ...given } }));
}

/** The changes of level among entries. */
export function changesOf(drafts: readonly EntryDraft[]): readonly Change[] {
  return drafts.flatMap((draft): Change[] => {
    if (draft.kind !== 'tier') return [];
    const { from, to, since, reason } = draft.tier;
    return [{ day: formatDay(draft.day), from, to, since: formatDay(since), reason }];
  });
}
