/** The same cause changes an account once, and one member's events do not mind another's (domain.md, invariants 2 and 7). */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyEvents } from '../../shared/commands/apply-events.ts';
import type { Dependencies } from '../../shared/commands/dependencies.ts';
import type { Delivered, Outcome } from '../../shared/commands/outcome.ts';
import { parseEvent } from '../../shared/contracts/parse-event.ts';
import type { PurchaseEvent } from '../../shared/contracts/parse-event.ts';
import type { ProgrammeVersions } from '../../shared/domain/programme.ts';
import { digestsWith } from '../../shared/platform/digest.ts';
import { MemoryStore } from '../../shared/store/memory/memory-store.ts';
import type { StoredRecord } from '../../shared/store/store.ts';
import { runs } from '../property-runs.ts';
import { programme } from './arbitrary/programme.ts';
import { sale } from './arbitrary/sale.ts';
import { compile } from './build.ts';
import type { PlainSale } from './reference/plain.ts';

type Bought = { readonly who: string; readonly sale: PlainSale };

function eventOf({ who, sale: { at, ...data } }: Bought, id: string): PurchaseEvent {
  const parsed = parseEvent({
    'detail-type': 'purchase.completed',
    detail: {
      metadata: { id, version: '1.0', occurredAt: new Date(at).toISOString() },
      data: { ...data, member: { externalId: who }, currency: 'EUR' },
    },
  });
  if (!parsed.ok || parsed.event.type !== 'purchase.completed') throw new Error('a valid purchase');
  return parsed.event;
}

const digests = digestsWith(Buffer.from('a key of tests'));

/** A store with the events that were applied to it, each person's entries without what is random or follows from it. */
class World {
  readonly #store = new MemoryStore();
  readonly #deps: Dependencies;
  #members = 0;

