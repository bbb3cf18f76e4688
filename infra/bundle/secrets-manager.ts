/**
 * Stands in every bundle for `@aws-sdk/client-secrets-manager` (13 KB), with which a function reads one secret when it
 * starts: the one call, with the SDK's retries, which DynamoDB's client has brought along. What else the client can do is
 * missing: other calls, settings other than the region, its hosts and AWS_ENDPOINT_URL, corrections of the clock (Lambda's
 * is right), and the hosts of FIPS and of IPv6, which are refused where they are asked for.
 */
import { randomUUID } from 'node:crypto';
import { text } from 'node:stream/consumers';
import { DEFAULT_MAX_ATTEMPTS, isThrottlingError, isTransientError, StandardRetryStrategy } from '@smithy/core/retry';
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

type Answer = { readonly status: number; readonly type: string | undefined; readonly body: unknown };

const userAgent = 'aws-sdk-js/perennial';

/** @throws Error where the environment asks for hosts that this file does not know */
export async function endpointIn(region: string): Promise<URL> {
  for (const asked of [NODE_USE_FIPS_ENDPOINT_CONFIG_OPTIONS, NODE_USE_DUALSTACK_ENDPOINT_CONFIG_OPTIONS]) {
    if (await loadConfig(asked)()) throw new Error('A bundle knows no secrets behind endpoints of FIPS or of IPv6.');
  }
  const { AWS_ENDPOINT_URL_SECRETS_MANAGER: own, AWS_ENDPOINT_URL: all } = process.env;
  const { dnsSuffix: suffix } = awsEndpointFunctions.partition(region);
  // An empty variable is none.
  return new URL(
    [own, all].find((url) => url !== undefined && url !== '') ?? `https://secretsmanager.${region}.${suffix}`,
  );
}

function textAt(body: unknown, name: string): string | undefined {
  if (typeof body !== 'object' || body === null) return undefined;
  const value = new Map<string, unknown>(Object.entries(body)).get(name);
  return typeof value === 'string' ? value : undefined;
}

async function answerOf(sent: ReturnType<NodeHttpHandler['handle']>): Promise<Answer> {
  const { response } = await sent;
  const { statusCode: status, headers } = response;
  const said = await text(response.body);
  try {
    return { status, type: headers['x-amzn-errortype'], body: said === '' ? {} : JSON.parse(said) };
  } catch (error) {
    throw error instanceof Error ? Object.assign(error, { $metadata: { httpStatusCode: status } }) : error;
  }
}

/** What the service refuses, by its name for it. */
function refusalOf({ status, type, body }: Answer): Error {
  const code = textAt(body, '__type') ?? textAt(body, 'code') ?? type ?? 'Unknown';
  const said = textAt(body, 'message') ?? textAt(body, 'Message');
  return Object.assign(new Error(said === undefined || said === '' ? 'UnknownError' : said), {
    name: code.replace(/[,:].*$/, '').replace(/^.*#/, ''),
    $fault: status < 500 ? 'client' : 'server',
    $metadata: { httpStatusCode: status },
  });
}

/** An error as the SDK's retries take it. */
type Failure = Error & { cause?: Error };

function isFailure(error: unknown): error is Failure {
  return error instanceof Error && (error.cause === undefined || error.cause instanceof Error);
}

function kindOf(error: Failure) {
  if (isThrottlingError(error)) return 'THROTTLING';
  return isTransientError(error) ? 'TRANSIENT' : 'CLIENT_ERROR';
}

export class GetSecretValueCommand {
  readonly input: { readonly SecretId: string };

  constructor(input: { readonly SecretId: string }) {
    this.input = input;
  }
}

export class SecretsManagerClient {
  readonly #region = loadConfig(NODE_REGION_CONFIG_OPTIONS);
  readonly #credentials = defaultProvider();
  readonly #handler = new NodeHttpHandler();
  readonly #retries = new StandardRetryStrategy(DEFAULT_MAX_ATTEMPTS);

  /** @throws Error with the name that the service gives to it, after as many attempts as the SDK makes */
  async send({ input }: GetSecretValueCommand): Promise<{ readonly SecretString: string | undefined }> {
    const invocation = randomUUID();
    let token = await this.#retries.acquireInitialRetryToken('');
    for (;;) {
      try {
        const { body } = await this.#attempt(JSON.stringify(input), invocation, token.getRetryCount() + 1);
        this.#retries.recordSuccess(token);
        return { SecretString: textAt(body, 'SecretString') };
      } catch (error) {
        if (!isFailure(error)) throw error;
        // It waits before it gives a token, and fails where it gives none; what failed first is to be told then.
        const next = this.#retries.refreshRetryTokenForRetry(token, { error, errorType: kindOf(error) });
        token = await next.catch(() => {
          throw error;
        });
      }
    }
  }

  async #attempt(body: string, invocation: string, attempt: number): Promise<Answer> {
    const region = await this.#region();
    const endpoint = await endpointIn(region);
    const signature = new SignatureV4({ credentials: this.#credentials, region, service: 'secretsmanager' });
    const headers = {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': 'secretsmanager.GetSecretValue',
      'content-length': String(Buffer.byteLength(body)),
      'x-amz-user-agent': userAgent,
      'user-agent': userAgent,
      host: endpoint.host,
      ...traceHeader(),
      'amz-sdk-invocation-id': invocation,
      'amz-sdk-request': `attempt=${String(attempt)}; max=${String(DEFAULT_MAX_ATTEMPTS)}`,
    };
    const { protocol, hostname, port } = endpoint;
    const to = { protocol, hostname, port: port === '' ? undefined : Number(port) };
    const request = { ...to, method: 'POST', path: '/', headers, body };
    const answer = await answerOf(this.#handler.handle(await signature.sign(request)));
    if (answer.status >= 300) throw refusalOf(answer);
    return answer;
  }
}
