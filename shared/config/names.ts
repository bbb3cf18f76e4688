/**
 * The names that the infrastructure and the code both use. A name that appears on both sides of a deployment is written
 * here once; everything else is a CloudFormation-generated name that nobody needs to know.
 */
export const stages = ['local', 'dev', 'prod'] as const;
export type Stage = (typeof stages)[number];

/** The one bus that shops put events on and that ours come out of (contract: it is called `perennial`). */
export const busName = 'perennial';

/** `source` of the events that go out; everything that begins with this prefix is ours and never comes back in. */
export const ownSourcePrefix = 'perennial.';
export const sources = {
  ledger: 'perennial.ledger',
  members: 'perennial.members',
  campaigns: 'perennial.campaigns',
} as const;

export const tables = {
  accounts: { name: 'accounts', key: 'memberId' },
  ledger: { name: 'ledger', key: 'entryId' },
  members: { name: 'members', key: 'key', sort: 'sort' },
  settings: { name: 'settings', key: 'key' },
  intake: { name: 'intake', key: 'key' },
  snapshots: { name: 'snapshots', key: 'kind', sort: 'day' },
  messages: { name: 'messages', key: 'memberId', sort: 'occasion' },
  campaigns: { name: 'campaigns', key: 'key', sort: 'sort' },
  rewards: { name: 'rewards', key: 'key', sort: 'sort' },
} as const;
export type TableId = keyof typeof tables;

/** The ledger's only index: a member's history, keys only. */
export const byMemberIndex = { name: 'by-member', key: 'memberId', sort: 'seq' } as const;

/** The attribute of `intake` items that DynamoDB's own clock removes them by (epoch seconds). */
export const intakeTtlAttribute = 'expiresAtEpochSeconds';

/**
 * The attribute of a campaign's message by which the write that decides what becomes of it is known in the table's stream:
 * that write sets it, every other takes it away.
 */
export const newsAttribute = 'news';

/** Physical name of a table in a stage, for example `perennial-local-ledger`. */
export function tableName(stage: Stage, table: TableId): string {
  return `perennial-${stage}-${tables[table].name}`;
}

/** Physical name of a queue, a function or a state machine in a stage. */
export function resourceName(stage: Stage, name: string): string {
  return `perennial-${stage}-${name}`;
}

/** Secrets Manager name of the key that identities are hashed with (HMAC-SHA-256). */
export function identityKeySecretName(stage: Stage): string {
  return `perennial/${stage}/identity-key`;
}

/** Secrets Manager name of where the webhook is and what its requests are signed with. */
export function webhookSecretName(stage: Stage): string {
  return `perennial/${stage}/webhook`;
}

/** Alias of the customer-managed key that personal data and rejected events are encrypted under. */
export function personalKeyAlias(stage: Stage): string {
  return `alias/perennial-${stage}-personal`;
}

/** Alias of the key that the roots of the days are signed with (ECDSA on P-256; it never leaves KMS). */
export function rootsKeyAlias(stage: Stage): string {
  return `alias/perennial-${stage}-roots`;
}

/** Where the bucket of the roots holds them: `roots/YYYY-MM-DD.json`, and the leaves beside it. */
export const rootsPrefix = 'roots/';

/** Days for which the leaves of a root are kept, and locked. */
export const leavesDays = 35;

/** The tag by which the bucket tells leaves, which it removes, from roots, which it keeps. */
export const leavesTag = { key: 'kind', value: 'leaves' } as const;

/** Output of the data stack that says what the bucket of the roots is called: its name is CloudFormation's. */
export const rootsBucketOutput = 'RootsBucket';

/** Where the bucket of the numbers holds the snapshots of days, and the parts of passes for as long as they are needed. */
export const snapshotsPrefix = 'snapshots/';
export const passesPrefix = 'passes/';

/** Days for which the parts of a pass are kept: for whoever wants to know what a snapshot was made of. */
export const passesDays = 7;

/** Output of the data stack that says what the bucket of the numbers is called. */
export const numbersBucketOutput = 'NumbersBucket';

/** Where the bucket of the manifests holds the rows of runs, by run. */
export const manifestsPrefix = 'manifests/';

/** Days for which manifests are kept: a campaign can be judged against the same one of the year before. */
export const manifestsDays = 400;

/** Output of the data stack that says what the bucket of the manifests is called. */
export const manifestsBucketOutput = 'ManifestsBucket';

/** Event types that concern who a member is; every other type goes to the ledger's function. */
export const memberEventTypes = ['member.enrolled', 'member.updated', 'member.merged', 'member.erased'] as const;

export const functionNames = {
  applyPurchase: 'apply-purchase',
  applyMember: 'apply-member',
  publishLedger: 'publish-ledger',
  publishRejections: 'publish-rejections',
  publishMessages: 'publish-messages',
  publishMembers: 'publish-members',
  startReview: 'start-review',
  reviewMembers: 'review-members',
  takeSnapshot: 'take-snapshot',
  sealHeads: 'seal-heads',
  planCampaign: 'plan-campaign',
  planOccasion: 'plan-occasion',
  dispatchCampaigns: 'dispatch-campaigns',
  sendLog: 'send-log',
  sendEmail: 'send-email',
  sendSms: 'send-sms',
  sendPush: 'send-push',
  sendWebhook: 'send-webhook',
  trackDelivery: 'track-delivery',
  evaluateCampaign: 'evaluate-campaign',
  httpMembers: 'http-members',
  httpExports: 'http-exports',
  httpAccounts: 'http-accounts',
  httpQuotes: 'http-quotes',
  httpRedemptions: 'http-redemptions',
} as const;

