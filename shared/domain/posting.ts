/**
 * One decision on one account: what is due comes first, then what the event itself causes, each draft on the account that
 * those before it left.
 */
import type { Account } from './account.ts';
import { addMonths, later } from './calendar.ts';
import type { Day } from './calendar.ts';
import { creditDrafts, lapseOf } from './credits.ts';
import type { CreditDraft } from './credits.ts';
import { entryIds } from './entry.ts';
import type { EntryDraft, TierDraft } from './entry.ts';
import type { Act } from './expiry.ts';
import { programmeAt, programmeName } from './programme.ts';
import type { Refused } from './refused.ts';
import type { Programme, ProgrammeVersions } from './programme.ts';
import { review } from './review.ts';
import { accountAfter, stepOf } from './step.ts';
import type { Step } from './step.ts';
import { businessDay } from './zone.ts';
import type { Instant } from './zone.ts';

/** What a decision posts: `due` splits over transactions anywhere, `own` stays together. */
export type Posted = { readonly due: readonly Step[]; readonly own: readonly Step[] };
export type Decision = Posted | Refused;

export class Posting {
  /** The version that decides about the event. */
  readonly programme: Programme;
  /** The version of the newest posting: what a late event changes of the level is judged by it. */
  readonly judging: Programme;
  /** Business day of the event, and that of the newest posting if it is later. */
  readonly day: Day;
  readonly today: Day;
  readonly #occurredAt: Instant;
  readonly #before: Account;
  readonly #due: readonly Step[];
  readonly #own: Step[] = [];

  /**
   * Opens a decision: everything due up to the event's instant is posted before it. A late event (older than the newest
   * posting) finds that done, and is judged as on arrival (domain.md, "Late events").
   */
  constructor(account: Account, occurredAt: Instant, versions: ProgrammeVersions) {
    this.programme = programmeAt(versions, occurredAt);
    this.day = businessDay(occurredAt, this.programme.timeZone);
    this.#occurredAt = occurredAt;
    const { newestAt } = account;
    const late = newestAt !== null && occurredAt < newestAt;
    this.#due = late ? [] : review(account, { day: this.day, at: occurredAt }, versions);
    this.#before = accountAfter(account, this.#due);
    const newest = this.#before.newestAt;
    this.today = newest === null ? this.day : later(this.day, businessDay(newest, this.programme.timeZone));
    this.judging = late ? programmeAt(versions, newestAt) : this.programme;
  }

  get account(): Account {
    return accountAfter(this.#before, this.#own);
  }

  /** What every draft of the event has in common, and whether one of the acts that it is keeps points alive. */
  base(entryId: string, acts: readonly Act[] = []) {
    const { expiry } = this.programme.points;
    const counts = expiry.policy === 'inactivity' && acts.some((act) => expiry.acts.includes(act));
    return {
      entryId,
      memberId: this.#before.memberId,
      occurredAt: this.#occurredAt,
      day: this.day,
      program: programmeName(this.programme),
      ...(counts ? { act: true } : {}),
    };
  }

  post<Draft extends EntryDraft>(draft: Draft): Draft {
    this.#own.push(stepOf(this.account, draft));
    return draft;
  }

  /**
   * Posts points that come in, and at once the expiry of those that have ended already.
   * @param lapsedOn the day on which all of them ended with inactivity, where the caller knows better than by their day
   */
  credit(draft: CreditDraft, lapsedOn: Day | null = this.lapse()): void {
    const { expiry } = this.programme.points;
    // A first credit without an act counts as one, or its points would never end; so does the first after the time of the
    // last act was over, whether or not there were points to end with it.
    const first = expiry.policy === 'inactivity' && draft.points > 0n && this.#noActCounts(expiry.months);
    const credit = first ? { ...draft, act: true } : draft;
    for (const posted of creditDrafts(credit, this.programme, this.today, lapsedOn)) this.post(posted);
  }

  /** Posts a change of level that a draft of this decision caused, as of the newest posting's day. */
  changeLevel(cause: EntryDraft, tier: TierDraft['tier'], floor: TierDraft['floor']): void {
    this.post({
      ...this.base(entryIds.tierWith(cause.entryId)),
      kind: 'tier',
      // A level that a late event changes changes as of the newest posting's day.
      occurredAt: this.account.newestAt ?? cause.occurredAt,
      day: this.today,
      program: programmeName(this.judging),
      points: 0n,
      tier,
      floor,
      cause: null,
      assigned: null,
    });
  }

  #noActCounts(months: number): boolean {
    const { lastActOn } = this.account;
    return lastActOn === null || addMonths(lastActOn, months) <= this.day;
  }

  /** The day on which points of the event's day have ended with inactivity by now; null when they live. */
  lapse(): Day | null {
    return lapseOf(this.account, this.programme, this.day, this.today);
  }

  /** An entry that was drafted before the event's own, in this decision. */
  dueEntry(entryId: string): EntryDraft | undefined {
    return this.#due.find(({ draft }) => draft.entryId === entryId)?.draft;
  }

  posted(): Posted {
    return { due: this.#due, own: this.#own };
  }
}
