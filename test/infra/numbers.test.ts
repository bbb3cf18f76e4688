import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { resourcesLike, stages } from './synthesised.ts';

describe.each(stages)('numbers of the days in the stage %s', (stage) => {
  const [bucket, ...others] = resourcesLike(stage, 'AWS::S3::Bucket', {
    // The roots are in a bucket that is locked, and manifests in one under a key of our own.
    ObjectLockEnabled: z.optional(z.undefined()),
    BucketEncryption: z.object({
      ServerSideEncryptionConfiguration: z.tuple([
        z.object({ ServerSideEncryptionByDefault: z.object({ SSEAlgorithm: z.literal('AES256') }) }),
      ]),
    }),
    PublicAccessBlockConfiguration: z.record(z.string(), z.literal(true)),
    LifecycleConfiguration: z.object({ Rules: z.array(z.looseObject({ Prefix: z.optional(z.string()) })) }),
  });

  it('have one bucket, encrypted and closed to the public', () => {
    expect([bucket?.Type, others]).toEqual(['AWS::S3::Bucket', []]);
    expect(Object.keys(bucket?.properties.PublicAccessBlockConfiguration ?? {})).toHaveLength(4);
  });

  it('stay, and parts of passes alone go after a week', () => {
    expect(bucket?.DeletionPolicy).toBe(stage === 'prod' ? 'Retain' : 'Delete');
    const rules = bucket?.properties.LifecycleConfiguration.Rules ?? [];
    expect(rules.filter(({ ExpirationInDays }) => ExpirationInDays !== undefined)).toMatchObject([
      { Prefix: 'passes/', Status: 'Enabled', ExpirationInDays: 7 },
    ]);
  });

  it('are asked for over TLS only', () => {
    const policies = resourcesLike(stage, 'AWS::S3::BucketPolicy', {
      Bucket: z.object({ Ref: z.literal(bucket?.id ?? '') }),
      PolicyDocument: z.unknown(),
    });
    expect(policies).toHaveLength(1);
    const text = JSON.stringify(policies);
    expect(text).toContain('"Condition":{"Bool":{"aws:SecureTransport":"false"}},"Effect":"Deny"');
    expect(text).not.toContain('"Effect":"Allow"');
  });
});
