/** The connection to the tables of a deployment that its stores share. */
import type { DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import { backOff } from '../platform/back-off.ts';
import { documentClient } from '../platform/document-client.ts';
import type { Connection } from '../store/dynamodb/connection.ts';
import type { Tables } from '../store/dynamodb/tables.ts';

/** A table that a function was not given has no name, and using it is refused by DynamoDB as by the function's role. */
const noTables: Tables = {
  accounts: '',
  ledger: '',
  members: '',
  settings: '',
  intake: '',
  snapshots: '',
  messages: '',
  campaigns: '',
  rewards: '',
};

/** The tables of a deployment. */
export function connect(given: Partial<Tables>, config: DynamoDBClientConfig = {}): Connection {
  const nowEpochSeconds = () => Math.floor(Date.now() / 1000);
  return { client: documentClient(config), tables: { ...noTables, ...given }, backOff, nowEpochSeconds };
}
