import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { snapshotsPrefix } from '../../config/names.ts';
import type { SnapshotBodies } from '../snapshot-store.ts';
import { getObject, putObject } from './bucket.ts';
import type { BucketConnection } from './bucket.ts';

const pack = promisify(gzip);
const unpack = promisify(gunzip);

const keyOf = (day: string) => `${snapshotsPrefix}${day}.json.gz`;

/** The counts of days, each an object. */
export function s3SnapshotBodies(connection: BucketConnection): SnapshotBodies {
  return {
    async put(day, body) {
      await putObject(connection, { key: keyOf(day), contentType: 'application/gzip', body: await pack(body) });
    },
    async read(day) {
      const body = await getObject(connection, keyOf(day));
      return body === undefined ? undefined : unpack(body);
    },
  };
}
