/** Set-up of the projects that need the whole stack: deployed to the local AWS that test/local-aws.ts has started. */
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { createIo } from '../cli/io.ts';
import { deployStack } from '../cli/local/deploy.ts';
import { instanceFolder } from './local-aws.ts';

/** Deploys it. Throws Failure with the end of the CDK's output when that does not succeed. */
export async function setup(project: TestProject): Promise<void> {
  const { endpoint } = project.getProvidedContext();
  const io = createIo(process, process.env, false);
  await deployStack({ stage: 'local', endpoint, outDir: join(instanceFolder(project), 'cdk.out'), io });
}
