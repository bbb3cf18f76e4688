/** What the pass over all accounts needs, as it is deployed: DynamoDB, and S3 for its numbers. */
import type { FinishReviewDependencies } from '../commands/finish-review.ts';
import type { ReviewDependencies } from '../commands/review-members.ts';
import type { StartReviewDependencies } from '../commands/start-review.ts';
import { instantOf } from '../domain/zone.ts';
import { backOff, sleep } from '../platform/back-off.ts';
import { digestsWith } from '../platform/digest.ts';
import { newMemberId } from '../platform/ids.ts';
import type { Connection } from '../store/dynamodb/connection.ts';
import { dynamodbMessages } from '../store/dynamodb/message-store.ts';
import { dynamodbSnapshotIndex } from '../store/dynamodb/snapshot-index.ts';
import type { Tables } from '../store/dynamodb/tables.ts';
import type { BucketConnection } from '../store/s3/bucket.ts';
import { s3Passes } from '../store/s3/pass-store.ts';
import { s3SnapshotBodies } from '../store/s3/snapshot-bodies.ts';
import { snapshotsOver } from '../store/snapshot-store.ts';
import { bucketUrl } from './bucket-url.ts';
import type { DeployedBucket } from './bucket-url.ts';
import { connect, storesOver } from './engine.ts';

const now = () => instantOf(Date.now());

/** The bucket, with the credentials and the region of the function's other clients. */
function bucketConnection(bucket: DeployedBucket, { client }: Connection): BucketConnection {
  const { credentials, region } = client.config;
  return {
    bucketUrl: bucketUrl(bucket),
    credentials: async () => credentials(),
    region: async () => region(),
    backOff,
    nowMs: Date.now,
  };
}

/** What deciding on a review needs: the programme for its business days, and what was reviewed. */
export function startScheduler(tables: Pick<Tables, 'settings'>, segments: number): StartReviewDependencies {
  const { settings, programmes } = storesOver(connect(tables));
  return { settings, programmes, now, segments };
}

/** What reviewing needs: no identities, so no key of theirs, and the messages, which nobody else touches. */
export function startReviewer(
  tables: Pick<Tables, 'accounts' | 'ledger' | 'settings' | 'messages'>,
  numbers: DeployedBucket,
  unitsPerSecond: number,
): Omit<ReviewDependencies, 'timeLeft'> {
  const connection = connect(tables);
  return {
    ...storesOver(connection),
    messages: dynamodbMessages(connection),
    passes: s3Passes(bucketConnection(numbers, connection)),
    digests: digestsWith(Buffer.alloc(0)),
    newMemberId,
    backOff,
    now,
    sleep,
    unitsPerSecond,
  };
}

/** What ending a review needs. */
export function startFinisher(
  tables: Pick<Tables, 'settings' | 'snapshots'>,
  numbers: DeployedBucket,
): FinishReviewDependencies {
  const connection = connect(tables);
  const bucket = bucketConnection(numbers, connection);
  const { settings, programmes } = storesOver(connection);
  const snapshots = snapshotsOver(
    dynamodbSnapshotIndex({ client: connection.client, table: tables.snapshots }),
    s3SnapshotBodies(bucket),
  );
  return { settings, programmes, now, passes: s3Passes(bucket), snapshots };
}
