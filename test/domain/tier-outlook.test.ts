/** What lies ahead of a level, by example. */
import { describe, expect, it } from 'vitest';
import { formatDay } from '../../shared/domain/calendar.ts';
import { nextLevel, toStay } from '../../shared/domain/tier-outlook.ts';
import { day, programmeWith } from './build.ts';
import { LevelLedger } from './level-ledger.ts';

type Given = NonNullable<NonNullable<Parameters<typeof programmeWith>[0]>['tiers']>;

const levels = [
  { id: 'ordinary', from: 0 },
  { id: 'silver', from: 100 },
  { id: 'gold', from: 300 },
];

function outlook(given: Given, live: (ledger: LevelLedger) => void, today: string) {
  const programme = programmeWith({ tiers: { basis: 'spend', levels, ...given } });
  const ledger = new LevelLedger(programme);
  live(ledger);
  const next = nextLevel(ledger.account, programme.tiers, day(today));
  const stay = toStay(ledger.account, programme.tiers, day(today));
  return {
    next: next === null ? null : [next.level.id, next.amount, next.missing],
    stay:
      stay === null
        ? null
        : [formatDay(stay.review), formatDay(stay.judgement), stay.amount, stay.missing, formatDay(stay.by)],
  };
}

describe('the next level', () => {
  it('is the one above, as far as what counts on the day leaves it', () => {
    const live = (ledger: LevelLedger) => void ledger.sell('2026-03-10', 120);
    expect(outlook({}, live, '2026-03-10').next).toEqual(['gold', 120n, 180n]);
    expect(outlook({}, live, '2027-04-01').next).toEqual(['gold', 0n, 300n]);
    expect(outlook({}, (ledger) => void ledger.sell('2026-03-10', 300), '2026-03-10').next).toBeNull();
  });

  it('asks for what the month lacks, too', () => {
    const live = (ledger: LevelLedger) => void ledger.giveBackWithout('2026-03-10', 20);
    expect(outlook({}, live, '2026-03-10').next).toEqual(['silver', 0n, 120n]);
    expect(outlook({}, live, '2026-04-01').next).toEqual(['silver', 0n, 100n]);
  });
});

describe('what is needed to stay', () => {
  const bought = (ledger: LevelLedger) => void ledger.sell('2026-03-10', 120);

  it('is what the window of the review day will lack', () => {
    // March still counts in March a year later.
    expect(outlook({}, bought, '2026-03-10').stay).toEqual(['2027-03-10', '2027-03-10', 120n, 0n, '2027-03-09']);
    const short = { window: { months: 6 } };
    expect(outlook(short, bought, '2026-03-10').stay).toEqual(['2027-03-10', '2027-03-10', 0n, 100n, '2027-03-09']);
  });

  it('may come in the days of grace', () => {
    const given = { window: { months: 6 }, review: { graceDays: 30 } };
    const review = ['2027-03-10', '2027-04-09'] as const;
    expect(outlook(given, bought, '2026-03-10').stay).toEqual([...review, 0n, 100n, '2027-04-08']);
  });

  it('by calendar year is the rest of the year, then that of the new one', () => {
    const given = { window: { calendar: 'year' as const }, review: { graceDays: 31 } };
    const live = (ledger: LevelLedger) => {
      ledger.sell('2026-03-10', 120);
      ledger.review('2027-02-01');
      ledger.sell('2027-06-01', 70);
    };
    const review = ['2028-01-01', '2028-02-01'] as const;
    expect(outlook(given, live, '2027-06-01').stay).toEqual([...review, 70n, 30n, '2027-12-31']);
    expect(outlook(given, live, '2028-01-05').stay).toEqual([...review, 0n, 100n, '2028-01-31']);
  });

  it('of a level set by hand is judged on its day, and never where it has none', () => {
    const byHand = (until: string | null) => (ledger: LevelLedger) => {
      bought(ledger);
      ledger.assign('2026-03-11', 'gold', until);
    };
    expect(outlook({}, byHand('2026-09-01'), '2026-03-11').stay).toEqual([
      '2026-09-01',
      '2026-09-01',
      120n,
      180n,
      '2026-08-31',
    ]);
    expect(outlook({}, byHand(null), '2026-03-11').stay).toBeNull();
  });

  it('under a floor of the same level is judged when that ends', () => {
    const live = (ledger: LevelLedger) => {
      bought(ledger);
      ledger.assign('2026-03-11', 'silver', '2028-06-01');
    };
    expect(outlook({}, live, '2026-03-11').stay).toEqual(['2028-06-01', '2028-06-01', 0n, 100n, '2028-05-31']);
  });

  it('is nothing where nothing can be lost', () => {
    expect(outlook({}, (ledger) => void ledger.sell('2026-03-10', 1), '2026-03-10').stay).toBeNull();
    expect(outlook({ window: { lifetime: true } }, bought, '2026-03-10').stay).toBeNull();
    expect(outlook({ review: { drop: 'never' } }, bought, '2026-03-10').stay).toBeNull();
  });
});
