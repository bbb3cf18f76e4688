/** Writes on a condition, as values: what the condition does not hold for is an answer, and no failure. */
import { ConditionalCheckFailedException, TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';

export type Attempted<Output> =
  | { readonly written: true; readonly output: Output }
  /** What is there instead, where the write asked for it and there is something. */
  | { readonly written: false; readonly found: Readonly<Record<string, unknown>> | undefined };

/** Waits for a write; `written` is false where its condition does not hold. */
export async function attempt<Output>(write: Promise<Output>): Promise<Attempted<Output>> {
  try {
    return { written: true, output: await write };
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
    return { written: false, found: error.Item && unmarshall(error.Item) };
  }
}

const passing: ReadonlySet<string | undefined> = new Set(['ConditionalCheckFailed', 'TransactionConflict', 'None']);

/** Waits for a transaction; false where a condition of it does not hold, or somebody else was at the same items. */
export async function attemptAll(transaction: Promise<unknown>): Promise<boolean> {
  try {
    await transaction;
    return true;
  } catch (error) {
    if (!(error instanceof TransactionCanceledException)) throw error;
    if (error.CancellationReasons?.every(({ Code }) => passing.has(Code)) !== true) throw error;
    return false;
  }
}
