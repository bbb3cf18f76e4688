import { Duration, RemovalPolicy, Validations } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { BlockPublicAccess, Bucket, BucketEncryption, ObjectOwnership } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { manifestsDays } from '../../shared/config/names.ts';
import type { StageSettings } from '../stages.ts';

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
    this.bucket = new Bucket(this, 'Bucket', {
      encryption: BucketEncryption.KMS,
      encryptionKey: personalKey,
      // A key of the bucket's own under that key: else every part would be a call of the key's.
      bucketKeyEnabled: true,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      // Parts are put once; one that is put again by mistake can be looked up for a month.
      versioned: true,
      removalPolicy: settings.keepsData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
      lifecycleRules: [
        { id: 'rows-of-runs', expiration: Duration.days(manifestsDays) },
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
        'Rows about ids, under the key of personal data, which the functions of campaigns and whoever judges a run read: ' +
        'a log of that would take another bucket, and the uses of the key are in CloudTrail.',
    });
  }
}
