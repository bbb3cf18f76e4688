/**
 * Stands in every bundle for `@aws-lambda-powertools/logger` and its middleware, of which telemetry.ts uses little (20 KB
 * with the package that both Powertools share): the same lines for messages with flat fields, and the same ids of an
 * invocation on them. What else the package can do is missing: sampling, buffering, correlation ids, keys that stay, the
 * formatting of errors, and the variable that has whole events logged, with everything personal in them.
 */
/** Of Lambda's context, what is written. */
type Context = {
  readonly invokedFunctionArn: string;
  readonly memoryLimitInMB: string;
  readonly functionName: string;
  readonly awsRequestId: string;
};
type Field = string | number | boolean | null | undefined;
type Fields = Readonly<Record<string, Field>>;

const levels = ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'CRITICAL', 'SILENT'] as const;
type Level = (typeof levels)[number];
const reserved = new Set(['level', 'message', 'sampling_rate', 'service', 'timestamp']);

/** Lambda's own setting comes first; a level that does not exist counts for nothing. */
function leastLevel(): number {
  const { AWS_LAMBDA_LOG_LEVEL: lambdas, POWERTOOLS_LOG_LEVEL: own, LOG_LEVEL: alias } = process.env;
  const asked = [lambdas === 'FATAL' ? 'CRITICAL' : lambdas, own === undefined || own === '' ? alias : own];
  return asked.map((name) => levels.findIndex((level) => level === name)).find((index) => index >= 0) ?? 2;
}

/** The `Root` of `Root=…;Parent=…;Sampled=…`, which Lambda puts into the environment anew for every invocation. */
function traceId(): string | undefined {
  const trace = process.env['_X_AMZN_TRACE_ID'];
  if (trace?.includes('=') !== true) return trace;
  return /(?:^|;)Root=([^;]*)/.exec(trace)?.[1];
}

/** What tells an invocation, always in the same place of a line. */
function idsOf(context: Context | undefined, cold: boolean | undefined): Fields {
  return {
    cold_start: cold,
    function_arn: context?.invokedFunctionArn,
    function_memory_size: context?.memoryLimitInMB,
    function_name: context?.functionName,
    function_request_id: context?.awsRequestId,
  };
}

export class Logger {
  readonly #service: string;
  readonly #least = leastLevel();
  #cold = process.env['AWS_LAMBDA_INITIALIZATION_TYPE'] === 'on-demand';
  #invocation = idsOf(undefined, undefined);

  constructor({ serviceName }: { readonly serviceName: string }) {
    this.#service = serviceName;
  }

  addContext(context: Context): void {
    this.#invocation = idsOf(context, this.#cold);
    this.#cold = false;
  }

  info(message: string, fields?: Fields): void {
    this.#write(process.stdout, 'INFO', message, fields);
  }

  warn(message: string, fields?: Fields): void {
    this.#write(process.stderr, 'WARN', message, fields);
  }

  error(message: string, fields?: Fields): void {
    this.#write(process.stderr, 'ERROR', message, fields);
  }

  #write(stream: NodeJS.WritableStream, level: Level, message: string, fields: Fields = {}): void {
    if (levels.indexOf(level) < this.#least) return;
    const allowed = Object.entries(fields).filter(([key]) => {
      if (reserved.has(key)) this.warn(`The key "${key}" is a reserved key and will be dropped.`);
      return !reserved.has(key);
    });
    const line: Fields = {
      level,
      message,
      timestamp: new Date().toISOString(),
      service: this.#service,
      ...this.#invocation,
      sampling_rate: 0,
      xray_trace_id: traceId(),
      ...Object.fromEntries(allowed),
    };
    const filled = Object.entries(line).filter(([, value]) => value !== undefined && value !== null && value !== '');
    stream.write(`${JSON.stringify(Object.fromEntries(filled))}\n`);
  }
}

/** A middleware that puts the ids of each invocation on the lines that it writes. */
export function injectLambdaContext(logger: Logger) {
  return {
    before: ({ context }: { readonly context: Context }) => {
      logger.addContext(context);
    },
  };
}
