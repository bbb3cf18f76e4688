/** The budgets of docs/architecture.md, measured: one row for each that is built, in the order of its table. */
import { reviewAccount } from '../shared/commands/review-account.ts';
import { reviewMembers } from '../shared/commands/review-members.ts';
import { firstRequest } from '../shared/commands/review-run.ts';
import type { EarnRule } from '../shared/domain/programme.ts';
import { entryIds } from '../shared/domain/entry.ts';
import { newMemberId } from '../shared/platform/ids.ts';
import { openEngine } from './bench-engine.ts';
import { measureCampaigns } from './campaign-budgets.ts';
import type { BenchEngine } from './bench-engine.ts';
import { dayNumber, memberWith } from './bench-members.ts';
import type { BenchMember } from './bench-members.ts';
import type { Usage } from './meter.ts';
import { measureDailyRedemption, measurePoints } from './points-budgets.ts';
import type { Measured } from './points-budgets.ts';
import { dateOf, enrolmentMessage, purchaseIdOf, saleMessage } from './reference-case.ts';

export type BudgetRow = Usage & { readonly id: string; readonly limit: Partial<Usage> };

function row({ id, usage, limit }: Measured): BudgetRow {
  const { calls, writeUnits, readUnits } = usage;
  return { id, calls, writeUnits, readUnits, limit };
}

const year = 365;
const k = 10;
const d = 10;

/** What one new sale of the reference case uses. */
async function purchase(engine: BenchEngine, { memberId, today }: BenchMember, name: string): Promise<Usage> {
  const sale = saleMessage({ name, member: { memberId }, day: today });
  return engine.meter.measure(async () => engine.apply([sale]));
}

const rule = 'big-order';
/** One of the starter's rules asks for birthdays: with another one beside them the entry would be of more than 1 KB. */
const inBirthdayMonth = (rules: readonly EarnRule[]) =>
  rules.map((one): EarnRule => (one.id === rule ? { ...one, when: { ...one.when, birthday: 'month' } } : one));

/** A purchase on the birthday, under a programme that asks for it. */
async function measureBirthday(endpoint: string): Promise<Measured> {
  const engine = await openEngine(endpoint, inBirthdayMonth);
  const weekly = await memberWith(engine, { name: 'weekly', everyDays: 7, visits: 60 });
  const { externalId, today: day } = weekly;
  await engine.apply([enrolmentMessage({ name: 'enrolled', member: { externalId }, day, birthday: dateOf(day) })]);
  const usage = await purchase(engine, weekly, 'birthday');
  const entryId = entryIds.purchase(purchaseIdOf('birthday'));
  const found = (await engine.intake.ledger.read({ memberIds: [], entryIds: [entryId] })).items.get(entryId);
  const earned = found?.found === 'entry' && found.entry.kind === 'earn' ? found.entry.contributions : [];
  if (!earned.some((part) => part.rule === rule)) throw new Error('the rule about birthdays was not met');
  return { id: 'purchase.birthday', usage, limit: { calls: 2, writeUnits: 5, readUnits: 2.5 } };
}

async function measurePurchases(engine: BenchEngine, endpoint: string): Promise<Measured[]> {
  const weekly = await memberWith(engine, { name: 'weekly', everyDays: 7, visits: 60 });
  const { memberId, externalId, today: day } = weekly;
  const byMember = { member: { memberId }, day };
  const batch = Array.from({ length: k }, (_, index) => saleMessage({ name: `batch:${String(index)}`, ...byMember }));
  const first = saleMessage({ name: 'first', member: { email: 'somebody@example.com' }, day });
  const named = saleMessage({ name: 'identity', member: { externalId }, day });
  const again = saleMessage({ name: 'identity', ...byMember, copy: true });
  const { measure } = engine.meter;
  return [
    {
      id: 'purchase.new',
      usage: await purchase(engine, weekly, 'new'),
      limit: { calls: 2, writeUnits: 5, readUnits: 2 },
    },
    {
      id: 'purchase.identity',
      usage: await measure(async () => engine.apply([named])),
      limit: { calls: 3, writeUnits: 5, readUnits: 2.5 },
    },
    await measureBirthday(endpoint),
    {
      id: 'purchase.first',
      usage: await measure(async () => engine.apply([first])),
      limit: { calls: 4, writeUnits: 9 },
    },
    {
      id: 'purchase.batch',
      usage: await measure(async () => engine.apply(batch, { atOnce: k })),
      limit: { calls: 2, writeUnits: 3 * k + 2 },
    },
    {
      id: 'duplicate',
      usage: await measure(async () => engine.apply([again], { expected: 'duplicate' })),
      limit: { calls: 1, writeUnits: 0 },
    },
  ];
}