/** The queues between the bus and the functions, with what each could not do. */
export const queueNames = {
  purchases: 'purchases',
  purchasesDeadLetters: 'purchases-dlq',
  members: 'members',
  membersDeadLetters: 'members-dlq',
  publishLedgerFailures: 'publish-ledger-failures',
  publishRejectionsFailures: 'publish-rejections-failures',
  publishMessagesFailures: 'publish-messages-failures',
  publishMembersFailures: 'publish-members-failures',
  occasions: 'occasions',
  occasionsDeadLetters: 'occasions-dlq',
  deliveries: 'deliveries',
  deliveriesDeadLetters: 'deliveries-dlq',
  campaignStartsDeadLetters: 'campaign-starts-dlq',
  sendLog: 'send-log',
  sendLogNotices: 'send-log-notices',
  sendLogDeadLetters: 'send-log-dlq',
  sendEmail: 'send-email',
  sendEmailNotices: 'send-email-notices',
  sendEmailDeadLetters: 'send-email-dlq',
  sendSms: 'send-sms',
  sendSmsNotices: 'send-sms-notices',
  sendSmsDeadLetters: 'send-sms-dlq',
  sendPush: 'send-push',
  sendPushNotices: 'send-push-notices',
  sendPushDeadLetters: 'send-push-dlq',
  sendWebhook: 'send-webhook',
  sendWebhookNotices: 'send-webhook-notices',
  sendWebhookDeadLetters: 'send-webhook-dlq',
} as const;

/** What the HTTP API is called in a stage, and what is called after it: its log, its alarms. */
export const doorName = 'door';

/** The metric of requests that were turned away because too many came: counted in the API's own log. */
export const requestsThrottledMetric = 'RequestsThrottled';

/** Outputs that say where the HTTP API is and where its tokens are from. */
export const doorOutputs = { url: 'ApiUrl', id: 'ApiId', tokenUrl: 'TokenUrl', userPool: 'UserPool' } as const;

/** Output that says the id of a machine client. */
export function clientOutput(client: string): string {
  return `${client.charAt(0).toUpperCase()}${client.slice(1)}ClientId`;
}

/** The state machine of the pass over all accounts: `review-members` until every account has been seen, and the rest. */
export const reviewMachineName = 'review';

/** The state machine of a campaign's run: its audience, part by part, and then what is to be sent at once. */
export const campaignMachineName = 'campaign';

/** Outputs that whoever approves a plan needs for its schedule: who is started, by which role, and in which group. */
export const campaignOutputs = {
  machine: 'CampaignMachine',
  scheduleRole: 'CampaignScheduleRole',
  scheduleGroup: 'CampaignScheduleGroup',
  startFailures: 'CampaignStartFailures',
} as const;

/** Environment variables of the functions, set by the stacks and read once by `shared/platform/environment.ts`. */
export const environmentVariables = {
  stage: 'STAGE',
  accountsTable: 'ACCOUNTS_TABLE',
  ledgerTable: 'LEDGER_TABLE',
  membersTable: 'MEMBERS_TABLE',
  settingsTable: 'SETTINGS_TABLE',
  intakeTable: 'INTAKE_TABLE',
  messagesTable: 'MESSAGES_TABLE',
  snapshotsTable: 'SNAPSHOTS_TABLE',
  campaignsTable: 'CAMPAIGNS_TABLE',
  rewardsTable: 'REWARDS_TABLE',
  bus: 'BUS_NAME',
  identityKeySecret: 'IDENTITY_KEY_SECRET',
  reviewSegments: 'REVIEW_SEGMENTS',
  reviewWriteUnits: 'REVIEW_WRITE_UNITS_PER_SECOND',
  numbersBucket: 'NUMBERS_BUCKET',
  numbersDomain: 'NUMBERS_DOMAIN',
  manifestsBucket: 'MANIFESTS_BUCKET',
  manifestsDomain: 'MANIFESTS_DOMAIN',
  rootsBucket: 'ROOTS_BUCKET',
  rootsDomain: 'ROOTS_DOMAIN',
  rootsKey: 'ROOTS_KEY',
  rootsLockMode: 'ROOTS_LOCK_MODE',
  planSegments: 'PLAN_SEGMENTS',
  channelRates: 'CHANNEL_RATES',
  sendQueues: 'SEND_QUEUES',
  linksAddress: 'LINKS_ADDRESS',
  shopAddress: 'SHOP_ADDRESS',
  mailFrom: 'MAIL_FROM',
  mailConfigurationSet: 'MAIL_CONFIGURATION_SET',
  smsOrigin: 'SMS_ORIGIN',
  smsConfigurationSet: 'SMS_CONFIGURATION_SET',
  webhookSecret: 'WEBHOOK_SECRET',
} as const;

/** What Powertools calls the service on every log line, and the only dimension of every metric. */
export const serviceName = 'perennial';

/** Namespace and names of the metrics that functions emit and alarms watch. */
export const metricNamespace = 'Perennial';
export const metricNames = {
  applied: 'EventsApplied',
  duplicates: 'EventsDuplicate',
  refused: 'EventsRefused',
  parked: 'EventsParked',
  published: 'EventsPublished',
  unreadable: 'StreamRecordsUnreadable',
  reviewed: 'MembersReviewed',
  reviewsFailed: 'MemberReviewsFailed',
  reviewLateMinutes: 'ReviewLateMinutes',
  unbalanced: 'SumsNotAddingUp',
  sealed: 'HeadsSealed',
  requests: 'RequestsAnswered',
  requestsRefused: 'RequestsRefused',
  requestsFailed: 'RequestsFailed',
} as const;
