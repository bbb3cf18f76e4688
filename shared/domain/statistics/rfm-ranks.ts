/**
 * RFM groups of single members, for audiences that ask for them: the edges between ranks, worked out once from all members,
 * are a dozen numbers that can be handed to whoever looks at members after that.
 */
import { isMember } from '../account.ts';
import type { Account } from '../account.ts';
import type { Day } from '../calendar.ts';
import { factsOfAccount } from './account-facts.ts';
import { fewValues, manyValues, Ranking } from './ranking.ts';
import { rfmGroup } from './rfm.ts';
import type { Buyer, RfmGroup } from './rfm.ts';
import { buyerAt } from './rows.ts';

/** Edges between the scores of each value, at most four; none while nobody has bought in twelve months. */
export type RfmEdges = Readonly<Record<keyof Buyer, readonly number[]>>;

/** Who has left is ranked as little as told anything. */
function buyerOf(account: Account, day: Day): Buyer | undefined {
  const facts = isMember(account) ? factsOfAccount(account, day) : undefined;
  return facts && buyerAt(facts, day);
}

/** Takes the accounts of all members, in any order; what it keeps of each is eight bytes. */
export class RfmReading {
  readonly #day: Day;
  readonly #values = { last: fewValues(), orders: fewValues(), spend: manyValues() };

  /** @param day the business day at whose end the groups are those that the numbers have */
  constructor(day: Day) {
    this.#day = day;
  }

  add(account: Account): void {
    const buyer = buyerOf(account, this.#day);
    if (buyer === undefined || buyer.orders === 0) return;
    this.#values.last.add(buyer.last);
    this.#values.orders.add(buyer.orders);
    this.#values.spend.add(buyer.spend);
  }

  edges(): RfmEdges {
    const { last, orders, spend } = this.#values;
    return { last: last.ranking().edges, orders: orders.ranking().edges, spend: spend.ranking().edges };
  }
}

/** The group of a member among those that the edges are of; null for who was no member on the day. */
export function rfmGroupOf(account: Account, day: Day, edges: RfmEdges): RfmGroup | null {
  const buyer = buyerOf(account, day);
  if (buyer === undefined) return null;
  const score = (value: keyof Buyer) => new Ranking(edges[value]).score(buyer[value]);
  return rfmGroup(buyer, { recency: score('last'), frequency: score('orders'), spend: score('spend') });
}
