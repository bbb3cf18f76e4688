/** What the pass over all accounts needs, as it is deployed: DynamoDB, and S3 for its numbers. */
import type { FinishReviewDependencies } from '../commands/finish-review.ts';
import type { ReviewDependencies } from '../commands/review-members.ts';
import type { StartReviewDependencies } from '../commands/start-review.ts';
import { backOff, sleep } from '../platform/back-off.ts';
import { digestsWith } from '../platform/digest.ts';
import { newMemberId } from '../platform/ids.ts';
import { dynamodbMessages } from '../store/dynamodb/message-store.ts';
import type { Tables } from '../store/dynamodb/tables.ts';
import { s3Passes } from '../store/s3/pass-store.ts';
import { clock } from './clock.ts';
import { connect } from './connect.ts';
import { bucketConnection } from './deployed-bucket.ts';
import type { DeployedBucket } from './deployed-bucket.ts';
import { storesOver } from './engine.ts';
import { numbersOver } from './numbers.ts';

/** What deciding on a review needs: the programme for its business days, and what was reviewed. */
export function startScheduler(tables: Pick<Tables, 'settings'>, segments: number): StartReviewDependencies {
  const { settings, programmes } = storesOver(connect(tables));
  return { settings, programmes, now: clock, segments };
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
    now: clock,
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
  const { settings, programmes } = storesOver(connection);
  return { settings, programmes, now: clock, ...numbersOver(numbers, connection) };
}