  constructor(versions: ProgrammeVersions) {
    this.#deps = {
      ledger: this.#store,
      members: this.#store,
      programmes: async () => Promise.resolve(versions),
      digests,
      newMemberId: () => `member-${(this.#members += 1)}`,
      backOff: async () => Promise.resolve(),
    };
  }

  async apply(events: readonly Delivered<PurchaseEvent>[]): Promise<ReadonlyMap<string, Outcome>> {
    const { outcomes, failed } = await applyEvents(this.#deps, events);
    expect(failed.size).toBe(0);
    return outcomes;
  }

  async state() {
    const { accounts } = await this.#store.scanAccounts();
    const records: StoredRecord[][] = [];
    for (const { account } of accounts) {
      const ofMember: StoredRecord[] = [];
      for await (const record of this.#store.records(account.memberId)) ofMember.push(record);
      records.push(ofMember);
    }
    return { accounts: accounts.map(({ account }) => account), records };
  }

  /** By external id, in its order: the account and the entries without what follows from a random id. */
  async byPerson(): Promise<readonly unknown[]> {
    const { accounts, records } = await this.state();
    const people = new Map<string, unknown>();
    for (const [index, account] of accounts.entries()) {
      const { memberId } = account;
      const profile = await this.#store.profile(memberId);
      const entries = (records[index] ?? []).map((record) => {
        const { entryId, kind, points, occurredAt, balanceAfter } = record;
        return { entryId: String(entryId).replace(memberId, '~'), kind, points, occurredAt, balanceAfter };
      });
      people.set(profile?.identities[0]?.value ?? '', { ...account, memberId: '~', head: '~', entries });
    }
    return [...people].sort(([a], [b]) => (a < b ? -1 : 1));
  }
}

const bought = fc
  .array(fc.tuple(fc.constantFrom('ann', 'bob', 'cem'), sale), { minLength: 1, maxLength: 12 })
  .map((given): Bought[] => given.map(([who, one], index) => ({ who, sale: { ...one, purchaseId: `p${index}` } })));

/** Each event one to three times: positions in the list of events, in any order, cut into batches. */
const deliveries = (count: number) =>
  fc
    .array(fc.integer({ min: 1, max: 3 }), { minLength: count, maxLength: count })
    .map((times) => times.flatMap((often, index) => Array.from({ length: often }, () => index)))
    .chain((all) =>
      fc.tuple(
        fc.shuffledSubarray(
          all.map((event, index) => ({ event, index })),
          { minLength: all.length },
        ),
        fc.integer({ min: 1, max: 10 }),
      ),
    )
    .map(([order, batch]) => ({ order: order.map(({ event }) => event), batch }));

describe('the same cause', () => {
  it('any number of times, in any order and in any batches, changes the account once', async () => {
    const histories = bought.chain((events) => fc.tuple(fc.constant(events), deliveries(events.length)));
    await fc.assert(
      fc.asyncProperty(programme, histories, async (document, [events, { order, batch }]) => {
        const often = new World([compile(document)]);
        const once = new World([compile(document)]);
        const seen = new Set<number>();
        const delivered = order.flatMap((index, at) => {
          const event = events[index];
          // A producer that sends again may well give the event another id of its own.
          return event === undefined
            ? []
            : [{ event: eventOf(event, `event-${at}`), delivery: `delivery-${at}`, index }];
        });
        for (let at = 0; at < delivered.length; at += batch) {
          const together = delivered.slice(at, at + batch);
          const outcomes = await often.apply(together);
          for (const { delivery, index } of together) {
            expect(outcomes.get(delivery)?.status).toBe(seen.has(index) ? 'duplicate' : 'applied');
            seen.add(index);
          }
        }
        for (const first of delivered.filter(({ index }, at) => order.indexOf(index) === at)) await once.apply([first]);
        expect(await often.state()).toEqual(await once.state());
      }),
      { numRuns: runs(300) },
    );
  });

  it('with other content, or for another member, is refused and changes nothing', async () => {
    const changes: ((one: Bought) => Bought)[] = [
      (one) => ({ ...one, who: 'dan' }),
      (one) => ({ ...one, who: `${one.who} ` }),
      (one) => ({ ...one, sale: { ...one.sale, at: one.sale.at + 1 } }),
      (one) => ({ ...one, sale: { ...one.sale, channel: 'elsewhere' } }),
      (one) => ({ ...one, sale: { ...one.sale, storeId: 'another' } }),
    ];
    await fc.assert(
      fc.asyncProperty(
        programme,
        bought,
        fc.nat(),
        fc.constantFrom(...changes),
        async (document, events, which, change) => {
          const world = new World([compile(document)]);
          for (const [index, one] of events.entries()) {
            await world.apply([{ event: eventOf(one, `event-${index}`), delivery: `delivery-${index}` }]);
          }
          const before = await world.state();
          const changed = events
            .slice(which % events.length)
            .slice(0, 1)
            .map(change);
          for (const one of changed) {
            const outcomes = await world.apply([{ event: eventOf(one, 'event-0'), delivery: 'another' }]);
            expect(outcomes.get('another')).toMatchObject({
              status: 'refused',
              refusal: { code: 'conflicting-duplicate', field: 'data.purchaseId' },
            });
          }
          expect(await world.state()).toEqual(before);
        },
      ),
      { numRuns: runs(200) },
    );
  });
});

describe('events of different members', () => {
  it('may arrive in any order among each other', async () => {
    const histories = bought.chain((events) =>
      fc.tuple(fc.constant(events), fc.shuffledSubarray(['ann', 'bob', 'cem'], { minLength: 3 })),
    );
    await fc.assert(
      fc.asyncProperty(programme, histories, async (document, [events, people]) => {
        const mixed = new World([compile(document)]);
        const apart = new World([compile(document)]);
        const delivered = events.map((one, index) => ({
          event: eventOf(one, `event-${index}`),
          delivery: `delivery-${index}`,
          who: one.who,
        }));
        for (const one of delivered) await mixed.apply([one]);
        for (const person of people) await apart.apply(delivered.filter(({ who }) => who === person));
        expect(await apart.byPerson()).toEqual(await mixed.byPerson());
      }),
      { numRuns: runs(300) },
    );
  });
});
