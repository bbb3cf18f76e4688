/** Stages that the pass tells of members: once each, whenever and however often it comes by. */
import { describe, expect, it } from 'vitest';
import { claimOccasions } from '../../../shared/commands/claim-occasions.ts';
import { messageId } from '../../../shared/contracts/messages.ts';
import { addDays, formatDay } from '../../../shared/domain/calendar.ts';
import { day } from '../../domain/build.ts';
import { begins, golden, holding, member, passOf, versions, watched } from './watched.ts';

describe('stages', () => {
  it('are told first of everybody, and then when they change', async () => {
    const { pass, told, store } = watched();
    const prospect = member();
    expect(await pass(prospect, passOf('2026-01-01'))).toBe(1);
    const buyer = member('2026-01-03');
    expect(await pass(buyer, passOf('2026-01-03'), begins(day('2026-01-03')))).toBe(1);
    for (let on = day('2026-01-04'); on <= day('2026-06-01'); on = addDays(on, 1)) {
      await pass(buyer, passOf(formatDay(on)));
    }
    expect(told()).toEqual([
      '2026-01-01 null → prospect',
      '2026-01-03 prospect → new',
      '2026-02-03 new → active',
      '2026-03-05 active → at-risk',
      '2026-05-04 at-risk → lapsed',
    ]);
    expect(store.claimed[1]).toMatchObject({ programId: 'main', occurredAt: '2026-01-03T15:59:59.999Z' });
    expect(store.claimed.map(messageId)[1]).toBe('member.stage-changed:ann:2026-01-03');
  });

  it('are told of nobody who left, and nothing else is', async () => {
    const { pass, calls } = watched();
    const left = { how: 'erased', on: day('2026-01-09') } as const;
    const gone = { ...golden(holding(member('2026-01-03'), '2026-01-12'), '2025-01-11'), left };
    expect(await pass(gone, passOf('2026-01-10', null))).toBe(0);
    expect(calls).toEqual([]);
  });

  it('cost no call where nothing changed, and a look where somebody was here', async () => {
    const { pass, calls } = watched();
    const buyer = member('2026-01-03');
    await pass(buyer, passOf('2026-01-10', null));
    expect(calls.splice(0)).toEqual(['newest', 'claim']);
    await pass(buyer, passOf('2026-01-11'));
    expect(calls).toEqual([]);
    await pass(buyer, passOf('2026-01-12'), begins(day('2026-01-11')));
    expect(calls).toEqual(['newest']);
  });

  it('are told on the day on which what the pass itself has posted changes them', async () => {
    const { pass, told, store } = watched();
    const buyer = member('2026-01-03');
    await pass(buyer, passOf('2026-03-01', null));
    const deps = { messages: store, programmes: async () => Promise.resolve(versions) };
    const scanned = { account: buyer, version: 1, putAt: begins(day('2026-01-03')) };
    const posted = member('2025-12-01', '2025-12-20', '2026-01-03');
    expect(await claimOccasions(deps, scanned, posted, passOf('2026-03-02'))).toBe(1);
    expect(told()[1]).toBe('2026-03-02 active → lapsed');
  });

  it('are told to those who were there before the first pass, and looked up where nobody knows when they were put', async () => {
    const { pass, told, calls, store } = watched();
    const buyer = member('2026-01-03');
    await pass(buyer, passOf('2026-03-01', null));
    expect(told()).toEqual(['2026-03-01 null → active']);
    calls.splice(0);
    const deps = { messages: store, programmes: async () => Promise.resolve(versions) };
    expect(await claimOccasions(deps, { account: buyer, version: 1 }, buyer, passOf('2026-03-02'))).toBe(0);
    const late = member('2025-12-01', '2025-12-20', '2026-01-03');
    expect(await claimOccasions(deps, { account: late, version: 2 }, late, passOf('2026-03-03'))).toBe(1);
    expect(told()[1]).toBe('2026-03-03 active → lapsed');
  });

  it('follow what came late and what came back, as soon as the next pass sees it', async () => {
    const { pass, told } = watched();
    const buyer = member('2026-01-03', '2026-02-10');
    await pass(member('2026-01-03'), passOf('2026-02-09', null));
    await pass(buyer, passOf('2026-02-10'), begins(day('2026-02-10')));
    // The very first purchase comes back in full: that of 10 February is the first now.
    await pass(member('2026-02-10'), passOf('2026-02-11'), begins(day('2026-02-11')));
    // A till that was away sends one of December.
    await pass(member('2025-12-01', '2026-02-10'), passOf('2026-02-12'), begins(day('2026-02-12')));
    expect(told()).toEqual(['2026-02-09 null → active', '2026-02-11 active → new', '2026-02-12 new → active']);
  });

  it('of a day that is over are not told again, also when a pass that was cut off had told something else', async () => {
    const { pass, told } = watched();
    const buyer = member('2026-01-03');
    await pass(buyer, passOf('2026-01-10', null));
    await pass(member(), passOf('2026-01-10', null));
    await pass(member(), passOf('2026-01-09', null));
    expect(told()).toEqual(['2026-01-10 null → new']);
    // It was put after the first pass of that day began, so the next one looks.
    await pass(member(), passOf('2026-01-11'), begins(day('2026-01-10')));
    expect(told()).toEqual(['2026-01-10 null → new', '2026-01-11 new → prospect']);
  });

  it('are not told of somebody who joined after the day, but of their purchases before they joined', async () => {
    const { pass, told, calls } = watched();
    const later = { ...member('2026-01-05'), enrolment: { on: day('2026-01-10'), channel: null } };
    expect(await pass(later, passOf('2026-01-09'), begins(day('2026-01-10')))).toBe(0);
    expect(calls).toEqual([]);
    const known = { ...later, statistics: { ...later.statistics, since: day('2026-01-05') } };
    expect(await pass(known, passOf('2026-01-09'), begins(day('2026-01-10')))).toBe(1);
    expect(told()).toEqual(['2026-01-09 null → new']);
  });
});
