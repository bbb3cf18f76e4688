/** What each route of the HTTP API costs (docs/data-model.md has the figures). */
import { beforeAll, expect, inject, it } from 'vitest';
import * as z from 'zod/mini';
import { openEngine } from '../../bench/bench-engine.ts';
import type { BenchEngine } from '../../bench/bench-engine.ts';
import { memberWith } from '../../bench/bench-members.ts';
import type { BenchMember } from '../../bench/bench-members.ts';
import { dateOf, longId } from '../../bench/reference-case.ts';
import { memberExport } from '../../shared/contracts/member-document.ts';
import { openDoor } from '../../shared/http/door.ts';
import type { HttpRequest, HttpResponse } from '../../shared/http/exchange.ts';
import { memorySettings } from '../../shared/store/memory/memory-settings.ts';
import { instant } from '../domain/build.ts';
import { allRoutes, requestOf } from '../functions/http/till.ts';
import type { Asked } from '../functions/http/till.ts';

let engine: BenchEngine;
let weekly: BenchMember;
let door: (request: HttpRequest) => Promise<HttpResponse>;
let seconds = 0;
beforeAll(async () => {
  engine = await openEngine(inject('endpoint'));
  weekly = await memberWith(engine, { name: 'weekly', everyDays: 7, visits: 60 });
  const noon = instant(`${dateOf(weekly.today)}T12:00:00+08:00`);
  const deps = {
    ...engine.intake,
    entries: engine.entries,
    ...engine.exports,
    // Asked for the names of levels alone, where words are wanted.
    settings: memorySettings(),
    now: () => instant(new Date(noon + 1000 * (seconds += 1)).toISOString()),
    refusedLate: () => undefined,
  };
  const open = openDoor(allRoutes, async () => Promise.resolve(deps));
  door = async (request) => (await open(request)).response;
});

async function costOf(method: string, path: string, asked: Asked, status: number) {
  const { result, ...usage } = await engine.meter.measure(async () => door(requestOf(method, path, asked)));
  expect([result.statusCode, result.body]).toEqual([status, expect.any(String)]);
  return usage;
}

const member = () => ({ memberId: weekly.memberId });
const redemptions = '/v1/redemptions';

it('an account is one read, a page of entries one query and one read more', async () => {
  const path = `/v1/members/${weekly.memberId}`;
  expect(await costOf('GET', `${path}/account`, {}, 200)).toEqual({ calls: 1, readUnits: 1, writeUnits: 0 });
  // The account; the places of twenty entries in the index; the entries.
  const page = await costOf('GET', `${path}/entries`, { query: { limit: '20' } }, 200);
  expect(page).toEqual({ calls: 3, readUnits: 1 + 0.5 + 20, writeUnits: 0 });
});

it('words for entries read the whole history', async () => {
  const path = `/v1/members/${weekly.memberId}/entries`;
  const { account } = await engine.account(weekly.memberId);
  const { calls } = await costOf('GET', path, { query: { limit: '20', lang: 'en' } }, 200);
  // Pages of a hundred, each a query and a read, and a query that finds the end.
  expect(calls).toBeLessThanOrEqual(3 + 2 * Math.ceil(account.seq / 100) + 1);
});

it('an export reads the history twice, as it is told and as it is stored, and a little beside it', async () => {
  const monthly = await memberWith(engine, { name: 'monthly', everyDays: 30, visits: 12 });
  const answer = { purpose: 'loyalty', channel: 'email', granted: true, at: '2020-01-01T00:00:00Z' };
  const body = {
    externalId: monthly.externalId,
    email: 'mona@example.com',
    phone: '+4915155500001',
    consents: [{ ...answer, text: 'terms-1', how: 'till', by: 'clerk-1' }],
  };
  await costOf('POST', '/v1/members', { key: longId('mona'), body }, 201);
  const redeem = { key: longId('mona-redeems'), body: { member: { memberId: monthly.memberId }, points: 100 } };
  await costOf('POST', redemptions, redeem, 201);
  const request = requestOf('GET', `/v1/members/${monthly.memberId}/export`);
  const { result, ...usage } = await engine.meter.measure(async () => door(request));
  expect(result.statusCode).toBe(200);
  const { entries } = memberExport.parse(JSON.parse(result.body));
  const sales = entries.filter(({ kind }) => kind === 'earn').length;
  expect([entries.length > 12, sales]).toEqual([true, 12]);
  // The account four times; the profile, answers and the two events that may have told it; notices of three kinds, messages
  // of campaigns, coupons; what waits for three identities; whether two addresses are suppressed.
  const beside = 4 + 4 + 5 + 3 + 2;
  const histories = 2 * (0.5 + entries.length);
  // What came back of each sale is read with the account.
  expect(usage).toEqual({ calls: beside + 4, readUnits: beside + histories + sales, writeUnits: 0 });
});

