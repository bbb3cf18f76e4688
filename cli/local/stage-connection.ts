import type { Stage } from '../../shared/config/names.ts';
import type { CommandIo } from '../io.ts';
import { localEnvironment, localRegion } from './environment.ts';
import { findLocalAws } from './local-aws.ts';

/** What an AWS SDK client takes to talk to a stage; empty where the SDK's own way of finding out is the right one. */
export type ClientSettings = {
  readonly endpoint?: string;
  readonly region?: string;
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
};

/** The settings of every AWS client for the local AWS at this endpoint. */
export function localClientSettings(endpoint: string): ClientSettings {
  const { AWS_ACCESS_KEY_ID: accessKeyId = '', AWS_SECRET_ACCESS_KEY: secretAccessKey = '' } =
    localEnvironment(endpoint);
  return { endpoint, region: localRegion, credentials: { accessKeyId, secretAccessKey } };
}

/**
 * The settings of every AWS client for a stage: the local AWS that runs, or the account of the environment's credentials.
 * Throws Failure when the stage is local and no local AWS runs.
 */
export async function clientSettings(stage: Stage, io: CommandIo): Promise<ClientSettings> {
  if (stage !== 'local') return {};
  return localClientSettings((await findLocalAws(io.env)).endpoint);
}
