import type { Duration } from 'aws-cdk-lib';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { metricNames, metricNamespace, serviceName } from '../../shared/config/names.ts';

/**
 * What the functions count themselves, summed up. Its only dimension is the service: an account and region hold
 * one stage, because the bus has one name. Without a label, which would turn an alarm on it into one with metric math.
 */
export function ownMetric(name: keyof typeof metricNames, period: Duration, statistic = 'Sum'): Metric {
  return new Metric({
    namespace: metricNamespace,
    metricName: metricNames[name],
    dimensionsMap: { service: serviceName },
    statistic,
    period,
  });
}
