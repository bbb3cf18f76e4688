import { CfnOutput, Duration, Stack, Validations, type StackProps } from 'aws-cdk-lib';
import { Rule } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import type { Construct } from 'constructs';
import {
  byMemberIndex,
  campaignOutputs,
  environmentVariables,
  functionNames,
  manifestsPrefix,
  occasionEventTypes,
  queueNames,
  resourceName,
  sources,
} from '../../shared/config/names.ts';
import { CampaignRuns } from '../constructs/campaign-runs.ts';
import type { AlarmSettings, ImpactAlarm } from '../constructs/impact-alarm.ts';
import { granted, LoyaltyFunction } from '../constructs/loyalty-function.ts';
import { MailEvents } from '../constructs/mail-events.ts';
import { QueueWorker } from '../constructs/queue-worker.ts';
import { DeadLetterQueue, type QueueName } from '../constructs/safe-queue.ts';
import { TextEvents } from '../constructs/text-events.ts';
import {
  dispatchGrants,
  evaluateGrants,
  historyGrants,
  planGrants,
  planOccasionGrants,
  trackGrants,
} from '../grants.ts';
import type { StageSettings } from '../stages.ts';
import { addSenders, senderDomain, type Senders } from './campaign-senders.ts';
import type { DataStack } from './data.ts';

/** Time-out of a function that works on one batch. */
const batchTimeout = Duration.minutes(1);

/** Lambda's longest: planning and judging work as long as they may, and then say where to go on. */
const longestTimeout = Duration.minutes(15);

/** Lambda gives a whole processor with this much memory: whoever works through all accounts is done the sooner for it. */
const oneProcessorMegabytes = 1769;

/** What campaigns need of the rest of the engine. */
export type CampaignsProps = StackProps & {
  /** Where the links in messages lead: the address of the HTTP API. */
  readonly linksAddress: string;
};

/** What a preview has to know of the stage: messages a second by channel, and where the shop is. */
function sendSettings({ channels, shopUrl }: StageSettings): string {
  const perSecond = Object.fromEntries(Object.entries(channels).map(([channel, rate]) => [channel, rate.perSecond]));
  return JSON.stringify({ perSecond, shopUrl: shopUrl ?? null });
}

/** Campaigns: from a plan to a message, and to what it caused. Everything here can be deleted and deployed again. */
export class CampaignsStack extends Stack {
  /** None of them means that members miss points: what they mean is that somebody is not told, or told late. */
  readonly alarms: readonly ImpactAlarm[];

  constructor(scope: Construct, id: string, settings: StageSettings, data: DataStack, props: CampaignsProps) {
    const { linksAddress, ...stackProps } = props;
    super(scope, id, { ...stackProps, description: 'Perennial: campaigns, senders and what providers tell' });
    const shared: AlarmSettings = { settings, alarmsTopic: data.alarmsTopic };
    const deliveries = this.trackDeliveries(shared, data);
    const senders = addSenders(this, {
      shared,
      data,
      linksAddress,
      configurationSets: deliveries.configurationSets,
    });
    const planner = this.planner(shared, data, senders);
    const dispatcher = this.dispatcher(shared, data, senders);
    const evaluator = this.evaluator(shared, data);
    const occasions = this.takeOccasions(shared, data, senders);
    const runs = new CampaignRuns(this, 'Runs', { ...shared, planner, dispatcher, evaluator });
    this.letReachManifests(data, settings, [
      { called: planner, may: ['s3:GetObject', 's3:PutObject'] },
      { called: occasions.planner, may: ['s3:PutObject'] },
      { called: dispatcher, may: ['s3:GetObject'] },
      { called: evaluator, may: ['s3:GetObject'] },
      ...senders.functions.map((called) => ({ called, may: ['s3:PutObject'] })),
    ]);
    this.print(campaignOutputs.machine, runs.machine.stateMachineArn);
    this.print(campaignOutputs.scheduleRole, runs.scheduleRole.roleArn);
    this.print(campaignOutputs.scheduleGroup, runs.scheduleGroup.scheduleGroupName);
    this.print(campaignOutputs.startFailures, runs.startFailures.queue.queueArn);
    this.print(campaignOutputs.settings, sendSettings(settings));
    this.alarms = [
      ...deliveries.alarms,
      ...senders.alarms,
      ...occasions.alarms,
      ...[planner, dispatcher, evaluator, runs].flatMap(({ alarms }) => alarms),
    ];
  }

