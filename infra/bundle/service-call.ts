/**
 * One call of a service that speaks JSON, for the clients that stand in a bundle for the SDK's: where the service is, the
 * signed request, and the answer or the error as the SDK would give it.
 */
import { text } from 'node:stream/consumers';
import { awsEndpointFunctions, traceHeader } from './client-parts.ts';
import {
  loadConfig,
  NODE_REGION_CONFIG_OPTIONS,
  NODE_USE_DUALSTACK_ENDPOINT_CONFIG_OPTIONS,
  NODE_USE_FIPS_ENDPOINT_CONFIG_OPTIONS,
} from './environment-config.ts';
import { defaultProvider } from './function-credentials.ts';
import { NodeHttpHandler } from './http-handler.ts';
import { SignatureV4 } from './request-signature.ts';

export type Service = {
  /** The first part of its host, `secretsmanager` for one. */
  readonly host: string;
  /** What its requests are signed for. */
  readonly signedFor: string;
  /** The variable of the environment that says where it is. */
  readonly endpointVariable: string;
};

type Answer = { readonly status: number; readonly type: string | undefined; readonly body: unknown };

const userAgent = 'aws-sdk-js/perennial';

/** @throws Error where the environment asks for hosts that bundles do not know */
export async function endpointOf({ host, endpointVariable }: Service, region: string): Promise<URL> {
  for (const asked of [NODE_USE_FIPS_ENDPOINT_CONFIG_OPTIONS, NODE_USE_DUALSTACK_ENDPOINT_CONFIG_OPTIONS]) {
    if (await loadConfig(asked)()) throw new Error(`A bundle knows no ${host} behind endpoints of FIPS or of IPv6.`);
  }
  const { [endpointVariable]: own, AWS_ENDPOINT_URL: all } = process.env;
  const { dnsSuffix: suffix } = awsEndpointFunctions.partition(region);
  // An empty variable is none.
  return new URL([own, all].find((url) => url !== undefined && url !== '') ?? `https://${host}.${region}.${suffix}`);
}

/** A text at a name of what a service answered. */
export function textAt(body: unknown, name: string): string | undefined {
  if (typeof body !== 'object' || body === null) return undefined;
  const value = new Map<string, unknown>(Object.entries(body)).get(name);
  return typeof value === 'string' ? value : undefined;
}

async function answerOf(sent: ReturnType<NodeHttpHandler['handle']>, read: (said: string) => unknown): Promise<Answer> {
  const { response } = await sent;
  const { statusCode: status, headers } = response;
  const said = await text(response.body);
  try {
    return { status, type: headers['x-amzn-errortype'], body: said === '' ? {} : read(said) };
  } catch (error) {
    throw error instanceof Error ? Object.assign(error, { $metadata: { httpStatusCode: status } }) : error;
  }
}

/** What the service refuses, by its name for it and with what else it says. */
function refusalOf({ status, type, body }: Answer): Error {
  const code = textAt(body, '__type') ?? textAt(body, 'code') ?? type ?? 'Unknown';
  const said = textAt(body, 'message') ?? textAt(body, 'Message');
  const message = said === undefined || said === '' ? 'UnknownError' : said;
  return Object.assign(new Error(message), typeof body === 'object' ? body : {}, {
    message,
    name: code.replace(/[,:].*$/, '').replace(/^.*#/, ''),
    $fault: status < 500 ? 'client' : 'server',
    $metadata: { httpStatusCode: status },
  });
}

export type ServiceRequest = {
  readonly path: string;
  readonly body: string;
  /** Beside those that every request has; the content's type is among them. */
  readonly headers: Readonly<Record<string, string>>;
  /** Which attempt of which invocation it is, and how many there may be. */
  readonly attempt: { readonly invocation: string; readonly number: number; readonly atMost: number };
  readonly abortSignal?: AbortSignal;
  /** Reads what is answered, a refusal with its name at `__type`; JSON where nothing else is said. */
  readonly read?: (said: string) => unknown;
};

/** Calls one service, on connections that are kept; once for each call, whatever comes of it. */
export class ServiceCaller {
  readonly #service: Service;
  readonly #region = loadConfig(NODE_REGION_CONFIG_OPTIONS);
  readonly #credentials = defaultProvider();
  readonly #handler = new NodeHttpHandler();

  constructor(service: Service) {
    this.#service = service;
  }

  /** @throws Error with the name that the service gives to it */
  async post({ path, body, headers, attempt, abortSignal, read = JSON.parse }: ServiceRequest): Promise<unknown> {
    const region = await this.#region();
    const endpoint = await endpointOf(this.#service, region);
    const signature = new SignatureV4({ credentials: this.#credentials, region, service: this.#service.signedFor });
    const all = {
      ...headers,
      'content-length': String(Buffer.byteLength(body)),
      'x-amz-user-agent': userAgent,
      'user-agent': userAgent,
      host: endpoint.host,
      ...traceHeader(),
      'amz-sdk-invocation-id': attempt.invocation,
      'amz-sdk-request': `attempt=${String(attempt.number)}; max=${String(attempt.atMost)}`,
    };
    const { protocol, hostname, port } = endpoint;
    const to = { protocol, hostname, port: port === '' ? undefined : Number(port) };
    const request = await signature.sign({ ...to, method: 'POST', path, headers: all, body });
    const answer = await answerOf(this.#handler.handle(request, { abortSignal }), read);
    if (answer.status >= 300) throw refusalOf(answer);
    return answer.body;
  }
}
