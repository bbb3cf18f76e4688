import { paginateListStateMachines, SFNClient } from '@aws-sdk/client-sfn';
import { resourceName, reviewMachineName } from '../../shared/config/names.ts';
import type { Deployment } from '../deployment.ts';
import { Failure } from '../failure.ts';
import { runMachine } from '../run-machine.ts';

async function machineArn(client: SFNClient, name: string): Promise<string> {
  for await (const { stateMachines = [] } of paginateListStateMachines({ client }, {})) {
    const arn = stateMachines.find((machine) => machine.name === name)?.stateMachineArn;
    if (arn !== undefined) return arn;
  }
  throw new Failure(`There is no state machine ${name}.`, 'Deploy the stage first: `npx perennial up`.');
}

/**
 * Runs the deployed review of all accounts for a business day and waits for its end.
 * @param day `YYYY-MM-DD`
 * @throws Failure when it fails
 */
export async function runReview({ stage, clients }: Pick<Deployment, 'stage' | 'clients'>, day: string): Promise<void> {
  const client = new SFNClient(clients);
  const name = resourceName(stage, reviewMachineName);
  const { status, cause } = await runMachine(client, await machineArn(client, name), { day });
  if (status === 'SUCCEEDED') return;
  throw new Failure(
    `The review of ${day} ended as ${status}${cause === undefined ? '' : `: ${cause}`}.`,
    'docs/runbooks say what to look at; running it again does nothing twice.',
  );
}
