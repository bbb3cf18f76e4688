import type { Stage } from '../../shared/config/names.ts';
import { NoProgrammeError } from '../../shared/store/published-programmes.ts';
import { openDeployment } from '../deployment.ts';
import { Failure } from '../failure.ts';
import type { CommandIo } from '../io.ts';
import { readProgrammeFile } from '../programme-file.ts';
import type { RunDocument } from '../report/document.ts';
import { emptyRoots } from '../roots/bucket.ts';
import { emptyRuns } from './empty-runs.ts';
import { emptyTables } from './empty-tables.ts';
import { publishFile, versionsInUse } from './publish.ts';
import { replay } from './replay.ts';
import type { ReplayOptions } from './replay.ts';

export type Preparation = {
  /** A programme to publish first. */
  readonly program: string | undefined;
  /** Whether to empty the tables first; the published programme goes only where another takes its place. */
  readonly fresh: boolean;
};

/** Brings the deployed stage into the state that was asked for, then replays. */
export async function prepareAndReplay(
  stage: Stage,
  { program, fresh }: Preparation,
  options: ReplayOptions,
  io: CommandIo,
): Promise<RunDocument> {
  const deployment = await openDeployment(stage, io);
  // A document that is refused has to be refused before anything is emptied.
  if (program !== undefined) await readProgrammeFile(program);
  const inUse = await versionsInUse(deployment);
  if (fresh) {
    const settings = program === undefined ? [] : (['settings'] as const);
    const ofMembers = ['accounts', 'ledger', 'members', 'intake', 'messages', 'rewards', 'snapshots'] as const;
    await emptyTables(deployment, [...ofMembers, ...settings]);
    await emptyRuns(deployment);
    // Roots of what is gone would stand in the way of those to come: a day has one.
    await emptyRoots(stage, deployment.clients);
  }
  if (program !== undefined) await publishFile(deployment, program, inUse);
  try {
    return await replay(deployment, options);
  } catch (error) {
    if (!(error instanceof NoProgrammeError)) throw error;
    throw new Failure(
      'No programme is published.',
      'Name one with --program, for example shared/config/programmes/starter.json.',
    );
  }
}
