/** `perennial campaign`: plans, what they do, and what came of it. */
import type { Stage } from '../../shared/config/names.ts';
import { defineCommand } from '../command.ts';
import type { Command } from '../command.ts';
import { UsageError } from '../failure.ts';
import type { CommandIo } from '../io.ts';
import { stageOption } from '../stage-option.ts';
import type { Office } from './office.ts';
import type { SettleTimes } from './settle.ts';
import { campaignUsage } from './usage.ts';
import { actionNames, options, taken } from './words.ts';
import type { ActionName } from './words.ts';

/** @throws UsageError for words that make no sense */
function actionOf(name: string | undefined, words: readonly string[], given: readonly string[]): ActionName {
  const action = actionNames.find((known) => known === name);
  if (action === undefined) throw new UsageError(`campaign is followed by one of ${actionNames.join(', ')}`);
  const { word, takes } = taken[action];
  const known = new Set<string>([...takes, 'stage', 'json']);
  const stranger = given.find((option) => !known.has(option));
  if (stranger !== undefined) throw new UsageError(`campaign ${action} takes no --${stranger}`);
  if (words.length !== (word === null ? 0 : 1)) {
    const what = words.length === 0 ? 'nothing' : words.join(' ');
    throw new UsageError(`campaign ${action} takes ${word ?? 'no name'}, not ${what}`);
  }
  return action;
}

/**
 * The command over the office of a stage.
 *
 * @param times of waiting; the usual ones without
 */
export function campaignCommand(
  openOffice: (stage: Stage, io: CommandIo) => Promise<Office>,
  times?: SettleTimes,
): Command {
  return defineCommand({
    name: 'campaign',
    summary: 'Publish, preview, approve and run campaigns, and say what they caused',
    usage: campaignUsage,
    options,
    positionals: true,
    async run({ values, positionals: [name, ...words] }, io) {
      const action = actionOf(name, words, Object.keys(values));
      const stage = stageOption(values.stage);
      // Compilers of templates and clients of AWS take a while to load: the help does without.
      const { actions } = await import('./actions.ts');
      const [word = ''] = words;
      return actions[action]({ word, values, stage, io, times, open: async () => openOffice(stage, io) });
    },
  });
}
