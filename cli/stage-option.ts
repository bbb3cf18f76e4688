import { type Stage, stages } from '../shared/config/names.ts';
import { UsageError } from './failure.ts';

/** How the commands that talk to AWS say which stage they mean, for their help. */
export const stageUsage = '--stage STAGE  local (default), dev or prod';

/** The stage that `--stage` names; local without it. Throws UsageError when there is no such stage. */
export function stageOption(text: string | undefined): Stage {
  if (text === undefined) return 'local';
  const stage = stages.find((name) => name === text);
  if (stage === undefined) throw new UsageError(`--stage is one of ${stages.join(', ')}, not '${text}'`);
  return stage;
}
