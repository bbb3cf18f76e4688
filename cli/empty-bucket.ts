import { DeleteObjectsCommand, ListObjectVersionsCommand } from '@aws-sdk/client-s3';
import type { S3Client } from '@aws-sdk/client-s3';
import { Failure } from './failure.ts';

/** Removes everything in a bucket, in every version. @throws Failure where a lock lets nobody do that */
export async function emptyBucket(client: S3Client, Bucket: string): Promise<void> {
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
