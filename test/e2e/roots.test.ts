/** The root of a day, from the pass that takes it to the histories that it tells from others. */
import { copyFile, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  GetObjectRetentionCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
} from '@aws-sdk/client-s3';
import { GetPublicKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { DeleteCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { bucketClient } from '../../cli/buckets.ts';
import { rootsBucket } from '../../cli/roots/bucket.ts';
import { runReview } from '../../cli/replay/run-review.ts';
import { rootsKeyAlias, tableName } from '../../shared/config/names.ts';
import { sale } from '../fixtures/events.ts';
import { plainDocument } from '../fixtures/programme.ts';
import { folderOfFile, writeDocument, writeLines } from './files.ts';
import { perennial, replay, replayFresh } from './perennial.ts';
import { clients, rawItems, rawTables } from './stage.ts';
import type { Item } from './stage.ts';
import { verify } from './verification.ts';

const day = '2026-03-20';
const s3 = bucketClient(clients);

let folder: string;
let bucket: string;
let rootFile: string;
let leavesFile: string;
/** The accounts and entries before and after the purchase that is to be cut off, by anna's id. */
let anna: { readonly id: string; readonly shorter: Item; readonly longer: Item; readonly newest: Item };
let bert: string;

const inOrder = { code: 0, members: 2, entries: 4, differences: [] };
const rootDifference = (memberId: string) => {
  return { memberId, seq: null, entryId: null, rule: 'root', message: expect.any(String) };
};

async function keysInBucket(): Promise<string[]> {
  const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: bucket }));
  return Contents.flatMap(({ Key }) => Key ?? []).sort();
}

async function download(key: string): Promise<string> {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
  const file = join(folder, key.replace('roots/', ''));
  await writeFile(file, (await Body?.transformToByteArray()) ?? '');
  return file;
}

async function put(table: 'accounts' | 'ledger', Item: Item): Promise<void> {
  await rawTables.send(new PutCommand({ TableName: tableName('local', table), Item }));
}

async function remove(table: 'accounts' | 'ledger', Key: Item): Promise<void> {
  await rawTables.send(new DeleteCommand({ TableName: tableName('local', table), Key }));
}

/** The one of these that has this value of an attribute. */
function oneOf(items: readonly Item[], name: string, value: unknown): Item {
  const found = items.find((item) => item[name] === value);
  if (found === undefined) throw new Error(`nothing with ${name} ${String(value)}`);
  return found;
}

beforeAll(async () => {
  folder = await folderOfFile();
  bucket = await rootsBucket('local', clients);
  const program = await writeDocument(folder, 'programme.json', plainDocument);
  const member = { externalId: 'anna' };
  const first = await writeLines(folder, 'first.ndjson', [
    sale({ purchaseId: 'a-1', member, net: 10_000, occurredAt: '2026-03-01T12:00:00+08:00' }),
    sale({ purchaseId: 'a-2', member, net: 20_000, occurredAt: '2026-03-02T12:00:00+08:00' }),
    sale({ purchaseId: 'b-1', member: { externalId: 'bert' }, net: 1_000, occurredAt: '2026-03-03T12:00:00+08:00' }),
  ]);
  const last = await writeLines(folder, 'last.ndjson', [
    sale({ purchaseId: 'a-3', member, net: 15_000, occurredAt: '2026-03-04T12:00:00+08:00' }),
  ]);
  const before = await replayFresh({ program, events: [first], asOf: '2026-03-19' });
  const idOf = (externalId: string) => before.members.find((one) => one.externalId === externalId)?.memberId ?? '';
  [anna, bert] = [{ ...anna, id: idOf('anna') }, idOf('bert')];
  const shorter = oneOf(await rawItems('accounts'), 'memberId', anna.id);
  await replay({ events: [last], asOf: day });
  const longer = oneOf(await rawItems('accounts'), 'memberId', anna.id);
  const newest = oneOf(await rawItems('ledger'), 'hash', longer['head']);
  anna = { ...anna, shorter, longer, newest };
  rootFile = await download(`roots/${day}.json`);
  const keys = await keysInBucket();
  leavesFile = await download(keys.find((key) => key.startsWith(`roots/${day}.`) && key.endsWith('.gz')) ?? '');
});

