/** Writes the results of runs whose last window has closed: what a run has caused is said once, and stays said. */
import type { Plan, Run } from '../../contracts/campaign-records.ts';
import { programmeAt } from '../../domain/programme.ts';
import type { Instant } from '../../domain/zone.ts';
import type { CampaignStore } from '../../store/campaign-store.ts';
import type { Dependencies } from '../dependencies.ts';
import { evaluateRun } from './evaluate-run.ts';
import type { RunSources } from './evaluate-run.ts';
import type { ReadCampaign } from './published-campaign.ts';
import type { StatusAsOf } from './step-status.ts';

export type FinishRunsDependencies = Pick<Dependencies, 'programmes'> &
  RunSources & {
    readonly campaigns: Pick<CampaignStore, 'plans' | 'runs' | 'putRun'>;
    readonly published: ReadCampaign;
    /** Whether there is time for one more run. */
    readonly timeLeft: () => boolean;
  };

/** A run that follows events has no last window: it is judged whenever somebody asks. */
function isDue({ state, windowClosesAt }: Run, now: Instant): boolean {
  return state === 'planned' && windowClosesAt !== null && windowClosesAt <= now;
}

/** Where a run stands for what was never tried of it. */
export function standing({ state }: Pick<Plan, 'state'>, run: Pick<Run, 'state'>): StatusAsOf['plan'] {
  if (state === 'cancelled' || run.state === 'cancelled') return 'cancelled';
  return state === 'paused' ? 'paused' : 'running';
}

async function finish(deps: FinishRunsDependencies, plan: Plan, run: Run, now: Instant): Promise<boolean> {
  const { campaign } = await deps.published(run.hash);
  const { valueOfPointMinor } = programmeAt(await deps.programmes(), run.scheduledAt).points;
  const { document } = await evaluateRun(deps, {
    campaign,
    run: run.run,
    plan: standing(plan, run),
    valueOfPointMinor,
    now,
  });
  if (!document.windowClosed) return false;
  const finished: Run = { ...run, revision: run.revision + 1, state: 'finished', endedAt: now, result: document };
  return (await deps.campaigns.putRun(finished, run.revision)) === 'committed';
}

/**
 * Finishes every run that is due, as far as there is time.
 *
 * @returns how many, and whether there may be more
 */
export async function finishRuns(
  deps: FinishRunsDependencies,
  now: Instant,
): Promise<{ readonly finished: number; readonly done: boolean }> {
  let finished = 0;
  for (const plan of await deps.campaigns.plans()) {
    for (const run of (await deps.campaigns.runs(plan.campaignId)).filter((each) => isDue(each, now))) {
      if (!deps.timeLeft()) return { finished, done: false };
      if (await finish(deps, plan, run, now)) finished += 1;
    }
  }
  return { finished, done: true };
}
