import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { passesPrefix } from '../../config/names.ts';
import type { Pass, PassStore } from '../pass-store.ts';
import { getObject, listKeys, putObject } from './bucket.ts';
import type { BucketConnection } from './bucket.ts';

const pack = promisify(gzip);
const unpack = promisify(gunzip);

const suffix = '.gz';
const prefixOf = ({ day, run }: Pass) => `${passesPrefix}${day}/${run}/`;

/** Parts of passes in a bucket that removes them after some days. */
export function s3Passes(connection: BucketConnection): PassStore {
  return {
    async putPart(pass, name, body) {
      const key = `${prefixOf(pass)}${name}${suffix}`;
      await putObject(connection, { key, contentType: 'application/gzip', body: await pack(body) });
    },
    async parts(pass) {
      const prefix = prefixOf(pass);
      const names: string[] = [];
      for await (const key of listKeys(connection, prefix)) names.push(key.slice(prefix.length, -suffix.length));
      return names;
    },
    async readPart(pass, name) {
      const body = await getObject(connection, `${prefixOf(pass)}${name}${suffix}`);
      if (body === undefined) throw new Error(`there is no part ${name}`);
      return unpack(body);
    },
  };
}
