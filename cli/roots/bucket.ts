import type { Stage } from '../../shared/config/names.ts';
import { rootsBucketOutput } from '../../shared/config/names.ts';
import type { ClientSettings } from '../local/stage-connection.ts';
import { Failure } from '../failure.ts';
import { dataStackOutput } from '../stack-output.ts';

/** The name that CloudFormation gave the bucket of the roots; undefined where there is no such stack, or an old one. */
async function findRootsBucket(stage: Stage, clients: ClientSettings): Promise<string | undefined> {
  return dataStackOutput(stage, clients, rootsBucketOutput);
}

/** The bucket of the roots. @throws Failure when the stage has none */
export async function rootsBucket(stage: Stage, clients: ClientSettings): Promise<string> {
  const name = await findRootsBucket(stage, clients);
  if (name !== undefined) return name;
  throw new Failure(`The stage ${stage} has no bucket of roots.`, 'Deploy it first: `npx perennial up`.');
}
