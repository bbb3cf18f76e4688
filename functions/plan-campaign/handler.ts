/** The steps of a run's planning, one of which the state machine asks for each time: start, a stretch, and the end. */
import type { Context } from 'aws-lambda';
import { finishRunPlan } from '../../shared/commands/campaigns/finish-run-plan.ts';
import type { FinishDependencies } from '../../shared/commands/campaigns/finish-run-plan.ts';
import { planAudience } from '../../shared/commands/campaigns/plan-audience.ts';
import type { PlanAnswer, PlanDependencies, PlanRequest } from '../../shared/commands/campaigns/plan-audience.ts';
import { cutFor, groupsBy } from '../../shared/commands/campaigns/rfm-edges.ts';
import type { RfmCut } from '../../shared/commands/campaigns/rfm-edges.ts';
import { startRun } from '../../shared/commands/campaigns/start-run.ts';
import type { StartDependencies } from '../../shared/commands/campaigns/start-run.ts';
import { timeOfRun } from '../../shared/commands/campaigns/time-of-run.ts';
import { countIn, readDeployment } from '../../shared/platform/environment.ts';
import { count, logger, logMessages, observed } from '../../shared/platform/telemetry.ts';
import { campaignsOver, nowOf, parseRates, plannedOnce, ratesOf } from '../../shared/runtime/campaigns.ts';
import { connect } from '../../shared/runtime/connect.ts';

/**
 * What the schedule says, or whoever starts a run by hand; without a time nothing is started, and only what is due is handed
 * out. On the local stage `now` is what time it is.
 */
type StartInput = {
  readonly campaignId: string;
  readonly scheduledTime: string | null;
  readonly now?: string | undefined;
};
/** What goes from one step to the next beside its own. */
type Carried = { readonly campaignId: string; readonly now?: string | undefined };
type Stretch = PlanRequest & { readonly rfm?: RfmCut | undefined };

export type PlanInput =
  | { readonly phase: 'start'; readonly input: StartInput }
  | { readonly phase: 'finish'; readonly run: Carried & { readonly run: string } }
  | ({ readonly phase: 'audience' } & Stretch);

export type Planner = Omit<PlanDependencies, 'timeLeft' | 'rfm'> &
  FinishDependencies &
  StartDependencies & { readonly segments: number; readonly nowOf: ReturnType<typeof nowOf> };

/** Hundreds of accounts with their profiles are read in far less. */
const timeForTheRestMs = 60_000;

async function start(deps: Planner, { campaignId, scheduledTime, now }: StartInput) {
  if (scheduledTime === null) return { campaignId, now, status: 'exists' };
  const at = deps.nowOf(now);
  const scheduledAt = await timeOfRun(deps, { campaignId, told: scheduledTime, now: at });
  const started = await startRun(deps, { campaignId, scheduledAt, now: at });
  if (started.status === 'refused') return started;
  const { run } = started;
  const carried = { campaignId, now, run: run.run };
  // An execution that died while it planned is begun again; its stretches take the place of those that it kept.
  if (run.state !== 'planning') return { ...carried, status: 'exists' };
  const { campaign } = await deps.published(run.hash);
  const rfm = await cutFor(deps, campaign, run.startedAt);
  const { segments } = deps;
  const stretches = Array.from({ length: segments }, (_, segment): PlanInput => {
    return { phase: 'audience', run: run.run, segment, segments, part: 0, scanned: 0, rows: 0, rfm };
  });
  return { ...carried, status: 'due', segments: stretches };
}

async function stretch(deps: Planner, request: Stretch, context: Context): Promise<PlanAnswer & Stretch> {
  const { rfm } = request;
  const timeLeft = () => context.getRemainingTimeInMillis() > timeForTheRestMs;
  const groups = rfm && groupsBy(rfm);
  const { answer, unreadable } = await planAudience(
    { ...deps, timeLeft, rfm: groups && (async () => Promise.resolve(groups)) },
    request,
  );
  for (const memberId of unreadable) logger.error(logMessages.accountUnreadable, { memberId });
  const { run, segment, part, scanned, rows, done } = answer;
  logger.info(logMessages.audiencePlanned, { run, segment, part, scanned, rows, done });
  return { ...answer, rfm };
}

async function finish(deps: Planner, { run: key, ...carried }: Carried & { readonly run: string }) {
  const { run, refused } = await finishRunPlan(deps, { run: key, now: deps.nowOf(carried.now) });
  const { treatment = 0, control = 0 } = run.counts ?? {};
  logger.info(logMessages.runPlanned, { run: key, state: run.state, treatment, control, refused });
  count('assigned', treatment + control);
  if (run.state === 'refused') {
    return {
      status: 'refused',
      code: refused ?? 'refused',
      rule: 'a run that is through before its messages are void',
    };
  }
  return { ...carried, status: run.state };
}

/** Does the step that is asked for. */
export async function plan(deps: Planner, input: PlanInput, context: Context) {
  switch (input.phase) {
    case 'start':
      return start(deps, input.input);
    case 'finish':
      return finish(deps, input.run);
    case 'audience': {
      const { phase, ...request } = input;
      return { phase, ...(await stretch(deps, request, context)) };
    }
  }
}

const { tables, settings } = readDeployment(
  ['accounts', 'members', 'settings', 'campaigns'],
  ['stage', 'manifestsBucket', 'manifestsDomain', 'planSegments', 'channelRates'],
);
const stores = campaignsOver(settings, connect(tables));
const planner: Planner = {
  ...stores,
  plannedBefore: plannedOnce(stores),
  segments: countIn(settings.planSegments),
  rates: ratesOf(parseRates(settings.channelRates)),
  nowOf: nowOf(settings.stage),
};

export const handler = observed(async (input: PlanInput, context: Context) => plan(planner, input, context));
