/** The RFM group of a member by itself against the numbers, which count all members at once. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Account } from '../../shared/domain/account.ts';
import { newAccount } from '../../shared/domain/account.ts';
import { dayOf, monthOfDay } from '../../shared/domain/calendar.ts';
import { zero } from '../../shared/domain/rational.ts';
import { factsOfAccount } from '../../shared/domain/statistics/account-facts.ts';
import { countMember } from '../../shared/domain/statistics/count-member.ts';
import { Cube } from '../../shared/domain/statistics/cube.ts';
import { RankReading } from '../../shared/domain/statistics/rank.ts';
import { rfmGroups } from '../../shared/domain/statistics/rfm.ts';
import { RfmReading, rfmGroupOf } from '../../shared/domain/statistics/rfm-ranks.ts';
import type { RfmEdges } from '../../shared/domain/statistics/rfm-ranks.ts';
import { Rows } from '../../shared/domain/statistics/rows.ts';
import { sumsContext } from '../../shared/domain/statistics/sums-context.ts';
import { day, programmeWith } from './build.ts';

const asOf = day('2026-03-20');
const context = sumsContext(asOf, programmeWith());

/** Bought so many days ago, so often and for so much; enrolled in the programme's first year or tomorrow, or erased. */
const member = fc.record({
  is: fc.constantFrom('member', 'member', 'member', 'not yet', 'erased'),
  days: fc.uniqueArray(fc.nat({ max: 500 }), { maxLength: 4 }),
  orders: fc.integer({ min: 1, max: 3 }),
  spend: fc.integer({ min: 0, max: 400 }),
});

type Lived = { readonly is: string; readonly days: readonly number[]; readonly orders: number; readonly spend: number };

function accountOf({ is, days, orders, spend }: Lived): Account {
  const account = newAccount('member', { on: is === 'not yet' ? dayOf(asOf + 1) : day('2020-01-01'), channel: null });
  const bought = days.toSorted((a, b) => b - a).map((ago) => ({ day: dayOf(asOf - ago), orders }));
  const months = [...new Set(bought.map((one) => monthOfDay(one.day)))].map((month) => {
    return { month, netMinor: BigInt(spend), items: zero, flows: {} };
  });
  const left = is === 'erased' ? ({ how: 'erased', on: asOf } as const) : null;
  const statistics = { ...account.statistics, days: bought, months };
  return { ...account, left, orders: orders * bought.length, statistics };
}

it('is the group that the numbers count the member in', () => {
  fc.assert(
    fc.property(fc.array(member.map(accountOf), { maxLength: 40 }), (accounts) => {
      const [cube, rows, reading, byMember] = [
        new Cube(['ordinary']),
        new Rows(),
        new RankReading(),
        new RfmReading(asOf),
      ];
      for (const account of accounts) {
        byMember.add(account);
        const facts = factsOfAccount(account, asOf);
        if (facts !== undefined) countMember({ cube, rows }, facts, context);
      }
      reading.read(rows);
      reading.ranks().count(rows, (cell) => cube.at(cell), asOf);
      // As they travel from the function that ranks to those that plan.
      const edges: RfmEdges = JSON.parse(JSON.stringify(byMember.edges()));
      const groups = accounts.map((account) => rfmGroupOf(account, asOf, edges));
      const everybody = cube.of({ tier: null, channel: null });
      for (const group of rfmGroups) {
        const counted = everybody.get('rfm.group', group);
        expect([group, groups.filter((one) => one === group).length]).toEqual([group, Number(counted)]);
      }
      const nobodys = accounts.filter(({ left, enrolment }) => left !== null || enrolment.on > asOf).length;
      expect(groups.filter((group) => group === null).length).toBe(nobodys);
    }),
  );
});
