/** What functions may do, spelled out once more: a grant that is widened by mistake is not in both places. */
import { functionNames } from '../../shared/config/names.ts';

/** What follows a table's or queue's events, in the name of the function. */
const stream = [
  'dynamodb:DescribeStream',
  'dynamodb:GetRecords',
  'dynamodb:GetShardIterator',
  'dynamodb:ListStreams',
  'sqs:SendMessage',
];
const queue = ['sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:ReceiveMessage'];
const logs = ['logs:CreateLogStream', 'logs:PutLogEvents'];
const post = ['dynamodb:BatchGetItem', 'dynamodb:ConditionCheckItem', 'dynamodb:GetItem', 'dynamodb:PutItem'];
const takesEvents = [
  ...logs,
  ...queue,
  ...post,
  'dynamodb:BatchWriteItem',
  'dynamodb:DeleteItem',
  'dynamodb:Query',
  'kms:Decrypt',
  'kms:DescribeKey',
  'kms:Encrypt',
  'kms:GenerateDataKey',
  'kms:GenerateDataKeyWithoutPlaintext',
  'kms:ReEncryptFrom',
  'kms:ReEncryptTo',
  'secretsmanager:GetSecretValue',
];

/** What DynamoDB asks of the key of a table that is only read; the secret's key is to be used as well. */
const readsPersonal = ['kms:Decrypt', 'kms:DescribeKey', 'secretsmanager:GetSecretValue'];
const writesPersonal = [
  ...readsPersonal,
  'kms:Encrypt',
  'kms:GenerateDataKey',
  'kms:GenerateDataKeyWithoutPlaintext',
  'kms:ReEncryptFrom',
  'kms:ReEncryptTo',
];
const readsItems = ['dynamodb:BatchGetItem', 'dynamodb:GetItem'];

/** All that each function may do. Whoever widens a grant writes it here too. */
export const expectedActions = {
  [functionNames.applyPurchase]: takesEvents,
  [functionNames.applyMember]: takesEvents,
  [functionNames.publishLedger]: [...logs, ...stream, 'events:PutEvents'],
  [functionNames.publishRejections]: [...logs, ...stream, 'events:PutEvents', 'kms:Decrypt', 'kms:DescribeKey'],
  [functionNames.publishMessages]: [...logs, ...stream, 'events:PutEvents'],
  [functionNames.publishMembers]: [...logs, ...stream, 'events:PutEvents', 'kms:Decrypt', 'kms:DescribeKey'],
  [functionNames.startReview]: [...logs, 'dynamodb:GetItem', 'dynamodb:PutItem'],
  [functionNames.reviewMembers]: [...logs, ...post, 'dynamodb:Scan', 'dynamodb:Query', 's3:PutObject'],
  [functionNames.takeSnapshot]: [
    ...logs,
    'dynamodb:GetItem',
    'dynamodb:PutItem',
    'dynamodb:Query',
    's3:GetObject',
    's3:ListBucket',
    's3:PutObject',
  ],
  [functionNames.sealHeads]: [
    ...logs,
    'dynamodb:Scan',
    'dynamodb:GetItem',
    'kms:Sign',
    // Of requests that are signed by hand, in shared/store/s3: a list, and puts that ask for a lock and a tag.
    's3:ListBucketVersions',
    's3:PutObject',
    's3:PutObjectRetention',
    's3:PutObjectTagging',
  ],
  [functionNames.httpMembers]: takesEvents.filter((action) => !action.startsWith('sqs:')),
  [functionNames.httpExports]: [...logs, ...readsPersonal, ...readsItems, 'dynamodb:Query'],
  [functionNames.httpQuotes]: [...logs, ...readsPersonal, ...readsItems],
  [functionNames.httpAccounts]: [...logs, ...readsItems, 'dynamodb:Query'],
  [functionNames.httpRedemptions]: [...logs, ...readsPersonal, ...readsItems, 'dynamodb:PutItem'],
  [functionNames.httpPreferences]: [
    ...logs,
    ...writesPersonal,
    ...readsItems,
    'dynamodb:PutItem',
    'dynamodb:UpdateItem',
  ],
} as const;

/** What taking in events does with each table, wherever they come from. */
const tablesOfEvents = {
  Accounts: post,
  Ledger: post,
  Members: [...post, 'dynamodb:DeleteItem', 'dynamodb:Query'],
  Settings: readsItems,
  Intake: ['dynamodb:BatchWriteItem', 'dynamodb:PutItem'],
};

/** And what it may do with each table, by the table's name in the templates. */
export const expectedTableActions = {
  [functionNames.applyPurchase]: tablesOfEvents,
  [functionNames.applyMember]: tablesOfEvents,
  [functionNames.publishLedger]: {},
  [functionNames.publishRejections]: {},
  [functionNames.publishMessages]: {},
  [functionNames.publishMembers]: {},
  [functionNames.startReview]: { Settings: ['dynamodb:GetItem', 'dynamodb:PutItem'] },
  [functionNames.takeSnapshot]: {
    Settings: ['dynamodb:GetItem', 'dynamodb:PutItem'],
    Snapshots: ['dynamodb:PutItem', 'dynamodb:Query'],
  },
  [functionNames.reviewMembers]: {
    Accounts: [...post, 'dynamodb:Scan'],
    Ledger: post,
    Settings: ['dynamodb:BatchGetItem', 'dynamodb:GetItem', 'dynamodb:PutItem'],
    Messages: ['dynamodb:PutItem', 'dynamodb:Query'],
  },
  [functionNames.sealHeads]: { Accounts: ['dynamodb:Scan'], Settings: ['dynamodb:GetItem'] },
  [functionNames.httpMembers]: tablesOfEvents,
  [functionNames.httpExports]: {
    Accounts: ['dynamodb:BatchGetItem'],
    // The query is of the index alone, here and of accounts, and that is how the ARN below begins.
    Ledger: ['dynamodb:BatchGetItem', 'dynamodb:Query'],
    Members: [...readsItems, 'dynamodb:Query'],
    Settings: readsItems,
    Messages: ['dynamodb:Query'],
    Rewards: ['dynamodb:Query'],
  },
  [functionNames.httpQuotes]: {
    Accounts: ['dynamodb:BatchGetItem'],
    Ledger: ['dynamodb:BatchGetItem'],
    Members: readsItems,
    Settings: readsItems,
  },
  [functionNames.httpAccounts]: {
    Accounts: ['dynamodb:BatchGetItem'],
    Ledger: ['dynamodb:BatchGetItem', 'dynamodb:Query'],
    Settings: readsItems,
  },
  [functionNames.httpRedemptions]: {
    Accounts: ['dynamodb:BatchGetItem', 'dynamodb:PutItem'],
    Ledger: ['dynamodb:BatchGetItem', 'dynamodb:PutItem'],
    Members: ['dynamodb:BatchGetItem'],
    Settings: readsItems,
  },
  [functionNames.httpPreferences]: {
    Accounts: ['dynamodb:BatchGetItem'],
    Members: ['dynamodb:GetItem', 'dynamodb:PutItem'],
    Messages: ['dynamodb:UpdateItem'],
  },
} as const;
