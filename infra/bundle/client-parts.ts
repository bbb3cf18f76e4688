/**
 * Stands in every bundle for `@aws-sdk/core/client`, the parts that clients share (12 KB with what looks for the trace of
 * one of many invocations at a time): the headers that say where a request goes and who sends it, and the partitions of
 * AWS by their regions. What else the package can do is missing: user agents that tell of every setting and feature, ids
 * of applications in them, a client's own log, warnings of old versions of Node.
 */
type Request = {
  readonly hostname: string;
  readonly port?: number | undefined;
  readonly headers: Record<string, string | undefined>;
};
type Next = (args: { readonly request: Request }) => Promise<unknown>;
type Stack = { readonly add: (middleware: (next: Next) => Next, options: object) => void };
type Plugin = { readonly applyToStack: (stack: Stack) => void };

/** A middleware that adds headers to what is sent. */
function adding(name: string, headersOf: (request: Request) => Promise<Request['headers']>): Plugin {
  const middleware =
    (next: Next): Next =>
    async (args) => {
      Object.assign(args.request.headers, await headersOf(args.request));
      return next(args);
    };
  return {
    applyToStack(stack) {
      stack.add(middleware, { name, step: 'build', priority: 'low', override: true });
    },
  };
}

export const resolveHostHeaderConfig = <Config>(config: Config): Config => config;

export function getHostHeaderPlugin(): Plugin {
  return adding('hostHeaderMiddleware', async ({ hostname, port }) => {
    return Promise.resolve({ host: port === undefined ? hostname : `${hostname}:${String(port)}` });
  });
}

/** The header of the invocation's trace, by which AWS finds functions that call each other without end. */
export function traceHeader(): Request['headers'] {
  const { AWS_LAMBDA_FUNCTION_NAME: name = '', _X_AMZN_TRACE_ID: trace = '' } = process.env;
  return name === '' || trace === '' ? {} : { 'X-Amzn-Trace-Id': trace };
}

export function getRecursionDetectionPlugin(): Plugin {
  return adding('recursionDetectionMiddleware', async () => Promise.resolve(traceHeader()));
}

type UserAgent = { readonly defaultUserAgentProvider: () => Promise<string> };

export function createDefaultUserAgentProvider({ clientVersion }: { readonly clientVersion: string }) {
  return async () => Promise.resolve(`aws-sdk-js/${clientVersion}`);
}

export const resolveUserAgentConfig = <Config>(config: Config): Config => config;

export function getUserAgentPlugin({ defaultUserAgentProvider }: UserAgent): Plugin {
  return adding('getUserAgentMiddleware', async () => {
    const agent = await defaultUserAgentProvider();
    return { 'x-amz-user-agent': agent, 'user-agent': agent };
  });
}

export const NODE_APP_ID_CONFIG_OPTIONS = {
  environmentVariableSelector: () => undefined,
  default: async () => Promise.resolve(undefined),
};

const nothing: Plugin = {
  applyToStack() {
    // What it would add has no use in a bundle.
  },
};

/** Whatever a client would log is personal. */
export const getLoggerPlugin = () => nothing;

/** For whoever waits for messages of a queue: Lambda does, for the functions. */
export const getLongPollPlugin = () => nothing;

export function emitWarningIfUnsupportedVersion(): void {
  // The functions' version of Node is in the stack.
}

export function setFeature(): void {
  // Told in user agents only.
}

export function setCredentialFeature<Credentials>(credentials: Credentials): Credentials {
  return credentials;
}

/** The handler of requests has its own. */
export function getDefaultSocketTimeout(): undefined {
  return undefined;
}

/** Extensions of clients, of which ours have none, could change the region. */
export function getAwsRegionExtensionConfiguration(): object {
  return {};
}

export function resolveAwsRegionExtensionConfiguration(): object {
  return {};
}

type Suffixes = readonly [name: string, regions: RegExp, suffix: string, dualStackSuffix: string, globalRegion: string];

const partitions: readonly Suffixes[] = [
  ['aws-cn', /^cn-/, 'amazonaws.com.cn', 'api.amazonwebservices.com.cn', 'cn-northwest-1'],
  ['aws-eusc', /^eusc-/, 'amazonaws.eu', 'api.amazonwebservices.eu', 'eusc-de-east-1'],
  ['aws-iso', /^us-iso-/, 'c2s.ic.gov', 'api.aws.ic.gov', 'us-iso-east-1'],
  ['aws-iso-b', /^us-isob-/, 'sc2s.sgov.gov', 'api.aws.scloud', 'us-isob-east-1'],
  ['aws-iso-e', /^eu-isoe-/, 'cloud.adc-e.uk', 'api.cloud-aws.adc-e.uk', 'eu-isoe-west-1'],
  ['aws-iso-f', /^us-isof-/, 'csp.hci.ic.gov', 'api.aws.hci.ic.gov', 'us-isof-south-1'],
  ['aws-us-gov', /^us-gov-/, 'amazonaws.com', 'api.aws', 'us-gov-west-1'],
];
const most: Suffixes = ['aws', /^/, 'amazonaws.com', 'api.aws', 'us-east-1'];

/** Where the hosts of a region's services are. */
function partition(region: string) {
  const [name, , dnsSuffix, dualStackDnsSuffix, implicitGlobalRegion] =
    partitions.find(([, regions]) => regions.test(region)) ?? most;
  return {
    name,
    dnsSuffix,
    dualStackDnsSuffix,
    implicitGlobalRegion,
    supportsFIPS: true,
    supportsDualStack: true,
  };
}

/** Tables of other accounts are named by ARNs; ours are in the functions' own. */
const parseArn = () => null;

export const awsEndpointFunctions = { partition, parseArn };
