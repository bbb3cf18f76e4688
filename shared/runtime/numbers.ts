/** The stores of the numbers as they are deployed: parts of passes and snapshots in S3, the snapshots' facts in DynamoDB. */
import type { DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import { backOff } from '../platform/back-off.ts';
import { documentClient } from '../platform/document-client.ts';
import { dynamodbSnapshotIndex } from '../store/dynamodb/snapshot-index.ts';
import type { PassStore } from '../store/pass-store.ts';
import { s3Passes } from '../store/s3/pass-store.ts';
import { s3SnapshotBodies } from '../store/s3/snapshot-bodies.ts';
import { snapshotsOver } from '../store/snapshot-store.ts';
import type { SnapshotStore } from '../store/snapshot-store.ts';

export type NumbersSettings = {
  /** Name of the table with the snapshots' facts. */
  readonly table: string;
  /** Name of the bucket. */
  readonly bucket: string;
  /** Where another AWS than the real one is; it knows buckets by paths and not by hosts. */
  readonly endpoint: string | undefined;
};

export type NumbersStores = { readonly passes: PassStore; readonly snapshots: SnapshotStore };

export async function openNumbers(
  { table, bucket, endpoint }: NumbersSettings,
  config: DynamoDBClientConfig = {},
): Promise<NumbersStores> {
  const client = documentClient(config);
  // The same credentials and region as every other client of the process.
  const { credentials, region } = client.config;
  const bucketUrl =
    endpoint === undefined ? `https://${bucket}.s3.${await region()}.amazonaws.com` : `${endpoint}/${bucket}`;
  const connection = {
    bucketUrl,
    credentials: async () => credentials(),
    region: async () => region(),
    backOff,
    nowMs: Date.now,
  };
  return {
    passes: s3Passes(connection),
    snapshots: snapshotsOver(dynamodbSnapshotIndex({ client, table }), s3SnapshotBodies(connection)),
  };
}
