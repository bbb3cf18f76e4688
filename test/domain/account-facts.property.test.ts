/** The facts that an account gives are those that its entries give, as far back as an account knows. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { newAccount } from '../../shared/domain/account.ts';
import type { Account } from '../../shared/domain/account.ts';
import { dayOf, formatDay } from '../../shared/domain/calendar.ts';
import type { Day } from '../../shared/domain/calendar.ts';
import type { Entry } from '../../shared/domain/entry.ts';
import { evolve } from '../../shared/domain/evolve.ts';
import { factsOfAccount } from '../../shared/domain/statistics/account-facts.ts';
import type { MemberFacts } from '../../shared/domain/statistics/member-facts.ts';
import { MemberFold } from '../../shared/domain/statistics/member-fold.ts';
import { digestsWith } from '../../shared/platform/digest.ts';
import { day, programmeWith, readBack, sealAll } from './build.ts';
import { countsOf, known, olderOf, rowOf, withoutSilence } from './known-facts.ts';
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
        const given = countsOf(facts, asOf, programme.tiers);
        const expected = countsOf(factsOfEntries(entries, asOf), asOf, programme.tiers);
        const told = facts?.older === null ? (counts: typeof given) => counts : withoutSilence;
        expect(told(given)).toEqual(told(expected));
        expect(rowOf(facts, asOf)).toEqual(rowOf(factsOfEntries(entries, asOf), asOf));
      }),
      { numRuns: runs(150) },
    );
  });
});
