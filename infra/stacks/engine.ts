import { CfnOutput, Duration, Stack, type StackProps } from 'aws-cdk-lib';
import { Match } from 'aws-cdk-lib/aws-events';
import type { Construct } from 'constructs';
import { doorOutputs, functionNames, memberEventTypes, newsAttribute, queueNames } from '../../shared/config/names.ts';
import { ImpactAlarm, type AlarmSettings } from '../constructs/impact-alarm.ts';
import { granted, LoyaltyFunction } from '../constructs/loyalty-function.ts';
import { ownMetric } from '../constructs/own-metric.ts';
import { QueueConsumer } from '../constructs/queue-consumer.ts';
import { StreamConsumer } from '../constructs/stream-consumer.ts';
import { intakeGrants } from '../grants.ts';
import type { StageSettings } from '../stages.ts';
import type { DataStack } from './data.ts';
import { addDoor } from './engine-door.ts';
import { addReview } from './engine-review.ts';

/** Time-out of a function that works on one batch. */
const batchTimeout = Duration.seconds(30);

/** Notices, each once, and messages of campaigns when it is decided what becomes of them; never sends, nor later facts. */
const toldMessages = [
  { eventName: ['INSERT'], dynamodb: { NewImage: { kind: { S: [{ exists: true }] } } } },
  { eventName: ['INSERT', 'MODIFY'], dynamodb: { NewImage: { [newsAttribute]: { S: [{ exists: true }] } } } },
];

const ofRun = { Keys: { sort: { S: [{ prefix: 'run#' }] } } };
/** Runs that begin and that end. */
const toldRuns = [
  { eventName: ['INSERT'], dynamodb: ofRun },
  { eventName: ['MODIFY'], dynamodb: { ...ofRun, NewImage: { endedAt: { N: [{ exists: true }] } } } },
];

/** What works: everything here can be deleted and deployed again without losing anything. */
export class EngineStack extends Stack {
  /** Alarms that mean that members miss something now, as against those that mean that something comes late. */
  readonly memberAlarms: readonly ImpactAlarm[];
  /** Where the HTTP API is, without a slash at the end: the links in messages lead there. */
  readonly linksAddress: string;
  /** All other alarms. */
  readonly otherAlarms: readonly ImpactAlarm[];

  constructor(scope: Construct, id: string, settings: StageSettings, data: DataStack, props: StackProps) {
    super(scope, id, {
      ...props,
      description: 'Perennial: functions, queues, rules, schedule, state machine and HTTP API',
    });
    const shared: AlarmSettings = { settings, alarmsTopic: data.alarmsTopic };
    const purchases = this.takePurchases(shared, data);
    const members = this.takeMembers(shared, data);
    const ledger = this.publishLedger(shared, data);
    const rejections = this.publishRejections(shared, data);
    const messages = this.publishMessages(shared, data);
    const people = this.publishMembers(shared, data);
    const review = addReview(this, shared, data);
    this.print('ReviewMachine', review.machineArn);
    const { door, ...ofDoor } = addDoor(this, shared, data);
    // The emulator answers under its own address alone, which only a running function knows.
    this.linksAddress = settings.stage === 'local' ? `/_aws/execute-api/${door.api.apiId}` : door.api.apiEndpoint;
    this.print(doorOutputs.url, door.url);
    this.print(doorOutputs.id, door.api.apiId);
    this.memberAlarms = [...purchases, ...members, ...ledger, ...ofDoor.memberAlarms];
    this.otherAlarms = [
      ...rejections,
      ...messages,
      ...people,
      ...review.alarms,
      ...ofDoor.otherAlarms,
      ...this.watchCounts(shared),
    ];
  }

