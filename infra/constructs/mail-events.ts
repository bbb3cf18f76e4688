import { EventBus, Rule } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import {
  ConfigurationSet,
  ConfigurationSetTlsPolicy,
  EmailIdentity,
  EmailSendingEvent,
  EventDestination,
  Identity,
} from 'aws-cdk-lib/aws-ses';
import { Construct } from 'constructs';
import { resourceName } from '../../shared/config/names.ts';
import type { StageSettings } from '../stages.ts';
import type { DeadLetterQueue, WorkQueue } from './safe-queue.ts';

export type MailEventsProps = {
  readonly settings: StageSettings;
  readonly work: WorkQueue;
  readonly deadLetters: DeadLetterQueue;
  /** The domain whose identity is to be made here; undefined where it is there already. */
  readonly ownDomain?: string | undefined;
};

/**
 * What becomes of e-mails: the configuration set that they are sent with, whose events SES puts on the account's default
 * bus and no other, and the rule that brings them from there to the queue.
 * https://docs.aws.amazon.com/ses/latest/dg/event-destinations-manage.html
 */
export class MailEvents extends Construct {
  readonly configurationSetName: string;

  constructor(scope: Construct, id: string, { settings, work, deadLetters, ownDomain }: MailEventsProps) {
    super(scope, id);
    this.configurationSetName = resourceName(settings.stage, 'mail');
    const set = new ConfigurationSet(this, 'Set', {
      configurationSetName: this.configurationSetName,
      tlsPolicy: ConfigurationSetTlsPolicy.REQUIRE,
      reputationMetrics: true,
    });
    if (ownDomain !== undefined) new EmailIdentity(this, 'Identity', { identity: Identity.domain(ownDomain) });
    const defaultBus = EventBus.fromEventBusName(this, 'DefaultBus', 'default');
    set.addEventDestination('Events', {
      destination: EventDestination.eventBus(defaultBus),
      events: [
        EmailSendingEvent.SEND,
        EmailSendingEvent.REJECT,
        EmailSendingEvent.BOUNCE,
        EmailSendingEvent.COMPLAINT,
        EmailSendingEvent.DELIVERY,
        EmailSendingEvent.OPEN,
        EmailSendingEvent.CLICK,
      ],
    });
    new Rule(this, 'Rule', {
      ruleName: resourceName(settings.stage, 'mail-events'),
      description: 'What becomes of our e-mails, from the default bus to the queue deliveries',
      eventBus: defaultBus,
      eventPattern: {
        source: ['aws.ses'],
        detail: { mail: { tags: { 'ses:configuration-set': [this.configurationSetName] } } },
      },
      targets: [new SqsQueue(work.queue, { deadLetterQueue: deadLetters.queue })],
    });
  }
}
