/** Levels set by hand, by example (domain.md, "Tiers"). */
import { describe, expect, it } from 'vitest';
import { day, programmeWith } from './build.ts';
import { LevelLedger, bySpend, levelsBySpend as levels } from './level-ledger.ts';

describe('a level set by hand', () => {
  it('is reached at once, holds until its day and is judged on it, without grace', () => {
    const ledger = bySpend({ review: { graceDays: 30 } });
    ledger.sell('2026-03-01', 12_000);
    expect(ledger.assign('2026-03-02', 'gold', '2026-09-01')).toEqual([
      { day: '2026-03-02', from: 'silver', to: 'gold', since: '2026-03-02', reason: 'assigned' },
    ]);
    expect(ledger.review('2026-08-31')).toEqual([]);
    expect(ledger.review('2026-09-01')).toEqual([
      { day: '2026-09-01', from: 'gold', to: 'silver', since: '2026-09-01', reason: 'not-supported' },
    ]);
  });

  it('is confirmed on its day where it is supported then, and is the member’s own from there', () => {
    const ledger = bySpend();
    ledger.sell('2026-03-01', 1);
    ledger.assign('2026-03-02', 'silver', '2026-09-01');
    expect(ledger.sell('2026-08-31', 10_000)).toEqual([]);
    expect(ledger.review('2027-08-31')).toEqual([
      { day: '2026-09-01', from: 'silver', to: 'silver', since: '2026-09-01', reason: 'confirmed' },
    ]);
    expect(ledger.account.floor).toMatchObject({ carries: false });
    expect(ledger.review('2027-09-01')).toMatchObject([{ reason: 'not-supported' }]);
  });

  it('without a day holds for ever, and makes no account grow', () => {
    const ledger = bySpend();
    ledger.sell('2010-03-01', 1);
    ledger.assign('2010-03-02', 'silver');
    for (let year = 2011; year < 2030; year += 1) {
      for (const month of ['02', '05', '08', '11']) ledger.sell(`${String(year)}-${month}-01`, 1);
      expect(ledger.account.progress.months.length).toBeLessThanOrEqual(13);
    }
    ledger.review('2040-01-01');
    expect(ledger.level).toBe('silver');
    expect(ledger.drafts.filter(({ kind }) => kind === 'tier')).toHaveLength(1);
  });

  it('is left behind by a higher level, which has a review of its own', () => {
    const ledger = bySpend();
    ledger.sell('2026-03-01', 1);
    ledger.assign('2026-03-02', 'silver', '2026-09-01');
    ledger.sell('2026-05-01', 30_000);
    expect(ledger.review('2027-04-30')).toEqual([]);
    expect(ledger.review('2027-05-01')).toMatchObject([{ day: '2027-05-01', from: 'gold', reason: 'confirmed' }]);
  });

  it('is judged no more when a new version has it no more: it is the first level then', () => {
    const document = { tiers: { basis: 'spend' as const, levels } };
    const fewer = { version: 2, effectiveFrom: '2026-06-01T00:00:00Z' };
    const ledger = new LevelLedger(
      programmeWith(document),
      programmeWith({ ...fewer, tiers: { ...document.tiers, levels: levels.slice(0, 2) } }),
    );
    ledger.sell('2026-03-01', 1);
    ledger.assign('2026-03-02', 'gold', '2026-09-01');
    expect(ledger.review('2027-12-31')).toEqual([]);
  });

  it('is written again by an entry only where the level rests on it, or does no more', () => {
    const floors = (ledger: LevelLedger) =>
      ledger.drafts.flatMap((draft) =>
        draft.kind === 'tier' ? [draft.floor === null ? null : draft.floor.carries] : [],
      );
    // Reached, assigned below it, confirmed in March 2027, lost to what is supported a year later.
    const over = bySpend();
    over.sell('2026-03-01', 30_000);
    over.assign('2026-04-01', 'silver', '2026-09-01');
    over.sell('2027-12-01', 10_000);
    expect(over.review('2028-03-01')).toMatchObject([{ from: 'gold', to: 'silver' }]);
    expect(floors(over)).toEqual([null, false, null, null]);
    const returned = bySpend();
    returned.sell('2026-03-01', 10_000);
    returned.assign('2026-04-01', 'silver', '2026-05-01');
    returned.sell('2026-06-01', 30_000, 'p');
    returned.giveBack('2026-06-02', 'p');
    expect(floors(returned)).toEqual([null, false, null, null]);
    const carried = bySpend();
    carried.sell('2026-03-01', 30_000, 'p');
    carried.assign('2026-04-01', 'silver');
    carried.giveBack('2026-04-02', 'p');
    expect(floors(carried)).toEqual([null, false, true]);
  });

  it('is the floor of a fall at a review, and what is left rests on it until its day', () => {
    const ledger = bySpend();
    ledger.sell('2026-03-01', 30_000);
    expect(ledger.assign('2026-04-01', 'silver', '2027-06-01')).toEqual([
      { day: '2026-04-01', from: 'gold', to: 'gold', since: '2026-03-01', reason: 'assigned' },
    ]);
    ledger.review('2027-03-01');
    // March 2026 counts through March 2027, so the first review confirms; the next finds nothing.
    expect(ledger.review('2028-12-31')).toEqual([
      { day: '2028-03-01', from: 'gold', to: 'ordinary', since: '2028-03-01', reason: 'not-supported' },
    ]);
    const other = bySpend({ window: { months: 6 } });
    other.sell('2026-03-01', 30_000);
    other.assign('2026-04-01', 'silver', '2027-06-01');
    expect(other.review('2027-05-31')).toEqual([
      { day: '2027-03-01', from: 'gold', to: 'silver', since: '2027-03-01', reason: 'not-supported' },
    ]);
    expect(other.review('2027-06-01')).toMatchObject([{ day: '2027-06-01', from: 'silver', to: 'ordinary' }]);
  });

  it('carries no level that a fall leaves and that is supported by itself', () => {
    const ledger = bySpend({ window: { months: 6 } });
    ledger.sell('2026-03-01', 30_000);
    ledger.assign('2026-04-01', 'silver', '2028-06-01');
    ledger.sell('2026-12-01', 10_000);
    expect(ledger.review('2027-03-01')).toMatchObject([{ from: 'gold', to: 'silver', since: '2027-03-01' }]);
    expect(ledger.account.floor).toMatchObject({ carries: false });
  });

  it('leaves the review of a level that the member has anyway, which only it may keep', () => {
    const held = (inTheYear: number) => {
      const ledger = bySpend({ window: { months: 6 } });
      ledger.sell('2026-03-01', 10_000);
      ledger.assign('2026-04-01', 'silver', '2027-06-01');
      ledger.sell('2026-12-01', inTheYear);
      return ledger.review('2027-12-31');
    };
    expect(held(10_000)).toEqual([
      { day: '2027-03-01', from: 'silver', to: 'silver', since: '2027-03-01', reason: 'confirmed' },
    ]);
    expect(held(9_999)).toEqual([
      { day: '2027-03-01', from: 'silver', to: 'silver', since: '2026-03-01', reason: 'assigned' },
      { day: '2027-06-01', from: 'silver', to: 'ordinary', since: '2027-06-01', reason: 'not-supported' },
    ]);
  });

  it('does not cost a level that was reached before and whose review is still ahead', () => {
    const ledger = bySpend({ window: { months: 3 } });
    ledger.sell('2026-03-01', 10_000);
    ledger.assign('2026-04-01', 'gold', '2026-09-01');
    expect(ledger.review('2026-12-31')).toEqual([
      { day: '2026-09-01', from: 'gold', to: 'silver', since: '2026-03-01', reason: 'not-supported' },
    ]);
    expect(ledger.account.floor).toMatchObject({ level: 'gold', carries: false });
    expect(ledger.review('2027-03-01')).toMatchObject([{ day: '2027-03-01', to: 'ordinary' }]);
  });

  it('takes the place of the one before: longer, shorter, or of another level', () => {
    const assigned = (level: string, until: string | null) => {
      const ledger = bySpend();
      ledger.sell('2026-03-01', 1);
      ledger.assign('2026-03-02', 'gold', '2026-09-01');
      ledger.assign('2026-06-01', level, until);
      return ledger.review('2027-12-31');
    };
    expect(assigned('gold', '2026-12-01')).toMatchObject([{ day: '2026-12-01', to: 'ordinary' }]);
    expect(assigned('gold', '2026-06-02')).toMatchObject([{ day: '2026-06-02', to: 'ordinary' }]);
    expect(assigned('gold', '2026-06-01')).toMatchObject([{ day: '2026-06-01', to: 'ordinary' }]);
    expect(assigned('gold', null)).toEqual([]);
    // A lower one lets nothing fall before its review.
    expect(assigned('silver', null)).toMatchObject([{ day: '2027-03-02', from: 'gold', to: 'silver' }]);
  });

  it('that ends on the day on which it is set is judged then, after it was set', () => {
    const ledger = bySpend();
    ledger.sell('2026-03-01', 1);
    ledger.assign('2026-03-02', 'gold', '2026-09-01');
    ledger.assign('2026-06-01', 'gold', '2026-06-01');
    ledger.review('2026-06-01');
    const [set, judged] = ledger.drafts.slice(-2);
    expect(judged).toMatchObject({ entryId: 'tier:member:2026-06-01', occurredAt: set?.occurredAt });
  });

  it('that the member reaches in its time remembers the lower level that was held before', () => {
    const ledger = bySpend();
    ledger.sell('2026-03-01', 10_000);
    ledger.assign('2026-03-02', 'gold', '2026-06-01');
    ledger.sell('2026-05-31', 20_000);
    expect(ledger.review('2026-06-01')).toMatchObject([{ to: 'gold', reason: 'confirmed' }]);
    expect(ledger.account.standing.before).toEqual([{ level: 'silver', since: day('2026-03-01') }]);
  });

  it('stays as it is when a return undoes what had come to support it', () => {
    const ledger = bySpend();
    ledger.sell('2026-03-01', 1);
    ledger.assign('2026-03-02', 'silver', '2026-09-01');
    ledger.sell('2026-04-01', 10_000, 'p');
    expect(ledger.giveBack('2026-04-02', 'p')).toEqual([]);
    expect(ledger.review('2026-12-31')).toMatchObject([{ day: '2026-09-01', from: 'silver', to: 'ordinary' }]);
  });

  it('is judged on its day as that, whatever the grace, and never where nothing falls', () => {
    const judged = (review: { graceDays: number } | { drop: 'never' }) => {
      const ledger = bySpend({ review });
      ledger.sell('2026-03-01', 30_000);
      ledger.assign('2026-03-02', 'gold', '2026-09-01');
      ledger.review('2026-12-31');
      return ledger.account.standing.since;
    };
    expect(judged({ graceDays: 30 })).toBe(day('2026-03-01'));
    const raised = (review: { graceDays: number } | { drop: 'never' }) => {
      const ledger = bySpend({ review });
      ledger.sell('2026-03-01', 1);
      ledger.assign('2026-03-02', 'gold', '2026-09-01');
      ledger.sell('2026-08-31', 30_000);
      return ledger.review('2026-12-31');
    };
    expect(raised({ graceDays: 30 })).toMatchObject([{ day: '2026-09-01', since: '2026-09-01', reason: 'confirmed' }]);
    expect(raised({ drop: 'never' })).toEqual([]);
  });

  it('of a day that is over raises nobody', () => {
    const ledger = bySpend();
    ledger.sell('2026-03-01', 1);
    expect(ledger.assign('2026-03-02', 'gold', '2026-03-02')).toMatchObject([{ from: 'ordinary', to: 'ordinary' }]);
    expect(ledger.assign('2026-03-02', 'gold', '2026-03-03')).toMatchObject([{ from: 'ordinary', to: 'gold' }]);
  });

  it('that comes late is reached as of the newest posting’s day', () => {
    const ledger = bySpend();
    ledger.sell('2026-03-10', 1);
    ledger.assign('2026-03-02', 'gold', '2026-09-01');
    expect(ledger.account.standing).toMatchObject({ level: 'gold', since: ledger.drafts[0]?.day });
  });

  it('is refused where the programme has no such level', () => {
    expect(bySpend().tryToAssign('2026-03-02', 'platinum')).toEqual({
      refused: 'invalid-event',
      field: 'data.level',
      rule: 'a level of the programme',
    });
  });

  it('counts for the next sale and not for what was reached by itself: a lower one changes nothing', () => {
    const ledger = bySpend({ levels: levels.map((level, index) => ({ ...level, multiplier: String(index + 1) })) });
    ledger.sell('2026-03-01', 100, 'p1');
    ledger.assign('2026-03-02', 'gold');
    ledger.sell('2026-03-02', 100, 'p2');
    expect(ledger.drafts.map(({ points }) => points)).toEqual([1n, 0n, 3n]);
  });

  it('over a lifetime is judged on its day, too, by all that counts', () => {
    const ledger = bySpend({ window: { lifetime: true } });
    ledger.sell('2010-03-01', 10_000);
    ledger.assign('2026-03-02', 'gold', '2026-09-01');
    expect(ledger.review('2030-01-01')).toMatchObject([{ day: '2026-09-01', from: 'gold', to: 'silver' }]);
  });
});
