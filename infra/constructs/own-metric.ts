import type { Duration } from 'aws-cdk-lib';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { metricNames, metricNamespace, serviceName } from '../../shared/config/names.ts';

/**
 * The sum of a count that the functions emit themselves. Its only dimension is the service: an account and region hold
 * one stage, because the bus has one name. Without a label, which would turn an alarm on it into one with metric math.
 */
export function ownMetric(name: keyof typeof metricNames, period: Duration): Metric {
  return new Metric({
    namespace: metricNamespace,
    metricName: metricNames[name],
    dimensionsMap: { service: serviceName },
    statistic: 'Sum',
    period,
  });
}
