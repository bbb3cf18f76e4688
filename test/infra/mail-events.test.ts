/**
 * What providers tell, on its way to the queue of deliveries: SES puts it on the account's default bus, and AWS End User
 * Messaging on a topic.
 */
import { App, Duration, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { DeadLetterQueue, WorkQueue } from '../../infra/constructs/safe-queue.ts';
import { TextEvents } from '../../infra/constructs/text-events.ts';
import { stageSettings } from '../../infra/stages.ts';
import { occasionEventTypes, queueNames } from '../../shared/config/names.ts';
import { resourcesLike, resourcesOf, stages } from './synthesised.ts';

const arnOf = z.object({ 'Fn::GetAtt': z.tuple([z.string(), z.literal('Arn')]) });

describe.each(stages)('events of e-mails in the stage %s', (stage) => {
  const rules = resourcesOf(stage, 'AWS::Events::Rule', {
    Name: z.string(),
    EventBusName: z.unknown(),
    EventPattern: z.record(z.string(), z.unknown()),
    State: z.string(),
    Targets: z.array(z.object({ Arn: arnOf, DeadLetterConfig: z.object({ Arn: arnOf }) })),
  });
  const queueNamed = (name: string) =>
    resourcesOf(stage, 'AWS::SQS::Queue', { QueueName: z.string() }).find(
      ({ properties }) => properties.QueueName === `perennial-${stage}-${name}`,
    )?.id;

  it('are put on the default bus, all that is made something of', () => {
    const sets = resourcesOf(stage, 'AWS::SES::ConfigurationSet', {
      Name: z.string(),
      DeliveryOptions: z.object({ TlsPolicy: z.string() }),
    });
    expect(sets.map(({ properties }) => properties)).toEqual([
      { Name: `perennial-${stage}-mail`, DeliveryOptions: { TlsPolicy: 'REQUIRE' } },
    ]);
    const destinations = resourcesOf(stage, 'AWS::SES::ConfigurationSetEventDestination', {
      ConfigurationSetName: z.object({ Ref: z.string() }),
      EventDestination: z.object({
        Enabled: z.literal(true),
        MatchingEventTypes: z.array(z.string()),
        EventBridgeDestination: z.object({ EventBusArn: z.unknown() }),
      }),
    });
    expect(destinations).toHaveLength(1);
    const [{ properties } = {}] = destinations;
    expect(properties?.ConfigurationSetName.Ref).toBe(sets[0]?.id);
    expect(properties?.EventDestination.MatchingEventTypes).toEqual([
      'send',
      'reject',
      'bounce',
      'complaint',
      'delivery',
      'open',
      'click',
    ]);
    const bus = JSON.stringify(properties?.EventDestination.EventBridgeDestination.EventBusArn);
    expect(bus).toContain('":event-bus/default"');
  });

  it('go from there to the queue of deliveries: those of this set, and of nobody else’s e-mails', () => {
    const own = rules.filter(({ properties }) => properties.EventBusName === 'default');
    expect(own.map(({ properties }) => properties)).toEqual([
      {
        Name: `perennial-${stage}-mail-events`,
        EventBusName: 'default',
        EventPattern: {
          source: ['aws.ses'],
          detail: { mail: { tags: { 'ses:configuration-set': [`perennial-${stage}-mail`] } } },
        },
        State: 'ENABLED',
        Targets: [
          {
            Arn: { 'Fn::GetAtt': [queueNamed('deliveries'), 'Arn'] },
            DeadLetterConfig: { Arn: { 'Fn::GetAtt': [queueNamed('deliveries-dlq'), 'Arn'] } },
          },
        ],
      },
    ]);
  });

  it('are not among our own, of which those that plans follow go to the queue of occasions', () => {
    const own = rules.filter(({ properties }) => properties.Name === `perennial-${stage}-occasions`);
    expect(own.map(({ properties }) => properties)).toMatchObject([
      {
        EventPattern: { source: ['perennial.ledger', 'perennial.members'], 'detail-type': [...occasionEventTypes] },
        State: 'ENABLED',
        Targets: [
          {
            Arn: { 'Fn::GetAtt': [queueNamed('occasions'), 'Arn'] },
            DeadLetterConfig: { Arn: { 'Fn::GetAtt': [queueNamed('occasions-dlq'), 'Arn'] } },
          },
        ],
      },
    ]);
    expect(JSON.stringify(own[0]?.properties.EventBusName)).toContain('Ref');
  });

  it('find queues that take them from their rule and from nobody else', () => {
    const policies = resourcesOf(stage, 'AWS::SQS::QueuePolicy', {
      Queues: z.tuple([z.object({ Ref: z.string() })]),
      PolicyDocument: z.object({
        Statement: z.array(z.looseObject({ Effect: z.string(), Condition: z.unknown() })),
      }),
    });
    for (const [rule, ...queues] of [
      ['mail-events', 'deliveries', 'deliveries-dlq'],
      ['occasions', 'occasions', 'occasions-dlq'],
    ] as const) {
      const ruleId = rules.find(({ properties }) => properties.Name === `perennial-${stage}-${rule}`)?.id;
      for (const queue of queues) {
        const policy = policies.find(({ properties }) => properties.Queues[0].Ref === queueNamed(queue));
        const allowed = policy?.properties.PolicyDocument.Statement.filter(({ Effect }) => Effect === 'Allow');
        const from = (service: string, source: unknown) => ({
          Principal: { Service: service },
          Condition: { ArnEquals: { 'aws:SourceArn': source } },
        });
        // What becomes of text messages comes over a topic.
        const takesTexts = stage === 'local' && rule === 'mail-events';
        expect(allowed, queue).toMatchObject([
          from('events.amazonaws.com', { 'Fn::GetAtt': [ruleId, 'Arn'] }),
          ...(takesTexts ? [from('sns.amazonaws.com', { Ref: expect.stringMatching(/^TextTopic[0-9A-F]{8}$/) })] : []),
        ]);
      }
    }
  });

  it('come of an identity that the stack makes where e-mails are tried out, and of the retailer’s elsewhere', () => {
    const identities = resourcesOf(stage, 'AWS::SES::EmailIdentity', { EmailIdentity: z.string() });
    expect(identities.map(({ properties }) => properties.EmailIdentity)).toEqual(
      stage === 'local' ? ['shop.example'] : [],
    );
  });
});

describe('events of text messages', () => {
  it('go over a topic to the queue of deliveries, where a stage has text messages', () => {
    const subscriptions = stages.map((stage) => [
      stage,
      resourcesOf(stage, 'AWS::SNS::Subscription', {
        Protocol: z.string(),
        Endpoint: arnOf,
        TopicArn: z.object({ Ref: z.string() }),
        RedrivePolicy: z.object({ deadLetterTargetArn: arnOf }),
      }).map(({ properties }) => properties),
    ]);
    const named = new Map(
      resourcesOf('local', 'AWS::SQS::Queue', { QueueName: z.string() }).map(({ id, properties }) => [
        properties.QueueName,
        { 'Fn::GetAtt': [id, 'Arn'] },
      ]),
    );
    const topics = resourcesLike('local', 'AWS::SNS::Topic', { TopicName: z.literal('perennial-local-text-events') });
    expect(topics).toHaveLength(1);
    expect(Object.fromEntries(subscriptions)).toEqual({
      local: [
        {
          Protocol: 'sqs',
          Endpoint: named.get('perennial-local-deliveries'),
          TopicArn: { Ref: topics[0]?.id },
          RedrivePolicy: { deadLetterTargetArn: named.get('perennial-local-deliveries-dlq') },
        },
      ],
      dev: [],
      prod: [],
    });
  });

  it('are those of the set that messages are sent with, all that is made something of', () => {
    const stack = new Stack(new App(), 'Planted');
    const topic = new Topic(stack, 'Alarms');
    const shared = { settings: stageSettings.prod, alarmsTopic: topic };
    const deadLetters = new DeadLetterQueue(stack, 'Dead', {
      ...shared,
      name: queueNames.deliveriesDeadLetters,
      impact: 'Planted.',
    });
    const work = new WorkQueue(stack, 'Work', {
      ...shared,
      name: queueNames.deliveries,
      functionTimeout: Duration.minutes(1),
      deadLetters,
      lateImpact: 'Planted.',
    });
    const text = new TextEvents(stack, 'Text', { settings: stageSettings.prod, work, deadLetters });
    expect(text.configurationSetName).toBe('perennial-prod-text');
    const template = Template.fromStack(stack);
    template.hasResourceProperties('AWS::SMSVOICE::ConfigurationSet', {
      ConfigurationSetName: 'perennial-prod-text',
      EventDestinations: [
        {
          Enabled: true,
          EventDestinationName: 'deliveries',
          MatchingEventTypes: [
            'TEXT_QUEUED',
            'TEXT_PENDING',
            'TEXT_SUCCESSFUL',
            'TEXT_DELIVERED',
            'TEXT_INVALID',
            'TEXT_INVALID_MESSAGE',
            'TEXT_UNREACHABLE',
            'TEXT_CARRIER_UNREACHABLE',
            'TEXT_BLOCKED',
            'TEXT_CARRIER_BLOCKED',
            'TEXT_PROTECT_BLOCKED',
            'TEXT_SPAM',
            'TEXT_TTL_EXPIRED',
          ],
          SnsDestination: { TopicArn: { Ref: Match.stringLikeRegexp('^TextTopic') } },
        },
      ],
    });
    template.hasResourceProperties('AWS::SNS::TopicPolicy', {
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({
            Effect: 'Allow',
            Principal: { Service: 'sms-voice.amazonaws.com' },
            Action: 'sns:Publish',
            Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
          }),
        ]),
      },
    });
  });
});
