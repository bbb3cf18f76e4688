/** Members of high value in the months that the rows of a filled-in snapshot do not tell. */
import { expect, test } from 'vitest';
import { backfillSnapshots } from '../../../shared/commands/backfill-snapshots.ts';
import { parseSnapshot } from '../../../shared/contracts/snapshot.ts';
import { monthOfDay } from '../../../shared/domain/calendar.ts';
import type { Day } from '../../../shared/domain/calendar.ts';
import type { Programme } from '../../../shared/domain/programme.ts';
import { instantOf } from '../../../shared/domain/zone.ts';
import { memoryPasses } from '../../../shared/store/memory/memory-passes.ts';
import { memorySnapshots } from '../../../shared/store/memory/memory-snapshots.ts';
import { day, Ledger, programmeWith, sale } from '../../domain/build.ts';

const [ordinary, silver, gold] = [
  { id: 'ordinary', from: 0 },
  { id: 'silver', from: 50 },
  { id: 'gold', from: 150 },
];
const three = programmeWith({ tiers: { levels: [ordinary, silver, gold] } });

/** Days with snapshots, and on each those of gold who were of high value in January, of one who bought a lot in it. */
async function highInJanuary(from: string, programmeOn: (on: Day) => Programme) {
  const member = new Ledger(three);
  member.sell(sale('2024-01-10T12:00:00Z', { net: 20_000 }));
  const ledger = {
    async *history() {
      yield* await Promise.resolve(member.entries());
    },
    scanAccounts: async () => Promise.resolve({ accounts: [{ account: member.account, version: 1 }] }),
  };
  const deps = { ledger, passes: memoryPasses(), snapshots: memorySnapshots(), now: () => instantOf(0), run: 'run' };
  const options = { from: day(from), to: day('2024-03-31'), programmeOn, progress: () => undefined };
  const days = await backfillSnapshots(deps, options);
  return Promise.all(
    days.map(async (on) => {
      const { cube } = parseSnapshot(new TextDecoder().decode(await deps.snapshots.read(on)));
      return [on, cube.of({ tier: 'gold', channel: null }).get('high', monthOfDay(day('2024-01-31')))];
    }),
  );
}

test('they are told by the levels that there are now', async () => {
  const two = programmeWith({ version: 2, tiers: { levels: [ordinary, gold] } });
  expect(await highInJanuary('2024-01-01', (on) => (on < day('2024-03-01') ? three : two))).toEqual([
    ['2024-01-31', 1n],
    ['2024-02-29', 1n],
    ['2024-03-31', 1n],
  ]);
});

test('they are told too where only later days are asked for', async () => {
  expect(await highInJanuary('2024-03-01', () => three)).toEqual([['2024-03-31', 1n]]);
});