/** Puts anna's books back as they were. */
afterEach(async () => {
  await put('accounts', anna.longer);
  await put('ledger', anna.newest);
});

test('each pass leaves the root of its day, with its leaves beside it', async () => {
  const document: unknown = JSON.parse(await readFile(rootFile, 'utf8'));
  expect(document).toMatchObject({ day, members: 2, unreadable: 0, root: expect.stringMatching(/^[\w-]{43}$/) });
  const keys = await keysInBucket();
  expect(keys.filter((key) => key.endsWith('.json'))).toEqual(['roots/2026-03-19.json', `roots/${day}.json`]);
  expect(keys).toHaveLength(4);
  const leaves = gunzipSync(await readFile(leavesFile))
    .toString('utf8')
    .trim()
    .split('\n');
  expect(leaves.map((line): unknown => JSON.parse(line))).toContainEqual({
    memberId: anna.id,
    seq: 3,
    head: anna.longer['head'],
  });
});

test('a second pass of the day changes nothing, and nobody can change or remove what is there', async () => {
  const before = await keysInBucket();
  const text = await readFile(rootFile, 'utf8');
  await runReview({ stage: 'local', clients }, day);
  expect(await keysInBucket()).toEqual(before);
  expect(await readFile(await download(`roots/${day}.json`), 'utf8')).toBe(text);
  const Prefix = `roots/${day}.json`;
  const { Versions = [] } = await s3.send(new ListObjectVersionsCommand({ Bucket: bucket, Prefix }));
  expect(Versions).toHaveLength(1);
  const version = { Bucket: bucket, Key: Prefix, VersionId: Versions[0]?.VersionId };
  await expect(s3.send(new DeleteObjectCommand(version))).rejects.toMatchObject({ name: 'AccessDenied' });
  const { Retention } = await s3.send(new GetObjectRetentionCommand({ Bucket: bucket, Key: Prefix }));
  expect(Retention?.Mode).toBe('GOVERNANCE');
});

