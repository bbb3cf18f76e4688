import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { BlockPublicAccess, Bucket, ObjectOwnership, type BucketProps, type LifecycleRule } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import type { StageSettings } from '../stages.ts';

export type VersionedBucketProps = Pick<BucketProps, 'encryption' | 'encryptionKey' | 'bucketKeyEnabled'> & {
  readonly settings: StageSettings;
  /** How long what lies there is kept. */
  readonly expiry: LifecycleRule;
};

/**
 * A bucket that nobody outside reaches and nothing reaches in clear. What is put in the place of something else, or removed
 * by mistake, can be looked up for a month.
 */
export function versionedBucket(scope: Construct, id: string, props: VersionedBucketProps): Bucket {
  const { settings, expiry, ...encryption } = props;
  return new Bucket(scope, id, {
    ...encryption,
    enforceSSL: true,
    minimumTLSVersion: 1.2,
    blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
    objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
    versioned: true,
    removalPolicy: settings.keepsData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    lifecycleRules: [
      expiry,
      {
        id: 'earlier-versions',
        noncurrentVersionExpiration: Duration.days(30),
        expiredObjectDeleteMarker: true,
      },
      { id: 'what-was-never-finished', abortIncompleteMultipartUploadAfter: Duration.days(1) },
    ],
  });
}
