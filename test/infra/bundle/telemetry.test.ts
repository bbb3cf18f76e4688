/** What a bundle's log and metrics write, against what Powertools writes for the same calls. */
import { Logger as PowertoolsLogger } from '@aws-lambda-powertools/logger';
import { injectLambdaContext as injectWithPowertools } from '@aws-lambda-powertools/logger/middleware';
import { Metrics as PowertoolsMetrics, MetricUnit as PowertoolsUnit } from '@aws-lambda-powertools/metrics';
import middy from '@middy/core';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Logger, injectLambdaContext } from '../../../infra/bundle/logger.ts';
import { MetricUnit, Metrics } from '../../../infra/bundle/metrics.ts';
import type { Log } from '../../../shared/platform/telemetry.ts';
import { contextWith } from '../../functions/invoke.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-03-04T05:06:07.089Z') });
  vi.stubEnv('TZ', ':UTC');
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllEnvs();
});

/** All that is written, with the stream that it is written to. */
async function written(act: () => unknown): Promise<readonly string[]> {
  const lines: string[] = [];
  const spies = (['stdout', 'stderr'] as const).map((name) =>
    vi.spyOn(process[name], 'write').mockImplementation((text) => {
      lines.push(`${name}: ${String(text)}`);
      return true;
    }),
  );
  try {
    await act();
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
  return lines;
}

function say(log: Log): void {
  log.info('COUNTED', { applied: 3, none: 0, odd: -1.5, yes: true, no: false });
  log.warn('REFUSED', { code: 'invalid-event', field: '', rule: undefined, other: null, quoted: '"\n\u2028é' });
  log.warn('ALONE');
  log.error('FAILED', { error: 'TypeError', function_name: 'overwritten', level: 'reserved', message: 'reserved' });
}

function said(log: Log): Promise<undefined> {
  say(log);
  return Promise.resolve(undefined);
}

async function useLogger(make: 'ours' | 'powertools'): Promise<void> {
  const invocations = async (handler: (event: string, context: ReturnType<typeof contextWith>) => Promise<unknown>) => {
    await handler('first', contextWith());
    await handler('second', { ...contextWith(), awsRequestId: 'request-2' });
  };
  if (make === 'ours') {
    const logger = new Logger({ serviceName: 'perennial' });
    say(logger);
    await invocations(middy<string, undefined>(() => said(logger)).use(injectLambdaContext(logger)));
  } else {
    const logger = new PowertoolsLogger({ serviceName: 'perennial' });
    say(logger);
    await invocations(middy<string, undefined>(() => said(logger)).use(injectWithPowertools(logger)));
  }
}

describe("a bundle's log", () => {
  it.each([
    {},
    { AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand' },
    { AWS_LAMBDA_INITIALIZATION_TYPE: 'provisioned-concurrency' },
    { _X_AMZN_TRACE_ID: 'Root=1-abc-def;Parent=123;Sampled=0;Lineage=1:2:3' },
    { _X_AMZN_TRACE_ID: '1-abc-def' },
    { AWS_LAMBDA_LOG_LEVEL: 'WARN', POWERTOOLS_LOG_LEVEL: 'WARN' },
    { AWS_LAMBDA_LOG_LEVEL: 'FATAL' },
    { POWERTOOLS_LOG_LEVEL: 'ERROR' },
    { LOG_LEVEL: 'SILENT' },
    { POWERTOOLS_LOG_LEVEL: 'nonsense', LOG_LEVEL: 'ERROR' },
    { LOG_LEVEL: 'TRACE' },
  ])('is that of Powertools, to the character, with %j', async (environment) => {
    for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
    const ours = await written(async () => useLogger('ours'));
    expect(ours).toEqual(await written(async () => useLogger('powertools')));
    if (Object.keys(environment).length === 0) expect(ours).toHaveLength(18);
  });
});

function count(metrics: { readonly addMetric: (name: string, unit: 'Count', value: number) => unknown }): void {
  metrics.addMetric('Applied', MetricUnit.Count, 3);
  metrics.addMetric('Refused', MetricUnit.Count, 1);
  metrics.addMetric('Refused', MetricUnit.Count, 2);
}

describe("a bundle's metrics", () => {
  const settings = { namespace: 'Perennial', serviceName: 'perennial' };

  it('are those of Powertools, to the character, and are written once', async () => {
    expect(MetricUnit.Count).toBe(PowertoolsUnit.Count);
    const publish = (metrics: Metrics | PowertoolsMetrics) => () => {
      expect(metrics.hasStoredMetrics()).toBe(false);
      count(metrics);
      expect(metrics.hasStoredMetrics()).toBe(true);
      metrics.publishStoredMetrics();
      expect(metrics.hasStoredMetrics()).toBe(false);
      count(metrics);
      metrics.publishStoredMetrics();
    };
    const ours = await written(publish(new Metrics(settings)));
    expect(ours).toHaveLength(2);
    expect(ours).toEqual(await written(publish(new PowertoolsMetrics(settings))));
  });

  it('are written before a line would hold more values than the format allows', async () => {
    const publish = (metrics: Metrics | PowertoolsMetrics) => () => {
      for (let value = 1; value <= 101; value += 1) metrics.addMetric('Unreadable', MetricUnit.Count, value);
      metrics.publishStoredMetrics();
    };
    const ours = await written(publish(new Metrics(settings)));
    expect(ours).toHaveLength(2);
    expect(ours).toEqual(await written(publish(new PowertoolsMetrics(settings))));
  });

  it('are not written where there are none', async () => {
    expect(await written(() => new Metrics(settings).publishStoredMetrics())).toEqual([]);
  });
});