describe('verify --root', () => {
  test('finds nothing where nothing was touched, and on a root before the last purchase', async () => {
    expect(await verify('--root', rootFile)).toEqual(inOrder);
    expect(await verify('--root', await download('roots/2026-03-19.json'))).toEqual(inOrder);
    const one = await verify('--root', rootFile, '--member', 'externalId:bert');
    expect(one).toEqual({ ...inOrder, members: 1, entries: 1 });
  });

  test('fetches the leaves where they do not lie beside the root, and says when they are gone', async () => {
    const elsewhere = `${leavesFile}.elsewhere`;
    await rename(leavesFile, elsewhere);
    try {
      expect(await verify('--root', rootFile)).toEqual(inOrder);
      const Key = leavesFile.replace(`${folder}/`, 'roots/');
      await s3.send(new DeleteObjectCommand({ Bucket: bucket, Key }));
      const { code, differences } = await verify('--root', rootFile);
      expect([code, differences]).toEqual([1, [rootDifference('')]]);
      expect(differences[0]?.message).toContain('leaves are gone');
    } finally {
      await rename(elsewhere, leavesFile);
    }
  });

  test('finds a history that was cut off, and whose account was written to fit: the chain cannot tell', async () => {
    await remove('ledger', { entryId: anna.newest['entryId'] });
    await put('accounts', anna.shorter);
    expect(await verify()).toEqual({ ...inOrder, entries: 3 });
    const { code, differences } = await verify('--root', rootFile);
    expect(differences).toEqual([rootDifference(anna.id)]);
    expect(differences[0]?.message).toContain('ends at entry 2, and had reached entry 3');
    expect(code).toBe(1);
    expect((await verify('--root', rootFile, '--member', 'externalId:anna')).differences).toHaveLength(1);
    expect((await verify('--root', rootFile, '--member', 'externalId:bert')).code).toBe(0);
    const told = await perennial('verify', '--root', rootFile);
    expect([told.code, told.printed]).toEqual([1, expect.stringContaining(`${anna.id} : root: this history ends`)]);
  });

  test('finds a member who was deleted', async () => {
    const accounts = await rawItems('accounts');
    const entries = (await rawItems('ledger')).filter(({ memberId }) => memberId === bert);
    await remove('accounts', { memberId: bert });
    for (const { entryId } of entries) await remove('ledger', { entryId });
    try {
      expect(await verify()).toEqual({ ...inOrder, members: 1, entries: 3 });
      const { code, differences } = await verify('--root', rootFile);
      expect(differences).toEqual([rootDifference(bert)]);
      expect(differences[0]?.message).toContain('nothing is left of this member');
      expect(code).toBe(1);
      const alone = await verify('--root', rootFile, '--member', 'externalId:bert');
      expect([alone.code, alone.differences]).toEqual([1, [rootDifference(bert)]]);
    } finally {
      await put('accounts', oneOf(accounts, 'memberId', bert));
      for (const entry of entries) await put('ledger', entry);
    }
  });

  test('finds a root that was changed, or signed by somebody else', async () => {
    const text = await readFile(rootFile, 'utf8');
    const changes = [
      text.replace('"members": 2', '"members": 1'),
      text.replace(/(?<="root": ")./, (first) => (first === 'A' ? 'B' : 'A')),
      text.replace(/"value": "MEU?Q?/, '"value": "MEQA'),
      text.replace(day, '2026-03-21'),
      '{}',
      'no JSON',
    ];
    for (const changed of changes) {
      expect(changed).not.toBe(text);
      const file = join(folder, 'changed.json');
      await writeFile(file, changed);
      expect(await verify('--root', file)).toEqual({ ...inOrder, code: 1, differences: [rootDifference('')] });
    }
  });

  test('finds leaves that were changed, or are not whole', async () => {
    const intact = `${leavesFile}.intact`;
    await copyFile(leavesFile, intact);
    const bytes = await readFile(intact);
    const text = gunzipSync(bytes).toString('utf8');
    const [first = ''] = text.split('\n');
    const changes = [
      gzipSync(text.replace('"seq":3', '"seq":2')),
      gzipSync(`${first}\n`),
      gzipSync(''),
      gzipSync(`${text}${text}`),
      bytes.subarray(0, 40),
      'no leaves',
    ];
    try {
      for (const changed of changes) {
        await writeFile(leavesFile, changed);
        expect(await verify('--root', rootFile)).toEqual({ ...inOrder, code: 1, differences: [rootDifference('')] });
      }
    } finally {
      await rm(leavesFile);
      await rename(intact, leavesFile);
    }
  });

  test('takes the key that was put by, and no other', async () => {
    const kms = new KMSClient(clients);
    const { PublicKey: key = [] } = await kms.send(new GetPublicKeyCommand({ KeyId: rootsKeyAlias('local') }));
    const own = createPublicKey({ key: Buffer.from(key), format: 'der', type: 'spki' });
    const other = generateKeyPairSync('ec', { namedCurve: 'prime256v1' }).publicKey;
    const pem = join(folder, 'key.pem');
    await writeFile(pem, own.export({ format: 'pem', type: 'spki' }));
    expect(await verify('--root', rootFile, '--public-key', pem)).toEqual(inOrder);
    await writeFile(pem, other.export({ format: 'pem', type: 'spki' }));
    expect((await verify('--root', rootFile, '--public-key', pem)).differences).toEqual([rootDifference('')]);
    await writeFile(pem, 'no key');
    const { code, said } = await perennial('verify', '--root', rootFile, '--public-key', pem);
    expect([code, said]).toEqual([1, expect.stringContaining('holds no public key of the curve P-256')]);
    const alone = await perennial('verify', '--public-key', pem);
    expect([alone.code, alone.said]).toEqual([2, expect.stringContaining('--public-key checks a --root FILE')]);
    const missing = await perennial('verify', '--root', join(folder, 'nowhere.json'));
    expect([missing.code, missing.said]).toEqual([1, expect.stringContaining('There is no file')]);
  });
});
