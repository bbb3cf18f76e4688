import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { resourcesLike, resourcesOf, stages } from './synthesised.ts';

describe.each(stages)('roots of the stage %s', (stage) => {
  const buckets = resourcesLike(stage, 'AWS::S3::Bucket', {
    ObjectLockEnabled: z.literal(true),
    ObjectLockConfiguration: z.object({
      Rule: z.object({ DefaultRetention: z.object({ Mode: z.string(), Days: z.int() }) }),
    }),
    VersioningConfiguration: z.object({ Status: z.literal('Enabled') }),
    BucketEncryption: z.unknown(),
    PublicAccessBlockConfiguration: z.record(z.string(), z.literal(true)),
    LifecycleConfiguration: z.object({
      Rules: z.array(
        z.object({
          Status: z.literal('Enabled'),
          ExpirationInDays: z.optional(z.int()),
          TagFilters: z.optional(z.array(z.object({ Key: z.string(), Value: z.string() }))),
        }),
      ),
    }),
  });

  it('are locked: for ten years and from everybody in prod, until it is taken down elsewhere', () => {
    expect(buckets).toHaveLength(1);
    const lock = buckets[0]?.properties.ObjectLockConfiguration.Rule.DefaultRetention;
    expect(lock).toEqual(stage === 'prod' ? { Mode: 'COMPLIANCE', Days: 3653 } : { Mode: 'GOVERNANCE', Days: 1 });
  });

  it('stay, and leaves alone go after their time', () => {
    const rules = buckets[0]?.properties.LifecycleConfiguration.Rules ?? [];
    const expiring = rules.filter(({ ExpirationInDays }) => ExpirationInDays !== undefined);
    expect(expiring).toEqual([
      { Status: 'Enabled', ExpirationInDays: 35, TagFilters: [{ Key: 'kind', Value: 'leaves' }] },
    ]);
  });

  it('are closed to the public, and to requests without TLS', () => {
    expect(Object.keys(buckets[0]?.properties.PublicAccessBlockConfiguration ?? {})).toHaveLength(4);
    expect(JSON.stringify(buckets[0]?.properties.BucketEncryption)).toContain('"SSEAlgorithm":"AES256"');
    const policies = JSON.stringify(resourcesOf(stage, 'AWS::S3::BucketPolicy', { PolicyDocument: z.unknown() }));
    expect(policies).toContain('"Condition":{"Bool":{"aws:SecureTransport":"false"}},"Effect":"Deny"');
    expect(policies).not.toContain('"Effect":"Allow"');
  });

  it('are written once and never hidden, whoever may write', () => {
    const policies = resourcesOf(stage, 'AWS::S3::BucketPolicy', {
      PolicyDocument: z.object({
        Statement: z.array(z.looseObject({ Sid: z.optional(z.string()), Effect: z.string(), Action: z.unknown() })),
      }),
    });
    const named = policies.flatMap(({ properties }) =>
      properties.PolicyDocument.Statement.filter(({ Sid }) => Sid !== undefined),
    );
    expect(named).toMatchObject([
      {
        Sid: 'RootsAreWrittenOnce',
        Effect: 'Deny',
        Action: 's3:PutObject',
        Condition: { Null: { 's3:if-none-match': 'true' } },
      },
      { Sid: 'RootsAreNotHidden', Effect: 'Deny', Action: 's3:DeleteObject' },
    ]);
    for (const { Resource } of named) expect(JSON.stringify(Resource)).toContain('"/roots/*.json"');
  });

  it('are signed by a key that does nothing else', () => {
    const shape = { KeySpec: z.optional(z.string()), KeyUsage: z.optional(z.string()) };
    const signing = resourcesOf(stage, 'AWS::KMS::Key', shape).filter(({ properties }) => properties.KeySpec);
    expect(signing.map(({ properties }) => properties)).toEqual([
      { KeySpec: 'ECC_NIST_P256', KeyUsage: 'SIGN_VERIFY' },
    ]);
  });
});
