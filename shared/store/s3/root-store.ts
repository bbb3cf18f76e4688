import { leavesDays, leavesTag, rootsPrefix } from '../../config/names.ts';
import type { RootStore } from '../root-store.ts';
import { checksum, failed, send, textOf } from './bucket.ts';
import type { BucketConnection } from './bucket.ts';

export type RootsConnection = BucketConnection & {
  /** Who may shorten a lock: nobody, or whoever has the right to. */
  readonly lockMode: string;
};

const msPerDay = 86_400_000;

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
      return textOf(answer).includes(`<Key>${key}</Key>`);
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
