/** Each write of a posting as a part of one DynamoDB transaction, with the condition that makes it harmless to repeat. */
import type { TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb';
import { isUnclaimed } from '../member-store.ts';
import type { Ownership } from '../member-store.ts';
import type { ParkedPlace, Write } from '../store.ts';
import { formatApplied } from './applied-item.ts';
import { formatAccount } from './account-item.ts';
import { memberKeys } from './keys.ts';
import { formatHeld } from './ledger-item.ts';
import type { Connection } from './connection.ts';
import { formatOwnership } from './owner-item.ts';
import { formatConsents, formatProfile } from './profile-item.ts';
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

/** Whose an identity is, as it was read; one that is unclaimed has no item, so none of the attributes. */
function ownershipIs(ownership: Ownership): Condition & { readonly ConditionExpression: string } {
  const attributes = Object.entries(formatOwnership(ownership));
  const values = attributes.flatMap(([name, value]) => (value === undefined ? [] : [[`:${name}`, value] as const]));
  return {
    ConditionExpression: attributes
      .map(([name, value]) => (value === undefined ? `attribute_not_exists(#${name})` : `#${name} = :${name}`))
      .join(' AND '),
    ExpressionAttributeNames: Object.fromEntries(attributes.map(([name]) => [`#${name}`, name])),
    ...(values.length === 0 ? {} : { ExpressionAttributeValues: Object.fromEntries(values) }),
  };
}

function identityPart({ identity, owner, expected }: Extract<Write, { write: 'identity' }>, TableName: string): Part {
  const Key = memberKeys.owner(identity);
  const condition = ownershipIs(expected);
  if (isUnclaimed(owner)) return { Delete: { TableName, Key, ...condition } };
  return { Put: { TableName, Item: { ...Key, ...formatOwnership(owner) }, ...condition } };
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
    case 'identity':
      return identityPart(write, tables.members);
    case 'identity-free': {
      const condition = ownershipIs({ memberId: null, erasedAt: write.erasedAt, former: write.former });
      return { ConditionCheck: { TableName: tables.members, Key: memberKeys.owner(write.identity), ...condition } };
    }
    case 'profile': {
      const Item = formatProfile(write.profile);
      return { Put: { TableName: tables.members, Item, ...versionIs(write.expected, 'key') } };
    }
    case 'profile-gone': {
      const Key = memberKeys.profile(write.memberId);
      return { Delete: { TableName: tables.members, Key, ...versionIs(write.expected, 'key') } };
    }
    case 'applied':
      return { Put: { TableName: tables.members, Item: formatApplied(write.applied), ...absent('key') } };
    case 'consents':
      return { Put: { TableName: tables.members, Item: formatConsents(write.record) } };
    case 'consents-gone':
      return { Delete: { TableName: tables.members, Key: memberKeys.consents(write.record) } };
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
