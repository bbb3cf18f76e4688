/** Invokes a handler as Lambda does, wrapped as it is deployed, and catches all that it writes. */
import type { Context } from 'aws-lambda';
import { onTestFinished, vi } from 'vitest';
import * as z from 'zod/mini';
import { observed } from '../../shared/platform/telemetry.ts';

const logLine = z.looseObject({ level: z.string(), message: z.string() });
const emf = z.looseObject({
  _aws: z.object({
    CloudWatchMetrics: z.array(
      z.object({
        Namespace: z.string(),
        Dimensions: z.array(z.array(z.string())),
        Metrics: z.array(z.object({ Name: z.string(), Unit: z.string() })),
      }),
    ),
  }),
});

export type LogLine = z.output<typeof logLine>;
export type Invocation<Result> = {
  readonly result: Result;
  /** Whatever was written, as it was written. */
  readonly output: string;
  readonly logs: readonly LogLine[];
  /** Values by name. */
  readonly metrics: Readonly<Record<string, unknown>>;
};

/** Only the handlers that look at their time are told how much there is. */
export function contextWith(getRemainingTimeInMillis: () => number = () => 900_000): Context {
  const unused = () => {
    throw new Error('handlers answer with promises');
  };
  return {
    callbackWaitsForEmptyEventLoop: false,
    functionName: 'function-under-test',
    functionVersion: '1',
    invokedFunctionArn: 'arn:aws:lambda:us-east-1:000000000000:function:function-under-test',
    memoryLimitInMB: '512',
    awsRequestId: 'request-1',
    logGroupName: 'group',
    logStreamName: 'stream',
    getRemainingTimeInMillis,
    /* eslint-disable @typescript-eslint/no-deprecated -- the type asks for them */
    done: unused,
    fail: unused,
    succeed: unused,
    /* eslint-enable @typescript-eslint/no-deprecated */
  };
}

/** Everything written to standard output and error until the test ends. */
function catchOutput(): () => string {
  const pieces: string[] = [];
  const keep = (piece: unknown) => {
    pieces.push(String(piece));
    return true;
  };
  const spies = [process.stdout, process.stderr].map((stream) => vi.spyOn(stream, 'write').mockImplementation(keep));
  const restore = () => {
    for (const spy of spies) spy.mockRestore();
  };
  onTestFinished(restore);
  return () => {
    restore();
    return pieces.join('');
  };
}

function metricsOf(lines: readonly unknown[]): Record<string, unknown> {
  const documents = lines.flatMap((line) => {
    const parsed = emf.safeParse(line);
    return parsed.success ? [parsed.data] : [];
  });
  const values = documents.flatMap((document) =>
    document._aws.CloudWatchMetrics.flatMap(({ Namespace, Dimensions, Metrics }) => {
      if (Namespace !== 'Perennial' || JSON.stringify(Dimensions) !== '[["service"]]') throw new Error('odd metrics');
      return Metrics.map(({ Name }) => [Name, document[Name]] as const);
    }),
  );
  return Object.fromEntries(values);
}

/** One invocation. A handler that throws lets this throw. */
export async function invoke<Event, Result>(
  handler: (event: Event, context: Context) => Promise<Result>,
  event: Event,
  context: Context = contextWith(),
): Promise<Invocation<Result>> {
  const output = catchOutput();
  const wrapped = observed(handler);
  const result: Result = await wrapped(event, context);
  const text = output();
  const lines = text
    .split('\n')
    .filter((line) => line !== '')
    .map((line): unknown => JSON.parse(line));
  const logs = lines.flatMap((line) => {
    const parsed = logLine.safeParse(line);
    return parsed.success ? [parsed.data] : [];
  });
  return { result, output: text, logs, metrics: metricsOf(lines) };
}
