/** Items of returns that somebody wrote over, so that nothing can read them: verification names them and goes on. */
import { expect, it } from 'vitest';
import { verifyLedger } from '../../shared/commands/verify-ledger.ts';
import { verifyById, verifyMember } from '../../shared/commands/verify-member.ts';
import { parseEvent } from '../../shared/contracts/parse-event.ts';
import type { ParsedEvent } from '../../shared/contracts/parse-event.ts';
import { parseLedgerItem } from '../../shared/store/dynamodb/ledger-item.ts';
import { nothingReturned } from '../../shared/domain/sale-returns.ts';
import type { Held, LedgerStore } from '../../shared/store/store.ts';
import { all } from '../fixtures/all.ts';
import { parsedSale } from '../fixtures/events.ts';
import { digests } from '../fixtures/ledger.ts';
import { programmeWith } from '../fixtures/programme.ts';
import { World } from './world.ts';

const member = { externalId: 'A1' };

function returned(returnId: string, purchaseId: string): ParsedEvent {
  const metadata = { id: returnId, version: '1.0', occurredAt: '2026-03-02T12:00:00+08:00' };
  const parsed = parseEvent({
    'detail-type': 'purchase.returned',
    detail: { metadata, data: { returnId, purchaseId, net: 500 } },
  });
  if (!parsed.ok) throw new TypeError(parsed.refusal.message);
  return parsed.event;
}

/** Two sales of one member, something of each come back. */
async function shop(): Promise<World> {
  const world = new World([programmeWith()]);
  for (const purchaseId of ['p1', 'p2']) {
    await world.apply(parsedSale({ purchaseId, member }), purchaseId);
    await world.apply(returned(`r-${purchaseId}`, purchaseId), `r-${purchaseId}`);
  }
  return world;
}

/** The ledger with other items in the places of these, as a store that checks what it reads answers. */
function writtenOver(ledger: LedgerStore, items: Readonly<Record<string, Readonly<Record<string, unknown>>>>) {
  const read: LedgerStore['read'] = async (request) => {
    for (const id of request.entryIds) if (items[id] !== undefined) parseLedgerItem(items[id]);
    return ledger.read(request);
  };
  async function* records(memberId: string) {
    for await (const record of ledger.records(memberId)) yield items[String(record['entryId'])] ?? record;
  }
  const { history, keys, scanAccounts, commit } = ledger;
  return { history, keys, scanAccounts, commit, read, records };
}

const check = async (ledger: LedgerStore) => {
  const backOff = async () => Promise.resolve();
  const { differences } = await verifyLedger({ ledger, digests, backOff, progress: () => undefined });
  return differences.map(({ rule, seq, message }) => [rule, seq, message]);
};

const broken = { entryId: 'returns:p1', revision: 1, held: { holds: 'returns', returns: { lines: '1' } } };
const wrong = ['returns', null, 'what came back of p1 is not what its returns give'];

it('names a return state that nothing can read, and only that one', async () => {
  const { stores } = await shop();
  const ledger = writtenOver(stores.ledger, { 'returns:p1': broken });
  expect(await check(ledger)).toEqual([wrong]);
  const [{ account } = { account: undefined }] = (await ledger.scanAccounts()).accounts;
  if (account === undefined) throw new TypeError('there is an account');
  const { differences } = await verifyMember({ ledger, digests }, account);
  expect(differences.map(({ rule }) => rule)).toEqual(['returns']);
});

it('names a quantity that is no number', async () => {
  const { stores } = await shop();
  const returns = { lines: [['a', 5, '1/x']], amountMinor: 0, full: false, undone: 0, settled: 0, restored: 0 };
  const item = { ...broken, held: { holds: 'returns', returns } };
  expect(await check(writtenOver(stores.ledger, { 'returns:p1': item }))).toEqual([wrong]);
});

it('names the first wrong entry and nothing beside it, where what is wrong hides the returns after it', async () => {
  const { stores } = await shop();
  const sale = { entryId: 'purchase:p1', memberId: 'member-1', seq: 1 };
  expect(await check(writtenOver(stores.ledger, { 'purchase:p1': sale }))).toEqual([
    ['previous', 1, 'does not follow the entry before it'],
  ]);
});

it('names the first wrong entry alone also where all of them can be read', async () => {
  const { stores } = await shop();
  const [first] = await all(stores.ledger.records('member-1'));
  const sale = { ...first, netMinor: 1 };
  expect(await check(writtenOver(stores.ledger, { 'purchase:p1': sale }))).toEqual([
    ['hash', 1, 'an attribute was changed'],
  ]);
});

/** The record under this id, changed and sealed anew, as whoever knows how would. */
async function resealed(ledger: LedgerStore, entryId: string, changes: Readonly<Record<string, unknown>>) {
  const found = (await all(ledger.records('member-1'))).find((record) => record['entryId'] === entryId);
  const { hash, ...attributes } = { ...found, ...changes };
  expect(hash).toBeDefined();
  return { ...attributes, hash: digests.chain(String(found?.['previous']), attributes) };
}

it.each([
  ['purchase:p1', 1],
  ['return:r-p1', 2],
])('names %s where it states other points than it moves, sealed as it may be', async (entryId, seq) => {
  const { stores } = await shop();
  const ledger = writtenOver(stores.ledger, { [entryId]: await resealed(stores.ledger, entryId, { points: -7 }) });
  expect(await check(ledger)).toEqual([['conservation', seq, 'the points that it states are not what it moves']]);
});

it('names a state of a sale of which nothing came back, among all members and by the one', async () => {
  const world = await shop();
  await world.apply(parsedSale({ purchaseId: 'p3', member }), 'p3');
  const { ledger } = world.stores;
  const added: Held = { key: 'returns:p3', revision: 1, holds: 'returns', returns: nothingReturned };
  expect(await ledger.commit([{ write: 'held', held: added, expected: null }])).toBe('committed');
  const nothing = [['returns', null, 'returns:p3 says what came back, and no return does']];
  const one = async (of: LedgerStore) => {
    const found = await verifyById({ ledger: of, digests }, 'member-1');
    return found?.differences.map(({ rule, seq, message }) => [rule, seq, message]);
  };
  expect(await check(ledger)).toEqual(nothing);
  expect(await one(ledger)).toEqual(nothing);
  const unreadable = writtenOver(ledger, { 'returns:p3': { ...broken, entryId: 'returns:p3' } });
  expect(await check(unreadable)).toEqual(nothing);
  expect(await one(unreadable)).toEqual(nothing);
});

it('lets be known that a store does not answer', async () => {
  const { stores } = await shop();
  const read = async () => Promise.reject(new Error('no answer'));
  const { history, keys, scanAccounts, commit, records } = stores.ledger;
  await expect(check({ history, keys, scanAccounts, commit, records, read })).rejects.toThrow('no answer');
});