  private planner(shared: AlarmSettings, data: DataStack, { rates }: Senders): LoyaltyFunction {
    return new LoyaltyFunction(this, 'PlanCampaign', {
      ...shared,
      name: functionNames.planCampaign,
      description: 'A run of a campaign: who is in its audience, in which arm, and what is sent to whom and when',
      timeout: longestTimeout,
      memoryMegabytes: oneProcessorMegabytes,
      impact: 'A run of a campaign is not planned: nobody of its audience gets its messages',
      tables: granted(data.tables, planGrants),
      environment: {
        [environmentVariables.planSegments]: String(shared.settings.reviewSegments),
        [environmentVariables.channelRates]: rates,
      },
    });
  }

  private dispatcher(shared: AlarmSettings, data: DataStack, senders: Senders): LoyaltyFunction {
    const dispatcher = new LoyaltyFunction(this, 'DispatchCampaigns', {
      ...shared,
      name: functionNames.dispatchCampaigns,
      description: 'Messages that are due, from the manifests to the queues of their channels',
      timeout: longestTimeout,
      impact: 'Messages that are due are not handed out: later steps of campaigns do not go out',
      tables: granted(data.tables, dispatchGrants),
      environment: { [environmentVariables.sendQueues]: senders.queueUrls },
    });
    dispatcher.allow(['sqs:SendMessage'], ...senders.queues.map(({ queueArn }) => queueArn));
    return dispatcher;
  }

  private evaluator(shared: AlarmSettings, data: DataStack): LoyaltyFunction {
    const evaluator = new LoyaltyFunction(this, 'EvaluateCampaign', {
      ...shared,
      name: functionNames.evaluateCampaign,
      description: 'What a run has caused, once its window has closed',
      timeout: longestTimeout,
      memoryMegabytes: oneProcessorMegabytes,
      impact: 'The results of campaigns are not written; they can be asked for by hand',
      tables: granted(data.tables, evaluateGrants),
    });
    evaluator.allow(historyGrants, `${data.tables.ledger.tableArn}/index/${byMemberIndex.name}`);
    return evaluator;
  }

  /** Our own events that are the occasion of a plan that follows them. */
  private takeOccasions(shared: AlarmSettings, data: DataStack, senders: Senders) {
    const planner = new LoyaltyFunction(this, 'PlanOccasion', {
      ...shared,
      name: functionNames.planOccasion,
      description: 'Occasions of members’ own: who is welcomed, and who is told of points and levels that will end',
      timeout: batchTimeout,
      impact: 'Members are not welcomed, nor told of points and levels that will end',
      tables: granted(data.tables, planOccasionGrants),
      environment: { [environmentVariables.sendQueues]: senders.queueUrls },
    });
    planner.allow(['sqs:SendMessage'], ...senders.queues.map(({ queueArn }) => queueArn));
    const { deadLetters, work, alarms } = this.queueOf('Occasions', shared, planner, {
      name: queueNames.occasions,
      deadLettersName: queueNames.occasionsDeadLetters,
      deadLetterImpact: 'Occasions were set aside: these members are not told what a plan would have told them.',
      lateImpact: 'Occasions wait for more than 20 minutes: members are welcomed and warned late.',
    });
    new Rule(this, 'OccasionsRule', {
      ruleName: resourceName(shared.settings.stage, queueNames.occasions),
      description: `Our own events that go to the queue ${queueNames.occasions}`,
      eventBus: data.bus,
      eventPattern: { source: [sources.ledger, sources.members], detailType: [...occasionEventTypes] },
      targets: [new SqsQueue(work.queue, { deadLetterQueue: deadLetters.queue })],
    });
    return { planner, alarms: [...planner.alarms, ...alarms] };
  }

