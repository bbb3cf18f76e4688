/** What taking the root of a day needs, as it is deployed: DynamoDB, S3 and KMS. */
import type { TakeRootDependencies } from '../commands/take-root.ts';
import { instantOf } from '../domain/zone.ts';
import { backOff } from '../platform/back-off.ts';
import { gzipTexts } from '../platform/compress.ts';
import { canonicalJson, sha256OfBytes } from '../platform/digest.ts';
import { documentClient } from '../platform/document-client.ts';
import { rootSigner } from '../platform/root-signer.ts';
import { dynamodbHeads } from '../store/dynamodb/head-store.ts';
import { dynamodbSettings } from '../store/dynamodb/settings-store.ts';
import type { Tables } from '../store/dynamodb/tables.ts';
import { publishedProgrammes } from '../store/published-programmes.ts';
import { s3Roots } from '../store/s3/root-store.ts';
import { bucketUrl } from './bucket-url.ts';
import type { DeployedBucket } from './bucket-url.ts';

export type SealerSettings = DeployedBucket & {
  readonly tables: Pick<Tables, 'accounts' | 'settings'>;
  /** Id, ARN or alias of the key that signs. */
  readonly key: string;
  readonly lockMode: string;
};

export function startSealer(settings: SealerSettings): TakeRootDependencies {
  const { lockMode } = settings;
  const client = documentClient();
  const tables = { ledger: '', members: '', intake: '', snapshots: '', messages: '', ...settings.tables };
  // The same credentials and region as every other client of the function.
  const { credentials, region } = client.config;
  const roots = s3Roots({
    bucketUrl: bucketUrl(settings),
    lockMode,
    credentials: async () => credentials(),
    region: async () => region(),
    backOff,
    nowMs: Date.now,
  });
  return {
    heads: dynamodbHeads({ client, tables }),
    roots,
    programmes: publishedProgrammes(dynamodbSettings({ client, tables }), Date.now),
    now: () => instantOf(Date.now()),
    sha256: sha256OfBytes,
    canonicalJson,
    sign: rootSigner(settings.key),
    compress: gzipTexts,
  };
}
