/** Roots in S3: that requests are signed as S3 has it, and that the local S3 does what the store builds on. */
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import {
  CreateBucketCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  GetObjectRetentionCommand,
  GetObjectTaggingCommand,
  PutObjectLockConfigurationCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { describe, expect, inject, onTestFinished, test } from 'vitest';
import { localClientSettings } from '../../cli/local/stage-connection.ts';
import { s3Roots } from '../../shared/store/s3/root-store.ts';
import { signRequest } from '../../shared/store/s3/signed-request.ts';
import type { S3Request } from '../../shared/store/s3/signed-request.ts';

describe('a signature', () => {
  /** The key and the time of the examples in AWS's description of header-based authentication. */
  const signing = {
    region: 'us-east-1',
    at: new Date('2013-05-24T00:00:00Z'),
    credentials: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY' },
  };
  const bucketUrl = 'https://examplebucket.s3.amazonaws.com';
  const signatureOf = (request: S3Request) =>
    /Signature=(\w+)$/.exec(signRequest(request, signing).headers['authorization'] ?? '')?.[1];

  test('is the published one of an object with a range', () => {
    const request: S3Request = { method: 'GET', bucketUrl, key: 'test.txt', headers: { range: 'bytes=0-9' } };
    expect(signatureOf(request)).toBe('f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41');
  });

  test('is the published one of a list', () => {
    const request: S3Request = { method: 'GET', bucketUrl, key: '', query: { prefix: 'J', 'max-keys': '2' } };
    expect(signatureOf(request)).toBe('34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7');
  });

  test('is not made for a key that would have to be escaped', () => {
    expect(() => signRequest({ method: 'GET', bucketUrl, key: 'a b' }, signing)).toThrow(TypeError);
  });

  test('counts the token of passing credentials in', () => {
    const credentials = { ...signing.credentials, sessionToken: 'token' };
    const { headers } = signRequest({ method: 'GET', bucketUrl, key: 'a' }, { ...signing, credentials });
    expect(headers['x-amz-security-token']).toBe('token');
    expect(headers['authorization']).toContain('x-amz-security-token');
  });
});

const now = Date.UTC(2026, 10, 22, 4);

function storeAt(bucketUrl: string, waits: number[] = []) {
  return s3Roots({
    bucketUrl,
    lockMode: 'GOVERNANCE',
    region: async () => Promise.resolve('us-east-1'),
    credentials: async () => Promise.resolve({ accessKeyId: 'test', secretAccessKey: 'test' }),
    backOff: async (attempt) => {
      waits.push(attempt);
      return Promise.resolve();
    },
    nowMs: () => now,
  });
}

describe('a bucket', () => {
  const endpoint = inject('endpoint');
  const s3 = new S3Client({ ...localClientSettings(endpoint), forcePathStyle: true });

  async function open() {
    const Bucket = `roots-${randomUUID()}`;
    await s3.send(new CreateBucketCommand({ Bucket, ObjectLockEnabledForBucket: true }));
    const Rule = { DefaultRetention: { Mode: 'GOVERNANCE', Days: 3650 } } as const;
    const ObjectLockConfiguration = { ObjectLockEnabled: 'Enabled', Rule } as const;
    await s3.send(new PutObjectLockConfigurationCommand({ Bucket, ObjectLockConfiguration }));
    return { Bucket, roots: storeAt(`${endpoint}/${Bucket}`) };
  }

  test('keeps the first root of a day under its own lock, and no other', async () => {
    const { Bucket, roots } = await open();
    expect(await roots.has('2026-11-22')).toBe(false);
    expect(await roots.putRoot('2026-11-22', '{"first":1}')).toBe('committed');
    expect(await roots.has('2026-11-22')).toBe(true);
    expect(await roots.has('2026-11-2')).toBe(false);
    expect(await roots.putRoot('2026-11-22', '{"second":1}')).toBe('exists');
    const Key = 'roots/2026-11-22.json';
    const { Body, ContentType } = await s3.send(new GetObjectCommand({ Bucket, Key }));
    expect([ContentType, await Body?.transformToString()]).toEqual(['application/json', '{"first":1}']);
    const { Retention } = await s3.send(new GetObjectRetentionCommand({ Bucket, Key }));
    expect(Retention?.Mode).toBe('GOVERNANCE');
    expect((Retention?.RetainUntilDate?.getTime() ?? 0) - Date.now()).toBeGreaterThan(3649 * 86_400_000);
    await s3.send(new DeleteObjectCommand({ Bucket, Key }));
    expect(await roots.has('2026-11-22')).toBe(true);
  });

  test('keeps leaves beside it, locked for five weeks, and marked as what may go', async () => {
    const { Bucket, roots } = await open();
    await roots.putLeaves('2026-11-22.x.leaves.ndjson.gz', Buffer.from('leaves'));
    // A second attempt that found the same.
    await roots.putLeaves('2026-11-22.x.leaves.ndjson.gz', Buffer.from('leaves'));
    const Key = 'roots/2026-11-22.x.leaves.ndjson.gz';
    const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
    expect(await Body?.transformToString()).toBe('leaves');
    const { Retention } = await s3.send(new GetObjectRetentionCommand({ Bucket, Key }));
    expect(Retention).toEqual({ Mode: 'GOVERNANCE', RetainUntilDate: new Date(now + 35 * 86_400_000) });
    const { TagSet } = await s3.send(new GetObjectTaggingCommand({ Bucket, Key }));
    expect(TagSet).toEqual([{ Key: 'kind', Value: 'leaves' }]);
    expect(await roots.has('2026-11-22')).toBe(false);
  });

  test('that is not there fails by its code', async () => {
    const roots = storeAt(`${endpoint}/no-such-bucket`);
    await expect(roots.has('2026-11-22')).rejects.toThrow('S3 answered 404 (NoSuchBucket)');
    await expect(roots.putRoot('2026-11-22', '')).rejects.toThrow('404');
    await expect(roots.putLeaves('x', Buffer.of(1))).rejects.toThrow('404');
  });
});

describe('a failure', () => {
  /** A server that gives these answers, one after the other; 0 hangs up. */
  async function serving(...statuses: readonly number[]) {
    const left = [...statuses];
    const server = createServer((request, response) => {
      const status = left.shift() ?? 200;
      if (status === 0) request.destroy();
      else response.writeHead(status).end('<Error><Code>SlowDown</Code></Error>');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => {
      server.closeAllConnections();
      server.close();
    });
    const address = server.address();
    if (address === null || typeof address === 'string') throw new TypeError('a port');
    return { bucketUrl: `http://127.0.0.1:${String(address.port)}`, left };
  }

  test('that passes is tried again, after a longer wait each time', async () => {
    const { bucketUrl, left } = await serving(503, 0, 409, 200);
    const waits: number[] = [];
    expect(await storeAt(bucketUrl, waits).putRoot('2026-11-22', '{}')).toBe('committed');
    expect(left).toEqual([]);
    expect(waits).toEqual([1, 2, 3]);
  });

  test('that stays is told, and so is one that no attempt would mend', async () => {
    const busy = await serving(503, 503, 503, 503, 503, 200);
    await expect(storeAt(busy.bucketUrl).has('2026-11-22')).rejects.toThrow('S3 answered 503 (SlowDown)');
    const down = await serving(0, 0, 0, 0, 0, 200);
    await expect(storeAt(down.bucketUrl).has('2026-11-22')).rejects.toThrow(TypeError);
    const closed = await serving(403, 200);
    await expect(storeAt(closed.bucketUrl).putRoot('2026-11-22', '{}')).rejects.toThrow('S3 answered 403');
    expect(closed.left).toEqual([200]);
  });
});
