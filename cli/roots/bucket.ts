import { S3Client } from '@aws-sdk/client-s3';
import type { Stage } from '../../shared/config/names.ts';
import { rootsBucketOutput } from '../../shared/config/names.ts';
import type { ClientSettings } from '../local/stage-connection.ts';
import { emptyBucket } from '../empty-bucket.ts';
import { Failure } from '../failure.ts';
import { dataStackOutput } from '../stack-output.ts';

/** A client for the bucket of the roots; another AWS than the real one knows buckets by paths and not by hosts. */
export function rootsClient(clients: ClientSettings): S3Client {
  return new S3Client({ ...clients, forcePathStyle: clients.endpoint !== undefined });
}

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

/** Removes all roots and leaves, in every version. @throws Failure where the stage's lock lets nobody do that */
export async function emptyRoots(stage: Stage, clients: ClientSettings): Promise<void> {
  const client = rootsClient(clients);
  const Bucket = await findRootsBucket(stage, clients);
  if (Bucket === undefined) return;
  await emptyBucket(client, Bucket);
}
