/**
 * Stands in every bundle for `@smithy/signature-v4`, and for the hash written in JavaScript that comes with it (8 KB and
 * 4 KB, see sha256.ts): it can also sign streams of events, messages and addresses, and escape paths and queries. The
 * services that functions call speak JSON: each request is a POST to a path of letters, digits, dashes and underscores,
 * most often the root, without a query. Another is refused here, for its signature would be.
 *
 * Source of the rules: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
import { createHash, createHmac } from 'node:crypto';

type Credentials = { readonly accessKeyId: string; readonly secretAccessKey: string; readonly sessionToken?: string };
type Provided<Value> = Value | (() => Promise<Value>);
type Settings = {
  readonly credentials: Provided<Credentials>;
  readonly region: Provided<string>;
  readonly service: string;
};
type Request = {
  readonly method: string;
  readonly path: string;
  readonly query?: Readonly<Record<string, unknown>>;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body?: unknown;
};
type Options = {
  readonly signingDate?: Date;
  readonly signingRegion?: string | undefined;
  readonly signingService?: string | undefined;
};

const algorithm = 'AWS4-HMAC-SHA256';
const scopeEnd = 'aws4_request';

/** One that is written the same in a signature: nothing to escape, no dots or double slashes to take out. */
const plainPath = /^\/([\w-]+(\/[\w-]+)*)?$/;

/** Made by a signature, so that one of an earlier attempt has to go. */
const made = new Set(['authorization', 'x-amz-date', 'date']);

/** What stands between client and service may change these, so the SDK leaves them out of its signatures. */
const unsigned =
  /^(authorization|cache-control|connection|expect|from|keep-alive|max-forwards|pragma|referer|te|trailer|transfer-encoding|upgrade|user-agent|x-amzn-trace-id|(proxy|sec)-.*)$/;

function isProvider<Value>(given: Provided<Value>): given is () => Promise<Value> {
  return typeof given === 'function';
}
async function provide<Value>(given: Provided<Value>): Promise<Value> {
  return isProvider(given) ? await given() : given;
}

const sha256 = (data: string | Uint8Array) => createHash('sha256').update(data).digest('hex');
const hmac = (key: string | Buffer, data: string) => createHmac('sha256', key).update(data).digest();

function hashOfBody(body: unknown): string {
  if (body === undefined || body === null) return sha256('');
  if (typeof body === 'string' || body instanceof Uint8Array) return sha256(body);
  throw new TypeError('Only a text or bytes can be signed, no stream.');
}

/** Names and values as they are signed, sorted by name. */
function signedHeaders(headers: Request['headers']): readonly (readonly [string, string])[] {
  return Object.entries(headers)
    .flatMap(([name, value]) => {
      const signed = name.toLowerCase();
      if (value === undefined || unsigned.test(signed)) return [];
      return [[signed, value.replaceAll(/[\t\n\r ]+/g, ' ').replaceAll(/^ | $/g, '')] as const];
    })
    .sort(([a], [b]) => (a < b ? -1 : 1));
}

/** The one export of `@smithy/signature-v4` that clients use, with the one method of it that they call. */
export class SignatureV4 {
  readonly #settings: Settings;

  constructor(settings: Settings) {
    this.#settings = settings;
  }

  /**
   * A copy of the request that is signed as of a date.
   *
   * @throws TypeError for a request that is no POST of a text or bytes to a plain path, without a query
   */
  async sign<Given extends Request>(given: Given, { signingDate = new Date(), ...options }: Options = {}) {
    if (given.method !== 'POST' || !plainPath.test(given.path) || Object.keys(given.query ?? {}).length > 0) {
      throw new TypeError('Only a POST to a plain path, without a query, can be signed.');
    }
    const { accessKeyId, secretAccessKey, sessionToken } = await provide(this.#settings.credentials);
    const region = options.signingRegion ?? (await provide(this.#settings.region));
    const time = signingDate.toISOString().replaceAll(/[-:]|\.\d{3}/g, '');
    const scope = [time.slice(0, 8), region, options.signingService ?? this.#settings.service, scopeEnd];

    const hash = hashOfBody(given.body);
    const headers: Record<string, string | undefined> = {
      ...Object.fromEntries(Object.entries(given.headers).filter(([name]) => !made.has(name.toLowerCase()))),
      'x-amz-date': time,
      ...(sessionToken === undefined ? {} : { 'x-amz-security-token': sessionToken }),
      'x-amz-content-sha256': hash,
    };
    const signed = signedHeaders(headers);
    const names = signed.map(([name]) => name).join(';');
    const lines = signed.map(([name, value]) => `${name}:${value}\n`).join('');
    const canonical = `POST\n${given.path}\n\n${lines}\n${names}\n${hash}`;
    const key = scope.reduce<string | Buffer>(hmac, `AWS4${secretAccessKey}`);
    const signature = hmac(Buffer.from(key), `${algorithm}\n${time}\n${scope.join('/')}\n${sha256(canonical)}`);
    headers['authorization'] =
      `${algorithm} Credential=${accessKeyId}/${scope.join('/')}, SignedHeaders=${names}, Signature=${signature.toString('hex')}`;
    return { ...given, headers };
  }
}

/** What the clients of services with endpoints in many regions use instead; functions call one region. */
export { SignatureV4 as SignatureV4MultiRegion };
