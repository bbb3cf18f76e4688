import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { resourceName } from '../shared/config/names.ts';
import type { Stage } from '../shared/config/names.ts';
import type { ClientSettings } from './local/stage-connection.ts';

/** What the data stack of a stage says under a name; undefined where there is no such stack, or an old one. */
export async function dataStackOutput(
  stage: Stage,
  clients: ClientSettings,
  name: string,
): Promise<string | undefined> {
  const client = new CloudFormationClient(clients);
  try {
    const { Stacks = [] } = await client.send(new DescribeStacksCommand({ StackName: resourceName(stage, 'data') }));
    const outputs = Stacks.flatMap((stack) => stack.Outputs ?? []);
    return outputs.find(({ OutputKey }) => OutputKey === name)?.OutputValue;
  } catch (error) {
    // The only way in which CloudFormation says that there is no such stack.
    if (error instanceof Error && error.name === 'ValidationError') return undefined;
    throw error;
  }
}
