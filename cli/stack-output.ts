import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { resourceName } from '../shared/config/names.ts';
import type { Stage } from '../shared/config/names.ts';
import type { ClientSettings } from './local/stage-connection.ts';

/** What a stack of a stage says, by name; empty where there is no such stack. */
export async function stackOutputs(
  stage: Stage,
  clients: ClientSettings,
  stack: 'data' | 'campaigns',
): Promise<ReadonlyMap<string, string>> {
  const client = new CloudFormationClient(clients);
  try {
    const { Stacks = [] } = await client.send(new DescribeStacksCommand({ StackName: resourceName(stage, stack) }));
    const outputs = Stacks.flatMap(({ Outputs = [] }) => Outputs);
    return new Map(outputs.map(({ OutputKey = '', OutputValue = '' }) => [OutputKey, OutputValue]));
  } catch (error) {
    // The only way in which CloudFormation says that there is no such stack.
    if (error instanceof Error && error.name === 'ValidationError') return new Map();
    throw error;
  }
}

/** What the data stack of a stage says under a name; undefined where there is no such stack, or an old one. */
export async function dataStackOutput(
  stage: Stage,
  clients: ClientSettings,
  name: string,
): Promise<string | undefined> {
  return (await stackOutputs(stage, clients, 'data')).get(name);
}
