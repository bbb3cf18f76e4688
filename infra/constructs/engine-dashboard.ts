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
import { campaignMachineName, functionNames, resourceName, reviewMachineName } from '../../shared/config/names.ts';
import { functionsOf, queuesOf } from '../channels.ts';
import type { StageSettings } from '../stages.ts';
import { ownMetric } from './own-metric.ts';

export type EngineDashboardProps = {
  readonly settings: StageSettings;
  /** Of points and levels; and of what members are told by campaigns. */
  readonly alarms: readonly IAlarm[];
  readonly campaignAlarms: readonly IAlarm[];
};

type Series = Pick<MetricProps, 'namespace' | 'metricName' | 'statistic' | 'dimensionsMap' | 'label'>;

/** What a point of every graph sums up. */
const period = Duration.minutes(5);

/**
 * One page that answers in this order: is something wrong, what comes in, does the review run, what are members told, and
 * where does it wait.
 */
export class EngineDashboard extends Construct {
  readonly dashboard: Dashboard;
  private readonly settings: StageSettings;

  constructor(scope: Construct, id: string, props: EngineDashboardProps) {
    super(scope, id);
    const { settings } = props;
    this.settings = settings;
    const { working, setAside } = queuesOf(settings);
    this.dashboard = new Dashboard(this, 'Dashboard', {
      dashboardName: resourceName(settings.stage, 'engine'),
      defaultInterval: Duration.hours(12),
      widgets: [
        // A widget shows a hundred alarms at most.
        [alarms('Alarms', props.alarms), alarms('Alarms of campaigns', props.campaignAlarms)],
        [graph('Events', this.events()), graph('Members reviewed, and reviews', this.reviews())],
        [graph('Messages of campaigns', this.messages()), graph('Runs of campaigns', this.runs())],
        [graph('Messages waiting', this.depths(working)), graph('Messages set aside', this.depths(setAside))],
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

  private messages(): Metric[] {
    const shown = ['assigned', 'handedOut', 'messagesSent', 'messagesSkipped', 'messagesFailed'] as const;
    return shown.map((name) => ownMetric(name, period));
  }

  private reviews(): Metric[] {
    const own = (['reviewed', 'reviewsFailed'] as const).map((name) => ownMetric(name, period));
    return [...own, ...this.executions(reviewMachineName)];
  }

  private runs(): Metric[] {
    return [ownMetric('plansPaused', period), ...this.executions(campaignMachineName)];
  }

  private executions(machine: string): Metric[] {
    const machineArn = Stack.of(this).formatArn({
      service: 'states',
      resource: 'stateMachine',
      resourceName: resourceName(this.settings.stage, machine),
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
    return ['ExecutionsSucceeded', 'ExecutionsFailed'].map((metricName) =>
      metric({
        namespace: 'AWS/States',
        metricName,
        statistic: 'Sum',
        dimensionsMap: { StateMachineArn: machineArn },
        label: metricName,
      }),
    );
  }

  private depths(queues: readonly string[]): Metric[] {
    return queues.map((name) =>
      metric({
        namespace: 'AWS/SQS',
        metricName: 'ApproximateNumberOfMessagesVisible',
        statistic: 'Maximum',
        dimensionsMap: { QueueName: resourceName(this.settings.stage, name) },
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
    return functionsOf(this.settings).flatMap((name) => [
      this.ofFunction(name, 'Errors', 'Sum'),
      this.ofFunction(name, 'Throttles', 'Sum'),
    ]);
  }

  private durations(): Metric[] {
    return functionsOf(this.settings).map((name) => this.ofFunction(name, 'Duration', 'p95'));
  }

  private ofFunction(name: string, metricName: string, statistic: string): Metric {
    return metric({
      namespace: 'AWS/Lambda',
      metricName,
      statistic,
      dimensionsMap: { FunctionName: resourceName(this.settings.stage, name) },
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

function alarms(title: string, shown: readonly IAlarm[]): IWidget {
  return new AlarmStatusWidget({ title, alarms: [...shown], width: 12, height: 8 });
}
