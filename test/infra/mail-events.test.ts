/** What SES tells of e-mails: from the account's default bus, to which it tells it, to the queue of deliveries. */
import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { occasionEventTypes } from '../../shared/config/names.ts';
import { resourcesOf, stages } from './synthesised.ts';

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
        expect(allowed, queue).toMatchObject([
          {
            Principal: { Service: 'events.amazonaws.com' },
            Condition: { ArnEquals: { 'aws:SourceArn': { 'Fn::GetAtt': [ruleId, 'Arn'] } } },
          },
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
