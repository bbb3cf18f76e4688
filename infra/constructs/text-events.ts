import { Stack } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnConfigurationSet } from 'aws-cdk-lib/aws-smsvoice';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { SqsSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';
import { resourceName } from '../../shared/config/names.ts';
import type { MailEventsProps } from './mail-events.ts';

/** All that says what became of a message; TEXT_SENT is none that a destination takes. */
const eventTypes = [
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
];

/**
 * What becomes of text messages: the configuration set that they are sent with, whose events go over a topic to the queue.
 * Those that the default bus is told of have no context, so nobody could say of which message they are.
 * https://docs.aws.amazon.com/sms-voice/latest/userguide/configuration-sets-sns.html
 */
export class TextEvents extends Construct {
  readonly configurationSetName: string;

  constructor(
    scope: Construct,
    id: string,
    { settings, work, deadLetters }: Pick<MailEventsProps, 'settings' | 'work' | 'deadLetters'>,
  ) {
    super(scope, id);
    this.configurationSetName = resourceName(settings.stage, 'text');
    const topic = new Topic(this, 'Topic', {
      topicName: resourceName(settings.stage, 'text-events'),
      enforceSSL: true,
    });
    topic.addToResourcePolicy(
      new PolicyStatement({
        sid: 'TextMessagesOfThisAccount',
        principals: [new ServicePrincipal('sms-voice.amazonaws.com')],
        actions: ['sns:Publish'],
        resources: [topic.topicArn],
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
    );
    topic.addSubscription(new SqsSubscription(work.queue, { deadLetterQueue: deadLetters.queue }));
    new CfnConfigurationSet(this, 'Set', {
      configurationSetName: this.configurationSetName,
      eventDestinations: [
        {
          eventDestinationName: 'deliveries',
          enabled: true,
          matchingEventTypes: eventTypes,
          snsDestination: { topicArn: topic.topicArn },
        },
      ],
    });
  }
}
