import { createWriteStream, existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { GetObjectCommand } from '@aws-sdk/client-s3';
import type { LeafLine } from '../../shared/commands/verify-root.ts';
import { rootsPrefix } from '../../shared/config/names.ts';
import type { RootDocument } from '../../shared/contracts/root-document.ts';
import type { Deployment } from '../deployment.ts';
import { readLines } from '../events/read-lines.ts';
import { Failure } from '../failure.ts';
import { bucketClient } from '../buckets.ts';
import { rootsBucket } from './bucket.ts';

/** Brings the leaves of a root into a file. Resolves to false when the bucket has them no more. */
async function fetchLeaves({ stage, clients }: Deployment, name: string, file: string): Promise<boolean> {
  const Bucket = await rootsBucket(stage, clients);
  try {
    const { Body } = await bucketClient(clients).send(new GetObjectCommand({ Bucket, Key: `${rootsPrefix}${name}` }));
    if (!(Body instanceof Readable)) throw new TypeError('an object is a stream');
    await pipeline(Body, createWriteStream(file));
    return true;
  } catch (error) {
    if (error instanceof Error && error.name === 'NoSuchKey') return false;
    throw error;
  }
}

/** Where the leaves of a root are: beside its file, else fetched into a folder; undefined when they are gone. */
export async function leavesFile(
  deployment: Deployment,
  rootFile: string,
  { leaves }: RootDocument,
  folder: string,
): Promise<string | undefined> {
  const beside = join(dirname(rootFile), leaves);
  if (existsSync(beside)) return beside;
  const fetched = join(folder, leaves);
  return (await fetchLeaves(deployment, leaves, fetched)) ? fetched : undefined;
}

/** The lines of leaves; one that cannot be read, where the file is not whole. */
export async function* linesOfLeaves(file: string): AsyncGenerator<LeafLine> {
  let read = 0;
  try {
    for await (const line of readLines(file)) {
      yield line;
      read = line.number;
    }
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    yield { number: read + 1, text: undefined };
  }
}
