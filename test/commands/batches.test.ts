/** Several events at once: a person's sales are posted together, and what one event suffers harms no other. */
import { expect, it } from 'vitest';
import { applyEvents } from '../../shared/commands/apply-events.ts';
import type { Delivered } from '../../shared/commands/outcome.ts';
import type { UnknownMemberPolicy } from '../../shared/domain/programme.ts';
import type { LedgerStore, Write } from '../../shared/store/store.ts';
import { parsedEnrolment, parsedSale } from '../fixtures/events.ts';
import type { SaleOptions } from '../fixtures/events.ts';
import { programmeWith } from '../fixtures/programme.ts';
import { World } from './world.ts';
import type { Stores } from './world.ts';

const ann = { externalId: 'A1' };
const bob = { externalId: 'B1' };
const annMail = { email: 'ann@example.com' };

function worldWith(wrap?: (stores: Stores) => Stores, unknown: UnknownMemberPolicy = 'enrol'): World {
  return new World([programmeWith({ members: { unknown } })], wrap);
}

const sold = (purchaseId: string, member: SaleOptions['member'], options: Partial<SaleOptions> = {}): Delivered => {
  return { delivery: `delivery-${purchaseId}`, event: parsedSale({ purchaseId, member, ...options }) };
};
const enrolled = (eventId: string, ...identities: Readonly<Record<string, string>>[]): Delivered => {
  return { delivery: eventId, event: parsedEnrolment({ eventId, identities: Object.assign({}, ...identities) }) };
};
const again = ({ event }: Delivered, delivery: string): Delivered => ({ event, delivery });

type Calls = { reads: number; commits: (readonly Write[])[] };

/** Stores that tell of every call of the ledger. */
function counting(calls: Calls) {
  return ({ ledger, members }: Stores): Stores => {
    const { history, records, keys, scanAccounts } = ledger;
    const read: LedgerStore['read'] = async (request) => {
      calls.reads += 1;
      return ledger.read(request);
    };
    const commit: LedgerStore['commit'] = async (writes) => {
      calls.commits.push(writes);
      return ledger.commit(writes);
    };
    return { ledger: { history, records, keys, scanAccounts, read, commit }, members };
  };
}

async function statuses(world: World, batch: readonly Delivered[]): Promise<Record<string, string>> {
  const { outcomes, failed } = await applyEvents(world.deps, batch);
  const told = [...outcomes].map(([delivery, outcome]) => {
    return [delivery, outcome.status === 'refused' ? outcome.refusal.code : outcome.status] as const;
  });
  return Object.fromEntries([...told, ...[...failed.keys()].map((delivery) => [delivery, 'failed'] as const)]);
}

it('reads and posts once for all sales of a person, whatever they are named by', async () => {
  const calls: Calls = { reads: 0, commits: [] };
  const world = worldWith(counting(calls));
  await applyEvents(world.deps, [enrolled('e1', ann, annMail)]);
  const memberId = (await world.owners()).get(0) ?? '';
  Object.assign(calls, { reads: 0, commits: [] });
  const batch = [sold('p1', ann), sold('p2', annMail), sold('p3', { memberId }), sold('p4', ann)];
  expect(new Set(Object.values(await statuses(world, batch)))).toEqual(new Set(['applied']));
  expect(calls.reads).toBe(1);
  expect(calls.commits.map((writes) => writes.length)).toEqual([5]);
  expect((await world.accounts())[0]?.account).toMatchObject({ orders: 4, seq: 4 });
});

it('decides each sale of a batch on top of the one before', async () => {
  const world = worldWith();
  const batch = [
    sold('p1', ann),
    again(sold('p1', ann), 'copy'),
    { delivery: 'other content', event: parsedSale({ purchaseId: 'p1', member: ann, net: 1 }) },
    { delivery: 'other member', event: parsedSale({ purchaseId: 'p1', member: bob }) },
    sold('p2', ann),
  ];
  expect(await statuses(world, batch)).toEqual({
    'delivery-p1': 'applied',
    copy: 'duplicate',
    'other content': 'conflicting-duplicate',
    'other member': 'conflicting-duplicate',
    'delivery-p2': 'applied',
  });
  expect(await world.faults()).toEqual([]);
  expect((await world.accounts()).map(({ account }) => account.orders)).toEqual([2]);
});

it('lets nobody suffer from what another person’s sale meets', async () => {
  const world = worldWith(({ ledger, members }) => {
    const { history, records, keys, scanAccounts, commit } = ledger;
    const read: LedgerStore['read'] = async (request) => {
      if (request.entryIds.includes('purchase:poison')) throw new Error('cannot be read');
      return ledger.read(request);
    };
    return { ledger: { history, records, keys, scanAccounts, commit, read }, members };
  });
  const batch = [
    sold('p1', ann),
    sold('poison', bob),
    sold('p2', bob),
    sold('p3', ann),
    sold('p4', { memberId: 'nobody' }),
    sold('p5', ann, { data: { currency: 'EUR' } }),
    sold('p6', ann, { metadata: { test: true } }),
  ];
  expect(await statuses(world, batch)).toEqual({
    'delivery-p1': 'applied',
    'delivery-poison': 'failed',
    'delivery-p2': 'failed',
    'delivery-p3': 'applied',
    'delivery-p4': 'unknown-member',
    'delivery-p5': 'wrong-currency',
    'delivery-p6': 'test',
  });
  expect((await world.accounts()).map(({ account }) => account.orders)).toEqual([2]);
});

it('enrols before it sells, so that a batch need not be in order', async () => {
  const world = worldWith(undefined, 'refuse');
  const batch = [sold('p1', annMail), enrolled('e1', ann, annMail), sold('p2', bob)];
  expect(await statuses(world, batch)).toEqual({
    e1: 'applied',
    'delivery-p1': 'applied',
    'delivery-p2': 'unknown-member',
  });
});

it('posts what was due in transactions that are each complete in themselves, and goes on where it ended', async () => {
  const calls: Calls = { reads: 0, commits: [] };
  let commitsLeft = Infinity;
  const world = worldWith((stores) => {
    const counted = counting(calls)(stores);
    const commit: LedgerStore['commit'] = async (writes) => {
      commitsLeft -= 1;
      if (commitsLeft < 0) throw new Error('the function was ended');
      return counted.ledger.commit(writes);
    };
    return { ...counted, ledger: { ...counted.ledger, commit } };
  });
  // A lot for each of 150 days, all of which run out before the next sale.
  const day = (index: number) => new Date(Date.UTC(2025, 0, 1 + index)).toISOString().slice(0, 10);
  for (let index = 0; index < 150; index += 1) {
    await applyEvents(world.deps, [
      sold(`p${String(index)}`, ann, { net: 100, occurredAt: `${day(index)}T12:00:00+08:00` }),
    ]);
  }
  const late = sold('late', ann, { occurredAt: '2027-03-01T12:00:00+08:00' });
  Object.assign(calls, { reads: 0, commits: [] });
  commitsLeft = 1;
  expect(await statuses(world, [late])).toEqual({ 'delivery-late': 'failed' });
  expect(await world.faults()).toEqual([]);
  commitsLeft = Infinity;
  expect(await statuses(world, [late])).toEqual({ 'delivery-late': 'applied' });
  expect(await world.faults()).toEqual([]);
  expect(calls.commits.map((writes) => writes.length)).toEqual([100, 53]);
  const [{ account } = { account: undefined }] = await world.accounts();
  expect(account).toMatchObject({ seq: 301, sums: { earned: 250n, expired: 150n } });
});
