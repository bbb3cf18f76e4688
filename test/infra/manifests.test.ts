import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { resourcesLike, stages } from './synthesised.ts';

describe.each(stages)('manifests of runs in the stage %s', (stage) => {
  const [bucket, ...others] = resourcesLike(stage, 'AWS::S3::Bucket', {
    // The other buckets are under a key of AWS.
    BucketEncryption: z.object({
      ServerSideEncryptionConfiguration: z.tuple([
        z.object({
          BucketKeyEnabled: z.literal(true),
          ServerSideEncryptionByDefault: z.object({ SSEAlgorithm: z.literal('aws:kms'), KMSMasterKeyID: z.unknown() }),
        }),
      ]),
    }),
    PublicAccessBlockConfiguration: z.record(z.string(), z.literal(true)),
    VersioningConfiguration: z.object({ Status: z.literal('Enabled') }),
    LifecycleConfiguration: z.object({ Rules: z.array(z.looseObject({ Status: z.literal('Enabled') })) }),
  });

  it('have one bucket, under the key of personal data and closed to the public', () => {
    expect(others).toEqual([]);
    expect(Object.keys(bucket?.properties.PublicAccessBlockConfiguration ?? {})).toHaveLength(4);
    expect(JSON.stringify(bucket?.properties.BucketEncryption)).toContain('PersonalKey');
  });

  it('stay with their stage, and go after 400 days', () => {
    expect(bucket?.DeletionPolicy).toBe(stage === 'prod' ? 'Retain' : 'Delete');
    const rules = bucket?.properties.LifecycleConfiguration.Rules ?? [];
    const expiring = rules.filter(({ ExpirationInDays }) => ExpirationInDays !== undefined);
    expect(expiring).toEqual([{ Id: 'rows-of-runs', Status: 'Enabled', ExpirationInDays: 400 }]);
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
