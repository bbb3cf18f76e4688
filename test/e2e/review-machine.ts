/** The deployed state machine of the review. */
import {
  DescribeExecutionCommand,
  paginateGetExecutionHistory,
  paginateListStateMachines,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { expect } from 'vitest';
import * as z from 'zod/mini';
import { resourceName, reviewMachineName } from '../../shared/config/names.ts';
import { eventually } from './eventually.ts';
import { clients } from './stage.ts';

const machines = new SFNClient(clients);
const finished = z.object({
  day: z.string(),
  reviewed: z.int(),
  posted: z.int(),
  failed: z.int(),
  lost: z.int(),
  complete: z.boolean(),
  snapshot: z.string(),
});

async function machineArn(): Promise<string | undefined> {
  for await (const { stateMachines = [] } of paginateListStateMachines({ client: machines }, {})) {
    const found = stateMachines.find(({ name }) => name === resourceName('local', reviewMachineName));
    if (found !== undefined) return found.stateMachineArn;
  }
  return undefined;
}

/** Starts the machine, with a day or as its schedule does. */
export async function startReview(input: { readonly day?: string }): Promise<string> {
  const stateMachineArn = await machineArn();
  const { executionArn } = await machines.send(
    new StartExecutionCommand({ stateMachineArn, input: JSON.stringify(input) }),
  );
  if (executionArn === undefined) throw new Error('an execution that is started has a name');
  return executionArn;
}

/**
 * Waits for the end of an execution; returns what its last step says, and how many steps it took around its segments: the
 * emulator does not write down those within a map.
 */
export async function endOfReview(executionArn: string) {
  const { status, output = '' } = await eventually('the end of the review', async () => {
    const execution = await machines.send(new DescribeExecutionCommand({ executionArn }));
    return execution.status === 'RUNNING' ? undefined : execution;
  });
  expect(status).toBe('SUCCEEDED');
  let steps = 0;
  for await (const { events = [] } of paginateGetExecutionHistory({ client: machines }, { executionArn })) {
    steps += events.filter(({ type }) => type?.endsWith('StateEntered')).length;
  }
  return { output: z.record(z.string(), z.unknown()).parse(JSON.parse(output)), steps };
}

/** Runs the machine to its end. */
export async function review(input: { readonly day?: string }) {
  return endOfReview(await startReview(input));
}

/** Runs it to its end where there is something to do. */
export async function reviewed(input: { readonly day?: string }) {
  return finished.parse((await review(input)).output);
}
