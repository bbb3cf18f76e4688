import { join } from 'node:path';
import type { Stage } from '../../shared/config/names.ts';
import type { CommandIo } from '../io.ts';
import { deployStack } from './deploy.ts';
import { ensureLocalAws } from './local-aws.ts';
import { localFolder } from './paths.ts';

/** A stage that is there, as `up` prints it. */
export type StageUp = {
  readonly stage: Stage;
  /** Of the local AWS; null where AWS itself is meant. */
  readonly endpoint: string | null;
  /** Whether the local AWS was started for it, and is empty therefore. */
  readonly started: boolean;
  readonly deployed: boolean;
  readonly stacks: readonly string[];
  /** What the stage does without and why, in sentences. */
  readonly leftOut: readonly string[];
};

/**
 * Makes a stage be there: the local AWS started and deployed to, or the account of the environment's credentials deployed
 * to. Quick and harmless when it is there already. Throws Failure that says what is missing or went wrong.
 */
export async function bringUp(stage: Stage, io: CommandIo): Promise<StageUp> {
  const outDir = outDirOf(stage);
  if (stage !== 'local') {
    const { notes, ...deployment } = await deployStack({ stage, outDir, io });
    return { stage, endpoint: null, started: false, ...deployment, leftOut: notes };
  }
  const { endpoint, id, started } = await ensureLocalAws(io);
  const instance = id === undefined ? {} : { instanceId: id };
  const { notes, ...deployment } = await deployStack({ stage, endpoint, ...instance, outDir, io });
  return { stage, endpoint, started, ...deployment, leftOut: notes };
}

/** Where a stage of this checkout is synthesised. */
export function outDirOf(stage: Stage): string {
  return join(localFolder, 'cdk.out', stage);
}
