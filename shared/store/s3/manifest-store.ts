import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { manifestsPrefix } from '../../config/names.ts';
import { manifestRow } from '../../contracts/manifest-row.ts';
import type { ManifestRow } from '../../contracts/manifest-row.ts';
import { checkPart } from '../manifest-store.ts';
import type { ManifestStore } from '../manifest-store.ts';
import { getObject, listKeys, putObject } from './bucket.ts';
import type { BucketConnection } from './bucket.ts';

const pack = promisify(gzip);
const unpack = promisify(gunzip);

const suffix = '.ndjson.gz';

/** A run's name in a key: letters, digits and dashes are themselves, every other byte is `_` and its two digits. */
function encoded(run: string): string {
  return Array.from(Buffer.from(run, 'utf8'), (byte) => {
    const character = String.fromCharCode(byte);
    return /[\dA-Za-z-]/.test(character) ? character : `_${byte.toString(16).padStart(2, '0')}`;
  }).join('');
}

const prefixOf = (run: string) => `${manifestsPrefix}${encoded(run)}/`;

/** A part as it is kept: a line of JSON for each row, packed. */
export async function packedPart(rows: readonly ManifestRow[]): Promise<Buffer> {
  return pack(rows.map((row) => `${JSON.stringify(manifestRow.parse(row))}\n`).join(''));
}

/** Rows of runs in a bucket that removes them after more than a year: a line of JSON each. */
export function s3Manifests(connection: BucketConnection): ManifestStore {
  return {
    async putPart(run, name, rows) {
      checkPart(name, rows);
      const body = await packedPart(rows);
      await putObject(connection, { key: `${prefixOf(run)}${name}${suffix}`, contentType: 'application/gzip', body });
    },
    async parts(run, after = '') {
      const prefix = prefixOf(run);
      const names: string[] = [];
      for await (const key of listKeys(connection, prefix, after === '' ? '' : `${prefix}${after}`)) {
        const name = key.slice(prefix.length, -suffix.length);
        if (name > after) names.push(name);
      }
      // Keys have the suffix behind their names, which changes the order where one begins with another.
      return names.sort();
    },
    async readPart(run, name) {
      const body = await getObject(connection, `${prefixOf(run)}${name}${suffix}`);
      if (body === undefined) throw new Error(`there is no part ${name}`);
      const lines = (await unpack(body)).toString('utf8').split('\n');
      return lines.flatMap((line) => (line === '' ? [] : [manifestRow.parse(JSON.parse(line))]));
    },
  };
}
