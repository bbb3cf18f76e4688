/** Snapshots filled in over a change of the programme's levels. */
import { expect, test } from 'vitest';
import { backfillSnapshots } from '../../shared/commands/backfill-snapshots.ts';
import { parseSnapshot } from '../../shared/contracts/snapshot.ts';
import { monthOfDay } from '../../shared/domain/calendar.ts';
import { instantOf } from '../../shared/domain/zone.ts';
import { memoryPasses } from '../../shared/store/memory/memory-passes.ts';
import { memorySnapshots } from '../../shared/store/memory/memory-snapshots.ts';
import { day, Ledger, programmeWith, sale } from '../domain/build.ts';

const [ordinary, silver, gold] = [
  { id: 'ordinary', from: 0 },
  { id: 'silver', from: 50 },
  { id: 'gold', from: 150 },
];
const before = programmeWith({ tiers: { levels: [ordinary, silver, gold] } });
const after = programmeWith({ version: 2, tiers: { levels: [ordinary, gold] } });

test('those of high value in older months are told by the levels that there are now', async () => {
  const member = new Ledger(before);
  member.sell(sale('2024-01-10T12:00:00Z', { net: 20_000 }));
  const ledger = {
    async *history() {
      yield* await Promise.resolve(member.entries());
    },
    scanAccounts: async () => Promise.resolve({ accounts: [{ account: member.account, version: 1 }] }),
  };
  const deps = { ledger, passes: memoryPasses(), snapshots: memorySnapshots(), now: () => instantOf(0), run: 'run' };
  const programmeOn = (on: number) => (on < day('2024-03-01') ? before : after);
  const options = { from: day('2024-01-01'), to: day('2024-03-31'), programmeOn, progress: () => undefined };
  expect(await backfillSnapshots(deps, options)).toEqual(['2024-01-31', '2024-02-29', '2024-03-31']);
  const highInJanuary = async (on: string) => {
    const body = await deps.snapshots.read(on);
    const { cube } = parseSnapshot(new TextDecoder().decode(body));
    return cube.of({ tier: 'gold', channel: null }).get('high', monthOfDay(day('2024-01-31')));
  };
  expect(await highInJanuary('2024-02-29')).toBe(1n);
  expect(await highInJanuary('2024-03-31')).toBe(1n);
});
