import { ArnFormat, Duration, Stack } from 'aws-cdk-lib';
import {
  AlarmStatusWidget,
  Dashboard,
  GraphWidget,
  Metric,
  type IAlarm,
  type IWidget,
  type MetricProps,
} from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { functionNames, queueNames, resourceName, reviewMachineName, type Stage } from '../../shared/config/names.ts';
import { ownMetric } from './own-metric.ts';

export type EngineDashboardProps = {
  readonly stage: Stage;
  readonly alarms: readonly IAlarm[];
};

type Series = Pick<MetricProps, 'namespace' | 'metricName' | 'statistic' | 'dimensionsMap' | 'label'>;

/** What a point of every graph sums up. */
const period = Duration.minutes(5);

/** One page that answers in this order: is something wrong, what comes in, where does it wait, does the review run. */
export class EngineDashboard extends Construct {
  readonly dashboard: Dashboard;
  private readonly stage: Stage;

  constructor(scope: Construct, id: string, props: EngineDashboardProps) {
    super(scope, id);
    this.stage = props.stage;
    this.dashboard = new Dashboard(this, 'Dashboard', {
      dashboardName: resourceName(props.stage, 'engine'),
      defaultInterval: Duration.hours(12),
      widgets: [
        [new AlarmStatusWidget({ title: 'Alarms', alarms: [...props.alarms], width: 24, height: 6 })],
        [graph('Events', this.events()), graph('Members reviewed, and reviews', this.reviews())],
        [graph('Messages waiting', this.depths(false)), graph('Messages set aside', this.depths(true))],
        [graph('Age of the oldest stream record, in ms', this.ages()), graph('Errors and throttles', this.faults())],
        [graph('Requests at the door', this.requests()), graph('Duration, 95th percentile, in ms', this.durations())],
      ],
    });
  }

  private events(): Metric[] {
    const shown = ['applied', 'duplicates', 'refused', 'parked', 'published', 'unreadable'] as const;
    return shown.map((name) => ownMetric(name, period));
  }

  private requests(): Metric[] {
    return (['requests', 'requestsRefused', 'requestsFailed'] as const).map((name) => ownMetric(name, period));
  }

  private reviews(): Metric[] {
    const machineArn = Stack.of(this).formatArn({
      service: 'states',
      resource: 'stateMachine',
      resourceName: resourceName(this.stage, reviewMachineName),
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
    const executions = ['ExecutionsSucceeded', 'ExecutionsFailed'].map((metricName) =>
      metric({
        namespace: 'AWS/States',
        metricName,
        statistic: 'Sum',
        dimensionsMap: { StateMachineArn: machineArn },
        label: metricName,
      }),
    );
    return [ownMetric('reviewed', period), ownMetric('reviewsFailed', period), ...executions];
  }

  private depths(setAside: boolean): Metric[] {
    const working: readonly string[] = [queueNames.purchases, queueNames.members];
    return Object.values(queueNames)
      .filter((name) => working.includes(name) !== setAside)
      .map((name) =>
        metric({
          namespace: 'AWS/SQS',
          metricName: 'ApproximateNumberOfMessagesVisible',
          statistic: 'Maximum',
          dimensionsMap: { QueueName: resourceName(this.stage, name) },
          label: name,
        }),
      );
  }

  private ages(): Metric[] {
    const { publishLedger, publishRejections, publishMessages, publishMembers } = functionNames;
    return [publishLedger, publishRejections, publishMessages, publishMembers].map((name) =>
      this.ofFunction(name, 'IteratorAge', 'Maximum'),
    );
  }

  private faults(): Metric[] {
    return Object.values(functionNames).flatMap((name) => [
      this.ofFunction(name, 'Errors', 'Sum'),
      this.ofFunction(name, 'Throttles', 'Sum'),
    ]);
  }

  private durations(): Metric[] {
    return Object.values(functionNames).map((name) => this.ofFunction(name, 'Duration', 'p95'));
  }

  private ofFunction(name: string, metricName: string, statistic: string): Metric {
    return metric({
      namespace: 'AWS/Lambda',
      metricName,
      statistic,
      dimensionsMap: { FunctionName: resourceName(this.stage, name) },
      label: `${name} ${metricName}`,
    });
  }
}

function metric(series: Series): Metric {
  return new Metric({ ...series, period });
}

function graph(title: string, left: Metric[]): IWidget {
  return new GraphWidget({ title, width: 12, height: 6, left });
}
