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

/** As the programme sees it in which the member lived, or another that has come since. */
function outlook(given: Given, live: (ledger: LevelLedger) => void, today: string, since: Given = {}) {
  const programmeOf = (tiers: Given) => programmeWith({ tiers: { basis: 'spend', levels, ...tiers } });
  const ledger = new LevelLedger(programmeOf(given));
  live(ledger);
  const { tiers } = programmeOf({ ...given, ...since });
  const next = nextLevel(ledger.account, tiers, day(today));
  const stay = toStay(ledger.account, tiers, day(today));
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

  it('lacks nothing where the next movement that counts reaches it', () => {
    const lower = levels.map((level) => ({ ...level, from: level.from / 2 }));
    const live = (ledger: LevelLedger) => {
      ledger.sell('2026-03-10', 50);
      ledger.giveBackWithout('2026-04-10', 20);
    };
    expect(outlook({}, live, '2026-04-10').next).toEqual(['silver', 50n, 70n]);
    expect(outlook({}, live, '2026-04-10', { levels: lower }).next).toEqual(['silver', 50n, 0n]);
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

  it('is nothing more where enough counts, whatever the month lacks', () => {
    const live = (net: number) => (ledger: LevelLedger) => {
      ledger.sell('2026-03-10', 120);
      ledger.giveBack('2026-03-11', '2026-03-10', 120 - net);
      ledger.giveBackWithout('2026-04-10', 20);
    };
    const tiers: Given = { onReturn: 'at-review' };
    const review = ['2027-03-10', '2027-03-10'] as const;
    expect(outlook(tiers, live(100), '2026-04-10').stay).toEqual([...review, 100n, 0n, '2027-03-09']);
    expect(outlook(tiers, live(99), '2026-04-10').stay).toEqual([...review, 99n, 21n, '2027-03-09']);
    expect(outlook(tiers, live(99), '2026-05-01').stay).toEqual([...review, 99n, 1n, '2027-03-09']);
  });

  it('with days of grace is what the window lacks that lacks less, while that can be filled', () => {
    // March 2026 counts through March 2027: on the review day, and no more when the grace is over.
    const given: Given = { review: { graceDays: 60 }, onReturn: 'at-review' };
    const review = ['2027-03-10', '2027-05-09'] as const;
    expect(outlook(given, bought, '2026-03-10').stay).toEqual([...review, 120n, 0n, '2027-03-31']);
    const inApril = (ledger: LevelLedger) => void ledger.sell('2026-04-10', 120);
    const [sold, by] = ['2026-04-10', '2027-04-30'];
    expect(outlook(given, inApril, sold).stay).toEqual(['2027-04-10', '2027-06-09', 120n, 0n, by]);
    expect(outlook(given, bought, '2027-04-05').stay).toEqual([...review, 120n, 0n, '2027-03-31']);
    const less = (ledger: LevelLedger) => {
      bought(ledger);
      ledger.giveBack('2026-03-11', '2026-03-10', 50);
    };
    expect(outlook(given, less, '2027-03-31').stay).toEqual([...review, 70n, 30n, '2027-03-31']);
    expect(outlook(given, less, '2027-04-01').stay).toEqual([...review, 0n, 100n, '2027-05-08']);
  });

  it('is what was lacking, where a new version would have judged the level before it began', () => {
    const given: Given = { review: { afterMonths: 24, graceDays: 60 }, onReturn: 'at-review' };
    const less = (ledger: LevelLedger) => {
      bought(ledger);
      ledger.giveBack('2026-03-11', '2026-03-10', 50);
    };
    const since: Given = { review: { afterMonths: 12, graceDays: 60 } };
    const stay = ['2027-03-10', '2027-05-09', 70n, 30n, '2027-03-31'];
    expect(outlook(given, less, '2027-06-01', since).stay).toEqual(stay);
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

  it('is asked for at the level’s own review where a floor of the same level ends by its judgement', () => {
    const floor = (until: string | null) => (ledger: LevelLedger) => {
      bought(ledger);
      ledger.assign('2026-03-11', 'silver', until);
    };
    const given: Given = { window: { months: 6 }, review: { graceDays: 30 } };
    const own = ['2027-03-10', '2027-04-09', 0n, 100n, '2027-04-08'];
    expect(outlook(given, floor('2026-06-01'), '2026-03-11').stay).toEqual(own);
    expect(outlook(given, floor('2027-04-09'), '2026-03-11').stay).toEqual(own);
    const later = ['2027-04-10', '2027-04-10', 0n, 100n, '2027-04-09'];
    expect(outlook(given, floor('2027-04-10'), '2026-03-11').stay).toEqual(later);
    expect(outlook(given, floor(null), '2026-03-11').stay).toBeNull();
  });

  it('is asked for at the level’s own review where the floor is of a lower level', () => {
    const live = (ledger: LevelLedger) => {
      ledger.sell('2026-03-10', 300);
      ledger.assign('2026-03-11', 'silver', '2028-06-01');
    };
    expect(outlook({}, live, '2026-03-11').stay).toEqual(['2027-03-10', '2027-03-10', 300n, 0n, '2027-03-09']);
  });

  it('is nothing under a floor where nothing can be lost anyway', () => {
    const floor = (level: string) => (ledger: LevelLedger) => {
      bought(ledger);
      ledger.assign('2026-03-11', level, '2026-09-01');
    };
    expect(outlook({ window: { lifetime: true } }, floor('silver'), '2026-03-11').stay).toBeNull();
    expect(outlook({ review: { drop: 'never' } }, floor('gold'), '2026-03-11').stay).toBeNull();
    // A level that the programme has no more is its first.
    expect(outlook({}, floor('gold'), '2026-03-11', { levels: levels.slice(0, 2) }).stay).toBeNull();
  });

  it('is nothing where nothing can be lost', () => {
    expect(outlook({}, (ledger) => void ledger.sell('2026-03-10', 1), '2026-03-10').stay).toBeNull();
    expect(outlook({ window: { lifetime: true } }, bought, '2026-03-10').stay).toBeNull();
    expect(outlook({ review: { drop: 'never' } }, bought, '2026-03-10').stay).toBeNull();
  });
});
