/** What a quote reads, and that it writes nothing. */
import { beforeAll, expect, inject, it } from 'vitest';
import { openEngine } from '../../bench/bench-engine.ts';
import type { BenchEngine } from '../../bench/bench-engine.ts';
import { memberWith } from '../../bench/bench-members.ts';
import type { BenchMember } from '../../bench/bench-members.ts';
import { dateOf } from '../../bench/reference-case.ts';
import { quotePurchase } from '../../shared/commands/quote-purchase.ts';
import { quoteRequest } from '../../shared/contracts/quote.ts';
import { rational } from '../../shared/domain/rational.ts';
import { instant } from '../domain/build.ts';

let engine: BenchEngine;
let weekly: BenchMember;
beforeAll(async () => {
  engine = await openEngine(inject('endpoint'));
  weekly = await memberWith(engine, { name: 'weekly', everyDays: 7, visits: 60 });
});

async function costOf(member: object, { intake, meter } = engine, basket: object = {}) {
  const request = quoteRequest.parse({ member, currency: 'CNY', net: 10_000, ...basket });
  const at = instant(`${dateOf(weekly.today)}T12:00:00+08:00`);
  const { result, ...usage } = await meter.measure(async () => quotePurchase(intake, request, at));
  return { status: result.status, ...usage };
}

it('reads the account once, and looks an identity up before', async () => {
  const { memberId, externalId } = weekly;
  expect(await costOf({ memberId })).toEqual({ status: 'quoted', calls: 1, readUnits: 1, writeUnits: 0 });
  expect(await costOf({ externalId })).toEqual({ status: 'quoted', calls: 2, readUnits: 1.5, writeUnits: 0 });
});

it('looks twice before it calls somebody new', async () => {
  expect(await costOf({ card: '1234' })).toEqual({ status: 'quoted', calls: 2, readUnits: 1.5, writeUnits: 0 });
});

it('reads what became of a redemption with the account', async () => {
  const { memberId } = weekly;
  const named = { pointsRedeemed: 1, redemptionId: 'none' };
  expect(await costOf({ memberId }, engine, named)).toEqual({
    status: 'refused',
    calls: 1,
    readUnits: 4,
    writeUnits: 0,
  });
});

it('reads the profile with the account where a rule asks for birthdays', async () => {
  const rule = { id: 'birthday', kind: 'multiply', by: rational(2n), when: { birthday: 'week' } } as const;
  const asking = await openEngine(inject('endpoint'), (rules) => [...rules, rule]);
  const { memberId } = await memberWith(asking, { name: 'weekly', everyDays: 7, visits: 1 });
  expect(await costOf({ memberId }, asking)).toEqual({ status: 'quoted', calls: 1, readUnits: 1.5, writeUnits: 0 });
});