  private takePurchases(shared: AlarmSettings, data: DataStack): readonly ImpactAlarm[] {
    const consumer = new LoyaltyFunction(this, 'ApplyPurchase', {
      ...shared,
      tables: granted(data.tables, intakeGrants),
      identityKey: data.identityKey,
      name: functionNames.applyPurchase,
      description: 'Purchases and whatever else moves points, from the queue to the ledger',
      timeout: batchTimeout,
      impact: 'Points of purchases are not credited',
    });
    const queue = new QueueConsumer(this, 'Purchases', {
      ...shared,
      name: queueNames.purchases,
      deadLettersName: queueNames.purchasesDeadLetters,
      bus: data.bus,
      // Every type that is not about members, unknown ones too: those are refused and reported instead of lost.
      detailType: Match.anythingBut(...memberEventTypes),
      consumer,
      batchSize: 10,
      deadLetterImpact: 'Purchases were set aside: these members miss their points until the events are sent again.',
      lateImpact: 'Purchases wait for more than 20 minutes: members do not see their points yet.',
    });
    this.printQueues('Purchases', queue);
    return [...consumer.alarms, ...queue.alarms];
  }

  private takeMembers(shared: AlarmSettings, data: DataStack): readonly ImpactAlarm[] {
    const consumer = new LoyaltyFunction(this, 'ApplyMember', {
      ...shared,
      tables: granted(data.tables, intakeGrants),
      identityKey: data.identityKey,
      name: functionNames.applyMember,
      description: 'Enrolments and other events about who a member is, from the queue to the tables',
      timeout: batchTimeout,
      impact: 'New members are not enrolled, and their waiting purchases give no points',
    });
    const queue = new QueueConsumer(this, 'Members', {
      ...shared,
      name: queueNames.members,
      deadLettersName: queueNames.membersDeadLetters,
      bus: data.bus,
      detailType: [...memberEventTypes],
      consumer,
      batchSize: 10,
      deadLetterImpact: 'Enrolments were set aside: these people are unknown until the events are sent again.',
      lateImpact: 'Enrolments wait for more than 20 minutes: new members are unknown at the till.',
    });
    this.printQueues('Members', queue);
    return [...consumer.alarms, ...queue.alarms];
  }

  private publishLedger(shared: AlarmSettings, data: DataStack): readonly ImpactAlarm[] {
    const consumer = new LoyaltyFunction(this, 'PublishLedger', {
      ...shared,
      name: functionNames.publishLedger,
      description: 'Entries of the ledger, from its stream to the bus',
      timeout: batchTimeout,
      impact: 'Balances are right, but the shop is not told of new points and levels',
      publishesTo: data.bus,
    });
    const stream = new StreamConsumer(this, 'LedgerStream', {
      ...shared,
      name: functionNames.publishLedger,
      failuresName: queueNames.publishLedgerFailures,
      consumer,
      batchSize: 100,
      // Items are removed only when a local ledger is emptied; that is no news.
      sources: [{ table: data.tables.ledger, filters: [{ eventName: ['INSERT', 'MODIFY'] }] }],
      failureImpact: 'Entries were not published: balances are right, but the shop will never hear of these points.',
      lateImpact: 'Entries wait to be published: the shop hears of points and levels more than 10 minutes late.',
    });
    this.print('PublishLedgerFailures', stream.failures.queue.queueUrl);
    return [...consumer.alarms, ...stream.alarms];
  }

  private publishRejections(shared: AlarmSettings, data: DataStack): readonly ImpactAlarm[] {
    const consumer = new LoyaltyFunction(this, 'PublishRejections', {
      ...shared,
      name: functionNames.publishRejections,
      description: 'Refused events, from the intake stream to the bus',
      timeout: batchTimeout,
      impact: 'Refused events are stored, but their senders are not told',
      publishesTo: data.bus,
    });
    // The records of a table are encrypted under the table's key.
    consumer.allow(['kms:Decrypt', 'kms:DescribeKey'], data.personalKey.keyArn);
    const stream = new StreamConsumer(this, 'IntakeStream', {
      ...shared,
      name: functionNames.publishRejections,
      failuresName: queueNames.publishRejectionsFailures,
      consumer,
      batchSize: 100,
      sources: [
        {
          table: data.tables.intake,
          filters: [{ eventName: ['INSERT'], dynamodb: { Keys: { key: { S: [{ prefix: 'rejection#' }] } } } }],
        },
      ],
      failureImpact: 'Refused events were not published: their senders will not learn what to correct.',
      lateImpact: 'Refused events wait to be published: their senders learn of it more than 10 minutes late.',
    });
    this.print('PublishRejectionsFailures', stream.failures.queue.queueUrl);
    return [...consumer.alarms, ...stream.alarms];
  }

