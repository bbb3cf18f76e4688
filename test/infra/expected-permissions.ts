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

/** Rows of runs lie in a bucket under the key of personal data. */
const readsRows = ['kms:Decrypt', 's3:GetObject', 's3:ListBucket'];
const putsRows = ['kms:GenerateDataKey', 's3:PutObject'];

/** Of every channel, whatever its provider. */
const sends = [
  ...logs,
  ...queue,
  ...writesPersonal,
  ...readsItems,
  ...putsRows,
  'dynamodb:PutItem',
  'dynamodb:UpdateItem',
  // To the queues of other channels.
  'sqs:SendMessage',
];

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
  [functionNames.planCampaign]: [
    ...logs,
    ...readsItems,
    ...readsRows,
    ...putsRows,
    'dynamodb:PutItem',
    'dynamodb:Query',
    'dynamodb:Scan',
    'dynamodb:UpdateItem',
    'kms:DescribeKey',
  ],
  [functionNames.planOccasion]: [
    ...logs,
    ...queue,
    ...readsItems,
    ...putsRows,
    'dynamodb:PutItem',
    'dynamodb:Query',
    'dynamodb:UpdateItem',
    'kms:Decrypt',
    'kms:DescribeKey',
    'sqs:SendMessage',
  ],
  [functionNames.dispatchCampaigns]: [
    ...logs,
    ...readsRows,
    'dynamodb:DeleteItem',
    'dynamodb:GetItem',
    'dynamodb:Query',
    'sqs:SendMessage',
  ],
  [functionNames.sendLog]: sends,
  [functionNames.sendEmail]: [...sends, 'ses:SendEmail'],
  [functionNames.sendSms]: [...sends, 'sms-voice:SendTextMessage'],
  [functionNames.sendPush]: [...sends, 'sns:Publish'],
  // A secret of its own, which the table below cannot tell from the other: `reach no secret but their own` does.
  [functionNames.sendWebhook]: sends,
  [functionNames.trackDelivery]: [
    ...logs,
    ...queue,
    ...writesPersonal,
    ...readsItems,
    'dynamodb:PutItem',
    'dynamodb:UpdateItem',
  ],
  [functionNames.evaluateCampaign]: [...logs, ...readsItems, ...readsRows, 'dynamodb:PutItem', 'dynamodb:Query'],
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

/** What is remembered of plans, runs, and what is due later. */
const remembersDue = ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem'];
const appends = ['dynamodb:BatchGetItem', 'dynamodb:PutItem'];

/** What a sender does, but for members. */
const tablesOfSenders = {
  Accounts: appends,
  Ledger: appends,
  Settings: ['dynamodb:GetItem'],
  Campaigns: remembersDue,
  Messages: ['dynamodb:BatchGetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem'],
  Rewards: ['dynamodb:PutItem'],
};
/** An address that a provider knows to be bad is suppressed; of trials none is. */
const tablesOfProviders = { ...tablesOfSenders, Members: [...readsItems, 'dynamodb:PutItem'] };

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
  [functionNames.planCampaign]: {
    Accounts: ['dynamodb:Scan'],
    Members: ['dynamodb:BatchGetItem'],
    Settings: ['dynamodb:GetItem'],
    Campaigns: [...remembersDue, 'dynamodb:Query'],
  },
  [functionNames.planOccasion]: {
    Accounts: ['dynamodb:BatchGetItem'],
    Members: ['dynamodb:GetItem'],
    Settings: ['dynamodb:GetItem'],
    Campaigns: [...remembersDue, 'dynamodb:Query'],
  },
  [functionNames.dispatchCampaigns]: { Campaigns: ['dynamodb:DeleteItem', 'dynamodb:GetItem', 'dynamodb:Query'] },
  [functionNames.sendLog]: { ...tablesOfSenders, Members: readsItems },
  [functionNames.sendEmail]: tablesOfProviders,
  [functionNames.sendSms]: tablesOfProviders,
  [functionNames.sendPush]: tablesOfProviders,
  [functionNames.sendWebhook]: tablesOfProviders,
  [functionNames.trackDelivery]: {
    Members: ['dynamodb:PutItem'],
    Campaigns: remembersDue,
    Messages: ['dynamodb:BatchGetItem', 'dynamodb:UpdateItem'],
  },
  [functionNames.evaluateCampaign]: {
    Accounts: ['dynamodb:BatchGetItem'],
    // As of the histories: the query is of the index alone.
    Ledger: ['dynamodb:BatchGetItem', 'dynamodb:Query'],
    Settings: ['dynamodb:GetItem'],
    Campaigns: ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:Query'],
    Messages: ['dynamodb:BatchGetItem'],
  },
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
