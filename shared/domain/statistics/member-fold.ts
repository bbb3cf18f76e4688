/** One member's entries, in the order of their seq, folded into the facts that the numbers need. */
import type { BrokenPoints, Flows, LevelChange } from '../account-statistics.ts';
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
  readonly #erasedOn: Day | null;
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
    this.#erasedOn = about.left?.how === 'erased' ? about.left.on : null;
    this.#options = options;
  }

  /**
   * Takes the next entry; what lies after the day counts for nothing.
   * @param removed of a `merge`: the fold of the other member's entries
   * @throws TypeError for a merge without it
   */
  add(entry: Entry, removed?: MemberFold): void {
    if (entry.day > this.#options.asOf) return;
    const before = this.#account;
    const account = evolve(before, entry);
    this.#account = account;
    this.#newestAt = instantOf(Math.max(this.#newestAt ?? entry.occurredAt, entry.occurredAt));
    if (entry.kind === 'merge') {
      if (removed === undefined) throw new TypeError('a merge is folded with the entries of both members');
      this.#absorb(removed);
      this.#reach(entry.day, entry.standing.level);
      return;
    }
    if (entry.kind === 'merge-removed') return;
    if (this.#firstDay === undefined || entry.day < this.#firstDay) this.#firstDay = entry.day;
    this.#sales.add(entry);
    if (entry.kind === 'expire') this.#broken.push(...brokenBy(before, entry));
    this.#move(monthOfDay(entry.day), before.sums, account.sums);
    if (entry.kind === 'tier') this.#reach(entry.day, entry.tier.to);
  }

  /** From a day on the member is at a level; null where that is the first and none was ever reached. */
  #reach(day: Day, level: string | null): void {
    if (level !== null) this.#levels = withLevel(this.#levels, { month: monthOfDay(day), level });
  }

  /** What the other member did in the past counts for this one, in the months in which it was. */
  #absorb(removed: MemberFold): void {
    this.#sales.absorb(removed.#sales);
    this.#broken.push(...removed.#broken);
    for (const [month, flow] of removed.#flows) this.#move(month, {}, flow);
    const first = removed.#joinedOn();
    if (this.#firstDay === undefined || first < this.#firstDay) this.#firstDay = first;
  }

  /** The first day on which anything is known of the member. */
  #joinedOn(): Day {
    const { on } = this.#account.enrolment;
    return this.#firstDay !== undefined && this.#firstDay < on ? this.#firstDay : on;
  }

  #move(month: Month, before: Flows, after: Flows): void {
    if (before === after) return;
    const flow = this.#flows.get(month) ?? {};
    this.#flows.set(month, flow);
    for (const name of sumNames) {
      const points = (after[name] ?? 0n) - (before[name] ?? 0n);
      if (points !== 0n) flow[name] = (flow[name] ?? 0n) + points;
    }
  }

  /** The account after the entries so far. */
  get account(): Account {
    return this.#account;
  }

  /**
   * The facts; undefined for a member who was not there yet on the day, and for one who was merged into another,
   * who has the facts of both. They hold until the next entry is added.
   * @param asOf an earlier day than that of the options, after which no entry has been added yet
   */
  facts(asOf: Day = this.#options.asOf): MemberFacts | undefined {
    const { enrolment } = this.#account;
    const joinedOn = this.#joinedOn();
    if (this.#account.left?.how === 'merged' || joinedOn > asOf) return undefined;
    return {
      enrolledOn: enrolment.on,
      channel: enrolment.channel,
      joinedOn,
      leftOn: this.#erasedOn === null || this.#erasedOn > asOf ? null : this.#erasedOn,
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
