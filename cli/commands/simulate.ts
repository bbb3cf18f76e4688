// Compiles the schemas of everything that is loaded after it: a file has many events, and a function has few.
import 'zod/compile';
import { defineCommand } from '../command.ts';
import { dayOption } from '../day-option.ts';
import { UsageError } from '../failure.ts';
import { readProgrammeFile } from '../programme-file.ts';
import { compareRuns } from '../report/compare-runs.ts';
import { printRun } from '../report/print-run.ts';
import { simulate } from '../simulation/simulate.ts';

export const command = defineCommand({
  name: 'simulate',
  summary: 'Run a file of events through the rules in memory and print the totals',
  usage: `
npx perennial simulate --program FILE --events FILE… [options]

  --program FILE           programme document
  --events FILE…           events, one JSON object a line; gzip is accepted, - is standard input
  --as-of YYYY-MM-DD       review everything to the end of this day (default: the last event's day)
  --compare OTHER-PROGRAM  run the same events under another programme too, and print both and the difference
  --members                with every member
  --entries                with every entry
  --json                   print one JSON document

The events are applied in the order of the files by the very commands that the deployed functions use.`,
  options: {
    program: { type: 'string' },
    events: { type: 'string', multiple: true },
    'as-of': { type: 'string' },
    compare: { type: 'string' },
    members: { type: 'boolean', default: false },
    entries: { type: 'boolean', default: false },
    json: { type: 'boolean' },
  },
  lists: ['events'],
  async run({ values }, io) {
    const { program, events, compare, members, entries } = values;
    if (program === undefined) throw new UsageError('simulate needs --program FILE');
    if (events === undefined) throw new UsageError('simulate needs --events FILE');
    if (compare !== undefined && events.includes('-'))
      throw new UsageError('--compare reads the events twice: not from -');
    const asOf = dayOption('as-of', values['as-of']);
    const run = async (file: string) => {
      const { programme } = (await readProgrammeFile(file)).result;
      const progress = (lines: number) => {
        io.progress(`${String(lines)} events …`);
      };
      return simulate({ programme, files: events, asOf, members, entries, progress });
    };
    const document = await run(program);
    if (compare === undefined) {
      if (values.json === true) await io.json(document);
      else printRun(io, document);
      return 0;
    }
    const other = await run(compare);
    const difference = compareRuns(document, other);
    if (values.json === true) {
      await io.json({ program: document, compare: other, difference });
      return 0;
    }
    printRun(io, document);
    printRun(io, other);
    io.out(`Difference (${other.program} less ${document.program})`);
    for (const [name, value] of Object.entries({ ...difference.totals, ...difference.tiers })) {
      io.out(`  ${name.padEnd(12)} ${value.toLocaleString('en')}`);
    }
    return 0;
  },
});