const scannedAccounts = 500;

/** One member's share of a pass: what the pass over many uses beyond the pass over nobody. */
async function measureNothingDue(endpoint: string): Promise<Measured> {
  const engine = await openEngine(endpoint);
  const pass = async (day: number) => {
    const of = { day: dateOf(day), previous: dateOf(day - 1), run: 'bench', segment: 0, segments: 1 };
    const request = firstRequest(of);
    const usage = await engine.meter.measure(async () => reviewMembers(engine.reviewer, request));
    if (usage.result.answer.posted > 0) throw new Error('nothing was due');
    return usage;
  };
  const nobody = await pass(0);
  const { memberId, today } = await memberWith(engine, { name: 'weekly', everyDays: 7, visits: 60 });
  const { account } = await engine.account(memberId);
  for (let index = 1; index < scannedAccounts; index += 1) {
    await engine.intake.ledger.commit([
      { write: 'account', account: { ...account, memberId: newMemberId() }, expected: null },
    ]);
  }
  // Whoever is new is told their stage, once.
  await pass(today - 1);
  const all = await pass(today);
  const share = (total: number, without: number) => (total - without) / scannedAccounts;
  const usage = {
    calls: share(all.calls, nobody.calls),
    writeUnits: share(all.writeUnits, nobody.writeUnits),
    readUnits: share(all.readUnits, nobody.readUnits),
  };
  return { id: 'review.nothing-due', usage, limit: { calls: 0, readUnits: 0.13 } };
}

/** Lots of d days, all of which have run out by the day of the review. */
async function measureExpiry(engine: BenchEngine): Promise<Measured> {
  const { memberId, today } = await memberWith(engine, { name: 'lapsed', everyDays: 1, visits: d });
  const scanned = await engine.account(memberId);
  const usage = await engine.meter.measure(async () => {
    return reviewAccount(engine.intake, scanned, dayNumber(today + year));
  });
  if (usage.result.posted !== d) throw new Error('each day has an expiry of its own');
  return { id: 'expiry', usage, limit: { calls: 2, writeUnits: 3 * d + 2 } };
}

/** Measures on a local AWS that is there for nothing else. The rows are as the document of `npm run bench` has them. */
export async function measureBudgets(endpoint: string): Promise<readonly BudgetRow[]> {
  const engine = await openEngine(endpoint);
  const purchases = await measurePurchases(engine, endpoint);
  const points = await measurePoints(engine);
  const nothingDue = await measureNothingDue(endpoint);
  const expiry = await measureExpiry(engine);
  const loyal = await memberWith(engine, { name: 'ten-thousand', everyDays: 7, visits: 500, salesPerVisit: 20 });
  const daily = await memberWith(engine, { name: 'daily', everyDays: 1, visits: year + 35 });
  const dailyPurchase = await purchase(engine, daily, 'daily');
  const { account } = await engine.account(daily.memberId);
  if (account.available.length < year) throw new Error('a daily buyer has a lot for every day of a year');
  return [
    ...purchases,
    ...points,
    nothingDue,
    expiry,
    {
      id: 'purchase.10000',
      usage: await purchase(engine, loyal, 'ten-thousand'),
      limit: { calls: 2, writeUnits: 5, readUnits: 2 },
    },
    { id: 'daily.purchase', usage: dailyPurchase, limit: { writeUnits: 9 } },
    await measureDailyRedemption(engine, daily),
    ...(await measureCampaigns(endpoint)),
  ].map(row);
}
