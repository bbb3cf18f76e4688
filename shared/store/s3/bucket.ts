/** What the stores in S3 make of it: objects put, read and listed, each request tried again while S3 is busy. */
import { createHash } from 'node:crypto';
import { signRequest } from './signed-request.ts';
import type { S3Credentials, S3Request } from './signed-request.ts';

export type BucketConnection = {
  readonly bucketUrl: string;
  readonly region: () => Promise<string>;
  readonly credentials: () => Promise<S3Credentials>;
  readonly backOff: (attempt: number) => Promise<void>;
  readonly nowMs: () => number;
};

/** S3 answered with something that is no success, and no expected refusal. */
class S3Error extends Error {
  override readonly name = 'S3Error';
}

export type Answer = { readonly status: number; readonly body: Uint8Array };

const attemptsAtMost = 5;
/** It only ends what hangs: the leaves of ten million members are on their way for some seconds. */
const timeLimitMs = 300_000;

/** Another attempt may do better: S3 is busy or failed, or two writers of one key were there at once. */
function isPassing(status: number): boolean {
  return status >= 500 || status === 429 || status === 409;
}

async function attempt(connection: BucketConnection, request: Omit<S3Request, 'bucketUrl'>): Promise<Answer> {
  const [region, credentials] = await Promise.all([connection.region(), connection.credentials()]);
  const { bucketUrl } = connection;
  const at = new Date(connection.nowMs());
  const { url, headers } = signRequest({ ...request, bucketUrl }, { region, credentials, at });
  const response = await fetch(url, {
    method: request.method,
    headers,
    signal: AbortSignal.timeout(timeLimitMs),
    ...(request.body === undefined ? {} : { body: Buffer.from(request.body) }),
  });
  return { status: response.status, body: new Uint8Array(await response.arrayBuffer()) };
}

/** The answer of S3, whatever it says. @throws Error when none comes */
export async function send(connection: BucketConnection, request: Omit<S3Request, 'bucketUrl'>): Promise<Answer> {
  for (let tried = 1; ; tried += 1) {
    try {
      const answer = await attempt(connection, request);
      if (!isPassing(answer.status) || tried === attemptsAtMost) return answer;
    } catch (error) {
      // The network's failure, or the time limit's; `fetch` gives both no class of their own.
      if (tried === attemptsAtMost) throw error;
    }
    await connection.backOff(tried);
  }
}

export const textOf = ({ body }: Answer) => Buffer.from(body).toString('utf8');

export function failed(what: string, answer: Answer): S3Error {
  const code = /<Code>(\w+)<\/Code>/.exec(textOf(answer))?.[1] ?? 'no code';
  return new S3Error(`S3 answered ${String(answer.status)} (${code}) to ${what}`);
}

export const checksum = (body: Uint8Array) => createHash('sha256').update(body).digest('base64');

/** Puts an object in the place of whatever is there. */
export async function putObject(
  connection: BucketConnection,
  { key, contentType, body }: { readonly key: string; readonly contentType: string; readonly body: Uint8Array },
): Promise<void> {
  const headers = { 'content-type': contentType, 'x-amz-checksum-sha256': checksum(body) };
  const answer = await send(connection, { method: 'PUT', key, headers, body });
  if (answer.status !== 200) throw failed(`a put of ${key}`, answer);
}

/** An object's bytes; undefined when there is none of that key. */
export async function getObject(connection: BucketConnection, key: string): Promise<Uint8Array | undefined> {
  const answer = await send(connection, { method: 'GET', key });
  if (answer.status === 404 && textOf(answer).includes('<Code>NoSuchKey</Code>')) return undefined;
  if (answer.status !== 200) throw failed(`a look for ${key}`, answer);
  return answer.body;
}

/**
 * Keys that begin with a prefix, in the order of their characters; they are of characters that XML writes as they are.
 *
 * @param first only keys that come after this one
 */
export async function* listKeys(connection: BucketConnection, prefix: string, first = ''): AsyncGenerator<string> {
  for (let after: string | undefined = first; after !== undefined;) {
    const query: Record<string, string> = {
      'list-type': '2',
      prefix,
      ...(after === '' ? {} : { 'start-after': after }),
    };
    const answer = await send(connection, { method: 'GET', key: '', query });
    if (answer.status !== 200) throw failed(`a list of ${prefix}`, answer);
    const text = textOf(answer);
    const keys = [...text.matchAll(/<Key>([^<]*)<\/Key>/g)].flatMap(([, key]) => key ?? []);
    yield* keys;
    after = text.includes('<IsTruncated>true</IsTruncated>') ? keys.at(-1) : undefined;
  }
}
