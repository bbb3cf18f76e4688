/** Everything that the emulator keeps for anybody to read: where in it one can find somebody. */
import { ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { GetObjectCommand, ListBucketsCommand, ListObjectVersionsCommand } from '@aws-sdk/client-s3';
import {
  paginateGetExecutionHistory,
  paginateListExecutions,
  paginateListStateMachines,
  SFNClient,
} from '@aws-sdk/client-sfn';
import { paginateScan } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { bucketClient } from '../../cli/buckets.ts';
import { callJson } from './aws-json.ts';
import { readableIn } from './readable.ts';
import { clients, endpoint, rawTables } from './stage.ts';

/** A piece of what is kept, with the place where it lies. */
type Kept = { readonly place: string; readonly bytes: Buffer };

export const s3 = bucketClient(clients);
const machines = new SFNClient(clients);

/** Every attribute of an item apart: bytes as they are, everything else as JSON. */
function piecesOf(value: unknown): readonly Buffer[] {
  if (value instanceof Uint8Array) return [Buffer.from(value)];
  if (Array.isArray(value) || value instanceof Set) return [...value].flatMap(piecesOf);
  if (typeof value !== 'object' || value === null) return [Buffer.from(String(value))];
  return Object.entries(value).flatMap(([name, each]) => [Buffer.from(name), ...piecesOf(each)]);
}

async function* tables(): AsyncGenerator<Kept> {
  const { TableNames: names = [] } = await rawTables.send(new ListTablesCommand({}));
  for (const name of names) {
    for await (const { Items: items = [] } of paginateScan(
      { client: rawTables },
      { TableName: name, ConsistentRead: true },
    )) {
      for (const bytes of items.flatMap((item) => piecesOf(item))) yield { place: `table ${name}`, bytes };
    }
  }
}

async function* buckets(): AsyncGenerator<Kept> {
  const { Buckets: all = [] } = await s3.send(new ListBucketsCommand({}));
  for (const { Name: Bucket = '' } of all) {
    const { Versions: versions = [], IsTruncated: isTruncated } = await s3.send(
      new ListObjectVersionsCommand({ Bucket }),
    );
    if (isTruncated === true) throw new Error(`${Bucket} holds more than is looked at`);
    for (const { Key, VersionId } of versions) {
      const { Body: body } = await s3.send(new GetObjectCommand({ Bucket, Key, VersionId }));
      const bytes = Buffer.from((await body?.transformToByteArray()) ?? []);
      yield { place: `bucket ${Bucket}`, bytes: Buffer.from(Key ?? '') };
      yield { place: `bucket ${Bucket}`, bytes };
    }
  }
}

const asJson = (value: unknown) => Buffer.from(JSON.stringify(value));

/** What an address of the emulator's own tells of what it keeps, by its name there. */
async function ownPage(path: string): Promise<unknown> {
  const response = await fetch(new URL(path, endpoint));
  if (!response.ok) throw new Error(`${path}: ${String(response.status)}`);
  return response.json();
}

const lying = z.object({
  messages: z.record(z.string(), z.record(z.string(), z.record(z.string(), z.array(z.unknown())))),
});

/** Messages that are taken and not yet deleted among them. */
async function* queues(): AsyncGenerator<Kept> {
  const { messages } = lying.parse(await ownPage('/_ministack/sqs/messages'));
  for (const region of Object.values(messages).flatMap((account) => Object.values(account))) {
    for (const [queue, all] of Object.entries(region)) {
      for (const message of all) yield { place: `queue ${queue.split('/').at(-1) ?? ''}`, bytes: asJson(message) };
    }
  }
}

async function* mailboxes(): AsyncGenerator<Kept> {
  for (const box of ['ses/messages', 'sns/sms-messages']) {
    yield { place: `mailbox ${box}`, bytes: asJson(await ownPage(`/_ministack/${box}`)) };
  }
}

const groups = z.object({
  logGroups: z.array(z.object({ logGroupName: z.string() })),
  nextToken: z.optional(z.string()),
});
const lines = z.object({ events: z.array(z.object({ message: z.string() })), nextToken: z.optional(z.string()) });

async function* logs(): AsyncGenerator<Kept> {
  const { logGroups, nextToken: further } = groups.parse(await callJson('logs', 'Logs_20140328.DescribeLogGroups', {}));
  if (further !== undefined) throw new Error('there are more log groups than are looked at');
  for (const { logGroupName } of logGroups) {
    let nextToken: string | undefined;
    do {
      const asking = { logGroupName, ...(nextToken === undefined ? {} : { nextToken }) };
      const page = lines.parse(await callJson('logs', 'Logs_20140328.FilterLogEvents', asking));
      for (const { message } of page.events) yield { place: `log ${logGroupName}`, bytes: Buffer.from(message) };
      ({ nextToken } = page);
    } while (nextToken !== undefined);
  }
}

/** What state machines were given, and what they made of it. */
async function* executions(): AsyncGenerator<Kept> {
  const client = machines;
  for await (const { stateMachines = [] } of paginateListStateMachines({ client }, {})) {
    for (const { stateMachineArn, name } of stateMachines) {
      for await (const { executions: all = [] } of paginateListExecutions({ client }, { stateMachineArn })) {
        for (const { executionArn } of all) {
          for await (const { events = [] } of paginateGetExecutionHistory({ client }, { executionArn })) {
            yield { place: `machine ${name ?? ''}`, bytes: asJson(events) };
          }
        }
      }
    }
  }
}

export type Scan = {
  /** For each text, the places where it can be read. */
  readonly found: ReadonlyMap<string, ReadonlySet<string>>;
  /** Pieces that were looked at, by the kind of place. */
  readonly pieces: ReadonlyMap<string, number>;
};

/** Looks for the texts in every table, bucket, queue, mailbox, log and execution. */
export async function scanFor(texts: readonly string[]): Promise<Scan> {
  const readable = readableIn(texts);
  const found = new Map(texts.map((text) => [text, new Set<string>()]));
  const pieces = new Map<string, number>();
  for (const all of [tables(), buckets(), queues(), mailboxes(), logs(), executions()]) {
    for await (const { place, bytes } of all) {
      const [kind = ''] = place.split(' ');
      pieces.set(kind, (pieces.get(kind) ?? 0) + 1);
      for (const text of readable(bytes)) found.get(text)?.add(place);
    }
  }
  return { found, pieces };
}
