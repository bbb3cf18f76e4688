/** What taking the root of a day needs, as it is deployed: DynamoDB, S3 and KMS. */
import type { TakeRootDependencies } from '../commands/take-root.ts';
import { gzipTexts } from '../platform/compress.ts';
import { canonicalJson, sha256OfBytes } from '../platform/digest.ts';
import { rootSigner } from '../platform/root-signer.ts';
import { dynamodbHeads } from '../store/dynamodb/head-store.ts';
import { dynamodbSettings } from '../store/dynamodb/settings-store.ts';
import type { Tables } from '../store/dynamodb/tables.ts';
import { publishedProgrammes } from '../store/published-programmes.ts';
import { s3Roots } from '../store/s3/root-store.ts';
import { clock } from './clock.ts';
import { connect } from './connect.ts';
import { bucketConnection } from './deployed-bucket.ts';
import type { DeployedBucket } from './deployed-bucket.ts';

export type SealerSettings = DeployedBucket & {
  readonly tables: Pick<Tables, 'accounts' | 'settings'>;
  /** Id, ARN or alias of the key that signs. */
  readonly key: string;
  readonly lockMode: string;
};

export function startSealer(settings: SealerSettings): TakeRootDependencies {
  const connection = connect(settings.tables);
  const roots = s3Roots({ ...bucketConnection(settings, connection), lockMode: settings.lockMode });
  return {
    heads: dynamodbHeads(connection),
    roots,
    programmes: publishedProgrammes(dynamodbSettings(connection), Date.now),
    now: clock,
    sha256: sha256OfBytes,
    canonicalJson,
    sign: rootSigner(settings.key),
    compress: gzipTexts,
  };
}
