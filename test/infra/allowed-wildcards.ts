/** Every wildcard in a permission, spelled out once more with the reason why it is one. */
import type { Stage } from '../../shared/config/names.ts';

type Wildcard = {
  /** The policy or key that says so, without the hash that the CDK adds. */
  readonly where: string;
  readonly what: string;
  readonly reason: string;
  /** Of a stage with a channel that others do not have. */
  readonly only?: Stage;
};

/** All objects of the bucket of the numbers under a prefix. */
function numbers(prefix: string): string {
  return `{"Fn::Join":["",[{"Fn::ImportValue":"perennial-numbers-bucket-arn"},"/${prefix}/*"]]}`;
}

/** Rows of runs, all of them. */
const rows = '{"Fn::Join":["",[{"Fn::ImportValue":"perennial-manifests-bucket-arn"},"/manifests/*"]]}';

/** An ARN of this account and region; `*` stands for the two. */
function here(arn: string): string {
  const [service = '', name = ''] = arn.split(':*');
  const place = `{"Ref":"AWS::Partition"},":${service}:",{"Ref":"AWS::Region"},":",{"Ref":"AWS::AccountId"}`;
  return `{"Fn::Join":["",["arn:",${place},"${name}"]]}`;
}

const logDeliveries =
  'logs:CreateLogDelivery,logs:DeleteLogDelivery,logs:DescribeLogGroups,logs:DescribeResourcePolicies,' +
  'logs:GetLogDelivery,logs:ListLogDeliveries,logs:PutResourcePolicy,logs:UpdateLogDelivery on *';

/** A sender that gives a message back keeps its row until it is handed out again. */
function senderWildcard(sender: string): Wildcard {
  return {
    where: `${sender}RoleDefaultPolicy`,
    what: `s3:PutObject on ${rows}`,
    reason: 'Rows of messages that wait are named after runs and times to come; it reads none.',
  };
}

/** Every wildcard that is allowed, in the order of the templates, with the reason why it cannot be narrower. */
const everyWildcard: readonly Wildcard[] = [
  {
    where: 'PersonalKey',
    what: 'kms:* on *',
    reason:
      'The key policy that hands the key to the permissions of its account, as AWS writes it: without it nobody could ' +
      'ever change the policy again. In a key policy * is the key itself.',
  },
  {
    where: 'RootsKey',
    what: 'kms:* on *',
    reason: 'As that of the other key: without it nobody could ever change the policy again.',
  },
  {
    where: 'ReviewMembersRoleDefaultPolicy',
    what: `s3:PutObject on ${numbers('passes')}`,
    reason: 'Parts are named after days and runs to come; nothing else is under the prefix.',
  },
  {
    where: 'TakeSnapshotRoleDefaultPolicy',
    what: `s3:GetObject on ${numbers('passes')},${numbers('snapshots')}`,
    reason: 'The parts of the run that it ends, and the snapshot of some day before.',
  },
  {
    where: 'TakeSnapshotRoleDefaultPolicy',
    what: `s3:PutObject on ${numbers('snapshots')}`,
    reason: 'Snapshots are named after days to come; nothing else is under the prefix.',
  },
  {
    where: 'SealHeadsRoleDefaultPolicy',
    what:
      's3:PutObject,s3:PutObjectRetention,s3:PutObjectTagging on ' +
      '{"Fn::Join":["",[{"Fn::ImportValue":"perennial-roots-bucket-arn"},"/roots/*"]]}',
    reason: 'Objects named after days to come; what lies there already is locked, and a put adds a version at most.',
  },
  {
    where: 'ReviewRoleDefaultPolicy',
    what: logDeliveries,
    reason: 'Actions on log deliveries take no resource; AWS asks for exactly these to log a state machine.',
  },
  senderWildcard('SendLog'),
  senderWildcard('SendEmail'),
  {
    where: 'SendSmsRoleDefaultPolicy',
    what: `sms-voice:SendTextMessage on ${['configuration-set/perennial-text', 'phone-number/*', 'pool/*', 'sender-id/*'].map((name) => here(`sms-voice:*:${name}`)).join(',')}`,
    reason: 'The origin is a number, a pool or a sender id, and AWS gives the first two ids of its own.',
    only: 'local',
  },
  { ...senderWildcard('SendSms'), only: 'local' },
  {
    where: 'SendPushRoleDefaultPolicy',
    what: `sns:Publish on ${here('sns:*:endpoint/GCM/shop/*')}`,
    reason: 'Every device of a member is an endpoint of its own, under the one application.',
    only: 'local',
  },
  { ...senderWildcard('SendPush'), only: 'local' },
  { ...senderWildcard('SendWebhook'), only: 'local' },
  {
    where: 'PlanCampaignRoleDefaultPolicy',
    what: `s3:GetObject,s3:PutObject on ${rows}`,
    reason: 'Parts of the run that it plans, and of those before it, whose members are not told again.',
  },
  {
    where: 'DispatchCampaignsRoleDefaultPolicy',
    what: `s3:GetObject on ${rows}`,
    reason: 'Parts of whatever run has something due; it writes none.',
  },
  {
    where: 'EvaluateCampaignRoleDefaultPolicy',
    what: `s3:GetObject on ${rows}`,
    reason: 'Parts of whatever run is over; it writes none.',
  },
  {
    where: 'PlanOccasionRoleDefaultPolicy',
    what: `s3:PutObject on ${rows}`,
    reason: 'Rows of members to whom something will happen; it reads none.',
  },
  {
    where: 'RunsRoleDefaultPolicy',
    what: logDeliveries,
    reason: 'As of the other state machine: actions on log deliveries take no resource.',
  },
];

export function allowedWildcards(stage: Stage): readonly Wildcard[] {
  return everyWildcard.filter(({ only }) => only === undefined || only === stage);
}
