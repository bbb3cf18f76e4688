import { campaignVersion, dueStep, plan as planRecord, run as runRecord } from '../../contracts/campaign-records.ts';
import type { CampaignVersion, DueStep, Plan, Run } from '../../contracts/campaign-records.ts';
import { checkRevision, partsOfRun } from '../campaign-store.ts';
import type { CampaignStore, RememberedStep, Troubles } from '../campaign-store.ts';
import { packContent, unpackContent } from '../packing/packed-content.ts';
import type { PackedContent } from '../packing/packed-content.ts';

type Plans = Pick<CampaignStore, 'plan' | 'plans' | 'content' | 'publish' | 'versions' | 'putPlan'>;
type Runs = Pick<CampaignStore, 'startRun' | 'run' | 'runs' | 'putRun' | 'countTrouble'>;
type Due = Pick<CampaignStore, 'putDue' | 'due' | 'removeDue'>;

const byText = (a: string, b: string) => (a < b ? -1 : Number(a > b));

function memoryPlans(): Plans {
  const plans = new Map<string, Plan>();
  const versions = new Map<string, CampaignVersion>();
  const contents = new Map<string, PackedContent>();
  const put = (plan: Plan, expected: number | null) => {
    checkRevision(plan.revision, expected);
    if ((plans.get(plan.campaignId)?.revision ?? null) !== expected) return 'conflict';
    plans.set(plan.campaignId, planRecord.parse(plan));
    return 'committed';
  };
  return {
    plan: async (campaignId) => Promise.resolve(plans.get(campaignId)),
    plans: async () => Promise.resolve([...plans.values()].sort((a, b) => byText(a.campaignId, b.campaignId))),
    async content(hash) {
      const packed = contents.get(hash);
      return packed === undefined ? undefined : unpackContent(packed);
    },
    async publish(version, content, plan, expected) {
      contents.set(version.hash, await packContent(content));
      const key = JSON.stringify([version.campaignId, version.version]);
      if (versions.has(key)) return 'conflict';
      const result = put(plan, expected);
      if (result === 'committed') versions.set(key, campaignVersion.parse(version));
      return result;
    },
    async versions(campaignId) {
      const own = [...versions.values()].filter((version) => version.campaignId === campaignId);
      return Promise.resolve(own.sort((a, b) => a.version - b.version));
    },
    putPlan: async (plan, expected) => Promise.resolve(put(plan, expected)),
  };
}

function memoryRuns(): Runs {
  const runs = new Map<string, Run>();
  const troubles = new Map<string, Readonly<Record<keyof Troubles, Set<number>>>>();
  const put = (run: Run, expected: number | null) => {
    checkRevision(run.revision, expected);
    if ((runs.get(run.run)?.revision ?? null) !== expected) return false;
    partsOfRun(run.run);
    runs.set(run.run, runRecord.parse(run));
    return true;
  };
  return {
    startRun: async (run) => Promise.resolve(put(run, null) ? 'started' : 'exists'),
    run: async (run) => Promise.resolve(runs.get(run)),
    async runs(campaignId) {
      const own = [...runs.values()].filter((run) => run.campaignId === campaignId);
      return Promise.resolve(own.sort((a, b) => a.scheduledAt - b.scheduledAt || byText(a.run, b.run)));
    },
    putRun: async (run, expected) => Promise.resolve(put(run, expected) ? 'committed' : 'conflict'),
    async countTrouble(run, trouble, ordinal) {
      const own = troubles.get(run) ?? { bounced: new Set<number>(), complained: new Set<number>() };
      troubles.set(run, own);
      own[trouble].add(ordinal);
      return Promise.resolve({ bounced: own.bounced.size, complained: own.complained.size });
    },
  };
}

function memoryDue(): Due {
  const remembered = new Map<string, RememberedStep>();
  let marks = 0;
  const keyOf = ({ run, step, at }: DueStep) => JSON.stringify([at, run, step]);
  return {
    async putDue(steps) {
      for (const step of steps) {
        remembered.set(keyOf(step), { ...dueStep.parse(step), mark: String((marks += 1)) });
      }
      return Promise.resolve();
    },
    async due(now) {
      const until = [...remembered.values()].filter(({ at }) => at <= now);
      return Promise.resolve(until.sort((a, b) => a.at - b.at || byText(a.run, b.run) || byText(a.step, b.step)));
    },
    async removeDue(due) {
      const key = keyOf(due);
      if ((remembered.get(key)?.mark ?? due.mark) !== due.mark) return Promise.resolve('kept');
      remembered.delete(key);
      return Promise.resolve('removed');
    },
  };
}

/** Plans, runs and what is due, in memory. */
export function memoryCampaigns(): CampaignStore {
  return { ...memoryPlans(), ...memoryRuns(), ...memoryDue() };
}
