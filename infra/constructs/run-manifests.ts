import { Duration, Validations } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { BucketEncryption, type Bucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { manifestsDays } from '../../shared/config/names.ts';
import type { StageSettings } from '../stages.ts';
import { versionedBucket } from './versioned-bucket.ts';

export type RunManifestsProps = {
  readonly settings: StageSettings;
  /** The customer-managed key of personal data: rows say of members, by their ids, what was decided about each. */
  readonly personalKey: IKey;
};

/**
 * Where the rows of runs lie: what was decided about every member of an audience. They name members by their ids alone,
 * and are kept for more than a year, so that a campaign can be judged against the same one of the year before.
 */
export class RunManifests extends Construct {
  readonly bucket: Bucket;

  constructor(scope: Construct, id: string, { settings, personalKey }: RunManifestsProps) {
    super(scope, id);
    this.bucket = versionedBucket(this, 'Bucket', {
      settings,
      encryption: BucketEncryption.KMS,
      encryptionKey: personalKey,
      // A key of the bucket's own under that key: else every part would be a call of the key's.
      bucketKeyEnabled: true,
      expiry: { id: 'rows-of-runs', expiration: Duration.days(manifestsDays) },
    });
    Validations.of(this.bucket).acknowledge({
      id: 'AwsSolutions-S1',
      reason:
        'Rows about ids, under the key of personal data, which the functions of campaigns and whoever judges a run read: ' +
        'a log of that would take another bucket, and the uses of the key are in CloudTrail.',
    });
  }
}
