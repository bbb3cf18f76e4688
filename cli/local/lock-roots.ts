import { PutObjectLockConfigurationCommand } from '@aws-sdk/client-s3';
import { bucketClient } from '../buckets.ts';
import { rootsBucket } from '../roots/bucket.ts';
import type { ClientSettings } from './stage-connection.ts';

/**
 * Locks what comes into the local bucket of the roots, as infra/stages.ts has it for the stage `local`: the emulator knows
 * object lock through its API and takes none from a template, and without it refuses what asks for a lock.
 */
export async function lockRoots(settings: ClientSettings): Promise<void> {
  const Bucket = await rootsBucket('local', settings);
  const Rule = { DefaultRetention: { Mode: 'GOVERNANCE', Days: 1 } } as const;
  const ObjectLockConfiguration = { ObjectLockEnabled: 'Enabled', Rule } as const;
  await bucketClient(settings).send(new PutObjectLockConfigurationCommand({ Bucket, ObjectLockConfiguration }));
}
