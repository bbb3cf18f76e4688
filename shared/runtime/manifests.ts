/** Manifests of runs as they are deployed. */
import type { DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import type { ManifestStore } from '../store/manifest-store.ts';
import { s3Manifests } from '../store/s3/manifest-store.ts';
import { connect } from './connect.ts';
import { bucketConnection } from './deployed-bucket.ts';
import type { DeployedBucket } from './deployed-bucket.ts';

/** The manifests for whoever knows their bucket by its name alone. */
export async function openManifests(
  { bucket, endpoint }: Omit<DeployedBucket, 'domain'>,
  config: DynamoDBClientConfig = {},
): Promise<ManifestStore> {
  const connection = connect({}, config);
  const domain = `${bucket}.s3.${await connection.client.config.region()}.amazonaws.com`;
  return s3Manifests(bucketConnection({ bucket, domain, endpoint }, connection));
}
