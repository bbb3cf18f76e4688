/**
 * What each function may do with each table, spelled out. A transaction needs no right of its own: DynamoDB asks for
 * that of every part of it (put, condition check).
 */

/** Read an item by its key, put it on a condition, check it in another's transaction. */
const post = ['dynamodb:BatchGetItem', 'dynamodb:ConditionCheckItem', 'dynamodb:GetItem', 'dynamodb:PutItem'] as const;

/** Read items by their keys. */
const read = ['dynamodb:BatchGetItem', 'dynamodb:GetItem'] as const;

/** What the functions do that take events in, and the one that enrols, changes and erases members at the door. */
export const intakeGrants = {
  accounts: post,
  ledger: post,
  // The purchases that wait for an identity are found together, and removed when they are posted.
  members: [...post, 'dynamodb:DeleteItem', 'dynamodb:Query'],
  settings: read,
  // Receipts, and events that were refused; only people read them.
  intake: ['dynamodb:BatchWriteItem', 'dynamodb:PutItem'],
} as const;

/** Quoting a basket: whose it is, what its purchase would do, and what became of the redemption that it names. */
export const quotesGrants = {
  accounts: ['dynamodb:BatchGetItem'],
  ledger: ['dynamodb:BatchGetItem'],
  // Whose an identity is; by its own key the profile that was not read with the account, where a rule asks for birthdays.
  members: read,
  settings: read,
} as const;

/** A member's history, through the ledger's index. */
export const historyGrants = ['dynamodb:Query'] as const;

/** Reading an account, and the entries of a page of its history. */
export const accountsGrants = {
  accounts: ['dynamodb:BatchGetItem'],
  ledger: ['dynamodb:BatchGetItem'],
  settings: read,
} as const;

/** Everything that is held about a member, read and nothing else. */
export const exportsGrants = {
  accounts: ['dynamodb:BatchGetItem'],
  ledger: ['dynamodb:BatchGetItem'],
  // Profile and events by their keys, answers and what waits as lists, suppressed addresses together.
  members: [...read, 'dynamodb:Query'],
  settings: read,
  messages: ['dynamodb:Query'],
  rewards: ['dynamodb:Query'],
} as const;

/** Redeeming points: nobody joins by it, and nothing waits for it. */
export const redemptionsGrants = {
  accounts: ['dynamodb:BatchGetItem', 'dynamodb:PutItem'],
  ledger: ['dynamodb:BatchGetItem', 'dynamodb:PutItem'],
  members: ['dynamodb:BatchGetItem'],
  settings: read,
} as const;

/** Opening links: who the member is, what is answered, and when a message was clicked or ended. Nothing of points. */
export const preferencesGrants = {
  // Who somebody is who was merged since, or that somebody was erased.
  accounts: ['dynamodb:BatchGetItem'],
  members: ['dynamodb:GetItem', 'dynamodb:PutItem'],
  messages: ['dynamodb:UpdateItem'],
} as const;

/**
 * Deciding on a review, and ending one: the programme for its days, what was reviewed, who is at it, and the snapshots of
 * days.
 */
export const reviewRunGrants = {
  settings: ['dynamodb:GetItem', 'dynamodb:PutItem'],
  snapshots: ['dynamodb:PutItem', 'dynamodb:Query'],
} as const;

/** The review reads every account, posts what is due, and gives a sign of life in the settings. */
export const reviewGrants = {
  accounts: [...post, 'dynamodb:Scan'],
  ledger: post,
  settings: [...read, 'dynamodb:PutItem'],
  // The newest message of a kind, and the next if there is none of its occasion.
  messages: ['dynamodb:PutItem', 'dynamodb:Query'],
} as const;

/** Taking a root reads every account's head, and the programme for the business day that it is. */
export const sealGrants = {
  accounts: ['dynamodb:Scan'],
  settings: ['dynamodb:GetItem'],
} as const;

/** Remembering what is due later: the step, and its day in the list of the days that have something. */
const rememberDue = ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem'] as const;

/** Planning a run: every account, the profiles of those who pass, and nothing of either changed. */
export const planGrants = {
  accounts: ['dynamodb:Scan'],
  members: ['dynamodb:BatchGetItem'],
  settings: ['dynamodb:GetItem'],
  // The plan and its version by their keys, the runs before this one as a list.
  campaigns: [...rememberDue, 'dynamodb:Query'],
} as const;

/** Planning what one event is the occasion of: one account and one profile. */
export const planOccasionGrants = {
  accounts: ['dynamodb:BatchGetItem'],
  members: ['dynamodb:GetItem'],
  settings: ['dynamodb:GetItem'],
  // All plans, for those that follow events.
  campaigns: [...rememberDue, 'dynamodb:Query'],
} as const;

/** Handing out what is due, which is forgotten when it is done. */
export const dispatchGrants = {
  campaigns: ['dynamodb:DeleteItem', 'dynamodb:GetItem', 'dynamodb:Query'],
} as const;

/** Sending: the member as they are now, the points that are offered, the message and what counts for its caps. */
export const sendGrants = {
  accounts: ['dynamodb:BatchGetItem', 'dynamodb:PutItem'],
  ledger: ['dynamodb:BatchGetItem', 'dynamodb:PutItem'],
  // The profile, and whether an address is suppressed.
  members: read,
  settings: ['dynamodb:GetItem'],
  // A message that has to wait is remembered, and a plan pauses itself whose provider takes nothing.
  campaigns: rememberDue,
  messages: ['dynamodb:BatchGetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem'],
  // What was issued before comes with the refusal of the put.
  rewards: ['dynamodb:PutItem'],
} as const;

/** The same where a provider says that an address is no good: nothing is sent there any more. */
export const sendByProviderGrants = { ...sendGrants, members: [...read, 'dynamodb:PutItem'] } as const;

/** What providers tell of messages: a fact each, addresses that are not to be written to, and a pause where it is time. */
export const trackGrants = {
  members: ['dynamodb:PutItem'],
  campaigns: ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem'],
  messages: ['dynamodb:BatchGetItem', 'dynamodb:UpdateItem'],
} as const;

/** Judging a run: its messages, its members' accounts and what they bought, read and nothing else but the result written. */
export const evaluateGrants = {
  accounts: ['dynamodb:BatchGetItem'],
  ledger: ['dynamodb:BatchGetItem'],
  settings: ['dynamodb:GetItem'],
  campaigns: ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:Query'],
  messages: ['dynamodb:BatchGetItem'],
} as const;
