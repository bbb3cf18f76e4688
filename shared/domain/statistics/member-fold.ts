/** One member's entries, in the order of their seq, folded into the facts that the numbers need. */
import type { BrokenPoints, LevelChange } from '../account-statistics.ts';
import { newAccount } from '../account.ts';
import { sumNames } from '../movement-sums.ts';
import type { Account } from '../account.ts';
import type { SumName } from '../movement-sums.ts';
import { monthOfDay } from '../calendar.ts';
import type { Day, Month } from '../calendar.ts';
import type { Entry } from '../entry.ts';
import { withLevel } from '../evolve-statistics.ts';
import { evolve } from '../evolve.ts';
import { brokenBy } from '../vintages.ts';
import { instantOf } from '../zone.ts';
import type { Instant } from '../zone.ts';
import { pointsOf } from './member-facts.ts';
import type { MemberFacts } from './member-facts.ts';
import { SalesFold } from './sales-fold.ts';

/** The day at whose end the facts hold. */
export type FoldOptions = { readonly asOf: Day };

export class MemberFold {
  readonly #options: FoldOptions;
  readonly #left: Account['left'];
  readonly #sales = new SalesFold();
  readonly #broken: BrokenPoints[] = [];
  readonly #flows = new Map<Month, Partial<Record<SumName, bigint>>>();
  #levels: readonly LevelChange[] = [];
  #account: Account;
  #firstDay: Day | undefined;
  #newestAt: Instant | null = null;

  /** @param about what no entry carries of the account: the enrolment, and whether the member was erased */
  constructor(about: Pick<Account, 'memberId' | 'enrolment'> & Partial<Pick<Account, 'left'>>, options: FoldOptions) {
    this.#account = newAccount(about.memberId, about.enrolment);
    this.#left = about.left ?? null;
    this.#options = options;
  }

  /** Takes the next entry; what lies after the day counts for nothing. */
  add(entry: Entry): void {
    if (entry.day > this.#options.asOf) return;
    const before = this.#account;
    const account = evolve(before, entry);
    this.#account = account;
    if (this.#firstDay === undefined || entry.day < this.#firstDay) this.#firstDay = entry.day;
    this.#newestAt = instantOf(Math.max(this.#newestAt ?? entry.occurredAt, entry.occurredAt));
    this.#sales.add(entry);
    if (entry.kind === 'expire') this.#broken.push(...brokenBy(before, entry));
    this.#move(monthOfDay(entry.day), before, account);
    if (entry.kind === 'tier') {
      this.#levels = withLevel(this.#levels, { month: monthOfDay(entry.day), level: entry.tier.to });
    }
  }

  #move(month: Month, before: Account, after: Account): void {
    if (before.sums === after.sums) return;
    const flow = this.#flows.get(month) ?? {};
    this.#flows.set(month, flow);
    for (const name of sumNames) {
      const points = after.sums[name] - before.sums[name];
      if (points !== 0n) flow[name] = (flow[name] ?? 0n) + points;
    }
  }

  /** The account after the entries so far. */
  get account(): Account {
    return this.#account;
  }

  /**
   * The facts; undefined for a member who was not there yet on the day. They hold until the next entry is added.
   * @param asOf an earlier day than that of the options, after which no entry has been added yet
   */
  facts(asOf: Day = this.#options.asOf): MemberFacts | undefined {
    const { enrolment } = this.#account;
    const first = this.#firstDay;
    const joinedOn = first !== undefined && first < enrolment.on ? first : enrolment.on;
    if (joinedOn > asOf) return undefined;
    return {
      enrolledOn: enrolment.on,
      channel: enrolment.channel,
      joinedOn,
      leftOn: this.#left === null || this.#left.on > asOf ? null : this.#left.on,
      newestAt: this.#newestAt,
      days: this.#sales.days(),
      older: null,
      months: this.#sales.months(),
      visits: this.#sales.visits(),
      flows: this.#flows,
      broken: this.#broken,
      levels: this.#levels,
      ...pointsOf(this.#account),
    };
  }
}
