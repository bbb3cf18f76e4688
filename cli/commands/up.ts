import { defineCommand } from '../command.ts';
import { stageOption, stageUsage } from '../stage-option.ts';

export const command = defineCommand({
  name: 'up',
  summary: 'Deploy a stage: to a local AWS that it starts, or to your AWS account',
  usage: `
npx perennial up [--stage local|dev|prod] [--json]

  ${stageUsage}
  --json         print one JSON document: stage, endpoint, started, deployed, stacks, leftOut

local: starts the local AWS (MiniStack) unless it runs, and deploys the stacks to it. It stays up until \`npm stop\`, in
memory only. Quick and harmless when everything is there already. What the emulator lacks is left out and named.
dev, prod: deploys the same stacks to the account of the environment's AWS credentials.

PERENNIAL_PORT     port of the local AWS (4577)
PERENNIAL_PYTHON   the Python 3.10 or later to run it with
PERENNIAL_LOCAL    docker: run it as a container instead of with Python
AWS_ENDPOINT_URL   an emulator that already runs; nothing is started`,
  options: { stage: { type: 'string' }, json: { type: 'boolean' } },
  async run({ values }, io) {
    const stage = stageOption(values.stage);
    const { bringUp } = await import('../local/bring-up.ts');
    const result = await bringUp(stage, io);
    if (values.json === true) {
      await io.json(result);
      return 0;
    }
    io.out(`Stage ${stage} is up${result.endpoint === null ? '' : ` at ${result.endpoint}`}.`);
    io.out(`Stacks: ${result.stacks.join(', ')}`);
    return 0;
  },
});
