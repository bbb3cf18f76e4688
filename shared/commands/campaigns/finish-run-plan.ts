/** Ends the planning of a run: what it may cost, whether it is through in time, and when its steps are handed out. */
import type { Run } from '../../contracts/campaign-records.ts';
import type { Campaign } from '../../domain/campaigns/campaign.ts';
import { estimate } from '../../domain/campaigns/throughput.ts';
import type { Estimate, Rates } from '../../domain/campaigns/throughput.ts';
import { programmeAt } from '../../domain/programme.ts';
import { instantOf } from '../../domain/zone.ts';
import type { Instant } from '../../domain/zone.ts';
import type { CampaignStore } from '../../store/campaign-store.ts';
import type { ManifestStore } from '../../store/manifest-store.ts';
import type { Dependencies } from '../dependencies.ts';
import type { ReadCampaign } from './published-campaign.ts';
import { RowCosts } from './row-costs.ts';
import type { Cost } from './row-costs.ts';
import { RunTally } from './run-tally.ts';
import { Budget } from './within-budget.ts';

const msPerDay = 86_400_000;

export type FinishDependencies = Pick<Dependencies, 'programmes'> & {
  readonly campaigns: Pick<CampaignStore, 'run' | 'putRun' | 'putDue'>;
  readonly manifests: ManifestStore;
  readonly published: ReadCampaign;
  /** Messages a second that each channel's provider takes. */
  readonly rates: Rates;
};

export type PlannedRun = {
  readonly run: Run;
  /** Null where this was done before. */
  readonly planned: { readonly cost: Cost; readonly finishesAt: Instant | null } | null;
  /** Why the run is not sent. */
  readonly refused: Estimate['refused'];
};

/** Goes through the parts in their order; those that the budget changes are written again, the others are left alone. */
async function tallyOf(
  { manifests }: FinishDependencies,
  run: Run,
  campaign: Campaign,
  costs: RowCosts,
): Promise<RunTally> {
  const tally = new RunTally(costs);
  const budget = new Budget(campaign, costs);
  for (const name of await manifests.parts(run.run)) {
    const rows = await manifests.readPart(run.run, name);
    const within = rows.map((row) => budget.take(row));
    if (within.some((row, index) => row !== rows[index])) await manifests.putPart(run.run, name, within);
    for (const row of within) tally.add(row);
  }
  return tally;
}

/**
 * Finishes the plan of a run whose segments are all planned. What is due is remembered before the run is said to be
 * planned, so that whoever finds it planned finds its steps; until then nobody hands them out. Done twice it is done once.
 *
 * @throws Error when there is no such run
 */
export async function finishRunPlan(
  deps: FinishDependencies,
  { run: key, now }: { readonly run: string; readonly now: Instant },
): Promise<PlannedRun> {
  const run = await deps.campaigns.run(key);
  if (run === undefined) throw new Error('only what was started is planned');
  if (run.state !== 'planning') return { run, planned: null, refused: null };
  const { campaign } = await deps.published(run.hash);
  const programme = programmeAt(await deps.programmes(), run.startedAt);
  const costs = new RowCosts(campaign, programme.points.valueOfPointMinor);
  const tally = await tallyOf(deps, run, campaign, costs);
  const { finishesAt, refused } = estimate(campaign, tally.batches, deps.rates, programme.timeZone);
  const { campaignId } = run;
  if (refused === null) {
    await deps.campaigns.putDue(tally.times.map(({ step, at }) => ({ campaignId, run: key, step, at })));
  }
  const ended: Partial<Run> =
    refused === null
      ? {
          state: 'planned',
          windowClosesAt: instantOf((tally.lastPlannedAt ?? run.startedAt) + campaign.window.days * msPerDay),
        }
      : { state: 'refused', endedAt: now };
  const next: Run = { ...run, ...ended, revision: run.revision + 1, counts: tally.counts };
  if ((await deps.campaigns.putRun(next, run.revision)) === 'conflict') {
    // Somebody has cancelled it, or finished it too.
    const others = await deps.campaigns.run(key);
    return { run: others ?? run, planned: null, refused: null };
  }
  return { run: next, planned: { cost: tally.cost, finishesAt }, refused };
}
