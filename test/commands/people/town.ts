/** People, what they tell, and what becomes of it: events over the memory store, and all that is kept of a person. */
import { expect } from 'vitest';
import { applyEvents } from '../../../shared/commands/apply-events.ts';
import type { Dependencies } from '../../../shared/commands/dependencies.ts';
import type { Outcome, Settled } from '../../../shared/commands/outcome.ts';
import { parseEvent } from '../../../shared/contracts/parse-event.ts';
import type { ParsedEvent } from '../../../shared/contracts/parse-event.ts';
import type { Account } from '../../../shared/domain/account.ts';
import type { UnknownMemberPolicy } from '../../../shared/domain/programme.ts';
import type { Ownership, Profile } from '../../../shared/store/member-store.ts';
import { MemoryStore } from '../../../shared/store/memory/memory-store.ts';
import { digests } from '../../fixtures/ledger.ts';
import { programmeWith } from '../../fixtures/programme.ts';

type Data = Readonly<Record<string, unknown>>;

/** Noon of a day of March 2026 where the programme is. */
export function noonOf(day: number): string {
  return `2026-03-${String(day).padStart(2, '0')}T12:00:00+08:00`;
}

export function eventOf(type: string, day: number, data: Data, metadata: Data = {}): ParsedEvent {
  const about = { id: `${type} ${String(day)}`, version: '1.0', occurredAt: noonOf(day), ...metadata };
  const result = parseEvent({ 'detail-type': type, detail: { metadata: about, data } });
  if (!result.ok) throw new TypeError(result.refusal.message);
  return result.event;
}

export class Town {
  readonly store = new MemoryStore();
  readonly deps: Dependencies;
  readonly settled: Settled[] = [];
  #deliveries = 0;
  #ids = 0;

  constructor(unknown: UnknownMemberPolicy = 'enrol') {
    const programme = programmeWith({ members: { unknown } });
    this.deps = {
      ledger: this.store,
      members: this.store,
      programmes: async () => Promise.resolve([programme]),
      digests,
      newMemberId: () => `member-${String((this.#ids += 1))}`,
      backOff: async () => Promise.resolve(),
    };
  }

  async deliver(event: ParsedEvent, delivery = `delivery ${String((this.#deliveries += 1))}`): Promise<Outcome> {
    const { outcomes, settled, failed } = await applyEvents(this.deps, [{ event, delivery }]);
    expect([...failed.values()]).toEqual([]);
    this.settled.push(...settled);
    const outcome = outcomes.get(delivery);
    if (outcome === undefined) throw new TypeError('an event has an outcome');
    return outcome;
  }

  /** What becomes of an event at noon of a day: its status, or the code and field for which it is refused. */
  async take(type: string, day: number, data: Data, metadata: Data = {}): Promise<string> {
    const outcome = await this.deliver(eventOf(type, day, data, metadata));
    return outcome.status === 'refused'
      ? `${outcome.refusal.code} ${outcome.refusal.field ?? ''}`.trim()
      : outcome.status;
  }

  async buy(day: number, purchaseId: string, member?: Data): Promise<string> {
    const data = { purchaseId, currency: 'CNY', net: 10_000, ...(member === undefined ? {} : { member }) };
    return this.take('purchase.completed', day, data);
  }

  async owner(kind: string, value: string): Promise<Ownership | undefined> {
    const key = digests.lookUp(kind, value);
    return (await this.store.owners([key], 'strong')).get(key);
  }

  async parked(kind: string, value: string): Promise<readonly string[]> {
    return this.store.parked(digests.lookUp(kind, value));
  }

  async profile(memberId = 'member-1'): Promise<Profile | undefined> {
    return this.store.profile(memberId);
  }

  /** Values of the profile by field, those that are removed left out, and the identities by kind. */
  async told(memberId = 'member-1'): Promise<Data> {
    const { facts = {}, identities = [] } = (await this.profile(memberId)) ?? {};
    const values = new Map<string, unknown>(identities.map(({ kind, value }) => [kind, value]));
    for (const [field, { value }] of Object.entries(facts)) if (value !== null) values.set(field, value);
    return Object.fromEntries(values);
  }

  async account(memberId = 'member-1'): Promise<Account | undefined> {
    return (await this.store.read({ memberIds: [memberId], entryIds: [] })).accounts.get(memberId)?.account;
  }
}
