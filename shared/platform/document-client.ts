import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';

/**
 * A number of an item; a text that is no number where it is none that is exact as a number. No item of ours has such a
 * one, for amounts beyond 2^53 are texts: whoever reads an item that was tampered with is to find it wrong, not to fail
 * on it, nor to take it for the text that stood there.
 */
function exactNumber(digits: string): number | string {
  const number = Number(digits);
  const isExact = String(number) === digits && Math.abs(number) <= Number.MAX_SAFE_INTEGER;
  return isExact ? number : `number ${digits}`;
}

/** A DynamoDB client that takes plain values; what is undefined is left out of items. */
export function documentClient(config: DynamoDBClientConfig = {}): DynamoDBDocumentClient {
  return DynamoDBDocumentClient.from(new DynamoDBClient(config), {
    marshallOptions: { removeUndefinedValues: true },
    unmarshallOptions: { wrapNumbers: exactNumber },
  });
}
