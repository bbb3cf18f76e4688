import { Duration, Validations } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import {
  environmentVariables,
  functionNames,
  passesPrefix,
  resourceName,
  rootsPrefix,
  snapshotsPrefix,
} from '../../shared/config/names.ts';
import type { AlarmSettings, ImpactAlarm } from '../constructs/impact-alarm.ts';
import { granted, LoyaltyFunction } from '../constructs/loyalty-function.ts';
import { ReviewPass } from '../constructs/review-pass.ts';
import type { ReviewFunctions } from '../constructs/review-steps.ts';
import { reviewGrants, reviewRunGrants, sealGrants } from '../grants.ts';
import type { DataStack } from './data.ts';

/** Time-out of a function that only looks whether there is something to do. */
const shortTimeout = Duration.seconds(30);

/** Lambda's longest: the review works as long as it may and then says where to go on; a root is taken in one go. */
const longestTimeout = Duration.minutes(15);

/** Lambda gives a whole processor with this much memory: whoever works through all accounts is done the sooner for it. */
const oneProcessorMegabytes = 1769;

/** Three spends of every buyer and the rows of one part are in memory when a snapshot is taken, and two processors' worth. */
const snapshotMemoryMegabytes = 3008;

/** The heads of all members are in memory when a root is taken: 85 bytes each, and as much again while they are packed. */
const sealMemoryMegabytes = 3008;

/** How a function finds the bucket of the numbers. */
function numbersNames({ numbers }: DataStack): Readonly<Record<string, string>> {
  return {
    [environmentVariables.numbersBucket]: numbers.bucket.bucketName,
    [environmentVariables.numbersDomain]: numbers.bucket.bucketRegionalDomainName,
  };
}

/** The functions of the pass over all accounts, and the machine that calls them. */
export function addReview(
  scope: Construct,
  shared: AlarmSettings,
  data: DataStack,
): { readonly machineArn: string; readonly alarms: readonly ImpactAlarm[] } {
  const { tables } = data;
  const starter = new LoyaltyFunction(scope, 'StartReview', {
    ...shared,
    name: functionNames.startReview,
    description: 'Whether a business day has ended and is to be reviewed',
    timeout: shortTimeout,
    impact: 'No review begins: points and levels that end or become due are posted late',
    tables: granted(tables, { settings: reviewRunGrants.settings }),
    environment: { [environmentVariables.reviewSegments]: String(shared.settings.reviewSegments) },
  });
  const reviewer = new LoyaltyFunction(scope, 'ReviewMembers', {
    ...shared,
    name: functionNames.reviewMembers,
    description: 'One stretch of the review: what is due for each account on a business day, and what to tell of it',
    timeout: longestTimeout,
    memoryMegabytes: oneProcessorMegabytes,
    impact: 'Points and levels that end or become due are posted late',
    environment: {
      ...numbersNames(data),
      [environmentVariables.reviewWriteUnits]: String(shared.settings.reviewWriteUnitsPerSecond),
    },
    tables: granted(tables, reviewGrants),
  });
  const snapshotter = new LoyaltyFunction(scope, 'TakeSnapshot', {
    ...shared,
    name: functionNames.takeSnapshot,
    description: 'The end of a review: the numbers of its day, and the day when nothing of it is left to do',
    timeout: longestTimeout,
    memoryMegabytes: snapshotMemoryMegabytes,
    impact: 'Points and levels are right, but the numbers of the day are missing',
    tables: granted(tables, reviewRunGrants),
    environment: numbersNames(data),
  });
  letKeepNumbers(shared, data, { reviewer, snapshotter });
  const sealer = sealHeads(scope, shared, data);
  const pass = new ReviewPass(scope, 'Review', { ...shared, starter, reviewer, snapshotter, sealer });
  const alarms = [starter, reviewer, snapshotter, sealer, pass].flatMap((each) => each.alarms);
  return { machineArn: pass.machine.stateMachineArn, alarms };
}

/** The reviewer writes parts of passes; who takes the snapshot reads them, and writes and reads snapshots. */
function letKeepNumbers(
  { settings }: AlarmSettings,
  data: DataStack,
  { reviewer, snapshotter }: Pick<ReviewFunctions, 'reviewer' | 'snapshotter'>,
): void {
  const { bucket } = data.numbers;
  const exported = resourceName(settings.stage, 'numbers-bucket-arn');
  const bucketArn = data.exportValue(bucket.bucketArn, { name: exported });
  const [parts, snapshots] = [`/${passesPrefix}*`, `/${snapshotsPrefix}*`];
  reviewer.allow(['s3:PutObject'], bucketArn + parts);
  snapshotter.allow(['s3:GetObject'], bucketArn + parts, bucketArn + snapshots);
  snapshotter.allow(['s3:PutObject'], bucketArn + snapshots);
  // To find the parts; and without it S3 says of what is not there that it is forbidden.
  snapshotter.allow(['s3:ListBucket'], bucket.bucketArn);
  const reason =
    'Objects are named after days and runs that nobody knows before them; nothing else is under the prefix.';
  const acknowledge = (called: LoyaltyFunction, objects: string) => {
    Validations.of(called).acknowledge({ id: `AwsSolutions-IAM5[Resource::${exported}${objects}]`, reason });
  };
  acknowledge(reviewer, parts);
  acknowledge(snapshotter, parts);
  acknowledge(snapshotter, snapshots);
}

function sealHeads(scope: Construct, shared: AlarmSettings, data: DataStack): LoyaltyFunction {
  const { roots, tables } = data;
  const sealer = new LoyaltyFunction(scope, 'SealHeads', {
    ...shared,
    name: functionNames.sealHeads,
    description: 'The root of a day: one signed hash over the newest entry of every member',
    timeout: longestTimeout,
    memoryMegabytes: sealMemoryMegabytes,
    impact: 'Points are right, but a history that is cut off before the next root is taken is not found',
    errorsRunbook: 'root-not-taken',
    tables: granted(tables, sealGrants),
    environment: {
      [environmentVariables.rootsBucket]: roots.bucket.bucketName,
      [environmentVariables.rootsDomain]: roots.bucket.bucketRegionalDomainName,
      [environmentVariables.rootsKey]: roots.key.keyArn,
      [environmentVariables.rootsLockMode]: shared.settings.rootsLock.mode,
    },
  });
  sealer.allow(['kms:Sign'], roots.key.keyArn);
  // To see whether a day has its root, in whatever version.
  sealer.allow(['s3:ListBucketVersions'], roots.bucket.bucketArn);
  const exported = resourceName(shared.settings.stage, 'roots-bucket-arn');
  const objects = `/${rootsPrefix}*`;
  sealer.allow(
    ['s3:PutObject', 's3:PutObjectRetention', 's3:PutObjectTagging'],
    // Under an export of its own name, which the acknowledgement below has to say.
    data.exportValue(roots.bucket.bucketArn, { name: exported }) + objects,
  );
  Validations.of(sealer).acknowledge({
    id: `AwsSolutions-IAM5[Resource::${exported}${objects}]`,
    reason:
      'Objects of a day have names that nobody knows before it: the function may put whatever is under the prefix of ' +
      'the roots, where nothing that lies there can be overwritten or removed.',
  });
  return sealer;
}
