import { defineCommand } from '../command.ts';
import { UsageError } from '../failure.ts';
import { stageOption, stageUsage } from '../stage-option.ts';

export const command = defineCommand({
  name: 'down',
  summary: 'End the local AWS with all that is in it, or remove a stage from your AWS account',
  usage: `
npx perennial down [--stage local|dev|prod] [--yes] [--json]

  ${stageUsage}
  --yes          needed for dev and prod: removes the stacks from the account of the environment's AWS credentials
  --json         print one JSON document: stage, ended

local: ends the local AWS and forgets what was in it; the next start is an empty one. Harmless when none runs. An
emulator that AWS_ENDPOINT_URL names was not started here and is left alone.
dev: what is in the tables goes, and the roots of the days with it.
prod: tables, keys, roots and the bus refuse to be deleted and outlive the stacks.`,
  options: { stage: { type: 'string' }, yes: { type: 'boolean' }, json: { type: 'boolean' } },
  async run({ values }, io) {
    const stage = stageOption(values.stage);
    if (stage === 'local') {
      const { stopLocalAws } = await import('../local/local-aws.ts');
      const ended = await stopLocalAws(io);
      if (values.json === true) await io.json({ stage, ended });
      else io.out(ended ? 'The local AWS has ended, and what was in it is gone.' : 'No local AWS was running.');
      return 0;
    }
    if (values.yes !== true) {
      throw new UsageError(`this removes the stage ${stage} from your AWS account: say --yes if that is meant`);
    }
    const [{ destroyStack }, { outDirOf }] = await Promise.all([
      import('../local/deploy.ts'),
      import('../local/bring-up.ts'),
    ]);
    await destroyStack({ stage, outDir: outDirOf(stage), io });
    if (values.json === true) await io.json({ stage, ended: true });
    else io.out(`The stacks of the stage ${stage} are gone.`);
    return 0;
  },
});