  private trackDeliveries(shared: AlarmSettings, data: DataStack) {
    const tracker = new LoyaltyFunction(this, 'TrackDelivery', {
      ...shared,
      name: functionNames.trackDelivery,
      description: 'What providers tell of messages: delivered, bounced, complained of, opened, clicked',
      timeout: batchTimeout,
      impact: 'Addresses that bounce are written to again, and campaigns do not pause by themselves',
      tables: granted(data.tables, trackGrants),
      identityKey: data.identityKey,
    });
    const { deadLetters, work, alarms } = this.queueOf('Deliveries', shared, tracker, {
      name: queueNames.deliveries,
      deadLettersName: queueNames.deliveriesDeadLetters,
      deadLetterImpact: 'What providers told was set aside: an address that bounced may be written to again.',
      lateImpact: 'What providers tell waits for more than 20 minutes: campaigns pause late when too much bounces.',
    });
    const { settings } = shared;
    const { email, sms } = settings.channels;
    const ownDomain = email?.identity === 'made' ? senderDomain(email.from) : undefined;
    const mail = new MailEvents(this, 'Mail', { settings, work, deadLetters, ownDomain });
    const text = sms === undefined ? undefined : new TextEvents(this, 'Text', { settings, work, deadLetters });
    const configurationSets = { email: mail.configurationSetName, sms: text?.configurationSetName };
    return { configurationSets, alarms: [...tracker.alarms, ...alarms] };
  }

  private queueOf(
    id: string,
    shared: AlarmSettings,
    consumer: LoyaltyFunction,
    about: {
      readonly name: QueueName;
      readonly deadLettersName: QueueName;
      readonly deadLetterImpact: string;
      readonly lateImpact: string;
    },
  ) {
    const deadLetters = new DeadLetterQueue(this, `${id}DeadLetters`, {
      ...shared,
      name: about.deadLettersName,
      impact: about.deadLetterImpact,
    });
    const { work, alarm } = new QueueWorker(this, id, {
      ...shared,
      name: about.name,
      deadLetters,
      consumer,
      batchSize: 10,
      lateImpact: about.lateImpact,
    });
    return { deadLetters, work, alarms: [deadLetters.alarm, alarm] };
  }

  /** Who may do what with the rows of runs; they lie under the key of personal data. */
  private letReachManifests(
    data: DataStack,
    { stage }: StageSettings,
    those: readonly { readonly called: LoyaltyFunction; readonly may: readonly string[] }[],
  ): void {
    const { bucket } = data.manifests;
    const exported = resourceName(stage, 'manifests-bucket-arn');
    const objects = `/${manifestsPrefix}*`;
    const resource = data.exportValue(bucket.bucketArn, { name: exported }) + objects;
    for (const { called, may } of those) {
      called.tell(environmentVariables.manifestsBucket, bucket.bucketName);
      called.tell(environmentVariables.manifestsDomain, bucket.bucketRegionalDomainName);
      called.allow(may, resource);
      // To find the parts; and without it S3 says of what is not there that it is forbidden.
      if (may.includes('s3:GetObject')) called.allow(['s3:ListBucket'], bucket.bucketArn);
      if (may.includes('s3:GetObject')) called.allow(['kms:Decrypt'], data.personalKey.keyArn);
      if (may.includes('s3:PutObject')) called.allow(['kms:GenerateDataKey'], data.personalKey.keyArn);
      Validations.of(called).acknowledge({
        id: `AwsSolutions-IAM5[Resource::${exported}${objects}]`,
        reason: 'Parts are named after runs that nobody knows before them; nothing else is under the prefix.',
      });
    }
  }

  private print(name: string, value: string): void {
    new CfnOutput(this, `Output${name}`, { key: name, value });
  }
}
