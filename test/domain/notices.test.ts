/** What members are told of before it happens, by example. */
import { describe, expect, it } from 'vitest';
import { addDays, formatDay } from '../../shared/domain/calendar.ts';
import { expiryNotices, levelNotice } from '../../shared/domain/notices.ts';
import type { Programme, ProgrammeVersions } from '../../shared/domain/programme.ts';
import { day, programmeWith, versionsOf } from './build.ts';
import { LevelLedger } from './level-ledger.ts';

type Given = NonNullable<Parameters<typeof programmeWith>[0]>;

const notices = [30, 7, 1];
const sixtyDays = { notices, expiry: { policy: 'after' as const, days: 60 } };

function lived(live: (ledger: LevelLedger) => void, versions: ProgrammeVersions) {
  const ledger = new LevelLedger(...versions);
  live(ledger);
  return ledger;
}

/** Notices of points of an account that nothing moves any more, by their day and lead. */
function expiring(ledger: LevelLedger, versions: ProgrammeVersions, from: string, through: string) {
  const found: Record<string, readonly (readonly [string, bigint])[]> = {};
  for (let on = day(from); on <= day(through); on = addDays(on, 1)) {
    const { account } = ledger;
    for (const { lead, lots } of expiryNotices(account, { after: addDays(on, -1), day: on }, versions)) {
      found[`${formatDay(on)} ${String(lead)}`] = lots.map((lot) => [formatDay(lot.expiresOn), lot.points]);
    }
  }
  return found;
}

function told(points: Given['points'], live: (ledger: LevelLedger) => void, from: string, through: string) {
  const versions = versionsOf(programmeWith({ points: { ...sixtyDays, ...points } }));
  return expiring(lived(live, versions), versions, from, through);
}

describe('a notice of points that end', () => {
  const sold = (ledger: LevelLedger) => void ledger.sell('2026-01-10', 1000);

  it('falls due so many days before the last day on which they can be used', () => {
    // Sixty days from 10 January: they can be used through 10 March. The clocks of the zone play no part.
    const lot = ['2026-03-11', 10n] as const;
    expect(told({}, sold, '2026-01-10', '2026-04-01')).toEqual({
      '2026-02-08 30': [lot],
      '2026-03-03 7': [lot],
      '2026-03-09 1': [lot],
    });
  });

  it('does not fall due without leads, without points, or for points that never end', () => {
    expect(told({ notices: [] }, sold, '2026-01-10', '2026-04-01')).toEqual({});
    expect(told({ expiry: { policy: 'never' } }, sold, '2026-01-10', '2026-04-01')).toEqual({});
    const spent = (ledger: LevelLedger) => {
      sold(ledger);
      ledger.pay('2026-01-11', 0, 10);
    };
    expect(told({ valueOfPointMinor: 1 }, spent, '2026-01-10', '2026-04-01')).toEqual({});
    const none = (ledger: LevelLedger) => void ledger.sell('2026-01-10', 99);
    expect(told({}, none, '2026-01-10', '2026-04-01')).toEqual({});
  });

  it('names all lots of its days, pending ones too, and those of other leads apart', () => {
    const live = (ledger: LevelLedger) => {
      ledger.sell('2026-01-10', 1000);
      ledger.sell('2026-01-10', 500, 'same day');
      ledger.sell('2026-02-02', 300);
    };
    expect(told({ pendingDays: 20 }, live, '2026-02-28', '2026-03-23')).toEqual({
      '2026-02-28 30': [['2026-03-31', 15n]],
      '2026-03-23 7': [['2026-03-31', 15n]],
      '2026-03-23 30': [['2026-04-23', 3n]],
    });
  });

  it('falls due for the days that no pass was made for, while somebody can still use the points', () => {
    const versions = versionsOf(programmeWith({ points: sixtyDays }));
    const ledger = lived((one) => {
      for (const on of ['2026-01-08', '2026-01-10', '2026-01-12', '2026-01-15']) one.sell(on, 1000);
    }, versions);
    const of = (after: string, on: string) =>
      expiryNotices(ledger.account, { after: day(after), day: day(on) }, versions).map(({ lead, lots }) => [
        lead,
        lots.map(({ expiresOn }) => formatDay(expiresOn)),
      ]);
    expect(of('2026-03-02', '2026-03-09')).toEqual([
      [1, ['2026-03-11']],
      [7, ['2026-03-11', '2026-03-13', '2026-03-16']],
    ]);
    expect(of('2026-03-08', '2026-03-09')).toEqual([[1, ['2026-03-11']]]);
    // On the last day itself it is too late: the notice would be read on the day after.
    expect(of('2026-03-08', '2026-03-10')).toEqual([]);
  });

  it('is one of all points where they end with inactivity, or with their lot if that is earlier', () => {
    const versions = versionsOf(
      programmeWith({
        points: { notices, pendingDays: 3, expiry: { policy: 'inactivity', months: 6 } },
        earn: [
          { id: 'base', kind: 'rate', points: 1, perMinor: 100 },
          {
            id: 'gift',
            kind: 'fixed',
            points: 7,
            from: '2026-02-01',
            expiry: { policy: 'after', days: 10 },
          },
        ],
      }),
    );
    const ledger = lived((one) => {
      one.sell('2026-01-10', 1000);
      one.sell('2026-02-10', 500);
      one.review('2026-02-11');
    }, versions);
    expect(expiring(ledger, versions, '2026-02-11', '2026-09-01')).toEqual({
      '2026-02-15 7': [['2026-02-23', 7n]],
      '2026-02-21 1': [['2026-02-23', 7n]],
      '2026-07-10 30': [['2026-08-10', 15n]],
      '2026-08-02 7': [['2026-08-10', 15n]],
      '2026-08-08 1': [['2026-08-10', 15n]],
    });
  });

  it('has the leads of the version that is in force on its day', () => {
    const changed = { version: 2, effectiveFrom: '2026-03-01T00:00:00Z', points: { ...sixtyDays, notices: [3] } };
    const versions = versionsOf(programmeWith({ points: sixtyDays }), programmeWith(changed));
    expect(Object.keys(expiring(lived(sold, versions), versions, '2026-01-10', '2026-04-01'))).toEqual([
      '2026-02-08 30',
      '2026-03-07 3',
    ]);
  });
});

