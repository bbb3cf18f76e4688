/** Several functions at once on one member, against DynamoDB's conditions: all settle, and what they waste is bounded. */
import { describe, expect, it } from 'vitest';
import { meterOn } from '../../bench/meter.ts';
import { applyEvents } from '../../shared/commands/apply-events.ts';
import { verifyMember } from '../../shared/commands/verify-member.ts';
import { parsedEnrolment, parsedSale } from '../fixtures/events.ts';
import { digests } from '../fixtures/ledger.ts';
import { openTables } from './racing.ts';

const ann = { externalId: 'A1' };

const sale = (number: number) => {
  const purchaseId = `p${String(number)}`;
  return { delivery: purchaseId, event: parsedSale({ purchaseId, member: ann }) };
};

/** Every writer loses at most once to each that is faster: this many lost races, in all, of so many writers. */
const racesLostAtMost = (writers: number) => (writers * (writers - 1)) / 2;

describe.each([2, 10])('%i writers', (writers) => {
  const everyone = Array.from({ length: writers }, (_, index) => index);

  it('on one member all settle, each sale once, wasting a posting for each race lost and no more', async () => {
    const { deps, stores, client, tables } = await openTables();
    const meter = meterOn(client, tables);
    const enrolment = { delivery: 'e1', event: parsedEnrolment({ eventId: 'e1', identities: ann }) };
    await applyEvents(deps, [enrolment]);
    const { writeUnits } = await meter.measure(async () => {
      const results = await Promise.all(everyone.map(async (number) => applyEvents(deps, [sale(number)])));
      expect(results.flatMap(({ outcomes }) => [...outcomes.values()].map(({ status }) => status))).toEqual(
        everyone.map(() => 'applied'),
      );
    });
    const [{ account } = { account: undefined }] = (await stores.ledger.scanAccounts()).accounts;
    if (account === undefined) throw new Error('there is an account');
    expect(account).toMatchObject({ orders: writers, sums: { earned: 100n * BigInt(writers) } });
    expect((await verifyMember({ ...stores, digests }, account)).differences).toEqual([]);
    // An entry, its place in the index, the account.
    const wasted = writeUnits - everyone.length * (2 + 1 + 2);
    expect(wasted).toBeGreaterThanOrEqual(0);
    expect(wasted).toBeLessThanOrEqual(racesLostAtMost(writers) * (2 + 2));
  });

  it('with the first sale of one newcomer enrol one member', async () => {
    const { deps, stores } = await openTables();
    const results = await Promise.all(everyone.map(async (number) => applyEvents(deps, [sale(number)])));
    expect(results.flatMap(({ failed }) => [...failed.values()])).toEqual([]);
    const { accounts } = await stores.ledger.scanAccounts();
    expect(accounts.map(({ account }) => account.orders)).toEqual([writers]);
  });

  it('with one and the same sale post it once', async () => {
    const { deps, stores } = await openTables();
    const copies = everyone.map((number) => ({ ...sale(0), delivery: `copy ${String(number)}` }));
    const results = await Promise.all(copies.map(async (copy) => applyEvents(deps, [copy])));
    const statuses = results.flatMap(({ outcomes }) => [...outcomes.values()].map(({ status }) => status));
    expect(statuses.sort()).toEqual(['applied', ...everyone.slice(1).map(() => 'duplicate')]);
    const { accounts } = await stores.ledger.scanAccounts();
    expect(accounts.map(({ account }) => account.orders)).toEqual([1]);
  });
});
