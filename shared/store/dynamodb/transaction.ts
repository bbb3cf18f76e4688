/** Each write of a posting as a part of one DynamoDB transaction, with the condition that makes it harmless to repeat. */
import type { TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb';
import type { ParkedPlace, Write } from '../store.ts';
import { formatAccount } from './account-item.ts';
import { memberKeys } from './keys.ts';
import { formatHeld } from './ledger-item.ts';
import type { Connection } from './connection.ts';
import { formatReceipt } from './receipt-item.ts';
import { formatRejection } from './rejection-item.ts';

type Part = NonNullable<TransactWriteCommandInput['TransactItems']>[number];
type Condition = Pick<
  NonNullable<Part['Put']>,
  'ConditionExpression' | 'ExpressionAttributeNames' | 'ExpressionAttributeValues'
>;

function absent(key: string): Condition {
  return { ConditionExpression: 'attribute_not_exists(#key)', ExpressionAttributeNames: { '#key': key } };
}

function versionIs(expected: number | null, key: string): Condition {
  if (expected === null) return absent(key);
  return {
    ConditionExpression: '#version = :version',
    ExpressionAttributeNames: { '#version': 'version' },
    ExpressionAttributeValues: { ':version': expected },
  };
}

/** A place in the ledger: free, or still held as it was read there. */
function revisionIs(expected: number | null): Condition {
  if (expected === null) return absent('entryId');
  return {
    ConditionExpression: '#revision = :revision',
    ExpressionAttributeNames: { '#revision': 'revision' },
    ExpressionAttributeValues: { ':revision': expected },
  };
}

function parkedKey({ identity, occurredAt, entryId }: ParkedPlace) {
  return memberKeys.parked(identity, occurredAt, entryId);
}

export function partOf(
  write: Write,
  { tables, nowEpochSeconds }: Pick<Connection, 'tables' | 'nowEpochSeconds'>,
): Part {
  switch (write.write) {
    case 'entry':
      return { Put: { TableName: tables.ledger, Item: write.record, ...revisionIs(write.replaces?.revision ?? null) } };
    case 'held':
      return { Put: { TableName: tables.ledger, Item: formatHeld(write.held), ...revisionIs(write.expected) } };
    case 'account': {
      const Item = { ...formatAccount(write.account, (write.expected ?? 0) + 1), putAt: nowEpochSeconds() };
      return { Put: { TableName: tables.accounts, Item, ...versionIs(write.expected, 'memberId') } };
    }
    case 'identity': {
      const Item = { ...memberKeys.owner(write.identity), memberId: write.memberId };
      return { Put: { TableName: tables.members, Item, ...absent('key') } };
    }
    case 'identity-free':
      return { ConditionCheck: { TableName: tables.members, Key: memberKeys.owner(write.identity), ...free } };
    case 'profile': {
      const Item = { ...memberKeys.profile(write.profile.memberId), ...write.profile };
      return { Put: { TableName: tables.members, Item, ...versionIs(write.expected, 'key') } };
    }
    case 'enrolment': {
      const { key, ...record } = write.enrolment;
      return {
        Put: { TableName: tables.members, Item: { ...memberKeys.enrolment(key), ...record }, ...absent('key') },
      };
    }
    case 'parked': {
      const Item = { ...parkedKey(write.place), entryId: write.place.entryId };
      return { Put: { TableName: tables.members, Item } };
    }
    case 'unparked':
      return { Delete: { TableName: tables.members, Key: parkedKey(write.place) } };
    case 'receipt':
      return { Put: { TableName: tables.intake, Item: formatReceipt(write.receipt, nowEpochSeconds()) } };
    case 'rejection':
      return { Put: { TableName: tables.intake, Item: formatRejection(write.rejection, nowEpochSeconds()) } };
  }
}

/** A condition check has to be given a condition, names and all. */
const free = { ConditionExpression: 'attribute_not_exists(#key)', ExpressionAttributeNames: { '#key': 'key' } };