describe('a notice of a level that will fall', () => {
  const levels = [
    { id: 'ordinary', from: 0 },
    { id: 'silver', from: 100 },
    { id: 'gold', from: 300 },
  ];
  const rolling = { basis: 'spend' as const, levels, window: { months: 6 } };
  const compiled = (tiers: Given['tiers'] = {}): Programme => programmeWith({ tiers: { ...rolling, ...tiers } });

  function atRisk(programme: Programme, live: (ledger: LevelLedger) => void, on: string) {
    const versions = versionsOf(programme);
    const ledger = lived(live, versions);
    const notice = levelNotice(ledger.account, day(on), versions);
    return notice === null
      ? null
      : {
          ...notice,
          judgement: formatDay(notice.judgement),
          by: formatDay(notice.by),
        };
  }
  const gold = (ledger: LevelLedger) => void ledger.sell('2025-03-10', 320);
  const found = {
    level: 'gold',
    fallsTo: 'ordinary',
    judgement: '2026-03-10',
    basis: 'spend',
    amount: 0n,
    missing: 300n,
    by: '2026-03-09',
  };

  it('falls due thirty days before the last day that helps, and is found until then', () => {
    expect(atRisk(compiled(), gold, '2026-02-06')).toBeNull();
    expect(atRisk(compiled(), gold, '2026-02-07')).toEqual(found);
    expect(atRisk(compiled(), gold, '2026-03-08')).toEqual(found);
    expect(atRisk(compiled(), gold, '2026-03-09')).toBeNull();
    expect(atRisk(compiled({ atRiskDays: 0 }), gold, '2026-03-08')).toBeNull();
    expect(atRisk(compiled({ atRiskDays: 1 }), gold, '2026-03-08')).toEqual(found);
  });

  it('says what counts already, and what is left of the level', () => {
    const live = (ledger: LevelLedger) => {
      gold(ledger);
      ledger.sell('2025-12-01', 120);
    };
    const some = { ...found, amount: 120n, missing: 180n };
    expect(atRisk(compiled(), live, '2026-02-10')).toEqual({ ...some, fallsTo: 'silver' });
    const oneLevel = compiled({ review: { drop: 'one-level' } });
    expect(atRisk(oneLevel, gold, '2026-02-10')).toEqual({ ...found, fallsTo: 'silver' });
  });

  it('is none where the level is supported, cannot fall, or is held by hand', () => {
    const bought = (ledger: LevelLedger) => {
      gold(ledger);
      ledger.sell('2025-12-01', 300);
    };
    expect(atRisk(compiled(), bought, '2026-02-10')).toBeNull();
    expect(atRisk(compiled({ review: { drop: 'never' } }), gold, '2026-02-10')).toBeNull();
    expect(atRisk(compiled({ window: { lifetime: true } }), gold, '2026-02-10')).toBeNull();
    expect(atRisk(compiled(), () => undefined, '2026-02-10')).toBeNull();
    const byHand = (until: string | null) => (ledger: LevelLedger) => {
      gold(ledger);
      ledger.assign('2025-06-01', 'gold', until);
    };
    expect(atRisk(compiled(), byHand(null), '2026-02-10')).toBeNull();
    // Its own review takes nothing from it; the end of the floor does.
    expect(atRisk(compiled(), byHand('2026-04-01'), '2026-02-10')).toBeNull();
    const ends = { judgement: '2026-04-01', by: '2026-03-31' };
    expect(atRisk(compiled(), byHand('2026-04-01'), '2026-03-01')).toEqual({ ...found, ...ends });
  });

  it('waits for the end of the grace', () => {
    const grace = compiled({ review: { graceDays: 20 } });
    const judged = { ...found, judgement: '2026-03-30', by: '2026-03-29' };
    expect(atRisk(grace, gold, '2026-02-26')).toBeNull();
    expect(atRisk(grace, gold, '2026-02-27')).toEqual(judged);
  });

  it('is found on the day on which a return brings the level into danger', () => {
    const returned = (ledger: LevelLedger) => {
      gold(ledger);
      ledger.sell('2025-12-01', 300);
      ledger.giveBack('2026-02-20', '2025-12-01', 50);
    };
    const atReview = compiled({ onReturn: 'at-review' });
    expect(atRisk(atReview, returned, '2026-02-20')).toEqual({
      ...found,
      fallsTo: 'silver',
      amount: 250n,
      missing: 50n,
    });
  });
});
