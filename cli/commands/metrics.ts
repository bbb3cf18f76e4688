// Compiles the schemas of everything that is loaded after it: a file has many events, and a function has few.
import 'zod/compile';
import type { Stage } from '../../shared/config/names.ts';
import type { Day } from '../../shared/domain/calendar.ts';
import { languages } from '../../shared/domain/statistics/definition.ts';
import type { Language } from '../../shared/domain/statistics/definition.ts';
import type { Report } from '../../shared/domain/statistics/shapes.ts';
import { sumsContext } from '../../shared/domain/statistics/sums-context.ts';
import type { Scope } from '../../shared/domain/statistics/sums-context.ts';
import type { Sums } from '../../shared/domain/statistics/sums.ts';
import { windowNames } from '../../shared/domain/statistics/windows.ts';
import type { WindowName } from '../../shared/domain/statistics/windows.ts';
import { instantOf } from '../../shared/domain/zone.ts';
import { sumLedger } from '../../shared/commands/sum-ledger.ts';
import { defineCommand } from '../command.ts';
import { dayOption } from '../day-option.ts';
import { levelNamesOf } from '../../shared/explain/level-names.ts';
import { Failure, UsageError } from '../failure.ts';
import type { CommandIo } from '../io.ts';
import { buildMetrics } from '../metrics/build-metrics.ts';
import { chosenNumbers } from '../metrics/chosen-numbers.ts';
import { metricsPage } from '../metrics/html/page.ts';
import { writePage } from '../html/write-page.ts';
import { printMetrics } from '../metrics/print-metrics.ts';
import { readProgrammeFile } from '../programme-file.ts';
import { runEvents } from '../simulation/simulate.ts';
import { stageOption, stageUsage } from '../stage-option.ts';

const membersBetweenProgress = 20_000;

export const command = defineCommand({
  name: 'metrics',
  summary: 'Print the numbers of a programme, each with its definition',
  usage: `
npx perennial metrics [ID…] [--stage STAGE] [options]
npx perennial metrics [ID…] --events FILE --program FILE [options]
npx perennial metrics backfill [--from YYYY-MM-DD] [--to YYYY-MM-DD] [--stage STAGE] [--json]

  ID…                      numbers such as act.mau or buy.repurchase (default: all)
  --events FILE            events, one JSON object a line; gzip is accepted, - is standard input; may be given again
  --program FILE           programme document
  --as-of YYYY-MM-DD       the day at whose end the numbers hold (default: the newest, or the last event's)
  --window WINDOW          what numbers over a window look at: month (the month of that day), 12m (that one and the
                           eleven before it) or all (default)
  --from, --to YYYY-MM-DD  tell only periods and cohorts that begin in between
  --tier LEVEL             only members who are at this level then
  --channel CHANNEL        only members who enrolled through this channel
  --lang en|zh-CN          language of names and definitions (default: en)
  --html FILE              write the numbers as a page with charts, complete in one file; the window is 12m by default
  --json                   print one JSON document

Without --events the numbers are those that the pass of the night has counted of a deployed stage. backfill counts the
end of every month in between, and the last day that has ended, from the entries. Of --events the entries are made as by
simulate, without AWS; what happened after the day of --as-of is left out.

  ${stageUsage}`,
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
    stage: { type: 'string' },
    json: { type: 'boolean' },
  },
  positionals: true,
  async run({ values, positionals: [action, ...ids] }, io) {
    const [from, to] = [dayOption('from', values.from) ?? null, dayOption('to', values.to) ?? null];
    if (action === 'backfill') {
      if (ids.length > 0 || values.events !== undefined) throw new UsageError('metrics backfill takes no numbers');
      return backfill({ from, to, stage: stageOption(values.stage), json: values.json === true }, io);
    }
    const definitions = chosenNumbers(action === undefined ? [] : [action, ...ids]);
    // Of everything so far nobody bought before and nobody moved: a page for people asks about a year.
    const window = oneOf('window', windowNames, values.window ?? (values.html === undefined ? 'all' : '12m'));
    const language: Language = oneOf('lang', languages, values.lang);
    const asked: Asked = {
      asOf: dayOption('as-of', values['as-of']),
      scope: { tier: values.tier ?? null, channel: values.channel ?? null },
    };
    if (from !== null && to !== null && from > to) throw new UsageError('--from is not after --to');
    const { program, events } = values;
    if (events !== undefined && program === undefined) throw new UsageError('--events needs --program FILE');
    if (events === undefined && program !== undefined) throw new UsageError('--program goes with --events FILE');
    const told =
      events !== undefined && program !== undefined
        ? await ofEvents(events, program, asked, io)
        : await ofSnapshot(stageOption(values.stage), asked, io);
    const report = { window, from: later(from, told.wholeFrom), to, ...told.report };
    const known = definitions.filter(({ isKnown }) => isKnown(told.sums, report));
    const unknown = definitions.filter((definition) => !known.includes(definition)).map(({ id }) => id);
    if (unknown.length > 0) refuse(unknown, window, action === undefined ? io : undefined);
    const document = buildMetrics(told.sums, known, report, asked.scope);
    if (values.html !== undefined) {
      const { name } = told.version.result.document;
      const levelNames = levelNamesOf([told.version.document]);
      const { programme } = report;
      const page = metricsPage({ document, definitions: known, programme, name, levelNames }, language);
      await writePage(values.html, page, io);
    }
    if (values.json === true) await io.json(document);
    else if (values.html === undefined) printMetrics(io, document, known, language);
    return 0;
  },
});

