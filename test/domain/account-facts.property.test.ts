/** The facts that an account gives are those that its entries give, as far back as an account knows. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { PurchaseDay } from '../../shared/domain/account-statistics.ts';
import { newAccount } from '../../shared/domain/account.ts';
import type { Account } from '../../shared/domain/account.ts';
import { dayOf, formatDay, monthOf, monthOfDay } from '../../shared/domain/calendar.ts';
import type { Day, Month } from '../../shared/domain/calendar.ts';
import type { Entry } from '../../shared/domain/entry.ts';
import { evolve } from '../../shared/domain/evolve.ts';
import { rational } from '../../shared/domain/rational.ts';
import { factsOfAccount } from '../../shared/domain/statistics/account-facts.ts';
import { binOf, intervalBins } from '../../shared/domain/statistics/bins.ts';
import { countFacts } from '../../shared/domain/statistics/count-member.ts';
import type { MemberFacts } from '../../shared/domain/statistics/member-facts.ts';
import { MemberFold } from '../../shared/domain/statistics/member-fold.ts';
import { moments, Rows } from '../../shared/domain/statistics/rows.ts';
import { countNames, Sums } from '../../shared/domain/statistics/sums.ts';
import type { CountName } from '../../shared/domain/statistics/sums.ts';
import { digestsWith } from '../../shared/platform/digest.ts';
import { day, programmeWith, readBack, sealAll } from './build.ts';
import { LevelLedger } from './level-ledger.ts';
import { runs } from '../property-runs.ts';

const programme = programmeWith({
  timeZone: 'Asia/Shanghai',
  points: { expiry: { policy: 'after', months: 5, roundUpTo: 'month' } },
  tiers: {
    levels: [
      { id: 'ordinary', from: 0 },
      { id: 'silver', from: 300 },
      { id: 'gold', from: 700 },
    ],
    window: { months: 12 },
    review: { afterMonths: 6, graceDays: 0, drop: 'to-earned' },
  },
});
const digests = digestsWith(Buffer.from('a key of tests'));
const enrolment = { on: day('2018-01-10'), channel: 'web' };

/** What happens next: so many days after what happened before. */
const step = fc.record({
  after: fc.oneof(
    { weight: 3, arbitrary: fc.constant(0) },
    { weight: 12, arbitrary: fc.integer({ min: 1, max: 40 }) },
    { weight: 1, arbitrary: fc.integer({ min: 300, max: 900 }) },
  ),
  what: fc.oneof(
    { weight: 8, arbitrary: fc.constant('sale' as const) },
    { weight: 2, arbitrary: fc.constantFrom('pay' as const, 'late' as const, 'unnamed' as const, 'review' as const) },
    { weight: 3, arbitrary: fc.constantFrom('full' as const, 'part' as const) },
  ),
  net: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 9000 })),
  hour: fc.nat({ max: 23 }),
  /** Which of the sales comes back, and how long before now a late one was. */
  which: fc.nat({ max: 12 }),
  back: fc.nat({ max: 360 }),
});
type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never;
const history = fc.array(step, { maxLength: 120, size: 'max' });

/** Returns come within 23 months, so that the day of their sale is still known; what is later is final. */
const returnedWithin = 690;

type Sold = { readonly id: string; readonly on: number; left: number };

class Life {
  readonly ledger = new LevelLedger(programme);
  readonly #sold: Sold[] = [];
  #now: number = enrolment.on;

  get today(): number {
    return this.#now;
  }

