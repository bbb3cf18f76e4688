/** Books of members who were merged, as somebody wrote them over: verification names what is not what it was. */
import { beforeEach, expect, it } from 'vitest';
import { sealRecord } from '../../shared/contracts/entry-record.ts';
import { verifyLedger } from '../../shared/commands/verify-ledger.ts';
import { parseEvent } from '../../shared/contracts/parse-event.ts';
import type { Entry } from '../../shared/domain/entry.ts';
import type { LedgerStore, StoredRecord } from '../../shared/store/store.ts';
import { parsedSale } from '../fixtures/events.ts';
import { digests } from '../fixtures/ledger.ts';
import { programmeWith } from '../fixtures/programme.ts';
import { World } from './world.ts';

const [ann, bob] = [{ externalId: 'A1' }, { externalId: 'B1' }];
let world: World;

beforeEach(async () => {
  world = new World([programmeWith()]);
  await world.apply(parsedSale({ purchaseId: 'p1', member: ann }), 'd1');
  await world.apply(parsedSale({ purchaseId: 'p2', member: bob }), 'd2');
  const parsed = parseEvent({
    'detail-type': 'member.merged',
    detail: {
      metadata: { id: 'm', version: '1.0', occurredAt: '2026-04-01T12:00:00Z' },
      data: { requestId: 'm', kept: ann, removed: bob },
    },
  });
  if (!parsed.ok) throw new TypeError(parsed.refusal.message);
  await world.apply(parsed.event, 'd3');
});

/** What is found wrong where the records of a member are others. */
async function found(change: (memberId: string, records: readonly StoredRecord[]) => readonly StoredRecord[]) {
  const { ledger } = world.stores;
  const records: LedgerStore['records'] = async function* (memberId, seq) {
    const all: StoredRecord[] = [];
    for await (const record of ledger.records(memberId)) all.push(record);
    for (const record of change(memberId, all)) if (seq === undefined || record['seq'] === seq) yield record;
  };
  const { read, scanAccounts, keys } = ledger;
  const { differences } = await verifyLedger({
    ledger: { read, scanAccounts, keys, records },
    digests,
    backOff: async () => Promise.resolve(),
    progress: () => undefined,
  });
  return differences.map(({ memberId, rule, seq, message }) => [memberId, rule, seq, message]);
}

async function entries(memberId: string): Promise<readonly Entry[]> {
  return world.history(memberId);
}

it('finds nothing where nothing was written over', async () => {
  expect((await entries('member-1')).map(({ entryId }) => entryId)).toEqual(['purchase:p1', 'merge:m']);
  expect((await entries('member-2')).map(({ entryId }) => entryId)).toEqual(['purchase:p2', 'merge-removed:m']);
  expect(await found((_, records) => records)).toEqual([]);
});

it('names a merge that brings something else than the other member had, though its own chain is whole', async () => {
  const [, merge] = await entries('member-1');
  if (merge?.kind !== 'merge') throw new TypeError('it was merged');
  const { netMinor } = merge.removed;
  const forged = { ...merge, removed: { ...merge.removed, netMinor: netMinor + 100n } };
  const record = sealRecord(forged, (attributes) => digests.chain(merge.previous, attributes));
  const differences = await found((memberId, records) =>
    memberId === 'member-1' ? records.map((old) => (old['seq'] === 2 ? record : old)) : records,
  );
  expect(differences).toContainEqual([
    'member-1',
    'merge',
    2,
    'did not bring what the entries of member-2 give: netMinor',
  ]);
});

it('names a closed account whose points nobody took over', async () => {
  const differences = await found((memberId, records) => (memberId === 'member-1' ? records.slice(0, 1) : records));
  expect(differences).toContainEqual([
    'member-2',
    'merge',
    null,
    'closed, and entry 2 of member-1 did not take over what it held',
  ]);
});