type Asked = { readonly asOf: Day | undefined; readonly scope: Scope };

type Version = Awaited<ReturnType<typeof readProgrammeFile>>;

/** The sums to tell numbers of, and what they were made for. */
type Told = {
  readonly sums: Sums;
  readonly report: Pick<Report, 'asOf' | 'programme' | 'now'>;
  /** The version of the programme that they were counted by, as it was written. */
  readonly version: Version;
  /** Periods before it are not known in full; null where all are. */
  readonly wholeFrom: Day | null;
};

async function ofEvents(files: readonly string[], program: string, asked: Asked, io: CommandIo): Promise<Told> {
  const version = await readProgrammeFile(program);
  const { programme } = version.result;
  checkTier(
    asked.scope,
    programme.tiers.levels.map(({ id }) => id),
  );
  const progress = (lines: number) => {
    io.progress(`${String(lines)} events …`);
  };
  const { store, asOf, tally } = await runEvents({ programme, files, asOf: asked.asOf, untilAsOf: true, progress });
  const { read, applied, refused, parked } = tally.events();
  if (refused + parked > 0) {
    const counts = `${String(read)} events: ${String(applied)} applied, ${String(refused)} refused, ${String(parked)} parked.`;
    io.progress(`${counts} \`npx perennial simulate\` with the same files tells why.`);
  }
  const sums = await sumLedger(store, {
    ...sumsContext(asOf, programme),
    scope: asked.scope,
    progress: (members) => {
      if (members % membersBetweenProgress === 0) io.progress(`${String(members)} members …`);
    },
  });
  const { tier, channel } = asked.scope;
  if (channel !== null && tier === null && sums.firstDay === null) {
    io.progress(`Nobody had enrolled through the channel ${channel}.`);
  }
  return { sums, report: { asOf, programme }, version, wholeFrom: null };
}

async function ofSnapshot(stage: Stage, { asOf, scope }: Asked, io: CommandIo): Promise<Told> {
  const { openDeployment } = await import('../deployment.ts');
  const { dayOfText, openStoredNumbers, readSnapshot, versionOf } = await import('../metrics/stored-numbers.ts');
  const deployment = await openDeployment(stage, io);
  const { snapshots } = await openStoredNumbers(deployment);
  const snapshot = await readSnapshot(snapshots, asOf);
  const { facts, cube } = snapshot;
  checkTier(scope, cube.levels);
  const channels = [...new Set(cube.cells.flatMap(({ channel }) => channel ?? []))].sort();
  if (scope.channel !== null && !channels.includes(scope.channel)) {
    throw new UsageError(`--channel is one of ${channels.join(', ')}: nobody enrolled through another one`);
  }
  if (facts.wholeFrom !== null) {
    io.progress(
      `Periods before ${facts.wholeFrom} are left out: they are older than what accounts know. ` +
        '`npx perennial metrics backfill` counts them.',
    );
  }
  const version = await versionOf(snapshot, deployment.settings);
  const { programme } = version.result;
  return {
    sums: cube.of(scope),
    report: { asOf: dayOfText(facts.day), programme, now: instantOf(Date.now()) },
    version,
    wholeFrom: facts.wholeFrom === null ? null : dayOfText(facts.wholeFrom),
  };
}

type BackfillWords = {
  readonly from: Day | null;
  readonly to: Day | null;
  readonly stage: Stage;
  readonly json: boolean;
};

async function backfill({ from, to, stage, json }: BackfillWords, io: CommandIo): Promise<number> {
  const { openDeployment } = await import('../deployment.ts');
  const { backfillStage } = await import('../metrics/backfill-stage.ts');
  const days = await backfillStage(await openDeployment(stage, io), { from, to }, io);
  if (json) await io.json({ days });
  else io.out(days.length === 0 ? 'There is nothing to count.' : `Counted: ${days.join(', ')}.`);
  return 0;
}

function later(some: Day | null, other: Day | null): Day | null {
  if (some === null || other === null) return some ?? other;
  return some > other ? some : other;
}

/**
 * Says that numbers are left out because the sums do not tell them.
 * @param io where to say it; undefined where they were asked for by their ids
 * @throws Failure where they were
 */
function refuse(unknown: readonly string[], window: WindowName, io: CommandIo | undefined): void {
  const what = `${unknown.join(', ')} cannot be told over --window ${window}`;
  const why = 'accounts do not know enough of the time before it.';
  if (io !== undefined) {
    io.progress(`${what}: ${why}`);
    return;
  }
  throw new Failure(
    `${what}: ${why}`,
    'Ask for another window, or for a month that `npx perennial metrics backfill` has counted.',
  );
}

function oneOf<const Value extends string>(name: string, all: readonly Value[], text: string): Value {
  const found = all.find((value) => value === text);
  if (found === undefined) throw new UsageError(`--${name} is one of ${all.join(', ')}`);
  return found;
}

/** @throws UsageError for a level that there is not */
function checkTier({ tier }: Scope, levels: readonly string[]): void {
  if (tier !== null && !levels.includes(tier)) throw new UsageError(`--tier is one of ${levels.join(', ')}`);
}