it('finding a member is one read', async () => {
  const body = { member: { externalId: weekly.externalId } };
  expect(await costOf('POST', '/v1/members/find', { body }, 200)).toEqual({ calls: 1, readUnits: 1, writeUnits: 0 });
});

it('a quote is one read, and one before it to look an identity up', async () => {
  const basket = { currency: 'CNY', net: 10_000 };
  const byId = await costOf('POST', '/v1/quotes', { body: { ...basket, member: member() } }, 200);
  expect(byId).toEqual({ calls: 1, readUnits: 1, writeUnits: 0 });
  const body = { ...basket, member: { externalId: weekly.externalId } };
  expect(await costOf('POST', '/v1/quotes', { body }, 200)).toEqual({ calls: 2, readUnits: 1.5, writeUnits: 0 });
});

it('a redemption is what one from the bus is: its answer costs nothing', async () => {
  const redeem = { key: longId('at-once'), body: { member: member(), points: 100 } };
  expect(await costOf('POST', redemptions, redeem, 201)).toMatchObject({ calls: 2, writeUnits: 5 });
  const named = { key: longId('named'), body: { member: { externalId: weekly.externalId }, points: 100 } };
  expect(await costOf('POST', redemptions, named, 201)).toMatchObject({ calls: 3, writeUnits: 5 });
});

it('a reservation, its commit and its cancel cost as much each', async () => {
  for (const as of ['commit', 'cancel']) {
    const reserve = { key: longId(as), body: { member: member(), points: 100, hold: { minutes: 30 } } };
    expect(await costOf('POST', redemptions, reserve, 201)).toMatchObject({ calls: 2, writeUnits: 5 });
    const settle = { key: longId(`${as}-key`), body: { member: member() } };
    const path = `${redemptions}/${reserve.key}/${as}`;
    expect(await costOf('POST', path, settle, 200)).toMatchObject({ calls: 2, writeUnits: 5 });
    expect(await costOf('POST', path, settle, 200)).toMatchObject({ calls: 2, writeUnits: 0 });
  }
});

it('asked again, a request is read twice: to learn when it was made, and to answer it', async () => {
  const redeem = { key: longId('again'), body: { member: member(), points: 100 } };
  await costOf('POST', redemptions, redeem, 201);
  expect(await costOf('POST', redemptions, redeem, 201)).toMatchObject({ calls: 2, writeUnits: 0 });
  const other = { ...redeem, body: { member: member(), points: 101 } };
  expect(await costOf('POST', redemptions, other, 409)).toMatchObject({ calls: 2, writeUnits: 0 });
});

it('a lack of points is kept once, and read from then on', async () => {
  const redeem = { key: longId('too-many'), body: { member: member(), points: 10 ** 9 } };
  expect(await costOf('POST', redemptions, redeem, 409)).toMatchObject({ calls: 2, writeUnits: 2 });
  expect(await costOf('POST', redemptions, redeem, 409)).toMatchObject({ calls: 2, writeUnits: 0 });
});

it('what is wrong by itself costs nothing', async () => {
  const nothing = { calls: 0, readUnits: 0, writeUnits: 0 };
  expect(await costOf('POST', redemptions, { key: 'q', body: { member: member() } }, 422)).toEqual(nothing);
  expect(await costOf('POST', redemptions, { body: { member: member(), points: 1 } }, 400)).toEqual(nothing);
  expect(await costOf('GET', '/v1/nothing', {}, 404)).toEqual(nothing);
});

it('a member is enrolled, shown, changed and erased at these costs', async () => {
  const enrol = { key: longId('enrol'), body: { email: 'dora@example.com', card: '4711', name: 'Dora', locale: 'de' } };
  const request = requestOf('POST', '/v1/members', enrol);
  const { result, ...enrolled } = await engine.meter.measure(async () => door(request));
  const { memberId } = z.object({ memberId: z.string() }).parse(JSON.parse(result.body));
  const path = `/v1/members/${memberId}`;
  const change = { key: longId('change'), body: { name: null } };
  const used = {
    enrolled,
    enrolledAgain: await costOf('POST', '/v1/members', enrol, 201),
    shown: await costOf('GET', path, {}, 200),
    changed: await costOf('PATCH', path, change, 200),
    changedAgain: await costOf('PATCH', path, change, 200),
    erased: await costOf('DELETE', path, { key: longId('erase') }, 200),
  };
  expect(used).toEqual({
    // Two identities, profile, account and what is remembered of it; before that they are looked up, after it what waits.
    enrolled: { calls: 5, readUnits: 5, writeUnits: 10 },
    enrolledAgain: { calls: 6, readUnits: 8, writeUnits: 0 },
    shown: { calls: 2, readUnits: 2, writeUnits: 0 },
    changed: { calls: 3, readUnits: 2, writeUnits: 4 },
    changedAgain: { calls: 2, readUnits: 2, writeUnits: 0 },
    erased: { calls: 8, readUnits: 8, writeUnits: 10 },
  });
});
