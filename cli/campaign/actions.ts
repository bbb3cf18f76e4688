/** What each of the words behind `perennial campaign` does. */
import { userInfo } from 'node:os';
import { showCampaign } from '../../shared/commands/campaigns/show-campaign.ts';
import type { PublishedCampaign } from '../../shared/commands/campaigns/published-campaign.ts';
import type { Stage } from '../../shared/config/names.ts';
import { parseInstant } from '../../shared/domain/zone.ts';
import type { Instant } from '../../shared/domain/zone.ts';
import { Failure, UsageError } from '../failure.ts';
import { writePage } from '../html/write-page.ts';
import type { CommandIo } from '../io.ts';
import { languageOption } from '../language-option.ts';
import { approve, cancel, pause, publish, resume } from './acts.ts';
import type { Done } from './acts.ts';
import { doneDocument, planDocument, shownDocument } from './documents.ts';
import { resultPage } from './html/page.ts';
import { samplesPage } from './html/samples-page.ts';
import type { Office } from './office.ts';
import { checkPlan, isPlanFolder, readPlanFolder } from './plan-folder.ts';
import type { CheckedPlan, PlanCheck } from './plan-folder.ts';
import { preview } from './preview.ts';
import { doneLine, memberLines, planLine, previewLines, resultLines, runLines, shownLines } from './print.ts';
import { namesOfFile, namesOfStage, starterNames } from './programme-names.ts';
import type { ProgrammeNames } from './programme-names.ts';
import { refusedPlan } from './refused.ts';
import { readResult, runMembers } from './result.ts';
import type { AskedRun } from './result.ts';
import { runCampaign } from './run.ts';
import type { SettleTimes } from './settle.ts';

import type { ActionName } from './words.ts';

export type Values = {
  readonly by?: string | undefined;
  readonly version?: string | undefined;
  readonly at?: string | undefined;
  readonly run?: string | undefined;
  readonly members?: boolean | undefined;
  readonly html?: string | undefined;
  readonly lang?: string | undefined;
  readonly program?: string | undefined;
  readonly stage?: string | undefined;
  readonly json?: boolean | undefined;
};

export type Asked = {
  /** The one word that the action takes; empty where it takes none. */
  readonly word: string;
  readonly values: Values;
  readonly stage: Stage;
  /** Opened when the words make sense. */
  readonly open: () => Promise<Office>;
  readonly io: CommandIo;
  /** Of waiting. */
  readonly times: SettleTimes | undefined;
};

async function tell({ values, io }: Asked, document: unknown, lines: readonly string[]): Promise<number> {
  if (values.json === true) await io.json(document);
  else for (const line of lines) io.out(line);
  return 0;
}

/** @throws UsageError for what is no instant; Failure where the clock is not told what time it is */
function atOption({ values: { at }, stage }: Asked): Instant | undefined {
  if (at === undefined) return undefined;
  const instant = parseInstant(at);
  if (instant === undefined)
    throw new UsageError(`--at takes an instant such as 2026-11-24T10:00:00+08:00, not '${at}'`);
  if (stage !== 'local')
    throw new Failure('--at is for trials: only the local stage takes another now than the clock’s.');
  return instant;
}

function runOption({ values: { run } }: Asked): AskedRun {
  if (run === undefined || run === 'events') return run;
  const instant = parseInstant(run);
  if (instant === undefined) throw new UsageError(`--run takes the time of a run in RFC 3339, or events, not '${run}'`);
  return instant;
}

function versionOption({ values: { version } }: Asked): number | null {
  if (version === undefined) return null;
  if (!/^[1-9]\d{0,14}$/.test(version)) throw new UsageError(`--version takes a whole number, not '${version}'`);
  return Number(version);
}

/** What plans may name: of a file, of the stage, or, where no stage says, of the programme that the project begins with. */
async function namesFor({ values: { program, stage }, open, io }: Asked): Promise<ProgrammeNames> {
  if (program !== undefined) return namesOfFile(program);
  try {
    return await namesOfStage(await open());
  } catch (error) {
    if (stage !== undefined || !(error instanceof Failure)) throw error;
    io.progress(`${error.message} Levels and activities are those of the starter programme; --program names another.`);
    return starterNames();
  }
}

async function tellFaults({ word, values, io }: Asked, checked: PlanCheck): Promise<number> {
  const faults = checked.ok ? [] : checked.faults;
  if (values.json === true) await io.json({ faults });
  else if (checked.ok) io.out(`${word} is in order: ${nameOf(checked.plan)}`);
  else for (const { message } of faults) io.out(message);
  return checked.ok ? 0 : 1;
}

