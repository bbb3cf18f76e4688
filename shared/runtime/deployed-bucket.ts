/** The buckets of a deployment, as its stores reach them. */
import { backOff } from '../platform/back-off.ts';
import type { Connection } from '../store/dynamodb/connection.ts';
import type { BucketConnection } from '../store/s3/bucket.ts';

/** A bucket of a deployment, as a function is told of it. */
export type DeployedBucket = {
  readonly bucket: string;
  /** The host that AWS gave it. */
  readonly domain: string;
  /** Where another AWS than the real one is; it knows buckets by paths and not by hosts. */
  readonly endpoint: string | undefined;
};

/** The bucket, with the credentials and the region of the process's other clients. */
export function bucketConnection(
  { bucket, domain, endpoint }: DeployedBucket,
  { client }: Pick<Connection, 'client'>,
): BucketConnection {
  const { credentials, region } = client.config;
  return {
    bucketUrl: endpoint === undefined ? `https://${domain}` : `${endpoint}/${bucket}`,
    credentials: async () => credentials(),
    region: async () => region(),
    backOff,
    nowMs: Date.now,
  };
}
