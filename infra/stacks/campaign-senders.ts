import { ArnFormat, Duration, Stack, Token, Validations } from 'aws-cdk-lib';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { environmentVariables, webhookSecretName } from '../../shared/config/names.ts';
import { channelNames, channelParts, type ChannelName } from '../channels.ts';
import type { AlarmSettings, ImpactAlarm } from '../constructs/impact-alarm.ts';
import { granted, LoyaltyFunction } from '../constructs/loyalty-function.ts';
import { Sender } from '../constructs/sender.ts';
import { sendByProviderGrants, sendGrants } from '../grants.ts';
import type { DataStack } from './data.ts';

/** A sender's claim outlives it by far (five minutes): nobody takes up a message that somebody may still be sending. */
const sendTimeout = Duration.minutes(1);

const descriptions: Readonly<Record<ChannelName, string>> = {
  log: 'Messages of trials: written down, and sent to nobody',
  email: 'E-mails, by SES',
  sms: 'Text messages, by AWS End User Messaging',
  push: 'Notifications of apps, by SNS',
  webhook: 'Messages by a service of the retailer’s, as signed requests',
};

export type Senders = {
  readonly functions: readonly LoyaltyFunction[];
  readonly queues: readonly Queue[];
  /** URLs by channel and purpose, as `SEND_QUEUES` tells them to whoever hands messages out. */
  readonly queueUrls: string;
  /** What each channel's provider takes a second, as `CHANNEL_RATES` tells it. */
  readonly rates: string;
  readonly alarms: readonly ImpactAlarm[];
};

export type SendersProps = {
  readonly shared: AlarmSettings;
  readonly data: DataStack;
  /** Of e-mails and of text messages: services of their own, each with sets of its own. */
  readonly configurationSets: { readonly email: string; readonly sms: string | undefined };
  /** Of the links in messages. */
  readonly linksAddress: string;
};

/** One function and two queues for each channel that the stage has. */
export function addSenders(scope: Construct, props: SendersProps): Senders {
  const { shared } = props;
  const added = channelNames.flatMap((channel) => {
    const rate = shared.settings.channels[channel];
    return rate === undefined ? [] : [{ channel, rate, ...addSender(scope, channel, rate.concurrency, props) }];
  });
  const queueUrls = JSON.stringify(
    Object.fromEntries(
      added.map(({ channel, sender }) => [
        channel,
        { promotions: sender.queues.promotions.queueUrl, loyalty: sender.queues.notices.queueUrl },
      ]),
    ),
  );
  const rates = JSON.stringify(
    Object.fromEntries(
      added.map(({ channel, rate: { perSecond, concurrency } }) => [channel, { perSecond, concurrency }]),
    ),
  );
  const functions = added.map((each) => each.consumer);
  const queuesOf = ({ sender }: (typeof added)[number]) => [sender.queues.promotions, sender.queues.notices];
  const queues = added.flatMap(queuesOf);
  for (const own of added) {
    own.consumer.tell(environmentVariables.sendQueues, queueUrls);
    own.consumer.tell(environmentVariables.channelRates, rates);
    // Whoever may not be reached by one channel any more is reached by the next, and never by the same.
    const others = added.filter((other) => other !== own).flatMap(queuesOf);
    if (others.length > 0) own.consumer.allow(['sqs:SendMessage'], ...others.map(({ queueArn }) => queueArn));
  }
  return {
    functions,
    queues,
    queueUrls,
    rates,
    alarms: added.flatMap(({ sender, consumer }) => [...sender.alarms, ...consumer.alarms]),
  };
}

function addSender(scope: Construct, channel: ChannelName, concurrency: number, props: SendersProps) {
  const { shared, data, linksAddress } = props;
  const { id, function: name, queues } = channelParts[channel];
  const { shopUrl, tracksClicks } = shared.settings;
  const consumer = new LoyaltyFunction(scope, id, {
    ...shared,
    name,
    description: descriptions[channel],
    timeout: sendTimeout,
    impact: 'Members are not told what they were to be told',
    tables: granted(data.tables, channel === 'log' ? sendGrants : sendByProviderGrants),
    identityKey: data.identityKey,
    environment: {
      [environmentVariables.linksAddress]: linksAddress,
      [environmentVariables.tracksClicks]: String(tracksClicks),
      ...(shopUrl === undefined ? {} : { [environmentVariables.shopAddress]: shopUrl }),
      ...environmentOf(channel, props),
    },
  });
  allowProvider(scope, consumer, channel, props);
  const sender = new Sender(scope, `${id}Queues`, { ...shared, queues, consumer, concurrency });
  return { consumer, sender };
}

