// Compiles the schemas of everything that is loaded after it: a file has many events, and a function has few.
import 'zod/compile';
import type { Programme } from '../../shared/domain/programme.ts';
import { languages } from '../../shared/domain/statistics/definition.ts';
import type { Language } from '../../shared/domain/statistics/definition.ts';
import type { Scope } from '../../shared/domain/statistics/sums-context.ts';
import { windowNames } from '../../shared/domain/statistics/windows.ts';
import { sumLedger } from '../../shared/commands/sum-ledger.ts';
import { defineCommand } from '../command.ts';
import { dayOption } from '../day-option.ts';
import { levelNamesOf } from '../explain/level-names.ts';
import { Failure, UsageError } from '../failure.ts';
import { buildMetrics } from '../metrics/build-metrics.ts';
import { chosenNumbers } from '../metrics/chosen-numbers.ts';
import { metricsPage } from '../metrics/html/page.ts';
import { writePage } from '../metrics/html/write-page.ts';
import { printMetrics } from '../metrics/print-metrics.ts';
import { readProgrammeFile } from '../programme-file.ts';
import { runEvents } from '../simulation/simulate.ts';

const membersBetweenProgress = 20_000;

export const command = defineCommand({
  name: 'metrics',
  summary: 'Print the numbers of a programme, each with its definition',
  usage: `
npx perennial metrics [ID…] --events FILE --program FILE [options]

  ID…                      numbers such as act.mau or buy.repurchase (default: all)
  --events FILE            events, one JSON object a line; gzip is accepted, - is standard input; may be given again
  --program FILE           programme document
  --as-of YYYY-MM-DD       the day at whose end the numbers hold (default: the last event's day)
  --window WINDOW          what numbers over a window look at: month (the month of that day), 12m (that one and the
                           eleven before it) or all (default)
  --from, --to YYYY-MM-DD  tell only periods and cohorts that begin in between
  --tier LEVEL             only members who are at this level then
  --channel CHANNEL        only members who enrolled through this channel
  --lang en|zh-CN          language of names and definitions (default: en)
  --html FILE              write the numbers as a page with charts, complete in one file; the window is 12m by default
  --json                   print one JSON document

The events are applied as by simulate, and the numbers computed from the entries that result, without AWS.`,
  options: {
    program: { type: 'string' },
    events: { type: 'string', multiple: true },
    'as-of': { type: 'string' },
    window: { type: 'string' },
    from: { type: 'string' },
    to: { type: 'string' },
    tier: { type: 'string' },
    channel: { type: 'string' },
    lang: { type: 'string', default: 'en' },
    html: { type: 'string' },
    json: { type: 'boolean' },
  },
  positionals: true,
  async run({ values, positionals }, io) {
    const definitions = chosenNumbers(positionals);
    const { program, events } = values;
    if (events === undefined) {
      throw new Failure('Numbers of a deployed stack are not built yet.', 'Name a file: --events FILE --program FILE.');
    }
    if (program === undefined) throw new UsageError('metrics needs --program FILE');
    // Of everything so far nobody bought before and nobody moved: a page for people asks about a year.
    const window = oneOf('window', windowNames, values.window ?? (values.html === undefined ? 'all' : '12m'));
    const language: Language = oneOf('lang', languages, values.lang);
    const [from, to] = [dayOption('from', values.from) ?? null, dayOption('to', values.to) ?? null];
    const wanted = dayOption('as-of', values['as-of']);
    const { document: programmeDocument, result } = await readProgrammeFile(program);
    const { programme } = result;
    const scope = scopeOf(values.tier, values.channel, programme);

    const progress = (lines: number) => {
      io.progress(`${String(lines)} events …`);
    };
    const { store, asOf } = await runEvents({ programme, files: events, asOf: wanted, progress });
    const sums = await sumLedger(store, {
      asOf,
      scope,
      tiers: programme.tiers,
      silence: programme.stages.atRisk,
      progress: (members) => {
        if (members % membersBetweenProgress === 0) io.progress(`${String(members)} members …`);
      },
    });
    const document = buildMetrics(sums, definitions, { asOf, window, from, to, programme }, scope);
    if (values.html !== undefined) {
      const { name } = result.document;
      const levelNames = levelNamesOf([programmeDocument]);
      const page = metricsPage({ document, definitions, programme, name, levelNames }, language);
      await writePage(values.html, page, io);
    }
    if (values.json === true) await io.json(document);
    else if (values.html === undefined) printMetrics(io, document, definitions, language);
    return 0;
  },
});

function oneOf<const Value extends string>(name: string, all: readonly Value[], text: string): Value {
  const found = all.find((value) => value === text);
  if (found === undefined) throw new UsageError(`--${name} is one of ${all.join(', ')}`);
  return found;
}

/** @throws UsageError for a level that the programme does not have */
function scopeOf(tier: string | undefined, channel: string | undefined, { tiers }: Programme): Scope {
  const levels = tiers.levels.map(({ id }) => id);
  if (tier !== undefined && !levels.includes(tier)) throw new UsageError(`--tier is one of ${levels.join(', ')}`);
  return { tier: tier ?? null, channel: channel ?? null };
}
