import { setTimeout } from 'node:timers/promises';
import { DescribeExecutionCommand, StartExecutionCommand } from '@aws-sdk/client-sfn';
import type { SFNClient } from '@aws-sdk/client-sfn';

const pollMs = 100;

export type Ended = {
  /** `SUCCEEDED`, or how else it ended. */
  readonly status: string;
  /** What the step that failed said. */
  readonly error: string | undefined;
  readonly cause: string | undefined;
};

/** Starts a state machine and waits for its end. */
export async function runMachine(client: SFNClient, stateMachineArn: string, input: object): Promise<Ended> {
  const { executionArn } = await client.send(
    new StartExecutionCommand({ stateMachineArn, input: JSON.stringify(input) }),
  );
  for (;;) {
    const { status, error, cause } = await client.send(new DescribeExecutionCommand({ executionArn }));
    if (status !== 'RUNNING') return { status: status ?? 'unknown', error, cause };
    await setTimeout(pollMs);
  }
}
