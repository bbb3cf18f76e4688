/** Parts of passes and snapshots of days, in memory and in S3 with DynamoDB: the same for both. */
import { randomUUID } from 'node:crypto';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { describe, expect, inject, test } from 'vitest';
import { createTables, localClient } from '../../bench/local-stores.ts';
import { localClientSettings } from '../../cli/local/stage-connection.ts';
import type { SnapshotFacts } from '../../shared/contracts/snapshot.ts';
import { noTotals } from '../../shared/domain/statistics/totals.ts';
import { dynamodbSnapshotIndex } from '../../shared/store/dynamodb/snapshot-index.ts';
import { memoryPasses } from '../../shared/store/memory/memory-passes.ts';
import { memorySnapshots } from '../../shared/store/memory/memory-snapshots.ts';
import type { PassStore } from '../../shared/store/pass-store.ts';
import { s3Passes } from '../../shared/store/s3/pass-store.ts';
import { s3SnapshotBodies } from '../../shared/store/s3/snapshot-bodies.ts';
import { snapshotsOver } from '../../shared/store/snapshot-store.ts';
import type { SnapshotStore } from '../../shared/store/snapshot-store.ts';

type Opened = { readonly passes: PassStore; readonly snapshots: SnapshotStore };

function connectionTo(bucket: string) {
  return {
    bucketUrl: `${inject('endpoint')}/${bucket}`,
    region: async () => Promise.resolve('us-east-1'),
    credentials: async () => Promise.resolve({ accessKeyId: 'test', secretAccessKey: 'test' }),
    backOff: async () => Promise.resolve(),
    nowMs: Date.now,
  };
}

async function openAws(): Promise<Opened> {
  const endpoint = inject('endpoint');
  const [s3, Bucket] = [new S3Client({ ...localClientSettings(endpoint), forcePathStyle: true }), randomUUID()];
  await s3.send(new CreateBucketCommand({ Bucket }));
  const client = localClient(endpoint);
  const index = dynamodbSnapshotIndex({ client, table: (await createTables(client)).snapshots });
  const connection = connectionTo(Bucket);
  return { passes: s3Passes(connection), snapshots: snapshotsOver(index, s3SnapshotBodies(connection)) };
}

const both = [
  {
    store: 'memory',
    open: async (): Promise<Opened> => Promise.resolve({ passes: memoryPasses(), snapshots: memorySnapshots() }),
  },
  { store: 'S3', open: openAws },
];

const bytes = (...values: readonly number[]) => Uint8Array.from(values);

function facts(day: string, members = 1): SnapshotFacts {
  const at = `${day}T20:00:00Z`;
  // More than a double holds.
  const totals = { ...noTotals, earned: 2n ** 64n, adjusted: -5n };
  return { day, program: 'main@1', readFrom: at, readTo: at, members, totals, wholeFrom: null };
}

async function daysOf(snapshots: SnapshotStore): Promise<readonly string[]> {
  const days: string[] = [];
  for await (const { day } of snapshots.list()) days.push(day);
  return days;
}

describe.each(both)('parts in $store', ({ open }) => {
  const pass = { day: '2026-11-21', run: 'a-run' };

  test('are those of their day and run, in order, and the last of a name', async () => {
    const { passes } = await open();
    expect(await passes.parts(pass)).toEqual([]);
    await passes.putPart(pass, '00001-00000', bytes(1));
    await passes.putPart(pass, '00000-00001', bytes(2));
    await passes.putPart(pass, '00000-00000', bytes(0, 255, 10));
    await passes.putPart({ ...pass, run: 'a-run2' }, '00009-00000', bytes(3));
    await passes.putPart({ ...pass, day: '2026-11-22' }, '00008-00000', bytes(4));
    await passes.putPart(pass, '00001-00000', bytes(7, 8));
    expect(await passes.parts(pass)).toEqual(['00000-00000', '00000-00001', '00001-00000']);
    expect(Uint8Array.from(await passes.readPart(pass, '00001-00000'))).toEqual(bytes(7, 8));
    expect(Uint8Array.from(await passes.readPart(pass, '00000-00000'))).toEqual(bytes(0, 255, 10));
  });

  test('that are not there are an error', async () => {
    const { passes } = await open();
    await expect(passes.readPart(pass, '00000-00000')).rejects.toThrow('there is no part 00000-00000');
  });
});

describe.each(both)('snapshots in $store', ({ open }) => {
  test('are found by day and by what was before a day, the last of a day alone', async () => {
    const { snapshots } = await open();
    expect(await snapshots.read('2026-11-21')).toBeUndefined();
    expect(await snapshots.latestBefore()).toBeUndefined();
    expect(await daysOf(snapshots)).toEqual([]);
    await snapshots.put(facts('2026-11-21'), bytes(1));
    await snapshots.put(facts('2026-10-31'), bytes(2));
    await snapshots.put(facts('2026-11-20'), bytes(3));
    await snapshots.put(facts('2026-11-21', 2), bytes(4));
    expect(await daysOf(snapshots)).toEqual(['2026-10-31', '2026-11-20', '2026-11-21']);
    expect(Uint8Array.from((await snapshots.read('2026-11-21')) ?? [])).toEqual(bytes(4));
    expect(await snapshots.latestBefore()).toEqual(facts('2026-11-21', 2));
    expect(await snapshots.latestBefore('2026-11-21')).toEqual(facts('2026-11-20'));
    expect(await snapshots.latestBefore('2026-11-19')).toEqual(facts('2026-10-31'));
    expect(await snapshots.latestBefore('2026-10-31')).toBeUndefined();
  });
});

test('a list in S3 goes on where it was cut off', async () => {
  const { passes } = await openAws();
  const pass = { day: '2026-11-21', run: 'many' };
  const names = Array.from({ length: 1005 }, (_, index) => String(index).padStart(5, '0'));
  await Promise.all(names.map(async (name) => passes.putPart(pass, name, bytes(1))));
  expect(await passes.parts(pass)).toEqual(names);
});

test('a bucket that is not there fails by its code', async () => {
  const connection = connectionTo('no-such-bucket');
  await expect(s3SnapshotBodies(connection).read('2026-11-21')).rejects.toThrow('S3 answered 404 (NoSuchBucket)');
  await expect(s3SnapshotBodies(connection).put('2026-11-21', bytes(1))).rejects.toThrow('404');
  await expect(s3Passes(connection).parts({ day: '2026-11-21', run: 'a' })).rejects.toThrow('404');
});
