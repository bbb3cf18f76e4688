import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { Tables } from './tables.ts';

/** What the stores work with: a client whose own retries are on, and a wait for what the SDK does not retry. */
export type Connection = {
  readonly client: DynamoDBDocumentClient;
  readonly tables: Tables;
  readonly backOff: (attempt: number) => Promise<void>;
  /** For the day on which DynamoDB may remove what is kept for some days. */
  readonly nowEpochSeconds: () => number;
};
