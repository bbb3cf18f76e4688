/** Several functions at once on the same members, against DynamoDB's conditions. */
import { inject } from 'vitest';
import { createTables, localClient, storesOver } from '../../bench/local-stores.ts';
import { applyEvents } from '../../shared/commands/apply-events.ts';
import type { Dependencies } from '../../shared/commands/dependencies.ts';
import { verifyLedger } from '../../shared/commands/verify-ledger.ts';
import { parseEvent } from '../../shared/contracts/parse-event.ts';
import { backOff } from '../../shared/platform/back-off.ts';
import { newMemberId } from '../../shared/platform/ids.ts';
import { digests } from '../fixtures/ledger.ts';
import { plainDocument, programmeWith } from '../fixtures/programme.ts';

export type Happening = { readonly type: string; readonly data: object; readonly at?: string };

/** Tables of their own and the commands over them, with the waits that functions make. */
export async function openTables() {
  const client = localClient(inject('endpoint'));
  const tables = await createTables(client);
  const stores = storesOver(client, tables);
  const programme = programmeWith({ points: { ...plainDocument.points, valueOfPointMinor: 5 } });
  const deps: Dependencies = {
    ...stores,
    programmes: async () => Promise.resolve([programme]),
    digests,
    newMemberId,
    backOff,
  };
  return { deps, stores, client, tables };
}

/** Writers at once on such tables, and what they leave behind. */
export async function openRace() {
  const { deps, stores } = await openTables();
  let deliveries = 0;

  /** What became of an event, by one writer: its status, or the code of its refusal. @throws when it did not settle */
  async function write({ type, data, at = '2026-03-10T12:00:00+08:00' }: Happening): Promise<string> {
    const delivery = `delivery-${String((deliveries += 1))}`;
    const metadata = { id: `event-${type}-${at}`, version: '1.0', occurredAt: at };
    const parsed = parseEvent({ 'detail-type': type, detail: { metadata, data } });
    if (!parsed.ok) throw new TypeError(parsed.refusal.message);
    const { outcomes, failed } = await applyEvents(deps, [{ event: parsed.event, delivery }]);
    const outcome = outcomes.get(delivery);
    if (outcome === undefined) throw new Error('it did not settle', { cause: failed.get(delivery) });
    return outcome.status === 'refused' ? outcome.refusal.code : outcome.status;
  }

  return {
    write,
    /** Lets a writer write each of them, all at once. */
    race: async (...happenings: readonly Happening[]) => Promise.all(happenings.map(write)),
    /** Accounts by their net spend, the lowest first: ids of members are random. */
    accounts: async () => {
      const { accounts } = await stores.ledger.scanAccounts();
      return accounts.map(({ account }) => account).sort((a, b) => (a.netMinor < b.netMinor ? -1 : 1));
    },
    /** What `verify` finds wrong. */
    faults: async () => {
      const { ledger } = stores;
      const verified = await verifyLedger({ ledger, digests, backOff, progress: () => undefined });
      return verified.differences;
    },
  };
}
