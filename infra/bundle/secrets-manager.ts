/**
 * Stands in every bundle for `@aws-sdk/client-secrets-manager` (15 KB with what of the SDK only it needs): functions make
 * one call of it, at their start, and it is the same request as the SDK's, tried again as often. What else the package can
 * do is missing: every other command, and every setting but those of the environment.
 *
 * Source of the rules: https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetSecretValue.html
 */
import { randomUUID } from 'node:crypto';
import { request as overHttp } from 'node:http';
import { request as overHttps } from 'node:https';
import { text } from 'node:stream/consumers';
import { setTimeout } from 'node:timers/promises';
import { defaultProvider } from './function-credentials.ts';
import { SignatureV4 } from './request-signature.ts';

type Headers = Readonly<Record<string, string | undefined>>;
type Answer = { readonly status: number; readonly body: string };

const attemptsAtMost = 3;
const waitAtMostMs = 100;
/** As long as the SDK gives a connection; a function that starts has seconds. */
const limitMs = 5000;
const agent = 'perennial';

/** Where the service is; another AWS than the real one says so in the environment. */
function endpointOf(region: string): URL {
  const other = process.env['AWS_ENDPOINT_URL_SECRETS_MANAGER'] ?? process.env['AWS_ENDPOINT_URL'];
  const suffix = region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com';
  return new URL(other ?? `https://secretsmanager.${region}.${suffix}`);
}

async function post(url: URL, headers: Headers, body: string): Promise<Answer> {
  const send = url.protocol === 'http:' ? overHttp : overHttps;
  return new Promise((resolve, reject) => {
    const request = send(url, { method: 'POST', headers, timeout: limitMs }, (response) => {
      text(response).then((answered) => {
        resolve({ status: response.statusCode ?? 0, body: answered });
      }, reject);
    });
    request.on('timeout', () => request.destroy(new Error('Secrets Manager did not answer in time.')));
    request.on('error', reject);
    request.end(body);
  });
}

function fieldOf(body: string, names: readonly string[]): string | undefined {
  const parsed: unknown = JSON.parse(body === '' ? '{}' : body);
  if (typeof parsed !== 'object' || parsed === null) return undefined;
  const fields = new Map<string, unknown>(Object.entries(parsed));
  const found = names.map((name) => fields.get(name)).find((value) => typeof value === 'string');
  return typeof found === 'string' ? found : undefined;
}

/** What the service refused, under the name that the SDK gives it. */
function failureOf({ status, body }: Answer): Error {
  const name = fieldOf(body, ['__type', 'code'])?.replace(/^.*#/, '') ?? 'UnknownError';
  const $fault = status < 500 ? 'client' : 'server';
  return Object.assign(new Error(fieldOf(body, ['message', 'Message']) ?? name), { name, $fault });
}

const isPassing = ({ status, body }: Answer) => status >= 500 || status === 429 || body.includes('Throttling');

export class GetSecretValueCommand {
  readonly input: { readonly SecretId: string };

  constructor(input: { readonly SecretId: string }) {
    this.input = input;
  }
}

export class SecretsManagerClient {
  readonly #region = process.env['AWS_REGION'] ?? '';
  readonly #signer = new SignatureV4({
    credentials: defaultProvider(),
    region: this.#region,
    service: 'secretsmanager',
  });

  /** @throws Error with the name of what the service refused, or when it cannot be reached */
  async send({ input }: GetSecretValueCommand): Promise<{ readonly SecretString?: string }> {
    const invocation = randomUUID();
    for (let attempt = 1; ; attempt += 1) {
      const last = attempt === attemptsAtMost;
      try {
        const answer = await this.#ask(JSON.stringify(input), invocation, attempt);
        if (answer.status === 200) {
          const SecretString = fieldOf(answer.body, ['SecretString']);
          return SecretString === undefined ? {} : { SecretString };
        }
        if (last || !isPassing(answer)) throw failureOf(answer);
      } catch (error) {
        // What has a code never came to an answer.
        if (last || !(error instanceof Error && 'code' in error)) throw error;
      }
      await setTimeout(Math.random() * waitAtMostMs * 2 ** (attempt - 1));
    }
  }

  async #ask(body: string, invocation: string, attempt: number): Promise<Answer> {
    const url = endpointOf(this.#region);
    const headers = {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': 'secretsmanager.GetSecretValue',
      'content-length': String(Buffer.byteLength(body)),
      'x-amz-user-agent': agent,
      'user-agent': agent,
      host: url.host,
      'amz-sdk-invocation-id': invocation,
      'amz-sdk-request': `attempt=${String(attempt)}; max=${String(attemptsAtMost)}`,
    };
    const signed = await this.#signer.sign({ method: 'POST', path: '/', headers, body });
    return post(url, signed.headers, body);
  }
}
