import { defineCommand } from '../command.ts';
import { dayOption } from '../day-option.ts';
import { Failure, UsageError } from '../failure.ts';
import { printRun } from '../report/print-run.ts';
import { stageOption, stageUsage } from '../stage-option.ts';

export const command = defineCommand({
  name: 'replay',
  summary: 'Send a file of events through the deployed stack and print the totals',
  usage: `
npx perennial replay --events FILE… [options]

  --events FILE…      events, one JSON object a line; gzip is accepted, - is standard input
  --program FILE      publish this programme first
  --fresh             empty the tables first, and remove the roots and what campaigns have planned (local stage only)
  --rate N            send at most N events a second
  --as-of YYYY-MM-DD  run the deployed review for this day (default: the last event's day)
  --members           with every member
  --entries           with every entry
  --json              print one JSON document
  ${stageUsage}

Each member's events keep the order of the file. For the same events and programme, simulate prints the same.`,
  options: {
    events: { type: 'string', multiple: true },
    program: { type: 'string' },
    fresh: { type: 'boolean', default: false },
    rate: { type: 'string' },
    'as-of': { type: 'string' },
    members: { type: 'boolean', default: false },
    entries: { type: 'boolean', default: false },
    json: { type: 'boolean' },
    stage: { type: 'string' },
  },
  lists: ['events'],
  async run({ values }, io) {
    const { events: files, program, fresh, members, entries } = values;
    if (files === undefined) throw new UsageError('replay needs --events FILE');
    const asOf = dayOption('as-of', values['as-of']);
    const ratePerSecond = values.rate === undefined ? undefined : Number(values.rate);
    if (ratePerSecond !== undefined && !(ratePerSecond > 0)) throw new UsageError('--rate takes a number above 0');
    const stage = stageOption(values.stage);
    if (fresh && stage !== 'local') throw new Failure('--fresh empties tables, and does that on the local stage only.');
    const { prepareAndReplay } = await import('../replay/prepare.ts');
    const progress = (settled: number) => {
      io.progress(`${String(settled)} events settled …`);
    };
    const options = { files, asOf, ratePerSecond, members, entries, progress };
    const document = await prepareAndReplay(stage, { program, fresh }, options, io);
    if (values.json === true) await io.json(document);
    else printRun(io, document);
    return 0;
  },
});
