/** Manifests of runs, in memory and in S3: the same for both. */
import { randomUUID } from 'node:crypto';
import { CreateBucketCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { describe, expect, inject, test } from 'vitest';
import { localClientSettings } from '../../cli/local/stage-connection.ts';
import type { ManifestRow } from '../../shared/contracts/manifest-row.ts';
import { manifestRowsAtMost } from '../../shared/store/manifest-store.ts';
import type { ManifestStore } from '../../shared/store/manifest-store.ts';
import { memoryManifests } from '../../shared/store/memory/memory-manifests.ts';
import { s3Manifests } from '../../shared/store/s3/manifest-store.ts';

const s3 = new S3Client({ ...localClientSettings(inject('endpoint')), forcePathStyle: true });

async function openS3(bucket: string = randomUUID()): Promise<ManifestStore> {
  await s3.send(new CreateBucketCommand({ Bucket: bucket }));
  return s3Manifests({
    bucketUrl: `${inject('endpoint')}/${bucket}`,
    region: async () => Promise.resolve('us-east-1'),
    credentials: async () => Promise.resolve({ accessKeyId: 'test', secretAccessKey: 'test' }),
    backOff: async () => Promise.resolve(),
    nowMs: Date.now,
  });
}

const both = [
  { store: 'memory', open: async (): Promise<ManifestStore> => Promise.resolve(memoryManifests()) },
  { store: 'S3', open: async () => openS3() },
];

const plannedAt = Date.parse('2026-12-01T02:00:00Z');

function rowOf(memberId: string, changes: Partial<ManifestRow> = {}): ManifestRow {
  return {
    memberId,
    occasion: '2026-12-01',
    arm: 'treatment',
    locale: 'zh-CN',
    plannedAt,
    lastPurchaseOn: 20_700,
    steps: [{ step: 'first', sendAt: plannedAt, channel: 'email', reason: null }],
    ...changes,
  };
}

const run = 'win-back#2026-12-01T02:00:00Z';

describe.each(both)('manifests in $store', ({ open }) => {
  test('have parts of rows, in order, and the last of a name', async () => {
    const manifests = await open();
    expect(await manifests.parts(run)).toEqual([]);
    const control = rowOf('bob', {
      arm: 'control',
      lastPurchaseOn: null,
      steps: [{ step: 'first', sendAt: plannedAt, channel: null, reason: 'control' }],
    });
    await manifests.putPart(run, '00001-00000', [rowOf('ann')]);
    await manifests.putPart(run, '00000-00000', [rowOf('安'), control]);
    await manifests.putPart(run, '00001-00000', []);
    await manifests.putPart('win-back#events', '00009-00000', [rowOf('cat')]);
    expect(await manifests.parts(run)).toEqual(['00000-00000', '00001-00000']);
    expect(await manifests.readPart(run, '00000-00000')).toEqual([rowOf('安'), control]);
    expect(await manifests.readPart(run, '00001-00000')).toEqual([]);
    await expect(manifests.readPart(run, '00009-00000')).rejects.toThrow('there is no part 00009-00000');
  });

  test('of runs with much the same name stay apart', async () => {
    const manifests = await open();
    const runs = ['a#b', 'a_23b', 'a#b/c', 'a#b.c', 'ä#b', 'a #b', 'A#b'];
    for (const [index, name] of runs.entries()) await manifests.putPart(name, `part-${String(index)}`, [rowOf(name)]);
    const parts = await Promise.all(runs.map(async (name) => manifests.parts(name)));
    expect(parts).toEqual(runs.map((_, index) => [`part-${String(index)}`]));
  });

  test('are listed from a name on', async () => {
    const manifests = await open();
    const names = ['20261130-a', '20261201', '20261201-a', '20261201-b', '20261202-a'];
    for (const name of names) await manifests.putPart(run, name, []);
    expect(await manifests.parts(run)).toEqual(names);
    expect(await manifests.parts(run, '20261201')).toEqual(names.slice(2));
    expect(await manifests.parts(run, '20261202-a')).toEqual([]);
  });

  test('hold thousands of rows a part and not one more', async () => {
    const manifests = await open();
    const rows = Array.from({ length: manifestRowsAtMost }, (_, index) => rowOf(`member-${String(index)}`));
    await manifests.putPart(run, 'full', rows);
    expect(await manifests.readPart(run, 'full')).toEqual(rows);
    await expect(manifests.putPart(run, 'over', [...rows, rowOf('one more')])).rejects.toThrow('at most 5000 rows');
    await expect(manifests.putPart(run, 'no/part', [])).rejects.toThrow('letters, digits and dashes');
    expect(await manifests.parts(run)).toEqual(['full']);
  });

  test('take no row that could not be read again', async () => {
    const manifests = await open();
    await expect(manifests.putPart(run, 'part', [rowOf('')])).rejects.toThrow();
    expect(await manifests.parts(run)).toEqual([]);
  });
});

test('a part is called after its run in a way that people can read', async () => {
  const bucket = randomUUID();
  await (await openS3(bucket)).putPart(run, '00000-00000', []);
  const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: bucket }));
  expect(Contents.map(({ Key }) => Key)).toEqual([
    'manifests/win-back_232026-12-01T02_3a00_3a00Z/00000-00000.ndjson.gz',
  ]);
});