  private publishMessages(shared: AlarmSettings, data: DataStack): readonly ImpactAlarm[] {
    const consumer = new LoyaltyFunction(this, 'PublishMessages', {
      ...shared,
      name: functionNames.publishMessages,
      description:
        'Notices, changes of stage, and what campaigns do, from the streams of messages and campaigns to the bus',
      timeout: batchTimeout,
      impact: 'Balances are right, but members are not told of points and levels that will end',
      publishesTo: data.bus,
    });
    const stream = new StreamConsumer(this, 'MessagesStream', {
      ...shared,
      name: functionNames.publishMessages,
      failuresName: queueNames.publishMessagesFailures,
      consumer,
      batchSize: 100,
      sources: [
        { table: data.tables.messages, filters: toldMessages },
        { table: data.tables.campaigns, filters: toldRuns },
      ],
      failureImpact: 'Notices were not published: these members will not be told of points or levels that will end.',
      lateImpact: 'Notices and changes of stage wait to be published: they go out more than 10 minutes late.',
    });
    this.print('PublishMessagesFailures', stream.failures.queue.queueUrl);
    return [...consumer.alarms, ...stream.alarms];
  }

  private publishMembers(shared: AlarmSettings, data: DataStack): readonly ImpactAlarm[] {
    const consumer = new LoyaltyFunction(this, 'PublishMembers', {
      ...shared,
      name: functionNames.publishMembers,
      description: 'Who joined and who was forgotten, from the stream of the members to the bus',
      timeout: batchTimeout,
      impact: 'Members are enrolled and erased, but other systems are not told of it',
      publishesTo: data.bus,
    });
    // The records of a table are encrypted under the table's key.
    consumer.allow(['kms:Decrypt', 'kms:DescribeKey'], data.personalKey.keyArn);
    const stream = new StreamConsumer(this, 'MembersStream', {
      ...shared,
      name: functionNames.publishMembers,
      failuresName: queueNames.publishMembersFailures,
      consumer,
      batchSize: 100,
      sources: [
        {
          table: data.tables.members,
          filters: [{ eventName: ['INSERT', 'MODIFY'], dynamodb: { Keys: { sort: { S: ['profile', 'applied'] } } } }],
        },
      ],
      failureImpact:
        'Enrolments or erasures were not published: other systems will not hear that these members came or left.',
      lateImpact: 'Enrolments and erasures wait to be published: other systems hear of them more than 10 minutes late.',
    });
    this.print('PublishMembersFailures', stream.failures.queue.queueUrl);
    return [...consumer.alarms, ...stream.alarms];
  }

  private watchCounts(shared: AlarmSettings): readonly ImpactAlarm[] {
    return [
      new ImpactAlarm(this, 'EventsRefused', {
        ...shared,
        name: 'events-refused',
        impact: 'Events were refused: what they say is not applied until the sender corrects and sends them again.',
        metric: ownMetric('refused', Duration.minutes(5)),
        threshold: shared.settings.refusedEventsAlarm,
      }),
      new ImpactAlarm(this, 'StreamUnreadable', {
        ...shared,
        name: 'stream-unreadable',
        impact: 'Records of a table could not be read: what they say was not published, and will not be by itself.',
        metric: ownMetric('unreadable', Duration.minutes(5)),
        threshold: 1,
      }),
    ];
  }

  private printQueues(name: string, consumer: QueueConsumer): void {
    this.print(`${name}Queue`, consumer.work.queue.queueUrl);
    this.print(`${name}DeadLetters`, consumer.deadLetters.queue.queueUrl);
  }

  private print(name: string, value: string): void {
    new CfnOutput(this, `Output${name}`, { key: name, value });
  }
}
