/** The numbers of a deployed stage: its snapshots, and what each was counted by. */
import { numbersBucketOutput, tableName } from '../../shared/config/names.ts';
import { parseProgramme } from '../../shared/contracts/parse-programme.ts';
import { parseSnapshot } from '../../shared/contracts/snapshot.ts';
import type { Snapshot } from '../../shared/contracts/snapshot.ts';
import { formatDay, parseDay } from '../../shared/domain/calendar.ts';
import type { Day } from '../../shared/domain/calendar.ts';
import type { SnapshotStore } from '../../shared/store/snapshot-store.ts';
import type { SettingsStore } from '../../shared/store/store.ts';
import { openNumbers } from '../../shared/runtime/numbers.ts';
import type { NumbersStores } from '../../shared/runtime/numbers.ts';
import type { Deployment } from '../deployment.ts';
import { Failure } from '../failure.ts';
import type { Accepted, ProgrammeFile } from '../programme-file.ts';
import { dataStackOutput } from '../stack-output.ts';

const fillIn = 'fill in the past with `npx perennial metrics backfill`.';

/** @throws Failure when the stage has no bucket of numbers */
export async function openStoredNumbers({ stage, clients }: Deployment): Promise<NumbersStores> {
  const bucket = await dataStackOutput(stage, clients, numbersBucketOutput);
  if (bucket === undefined) {
    throw new Failure(`The stage ${stage} has no bucket of numbers.`, 'Deploy it first: `npx perennial up`.');
  }
  return openNumbers({ table: tableName(stage, 'snapshots'), bucket, endpoint: clients.endpoint }, clients);
}

/** The nearest days on both sides of a day that have a snapshot. */
async function nearestDays(snapshots: SnapshotStore, day: string): Promise<readonly string[]> {
  let [before, after]: (string | undefined)[] = [];
  for await (const facts of snapshots.list()) {
    if (facts.day < day) before = facts.day;
    else after ??= facts.day;
  }
  return [before, after].flatMap((near) => near ?? []);
}

/**
 * The snapshot of a day, the newest one without a day.
 * @throws Failure that says what to do when there is none
 */
export async function readSnapshot(snapshots: SnapshotStore, asOf: Day | undefined): Promise<Snapshot> {
  const newest = await snapshots.latestBefore();
  if (newest === undefined) {
    throw new Failure('No numbers have been counted yet.', `Wait for the pass of tonight, or ${fillIn}`);
  }
  const day = asOf === undefined ? newest.day : formatDay(asOf);
  const body = await snapshots.read(day);
  if (body !== undefined) return parseSnapshot(new TextDecoder().decode(body));
  const near = (await nearestDays(snapshots, day)).join(' and ');
  throw new Failure(`There are no numbers as of ${day}.`, `The nearest are those of ${near}; or ${fillIn}`);
}

/** @throws Failure when no version is published that the snapshot could have been counted by */
export async function versionOf(
  { facts, cube }: Snapshot,
  settings: Pick<SettingsStore, 'pointer' | 'programme'>,
): Promise<ProgrammeFile<Accepted>> {
  const versions = (await settings.pointer())?.versions ?? [];
  const named = versions.find(({ programId, version }) => `${programId}@${String(version)}` === facts.program);
  if (named !== undefined) {
    const document = await settings.programme(named.hash);
    const result = parseProgramme(document);
    const levels = result.ok ? result.programme.tiers.levels.map(({ id }) => id) : [];
    if (result.ok && levels.join('\n') === cube.levels.join('\n')) return { document, result };
  }
  throw new Failure(
    `The numbers as of ${facts.day} were counted by ${facts.program}, which is not published any more as it was.`,
    `Count them anew: ${fillIn}`,
  );
}

/** The day of a snapshot. @throws RangeError when it is none, which its contract refuses */
export function dayOfText(text: string): Day {
  const day = parseDay(text);
  if (day === undefined) throw new RangeError(`no day: ${text}`);
  return day;
}
