import { Stack } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { resourceName } from '../../shared/config/names.ts';
import type { StageSettings } from '../stages.ts';

/** Where alarms go and people subscribe. It takes messages over TLS only, and only from alarms of its account. */
export class AlarmsTopic extends Construct {
  readonly topic: Topic;

  constructor(scope: Construct, id: string, settings: StageSettings) {
    super(scope, id);
    this.topic = new Topic(this, 'Topic', {
      topicName: resourceName(settings.stage, 'alarms'),
      displayName: `Perennial ${settings.stage}`,
      enforceSSL: true,
    });
    // The policy that asks for TLS takes the place of the default one, under which CloudWatch was allowed to publish.
    this.topic.addToResourcePolicy(
      new PolicyStatement({
        sid: 'AlarmsOfThisAccount',
        principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
        actions: ['sns:Publish'],
        resources: [this.topic.topicArn],
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
    );
  }
}
