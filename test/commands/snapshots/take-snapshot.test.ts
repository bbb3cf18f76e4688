/** Snapshots of the parts of a pass, one pass after the other. */
import { describe, expect, test } from 'vitest';
import { AccountSums } from '../../../shared/commands/sum-accounts.ts';
import { takeSnapshot } from '../../../shared/commands/take-snapshot.ts';
import { addDays, formatDay, monthOfDay } from '../../../shared/domain/calendar.ts';
import type { Day } from '../../../shared/domain/calendar.ts';
import { instantOf } from '../../../shared/domain/zone.ts';
import { day, programmeWith } from '../../domain/build.ts';
import { programme } from '../../fixtures/statistics-programme.ts';
import { accountOn, begin, everybody, memberOf, numbersOf, opened, pass, run, snapshotOf } from './passes.ts';

describe('a pass', () => {
  const [some, others] = [
    memberOf(
      {
        joined: 0,
        sales: [
          [1, 9000],
          [40, 500],
          [400, 700],
        ],
        channel: 'web',
      },
      0,
    ),
    memberOf({ joined: 30, sales: [[200, 4000]], channel: null }, 1),
  ];
  const on = day('2024-03-31');

  test('whose parts are not all there takes no snapshot', async () => {
    const deps = opened();
    const place = { day: formatDay(on), run };
    expect(await takeSnapshot(deps, place)).toEqual({ status: 'incomplete', reason: 'there are no parts' });
    const options = { asOf: on, programme, now: () => instantOf(0) };
    const put = async (segment: number, part: number, isLast: boolean, of = programme) => {
      const sums = new AccountSums({ ...options, programme: of });
      sums.add(accountOn(some, on));
      await sums.put(deps.passes, run, { segment, segments: 2, part, last: isLast });
    };
    await put(0, 0, true);
    const lacks = async () => takeSnapshot(deps, place);
    expect(await lacks()).toEqual({ status: 'incomplete', reason: 'segment 1 is not whole' });
    await put(1, 1, true);
    expect(await lacks()).toEqual({ status: 'incomplete', reason: 'segment 1 is not whole' });
    await put(1, 0, true);
    expect(await lacks()).toEqual({ status: 'incomplete', reason: 'segment 1 is not whole' });
    await put(1, 0, false, programmeWith({ version: 2 }));
    const mixed = 'parts were counted by different versions of the programme';
    expect(await lacks()).toEqual({ status: 'incomplete', reason: mixed });
    expect(await deps.snapshots.latestBefore()).toBeUndefined();
    await put(1, 0, false);
    expect(await lacks()).toMatchObject({ status: 'taken', facts: { members: 3 } });
  });

  test('that is made again for its day takes the place of what was there', async () => {
    const deps = opened();
    await pass(deps, [some], on);
    await pass(deps, [some, others], on);
    expect((await snapshotOf(deps.snapshots, on)).facts.members).toBe(2);
  });

  test('tells a total that fell, and accounts that do not add up', async () => {
    const deps = opened();
    await pass(deps, [some, others], addDays(on, -1));
    const { passes, snapshots } = deps;
    const sums = new AccountSums({ asOf: on, programme, now: () => instantOf(0) });
    const account = accountOn(some, on);
    sums.add({ ...account, debt: account.debt + 1n });
    await sums.put(passes, run, { segment: 0, segments: 1, part: 0, last: true });
    const taken = await takeSnapshot({ passes, snapshots }, { day: formatDay(on), run });
    const fell = (total: 'earned' | 'expired') => {
      const [now, more] = [some, others].map((one) => accountOn(one, on).sums[total]);
      return { check: 'total-fell', total, before: (now ?? 0n) + (more ?? 0n), now };
    };
    expect(taken).toMatchObject({ status: 'taken' });
    if (taken.status !== 'taken') return;
    expect(taken.failed).toEqual([{ check: 'conservation', accounts: 1 }, fell('earned'), fell('expired')]);
  });

  test('knows no more than accounts do where no snapshot was taken before, or none for too long', async () => {
    const deps = opened();
    const from = async (when: Day) => (await snapshotOf(deps.snapshots, when)).facts.wholeFrom;
    await pass(deps, [some, others], on);
    // Rows tell who is of high value in the month of the day and in the one before.
    expect(await from(on)).toBe('2024-02-01');
    expect((await snapshotOf(deps.snapshots, on)).cube.of(everybody).get('sales.orders', monthOfDay(begin))).toBe(0n);
    await pass(deps, [some, others], addDays(on, 1));
    expect(await from(addDays(on, 1))).toBe('2024-02-01');
    const later = day('2024-06-15');
    await pass(deps, [some, others], later);
    expect(await from(later)).toBe('2024-05-01');
    const alone = opened();
    await pass(alone, [others], day('2022-03-20'));
    expect((await snapshotOf(alone.snapshots, day('2022-03-20'))).facts.wholeFrom).toBeNull();
  });
});

test('movement over twelve months is known from 24 months of accounts, and not when one has forgotten the first of them', async () => {
  // On 29 February and on 4 April.
  const member = memberOf({ joined: 780, sales: [0, 35].map((after) => [after, 6000]), channel: null }, 0);
  const on = day('2024-03-31');
  const movesRead = async (readOn: string) => {
    const deps = opened();
    const sums = new AccountSums({ asOf: on, programme, now: () => instantOf(0) });
    sums.add(accountOn(member, day(readOn)));
    await sums.put(deps.passes, run, { segment: 0, segments: 1, part: 0, last: true });
    await takeSnapshot(deps, { day: formatDay(on), run });
    return Object.keys(numbersOf((await snapshotOf(deps.snapshots, on)).cube.of(everybody), on)).filter((name) =>
      name.startsWith('rfm.move'),
    );
  };
  // With the purchase of April the account knows of April, and no more of April two years ago.
  expect(await movesRead('2024-04-01')).toEqual(['rfm.move month', 'rfm.move 12m', 'rfm.move all']);
  expect(await movesRead('2024-04-04')).toEqual(['rfm.move month', 'rfm.move all']);
});
