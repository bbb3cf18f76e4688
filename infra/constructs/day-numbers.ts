import { Duration, RemovalPolicy, Validations } from 'aws-cdk-lib';
import { BlockPublicAccess, Bucket, BucketEncryption, ObjectOwnership } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { passesDays, passesPrefix } from '../../shared/config/names.ts';
import type { StageSettings } from '../stages.ts';

/**
 * Where the numbers of the days lie: the snapshot of each, for good, and what it was made of, for some days. Neither names
 * anybody: they are counts, and rows of numbers without a name.
 */
export class DayNumbers extends Construct {
  readonly bucket: Bucket;

  constructor(scope: Construct, id: string, settings: StageSettings) {
    super(scope, id);
    this.bucket = new Bucket(this, 'Bucket', {
      encryption: BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      // A day's snapshot may be taken again; what it said before can be looked up for a month.
      versioned: true,
      removalPolicy: settings.keepsData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
      lifecycleRules: [
        { id: 'parts-of-passes', prefix: passesPrefix, expiration: Duration.days(passesDays) },
        {
          id: 'earlier-versions',
          noncurrentVersionExpiration: Duration.days(30),
          expiredObjectDeleteMarker: true,
        },
        { id: 'what-was-never-finished', abortIncompleteMultipartUploadAfter: Duration.days(1) },
      ],
    });
    Validations.of(this.bucket).acknowledge({
      id: 'AwsSolutions-S1',
      reason:
        'Counts of whole days and rows without a name, which the functions can make again: a log of who read them would ' +
        'take another bucket and protect nothing.',
    });
  }
}
