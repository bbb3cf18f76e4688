/** An account as an item of the accounts table. */
import * as z from 'zod/mini';
import { accountRecord, formatAccount as formatRecord, toAccount } from '../../contracts/account-record.ts';
import type { Account } from '../../domain/account.ts';
import { instantOf } from '../../domain/zone.ts';
import type { VersionedAccount } from '../store.ts';

const accountItem = z.extend(accountRecord, {
  version: z.int(),
  /** Epoch seconds, by the clock of whoever put it; no part of the account, as the version is none. */
  putAt: z.optional(z.int()),
});

/** The item of an account; `version` is the number of times it was put, this one included. */
export function formatAccount(account: Account, version: number): Record<string, unknown> {
  return { ...formatRecord(account), version };
}

/**
 * The account of an item.
 * @throws $ZodError or TypeError when the item is no account, which only tampering or a newer version explains
 */
export function parseAccount(item: unknown): VersionedAccount {
  const { version, putAt, ...stored } = accountItem.parse(item);
  const account = toAccount(stored);
  return putAt === undefined ? { account, version } : { account, version, putAt: instantOf(putAt * 1000) };
}