  live({ after, what, net, hour, which, back }: Step): void {
    this.#now += after;
    const at = (on: number) => `${formatDay(dayOf(on))}T${String(hour).padStart(2, '0')}:30:00Z`;
    const id = `s${String(this.#sold.length)}`;
    switch (what) {
      case 'sale':
        this.ledger.sell(at(this.#now), net, id);
        this.#sold.push({ id, on: this.#now, left: net });
        return;
      case 'late':
        this.ledger.sell(at(this.#now - back), net, id);
        this.#sold.push({ id, on: this.#now - back, left: net });
        return;
      case 'pay':
        this.#pay(at(this.#now), net, id);
        return;
      case 'unnamed':
        this.ledger.giveBackWithout(at(this.#now), net);
        return;
      case 'review':
        this.ledger.review(formatDay(dayOf(this.#now)));
        return;
      case 'full':
      case 'part':
        this.#giveBack(at(this.#now), this.#sold.at(-1 - which), what === 'part' ? net : undefined);
    }
  }

  #pay(at: string, net: number, id: string): void {
    this.ledger.review(at.slice(0, 10));
    const points = this.ledger.account.available.reduce((sum, lot) => sum + lot.points, 0n) / 2n;
    // It is the next day in Shanghai already, on which some of them may have ended.
    if (points === 0n || at.slice(11, 13) > '15') return;
    this.ledger.pay(at, net, Number(points), id);
    this.#sold.push({ id, on: this.#now, left: net });
  }

  #giveBack(at: string, sold: Sold | undefined, amount: number | undefined): void {
    if (sold === undefined || sold.left === 0 || this.#now - sold.on > returnedWithin) return;
    const part = amount === undefined ? undefined : 1 + (amount % sold.left);
    this.ledger.giveBack(at, sold.id, part);
    sold.left -= part ?? sold.left;
  }
}

/** The entries as they are stored, and the account rebuilt from them. */
function booksOf(steps: readonly Step[]): { readonly entries: readonly Entry[]; readonly account: Account; asOf: Day } {
  const life = new Life();
  for (const one of steps) life.live(one);
  const enrolled = newAccount('member', enrolment);
  const entries = sealAll(digests, enrolled, life.ledger.drafts).map(readBack);
  const account = { ...entries.reduce(evolve, enrolled), head: entries.at(-1)?.hash ?? '' };
  return { entries, account, asOf: dayOf(life.today + 1) };
}

function factsOfEntries(entries: readonly Entry[], asOf: Day): MemberFacts | undefined {
  const fold = new MemberFold({ memberId: 'member', enrolment }, { asOf });
  for (const entry of entries) fold.add(entry);
  return fold.facts();
}

/** The older days of an account, made of all days in the plainest way. */
function olderOf(days: readonly PurchaseDay[], asOf: Day): MemberFacts['older'] {
  const [first, next] = days;
  const last = days.at(-1);
  if (first === undefined || last === undefined) return null;
  const lengths = days.slice(1).map(({ day: on }, index) => on - (days[index]?.day ?? on));
  const months = [...new Set(days.map(({ day: on }) => monthOfDay(on)))];
  let streak = 0;
  while (months.includes(monthOf(monthOfDay(last.day) - streak))) streak += 1;
  return {
    first: first.day,
    second: first.orders > 1 ? first.day : (next?.day ?? null),
    last: last.day,
    months: months.filter((month) => month > monthOfDay(asOf) - 84),
    streak,
    intervals: intervalBins.map(({ name }) => lengths.filter((length) => binOf(intervalBins, length) === name).length),
    orders: days.reduce((sum, { orders }) => sum + orders, 0),
  };
}

const isNothing = (value: unknown) => value === 0n || value === 0;

/** Facts as far back as an account knows, without what is nothing, in one order. */
function known(facts: MemberFacts, asOf: Day) {
  const now = monthOfDay(asOf);
  const since = (months: number) => (month: Month) => month > now - months;
  const months = [...facts.months].filter(([month]) => since(13)(month));
  const flows = [...facts.flows].filter(([month]) => since(13)(month));
  const broken = new Map<string, bigint>();
  for (const { issued, expired, points } of facts.broken.filter(({ expired: month }) => since(2)(month))) {
    const key = `${String(issued)} ${String(expired)}`;
    broken.set(key, (broken.get(key) ?? 0n) + points);
  }
  const levels = Array.from({ length: 14 }, (_, index) => {
    return facts.levels.findLast(({ month }) => month <= now - index)?.level ?? null;
  });
  return {
    ...facts,
    older: null,
    days: facts.days.filter(({ day: on }) => since(24)(monthOfDay(on))),
    months: new Map(
      months.filter(([, of]) => !(isNothing(of.orders) && isNothing(of.netMinor) && isNothing(of.items.numerator))),
    ),
    flows: new Map(
      flows
        .map(
          ([month, of]) =>
            [
              month,
              Object.entries(of)
                .filter(([, points]) => !isNothing(points))
                .sort(),
            ] as const,
        )
        .filter(([, of]) => of.length > 0),
    ),
    visits: facts.visits
      .filter(({ day: on }) => since(2)(monthOfDay(on)))
      .toSorted((a, b) => a.day - b.day || a.hour - b.hour),
    broken,
    levels,
  };
}

/** Of what is counted by periods: how many months back an account knows, and the month of a key. */
type Horizon = { readonly months: number; readonly of: (first: number, second: number) => number };

const ofDay = (first: number) => monthOfDay(dayOf(first));
const ofFirst = (first: number) => first;
const ofSum = (first: number, second: number) => first + second;
const horizons = new Map<CountName, Horizon>([
  ['active.day', { months: 24, of: ofDay }],
  ['active.week', { months: 24, of: ofDay }],
  ['active.month', { months: 60, of: ofFirst }],
  ['retained', { months: 60, of: ofFirst }],
  ['returning', { months: 60, of: ofFirst }],
  ['lost', { months: 60, of: ofFirst }],
  ['cohort.active', { months: 60, of: ofSum }],
  ['loyal', { months: 12, of: ofFirst }],
  ['sales.orders', { months: 13, of: ofFirst }],
  ['sales.net', { months: 13, of: ofFirst }],
  ['sales.items', { months: 13, of: ofFirst }],
  ['points', { months: 13, of: (_, second) => second }],
  ['level.moved', { months: 13, of: ofFirst }],
  ['level.joined', { months: 13, of: ofFirst }],
  ['hour.purchases', { months: 2, of: ofFirst }],
  ['hour.members', { months: 2, of: ofFirst }],
  ['broken', { months: 2, of: ofSum }],
]);

function isKnown(name: CountName, key: readonly string[], asOf: Day): boolean {
  const horizon = horizons.get(name);
  const [first = 0, second = 0] = key.map(Number);
  return horizon === undefined || monthOfDay(asOf) - horizon.of(first, second) < horizon.months;
}

function countsOf(facts: MemberFacts | undefined, asOf: Day): ReadonlyMap<string, bigint> {
  const sums = new Sums();
  const silence = { factor: rational(2n), fallbackDays: 60 };
  if (facts !== undefined) countFacts(sums, facts, { asOf, tiers: programme.tiers, silence, inactivityMonths: null });
  return new Map(
    countNames.flatMap((name) =>
      [...sums.entries(name)].flatMap(({ key, amount }): [string, bigint][] => {
        return amount === 0n || !isKnown(name, key, asOf) ? [] : [[[name, ...key].join(' '), amount]];
      }),
    ),
  );
}

describe('the facts of an account', () => {
  test('are those of its entries, as far back as it knows', () => {
    fc.assert(
      fc.property(history, (steps) => {
        const { entries, account, asOf } = booksOf(steps);
        const [given, expected] = [factsOfAccount(account, asOf), factsOfEntries(entries, asOf)];
        if (given === undefined || expected === undefined) throw new TypeError('they were there');
        expect(known(given, asOf)).toEqual(known(expected, asOf));
        const end = given.older?.last ?? -Infinity;
        expect(given.days).toEqual(expected.days.filter(({ day: on }) => on > end));
        const older = olderOf(
          expected.days.filter(({ day: on }) => on <= end),
          account.newestAt === null ? asOf : dayOf(Math.floor(account.newestAt / 86_400_000) - 2),
        );
        expect(given.older).toEqual(older);
      }),
      { numRuns: runs(150) },
    );
  });

  test('give the numbers that its entries give, for the periods that it knows', () => {
    fc.assert(
      fc.property(history, (steps) => {
        const { entries, account, asOf } = booksOf(steps);
        const facts = factsOfAccount(account, asOf);
        const [given, expected] = [countsOf(facts, asOf), countsOf(factsOfEntries(entries, asOf), asOf)];
        const told = facts?.older === null ? (counts: typeof given) => counts : withoutSilence;
        expect(told(given)).toEqual(told(expected));
        expect(rowOf(facts, asOf)).toEqual(rowOf(factsOfEntries(entries, asOf), asOf));
      }),
      { numRuns: runs(150) },
    );
  });
});

/** What the ranks are made of, at every moment. */
function rowOf(facts: MemberFacts | undefined, asOf: Day) {
  const rows = new Rows();
  if (facts !== undefined) rows.add(0, facts, asOf);
  return moments.map((moment) => rows.buyerAt(0, moment));
}

/** Whether a member is silent may differ: of intervals long past only their bins are known. */
function withoutSilence(counts: ReadonlyMap<string, bigint>): ReadonlyMap<string, bigint> {
  return new Map([...counts].filter(([name]) => !name.startsWith('silent')));
}
