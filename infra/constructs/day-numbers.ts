import { Duration, Validations } from 'aws-cdk-lib';
import { BucketEncryption, type Bucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { passesDays, passesPrefix } from '../../shared/config/names.ts';
import type { StageSettings } from '../stages.ts';
import { versionedBucket } from './versioned-bucket.ts';

/**
 * Where the numbers of the days lie: the snapshot of each, for good, and what it was made of, for some days. Neither names
 * anybody: they are counts, and rows of numbers without a name.
 */
export class DayNumbers extends Construct {
  readonly bucket: Bucket;

  constructor(scope: Construct, id: string, settings: StageSettings) {
    super(scope, id);
    this.bucket = versionedBucket(this, 'Bucket', {
      settings,
      encryption: BucketEncryption.S3_MANAGED,
      expiry: { id: 'parts-of-passes', prefix: passesPrefix, expiration: Duration.days(passesDays) },
    });
    Validations.of(this.bucket).acknowledge({
      id: 'AwsSolutions-S1',
      reason:
        'Counts of whole days and rows without a name, which the functions can make again: a log of who read them would ' +
        'take another bucket and protect nothing.',
    });
  }
}
