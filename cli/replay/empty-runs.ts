import { manifestsBucketOutput } from '../../shared/config/names.ts';
import { isOfRuns } from '../../shared/store/dynamodb/keys.ts';
import type { Deployment } from '../deployment.ts';
import { emptyBucket } from '../empty-bucket.ts';
import { rootsClient } from '../roots/bucket.ts';
import { dataStackOutput } from '../stack-output.ts';
import { emptyTables } from './empty-tables.ts';

/**
 * Removes what campaigns have planned, with what is due of it: it is about members who are gone, and a run that is there is
 * not run again. The plans and their approvals stay, as the programme does.
 */
export async function emptyRuns({ stage, clients }: Pick<Deployment, 'stage' | 'clients'>): Promise<void> {
  await emptyTables({ stage, clients }, ['campaigns'], isOfRuns);
  const bucket = await dataStackOutput(stage, clients, manifestsBucketOutput);
  if (bucket !== undefined) await emptyBucket(rootsClient(clients), bucket);
}