function environmentOf(channel: ChannelName, { shared, configurationSets }: SendersProps): Record<string, string> {
  const { email, sms } = shared.settings.channels;
  if (channel === 'email' && email !== undefined) {
    return {
      [environmentVariables.mailFrom]: email.from,
      [environmentVariables.mailConfigurationSet]: configurationSets.email,
    };
  }
  if (channel === 'sms' && sms !== undefined && configurationSets.sms !== undefined) {
    return {
      [environmentVariables.smsOrigin]: sms.origin,
      [environmentVariables.smsConfigurationSet]: configurationSets.sms,
    };
  }
  return channel === 'webhook'
    ? { [environmentVariables.webhookSecret]: webhookSecretName(shared.settings.stage) }
    : {};
}

/** `Name <someone@domain>` or the address alone: the identity that sends is the domain, or the address itself. */
export function senderDomain(from: string): string {
  return from.replace(/^.*@/, '').replace(/>$/, '');
}

/** What cdk-nag calls a resource with a wildcard: places that are not known before the deployment go by their names. */
function wildcardIn({ region, account }: Stack, resource: string): string {
  const shown = (value: string, name: string) => (Token.isUnresolved(value) ? `<${name}>` : value);
  const [service = '', ...rest] = resource.split(':');
  const place = `${shown(region, 'AWS::Region')}:${shown(account, 'AWS::AccountId')}`;
  return `AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:${service}:${place}:${rest.join(':')}]`;
}

/** What a sender may ask of its provider. */
function allowProvider(
  scope: Construct,
  consumer: LoyaltyFunction,
  channel: ChannelName,
  { shared, data, configurationSets }: SendersProps,
): void {
  const stack = Stack.of(scope);
  const { email, push } = shared.settings.channels;
  const arn = (service: string, resource: string, resourceName: string) =>
    stack.formatArn({ service, resource, resourceName, arnFormat: ArnFormat.SLASH_RESOURCE_NAME });
  if (channel === 'email' && email !== undefined) {
    const address = email.from.replace(/^.*</, '').replace(/>$/, '');
    consumer.allow(
      ['ses:SendEmail'],
      arn('ses', 'identity', senderDomain(email.from)),
      arn('ses', 'identity', address),
      arn('ses', 'configuration-set', configurationSets.email),
    );
  }
  if (channel === 'sms' && configurationSets.sms !== undefined) {
    const reason =
      'The origin is a number, a sender id or a pool, and each is another kind of resource; the configuration says which.';
    const origins = ['phone-number', 'sender-id', 'pool'].map((kind) => arn('sms-voice', kind, '*'));
    consumer.allow(
      ['sms-voice:SendTextMessage'],
      ...origins,
      arn('sms-voice', 'configuration-set', configurationSets.sms),
    );
    for (const kind of ['phone-number', 'sender-id', 'pool']) {
      Validations.of(consumer).acknowledge({
        id: wildcardIn(stack, `sms-voice:${kind}/*`),
        reason,
      });
    }
  }
  if (channel === 'push' && push !== undefined) {
    const endpoints = stack.formatArn({
      service: 'sns',
      resource: `endpoint/${push.application}/*`,
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
    consumer.allow(['sns:Publish'], endpoints);
    Validations.of(consumer).acknowledge({
      id: wildcardIn(stack, `sns:endpoint/${push.application}/*`),
      reason:
        'Every device of a member is an endpoint of its own under the application, and has no name before it is there.',
    });
  }
  if (channel === 'webhook') {
    if (data.webhookSecret === undefined) throw new Error('a stage with a webhook has its secret');
    consumer.allow(['secretsmanager:GetSecretValue'], data.webhookSecret.secretArn);
  }
}
