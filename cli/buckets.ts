import { DeleteObjectsCommand, ListObjectVersionsCommand, S3Client } from '@aws-sdk/client-s3';
import { manifestsBucketOutput, numbersBucketOutput, rootsBucketOutput } from '../shared/config/names.ts';
import type { Stage } from '../shared/config/names.ts';
import { Failure } from './failure.ts';
import type { ClientSettings } from './local/stage-connection.ts';
import { stackOutputs } from './stack-output.ts';

/** The buckets of a stage, by the outputs of the data stack that say what they are called. */
const buckets = { roots: rootsBucketOutput, numbers: numbersBucketOutput, manifests: manifestsBucketOutput } as const;
type BucketId = keyof typeof buckets;

/** A client for buckets; another AWS than the real one knows them by paths and not by hosts. */
export function bucketClient(clients: ClientSettings): S3Client {
  return new S3Client({ ...clients, forcePathStyle: clients.endpoint !== undefined });
}

async function emptyBucket(client: S3Client, Bucket: string): Promise<void> {
  for (;;) {
    // What is listed is gone before the list is asked for again.
    const { Versions = [], DeleteMarkers = [] } = await client.send(new ListObjectVersionsCommand({ Bucket }));
    const Objects = [...Versions, ...DeleteMarkers].flatMap(({ Key, VersionId }) =>
      Key === undefined ? [] : [{ Key, VersionId }],
    );
    if (Objects.length === 0) return;
    const { Errors: [error] = [] } = await client.send(
      new DeleteObjectsCommand({ Bucket, Delete: { Objects, Quiet: true }, BypassGovernanceRetention: true }),
    );
    if (error !== undefined) throw new Failure(`${Bucket} keeps ${error.Key ?? ''}: ${error.Message ?? ''}`);
  }
}

/**
 * Removes everything in buckets of a stage, in every version; what is not there yet is left alone.
 * @throws Failure where the stage's lock lets nobody do that
 */
export async function emptyBuckets(stage: Stage, clients: ClientSettings, which: readonly BucketId[]): Promise<void> {
  const outputs = await stackOutputs(stage, clients, 'data');
  const client = bucketClient(clients);
  for (const id of which) {
    const name = outputs.get(buckets[id]);
    if (name !== undefined) await emptyBucket(client, name);
  }
}
