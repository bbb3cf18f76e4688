/** Notices that the pass tells members: once each, whenever and however often it comes by. */
import { describe, expect, it } from 'vitest';
import type { Account } from '../../../shared/domain/account.ts';
import { addDays, formatDay } from '../../../shared/domain/calendar.ts';
import { day, programmeWith } from '../../domain/build.ts';
import { begins, golden, holding, member, passOf, programme, rules, watched } from './watched.ts';

describe('notices of points that end', () => {
  const nobody = member();

  async function daily(account: Account, from: string, through: string) {
    const { pass, told, calls } = watched();
    await pass(account, passOf(formatDay(addDays(day(from), -1)), null));
    calls.splice(0);
    for (let on = day(from); on <= day(through); on = addDays(on, 1)) await pass(account, passOf(formatDay(on)));
    return { told: told().filter((text) => !text.includes('→')), calls };
  }

  it('are told thirty, seven and one day before, with a look and a claim each and no other call', async () => {
    const { told, calls } = await daily(holding(nobody, '2026-06-01'), '2026-04-01', '2026-06-10');
    expect(told).toEqual(['2026-05-01 30: 2026-06-01', '2026-05-24 7: 2026-06-01', '2026-05-30 1: 2026-06-01']);
    expect(calls).toEqual(['newest', 'claim', 'newest', 'claim', 'newest', 'claim']);
  });

  it('are skipped for three days after another, and of one day only the most urgent is told', async () => {
    const account = holding(nobody, '2026-06-01', '2026-06-04', '2026-06-05', '2026-06-24', '2026-07-05');
    const { told } = await daily(account, '2026-05-20', '2026-06-10');
    expect(told).toEqual([
      // On the same day the lot of 24 June would have had its thirty days, three days later that of 4 June its seven.
      '2026-05-24 7: 2026-06-01',
      '2026-05-28 7: 2026-06-05',
      '2026-06-02 1: 2026-06-04',
    ]);
  });

  it('are told by a pass that comes again whatever the one that was cut off had not told', async () => {
    const { pass, told } = watched();
    const account = holding(nobody, '2026-06-01');
    await pass(account, passOf('2026-05-24'));
    await pass(account, passOf('2026-05-24'));
    await pass(account, passOf('2026-05-20', '2026-05-01'));
    expect(told().filter((text) => text.includes('7:'))).toEqual(['2026-05-24 7: 2026-06-01']);
  });
});

describe('a notice of a level in danger', () => {
  const account = golden(member(), '2026-01-01');

  it('is told once for a judgement, when it falls due', async () => {
    const { pass, told, calls } = watched();
    await pass(account, passOf('2026-11-20', null));
    calls.splice(0);
    for (let on = day('2026-11-21'); on <= day('2027-01-05'); on = addDays(on, 1)) {
      await pass(account, passOf(formatDay(on)));
    }
    expect(told()).toEqual(['2026-11-20 null → prospect', '2026-12-01 at risk on 2027-01-01']);
    expect(calls).toEqual(['claim']);
  });

  it('is told where a new version brings its judgement nearer', async () => {
    const sooner = programmeWith({
      ...rules,
      tiers: { ...rules.tiers, atRiskDays: 60 },
      version: 2,
      effectiveFrom: '2026-11-10T16:00:00Z',
    });
    const { pass, told } = watched([programme, sooner]);
    await pass(account, passOf('2026-11-09', null));
    for (const on of ['2026-11-10', '2026-11-11', '2026-11-12']) await pass(account, passOf(on));
    expect(told()).toEqual(['2026-11-09 null → prospect', '2026-11-11 at risk on 2027-01-01']);
  });

  it('is told later where it came into danger later, and by the first pass of all', async () => {
    const { pass, told } = watched();
    await pass(account, passOf('2026-12-10'), begins(day('2026-12-10')));
    await pass(account, passOf('2026-12-11'), begins(day('2026-12-11')));
    expect(told()).toEqual(['2026-12-10 at risk on 2027-01-01', '2026-12-10 null → prospect']);
    const first = watched();
    await first.pass(account, passOf('2026-12-20', null));
    expect(first.told()).toEqual(['2026-12-20 at risk on 2027-01-01', '2026-12-20 null → prospect']);
  });
});
