import type { Account } from '../domain/account.ts';
import type { EntryDraft } from '../domain/entry.ts';
import type { Step } from '../domain/step.ts';
import type { Held, LedgerItem, WaitingEvent, Write } from '../store/store.ts';
import type { Unit } from './append.ts';
import type { Outcome, Settled } from './outcome.ts';
import { seenIn } from './seen.ts';
import type { Seen } from './seen.ts';
import { correlationOf, receiptWrites } from './waiting-events.ts';

/** One posting in the making: the account as far as it has come, and what has been decided on the way. */
export class PostingSession {
  account: Account;
  readonly units: Unit[] = [];
  /** Writes that go along with the first transaction. */
  readonly alongside: Write[] = [];
  readonly outcomes = new Map<string, Outcome>();
  readonly settled: Settled[] = [];
  /** By returnId: what came before its sale, which is posted now or was before. */
  readonly returnsWaiting: string[] = [];
  readonly #items: ReadonlyMap<string, LedgerItem>;
  readonly #decided = new Map<string, EntryDraft | Held>();
  /** Correlation ids that a receipt of the posting is for: a transaction holds one for each. */
  readonly #told = new Set<string>();

  constructor(account: Account, items: ReadonlyMap<string, LedgerItem>) {
    this.account = account;
    this.#items = items;
  }

  /** What lies under an id, or will after this posting. */
  readonly see = (id: string): Seen => {
    return this.#decided.get(id) ?? seenIn(this.#items, id);
  };

  post(units: readonly Unit[], own: readonly Step[], more: readonly Write[]): void {
    const last = units.at(-1);
    if (last === undefined) throw new Error('an event posts at least its own entry');
    this.units.push(...units.slice(0, -1), { ...last, writes: [...last.writes, ...more] });
    this.account = last.account;
    for (const { draft } of own) this.#decided.set(draft.entryId, draft);
    for (const write of more) if (write.write === 'held') this.#decided.set(write.held.key, write.held);
  }

  remember(held: Held): void {
    this.alongside.push({ write: 'held', held, expected: null });
    this.#decided.set(held.key, held);
  }

  /** What goes with the posting of an event that waited: it waits no more, and whoever asked is told so. */
  settlingWrites(entryId: string, waiting: WaitingEvent, keepsPlace: boolean): Write[] {
    const { identity, occurredAt } = waiting;
    const writes: Write[] =
      identity === null || keepsPlace ? [] : [{ write: 'unparked', place: { identity, occurredAt, entryId } }];
    const correlationId = correlationOf(waiting);
    if (correlationId === undefined || this.#told.has(correlationId)) return writes;
    this.#told.add(correlationId);
    return [...writes, ...receiptWrites(correlationId, { outcome: 'applied', entryId })];
  }
}
