/**
 * Stands in every bundle for `@aws-lambda-powertools/metrics`, of which telemetry.ts uses little (12 KB): the same line in
 * CloudWatch's embedded metric format, for metrics whose one dimension is the service. What else the package can do is
 * missing: dimensions, metadata, high resolution, metrics of cold starts.
 *
 * Source of the format: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export const MetricUnit = { Count: 'Count' } as const;
type Unit = (typeof MetricUnit)[keyof typeof MetricUnit];

/** The format takes no more values of a metric in one line. */
const valuesAtMost = 100;

export class Metrics {
  readonly #namespace: string;
  readonly #service: string;
  readonly #stored = new Map<string, { readonly unit: Unit; readonly values: number[] }>();

  constructor({ namespace, serviceName }: { readonly namespace: string; readonly serviceName: string }) {
    this.#namespace = namespace;
    this.#service = serviceName;
  }

  addMetric(name: string, unit: Unit, value: number): void {
    const values = this.#stored.get(name)?.values ?? [];
    values.push(value);
    this.#stored.set(name, { unit, values });
    if (values.length === valuesAtMost) this.publishStoredMetrics();
  }

  hasStoredMetrics(): boolean {
    return this.#stored.size > 0;
  }

  /** Writes the stored metrics, if there are any, and forgets them. */
  publishStoredMetrics(): void {
    const stored = [...this.#stored];
    this.#stored.clear();
    if (stored.length === 0) return;
    const document = {
      _aws: {
        Timestamp: Date.now(),
        CloudWatchMetrics: [
          {
            Namespace: this.#namespace,
            Dimensions: [['service']],
            Metrics: stored.map(([Name, { unit }]) => ({ Name, Unit: unit })),
          },
        ],
      },
      service: this.#service,
      ...Object.fromEntries(stored.map(([name, { values }]) => [name, values.length === 1 ? values[0] : values])),
    };
    process.stdout.write(`${JSON.stringify(document)}\n`);
  }
}
