import { Duration, RemovalPolicy, Validations } from 'aws-cdk-lib';
import { AnyPrincipal, Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Key, KeySpec, KeyUsage } from 'aws-cdk-lib/aws-kms';
import { BlockPublicAccess, Bucket, BucketEncryption, ObjectLockRetention, ObjectOwnership } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { leavesDays, leavesTag, rootsKeyAlias, rootsPrefix } from '../../shared/config/names.ts';
import type { StageSettings } from '../stages.ts';

/**
 * The roots of the days, where nobody can change or remove them, and the key that signs them. A root is locked by the
 * bucket's own default from the moment it is written; its leaves ask for a lock of their own, and go when that ends.
 */
export class SignedRoots extends Construct {
  readonly bucket: Bucket;
  readonly key: Key;

  constructor(scope: Construct, id: string, settings: StageSettings) {
    super(scope, id);
    const removal = settings.keepsData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY;
    this.key = new Key(this, 'Key', {
      description: 'Signs the root of each day, which says what the history of every member was',
      alias: rootsKeyAlias(settings.stage),
      keySpec: KeySpec.ECC_NIST_P256,
      keyUsage: KeyUsage.SIGN_VERIFY,
      pendingWindow: Duration.days(settings.keepsData ? 30 : 7),
      removalPolicy: removal,
    });
    const duration = Duration.days(settings.rootsLock.days);
    this.bucket = new Bucket(this, 'Bucket', {
      versioned: true,
      objectLockEnabled: true,
      objectLockDefaultRetention:
        settings.rootsLock.mode === 'COMPLIANCE'
          ? ObjectLockRetention.compliance(duration)
          : ObjectLockRetention.governance(duration),
      encryption: BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      removalPolicy: removal,
      lifecycleRules: [
        {
          id: 'leaves',
          tagFilters: { [leavesTag.key]: leavesTag.value },
          expiration: Duration.days(leavesDays),
          // What expires is only hidden in a bucket with versions; by then the lock of what is hidden has ended.
          noncurrentVersionExpiration: Duration.days(1),
        },
        { id: 'markers-of-what-is-gone', expiredObjectDeleteMarker: true },
      ],
    });
    this.keepFirstVersions();
    Validations.of(this.bucket).acknowledge({
      id: 'AwsSolutions-S1',
      reason:
        'What is in here can be neither changed nor removed before its time, holds no personal data and proves itself ' +
        'by its signature: a log of who read it would take another bucket and protect nothing.',
    });
  }

  /**
   * A lock keeps a version, and does not keep another from being put over it or a marker from hiding it: nobody does
   * either to a root. https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes-enforce.html
   */
  private keepFirstVersions(): void {
    const denied = { effect: Effect.DENY, principals: [new AnyPrincipal()] };
    const roots = this.bucket.arnForObjects(`${rootsPrefix}*.json`);
    this.bucket.addToResourcePolicy(
      new PolicyStatement({
        ...denied,
        sid: 'RootsAreWrittenOnce',
        actions: ['s3:PutObject'],
        resources: [roots],
        conditions: { Null: { 's3:if-none-match': 'true' } },
      }),
    );
    this.bucket.addToResourcePolicy(
      new PolicyStatement({ ...denied, sid: 'RootsAreNotHidden', actions: ['s3:DeleteObject'], resources: [roots] }),
    );
  }
}
