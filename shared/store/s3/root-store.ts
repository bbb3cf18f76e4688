import { createHash } from 'node:crypto';
import { leavesDays, leavesTag, rootsPrefix } from '../../config/names.ts';
import type { RootStore } from '../root-store.ts';
import { signRequest } from './signed-request.ts';
import type { S3Credentials, S3Request } from './signed-request.ts';

export type RootsConnection = {
  readonly bucketUrl: string;
  /** Who may shorten a lock: nobody, or whoever has the right to. */
  readonly lockMode: string;
  readonly region: () => Promise<string>;
  readonly credentials: () => Promise<S3Credentials>;
  readonly backOff: (attempt: number) => Promise<void>;
  readonly nowMs: () => number;
};

/** S3 answered with something that is no success, and no expected refusal. */
class S3Error extends Error {
  override readonly name = 'S3Error';
}

type Answer = { readonly status: number; readonly text: string };

const attemptsAtMost = 5;
/** It only ends what hangs: the leaves of ten million members are on their way for some seconds. */
const timeLimitMs = 300_000;

const msPerDay = 86_400_000;

/** Another attempt may do better: S3 is busy or failed, or two writers of one key were there at once. */
function isPassing(status: number): boolean {
  return status >= 500 || status === 429 || status === 409;
}

async function attempt(connection: RootsConnection, request: Omit<S3Request, 'bucketUrl'>): Promise<Answer> {
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
  return { status: response.status, text: await response.text() };
}

async function send(connection: RootsConnection, request: Omit<S3Request, 'bucketUrl'>): Promise<Answer> {
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

function failed(what: string, { status, text }: Answer): S3Error {
  const code = /<Code>(\w+)<\/Code>/.exec(text)?.[1] ?? 'no code';
  return new S3Error(`S3 answered ${String(status)} (${code}) to ${what}`);
}

const checksum = (body: Uint8Array) => createHash('sha256').update(body).digest('base64');

const rootKey = (day: string) => `${rootsPrefix}${day}.json`;

/** Roots in a bucket with object lock: its default retention is the roots', the leaves state a shorter one. */
export function s3Roots(connection: RootsConnection): RootStore {
  return {
    async has(day) {
      const key = rootKey(day);
      // Whatever version there is or was: a root that somebody hides is no reason to take another.
      const query = { versions: '', 'max-keys': '1', prefix: key };
      const answer = await send(connection, { method: 'GET', key: '', query });
      if (answer.status !== 200) throw failed('a look for a root', answer);
      return answer.text.includes(`<Key>${key}</Key>`);
    },
    async putLeaves(name, body) {
      const until = new Date(connection.nowMs() + leavesDays * msPerDay);
      const headers = {
        'content-type': 'application/gzip',
        'x-amz-checksum-sha256': checksum(body),
        'x-amz-object-lock-mode': connection.lockMode,
        'x-amz-object-lock-retain-until-date': until.toISOString(),
        'x-amz-tagging': `${leavesTag.key}=${leavesTag.value}`,
      };
      const answer = await send(connection, { method: 'PUT', key: `${rootsPrefix}${name}`, headers, body });
      if (answer.status !== 200) throw failed('leaves', answer);
    },
    async putRoot(day, text) {
      const body = Buffer.from(text, 'utf8');
      const headers = {
        'content-type': 'application/json',
        'if-none-match': '*',
        'x-amz-checksum-sha256': checksum(body),
      };
      const answer = await send(connection, { method: 'PUT', key: rootKey(day), headers, body });
      if (answer.status === 412) return 'exists';
      if (answer.status !== 200) throw failed('a root', answer);
      return 'committed';
    },
  };
}
