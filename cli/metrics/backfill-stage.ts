import { randomUUID } from 'node:crypto';
import { backfillSnapshots } from '../../shared/commands/backfill-snapshots.ts';
import { addDays } from '../../shared/domain/calendar.ts';
import type { Day } from '../../shared/domain/calendar.ts';
import { programmeAt, programmeOnDay } from '../../shared/domain/programme.ts';
import { businessDay, instantOf } from '../../shared/domain/zone.ts';
import type { Deployment } from '../deployment.ts';
import { UsageError } from '../failure.ts';
import type { CommandIo } from '../io.ts';
import { openStoredNumbers } from './stored-numbers.ts';

const membersBetweenProgress = 1000;

/**
 * Counts the past of a deployed stage from its entries.
 * @returns the days that have a snapshot now, the oldest first
 * @throws UsageError for a last day that has not ended
 */
export async function backfillStage(
  deployment: Deployment,
  { from, to }: { readonly from: Day | null; readonly to: Day | null },
  io: CommandIo,
): Promise<readonly string[]> {
  const stores = await openStoredNumbers(deployment);
  const versions = await deployment.programmes();
  const now = () => instantOf(Date.now());
  const ended = addDays(businessDay(now(), programmeAt(versions, now()).timeZone), -1);
  if (to !== null && to > ended) throw new UsageError('--to is a day that has ended');
  const progress = (members: number) => {
    if (members % membersBetweenProgress === 0) io.progress(`${String(members)} members …`);
  };
  return backfillSnapshots(
    { ...stores, ledger: deployment.ledger, now, run: `backfill-${randomUUID()}` },
    { from, to: to ?? ended, programmeOn: (day) => programmeOnDay(versions, day), progress },
  );
}
