import { BatchWriteCommand, paginateScan } from '@aws-sdk/lib-dynamodb';
import type { BatchWriteCommandInput, BatchWriteCommandOutput } from '@aws-sdk/lib-dynamodb';
import type { IntakeStore, Rejection } from '../store.ts';
import { UnreadKeysError, batchGet } from './batch-get.ts';
import { intakeKeys } from './keys.ts';
import type { Connection } from './connection.ts';
import { formatReceipt, parseReceipt } from './receipt-item.ts';
import { formatRejection, parseRejection } from './rejection-item.ts';

const itemsAtMost = 25;
const roundsAtMost = 10;

type Item = Record<string, unknown>;

async function putAll({ client, tables, backOff }: Connection, items: readonly Item[]): Promise<void> {
  for (let at = 0; at < items.length; at += itemsAtMost) {
    const puts = items.slice(at, at + itemsAtMost).map((item) => ({ PutRequest: { Item: item } }));
    let request: NonNullable<BatchWriteCommandInput['RequestItems']> | undefined = { [tables.intake]: puts };
    for (let round = 0; request !== undefined; round += 1) {
      if (round >= roundsAtMost) throw new UnreadKeysError(`items were left unwritten ${String(roundsAtMost)} times`);
      if (round > 0) await backOff(round);
      const answer: BatchWriteCommandOutput = await client.send(new BatchWriteCommand({ RequestItems: request }));
      const unwritten: BatchWriteCommandInput['RequestItems'] = answer.UnprocessedItems ?? {};
      request = Object.keys(unwritten).length > 0 ? unwritten : undefined;
    }
  }
}

async function* allRejections({ client, tables }: Connection): AsyncGenerator<Rejection> {
  const found: Rejection[] = [];
  const pages = paginateScan(
    { client },
    {
      TableName: tables.intake,
      FilterExpression: 'begins_with(#key, :prefix)',
      ExpressionAttributeNames: { '#key': 'key' },
      ExpressionAttributeValues: { ':prefix': intakeKeys.rejectionPrefix },
    },
  );
  for await (const { Items: items = [] } of pages) found.push(...items.map(parseRejection));
  yield* found.sort((a, b) => (a.receivedAt < b.receivedAt ? 1 : -1));
}

/** Receipts and rejections on DynamoDB: kept for some days, then removed by the table itself. */
export function dynamodbIntake(connection: Connection): IntakeStore {
  const { client, tables, backOff, nowEpochSeconds } = connection;
  return {
    async putReceipts(receipts) {
      // The last word about a correlation id counts; one batch may name each key once.
      const byId = new Map(receipts.map((receipt) => [receipt.correlationId, receipt]));
      const now = nowEpochSeconds();
      const items = [...byId.values()].map((receipt) => formatReceipt(receipt, now));
      await putAll(connection, items);
    },
    async receipts(correlationIds) {
      const keys = [...new Set(correlationIds)].map(intakeKeys.receipt);
      const found = await batchGet(client, [{ table: tables.intake, keys, consistent: true }], backOff);
      const receipts = (found.get(tables.intake) ?? []).map(parseReceipt);
      return new Map(receipts.map((receipt) => [receipt.correlationId, receipt]));
    },
    async putRejections(rejections) {
      const byId = new Map(rejections.map((rejection) => [rejection.id, rejection]));
      const now = nowEpochSeconds();
      await putAll(
        connection,
        [...byId.values()].map((rejection) => formatRejection(rejection, now)),
      );
    },
    async rejectionsOf(deliveries) {
      const keys = [...new Set(deliveries)].map(intakeKeys.rejection);
      const found = await batchGet(client, [{ table: tables.intake, keys, consistent: true }], backOff);
      const rejections = (found.get(tables.intake) ?? []).map(parseRejection);
      return new Map(rejections.map((rejection) => [rejection.id, rejection]));
    },
    rejections: () => allRejections(connection),
  };
}
