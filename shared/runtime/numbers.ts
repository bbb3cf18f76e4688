/** The stores of the numbers as they are deployed: parts of passes and snapshots in S3, the snapshots' facts in DynamoDB. */
import type { DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import type { Connection } from '../store/dynamodb/connection.ts';
import { dynamodbSnapshotIndex } from '../store/dynamodb/snapshot-index.ts';
import type { PassStore } from '../store/pass-store.ts';
import { s3Passes } from '../store/s3/pass-store.ts';
import { s3SnapshotBodies } from '../store/s3/snapshot-bodies.ts';
import { snapshotsOver } from '../store/snapshot-store.ts';
import type { SnapshotStore } from '../store/snapshot-store.ts';
import { connect } from './connect.ts';
import { bucketConnection } from './deployed-bucket.ts';
import type { DeployedBucket } from './deployed-bucket.ts';

export type NumbersSettings = Omit<DeployedBucket, 'domain'> & {
  /** Name of the table with the snapshots' facts. */
  readonly table: string;
};

export type NumbersStores = { readonly passes: PassStore; readonly snapshots: SnapshotStore };

export function numbersOver(numbers: DeployedBucket, connection: Connection): NumbersStores {
  const bucket = bucketConnection(numbers, connection);
  const index = dynamodbSnapshotIndex({ client: connection.client, table: connection.tables.snapshots });
  return { passes: s3Passes(bucket), snapshots: snapshotsOver(index, s3SnapshotBodies(bucket)) };
}

/** The stores for whoever knows the bucket by its name alone. */
export async function openNumbers(
  { table, bucket, endpoint }: NumbersSettings,
  config: DynamoDBClientConfig = {},
): Promise<NumbersStores> {
  const connection = connect({ snapshots: table }, config);
  const domain = `${bucket}.s3.${await connection.client.config.region()}.amazonaws.com`;
  return numbersOver({ bucket, domain, endpoint }, connection);
}