const nameOf = ({ campaign: { id, version } }: CheckedPlan) => `${id}@${String(version)}`;

async function publishPlan(asked: Asked): Promise<number> {
  const folder = await readPlanFolder(asked.word);
  const office = await asked.open();
  const checked = await checkPlan(folder, await namesOfStage(office));
  if (!checked.ok) return tellFaults(asked, checked);
  const { changed, plan } = await publish(office, checked.plan, asked.values.by ?? userInfo().username);
  const document = { status: changed ? 'published' : 'unchanged', ...planDocument(plan) };
  const next = plan.approvedHash === plan.hash ? '' : ' Nothing of it runs until it is approved.';
  return tell(asked, document, [`${nameOf(checked.plan)} is ${changed ? '' : 'already '}published.${next}`]);
}

async function show(asked: Asked): Promise<number> {
  const { campaigns } = await asked.open();
  const shown = await showCampaign(campaigns, asked.word);
  if (shown === undefined) throw refusedPlan('unknown-campaign', asked.word);
  return tell(asked, shownDocument(shown), shownLines(shown));
}

async function list(asked: Asked): Promise<number> {
  const plans = await (await asked.open()).campaigns.plans();
  const lines = plans.length === 0 ? ['No campaign is published.'] : plans.map(planLine);
  return tell(asked, { campaigns: plans.map(planDocument) }, lines);
}

/** The plan of a folder, or the newest version of a campaign. @throws Failure that names every fault of a folder */
async function planOf(word: string, office: Office): Promise<PublishedCampaign> {
  if (!(await isPlanFolder(word))) {
    const plan = await office.campaigns.plan(word);
    if (plan === undefined) throw refusedPlan('unknown-campaign', word);
    return office.published(plan.hash);
  }
  const checked = await checkPlan(await readPlanFolder(word), await namesOfStage(office));
  if (checked.ok) return checked.plan;
  const faults = checked.faults.map(({ message }) => `  ${message}`).join('\n');
  throw new Failure(`${word} is refused:\n${faults}`, '`npx perennial campaign check` prints the faults as JSON.');
}

async function previewPlan(asked: Asked): Promise<number> {
  const { word, values, io } = asked;
  const at = atOption(asked);
  const office = await asked.open();
  const { document, notes } = await preview(office, await planOf(word, office), at ?? office.now(), io);
  for (const note of notes) io.progress(note);
  if (values.html !== undefined) await writePage(values.html, samplesPage(document), io);
  return tell(asked, document, previewLines(document));
}

const acted = (what: string, act: (office: Office, campaignId: string) => Promise<Done>) => {
  return async (asked: Asked): Promise<number> => {
    const done = await act(await asked.open(), asked.word);
    return tell(asked, doneDocument(done), [doneLine(what, done)]);
  };
};

async function approvePlan(asked: Asked): Promise<number> {
  const { by = userInfo().username } = asked.values;
  const version = versionOption(asked);
  return acted('approved', async (office, id) => approve(office, id, { by, version }))(asked);
}

async function runPlan(asked: Asked): Promise<number> {
  const at = atOption(asked);
  const document = await runCampaign(await asked.open(), asked.word, { at, times: asked.times }, asked.io);
  return tell(asked, document, runLines(document.runs));
}

async function result(asked: Asked): Promise<number> {
  const { word, values, io } = asked;
  const [at, run] = [atOption(asked), runOption(asked)];
  if (values.lang !== undefined && values.html === undefined) throw new UsageError('--lang is the language of --html');
  const language = languageOption(values.lang);
  const office = await asked.open();
  const now = at ?? office.now();
  const found = await readResult(office, word, run, now);
  const { evaluation, campaign, programme } = found;
  if (values.html !== undefined) {
    const { currency, timeZone } = programme;
    await writePage(values.html, resultPage({ evaluation, campaign, currency, timeZone, now }, language), io);
  }
  const members = values.members === true ? await runMembers(office, found, now) : undefined;
  const document = members === undefined ? evaluation.document : { ...evaluation.document, members };
  return tell(asked, document, [...resultLines(evaluation.document), ...memberLines(members ?? [])]);
}

/** Each resolves to the exit code. */
export const actions: Readonly<Record<ActionName, (asked: Asked) => Promise<number>>> = {
  check: async (asked) => tellFaults(asked, await checkPlan(await readPlanFolder(asked.word), await namesFor(asked))),
  publish: publishPlan,
  list,
  show,
  preview: previewPlan,
  approve: approvePlan,
  run: runPlan,
  pause: acted('paused', pause),
  resume: acted('resumed', resume),
  cancel: acted('cancelled', cancel),
  result,
};
