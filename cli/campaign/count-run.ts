import { standing } from '../../shared/commands/campaigns/finish-runs.ts';
import { listRunMembers } from '../../shared/commands/campaigns/list-run-members.ts';
import type { Plan } from '../../shared/contracts/campaign-records.ts';
import type { Channel, SkipReason } from '../../shared/domain/campaigns/campaign.ts';
import type { Instant } from '../../shared/domain/zone.ts';
import type { Office } from './office.ts';

/** What the messages of a run have come to; of a member each step is one. */
export type RunCounts = {
  readonly run: string;
  /** Members in the manifest, of both arms. */
  readonly planned: number;
  readonly sent: number;
  readonly skipped: Readonly<Partial<Record<SkipReason, number>>>;
  readonly failed: number;
  readonly unknown: number;
  readonly deferred: number;
  /** Messages whose time has not come, or that nobody has worked on. */
  readonly waiting: number;
  readonly channels: Readonly<Partial<Record<Channel, number>>>;
};

function increase<Key extends string>(counts: Partial<Record<Key, number>>, key: Key | null): void {
  if (key !== null) counts[key] = (counts[key] ?? 0) + 1;
}

/** Counts every row of a run's manifest. */
export async function countRun(office: Office, plan: Plan, run: string, now: Instant): Promise<RunCounts> {
  const sources = {
    manifests: await office.manifests(),
    outbox: office.outbox,
    digests: office.digests,
    // Nobody asks who they are.
    profiles: async () => Promise.resolve(new Map<string, never>()),
  };
  const counts = { planned: 0, sent: 0, failed: 0, unknown: 0, deferred: 0, waiting: 0 };
  const skipped: Partial<Record<SkipReason, number>> = {};
  const channels: Partial<Record<Channel, number>> = {};
  const { campaignId } = plan;
  const state = (await office.campaigns.run(run))?.state ?? 'planned';
  const asked = { campaignId, run, now, plan: standing(plan, { state }) };
  for await (const { steps } of listRunMembers(sources, asked)) {
    counts.planned += 1;
    for (const { status, reason, channel } of steps) {
      if (status === 'skipped') increase(skipped, reason);
      else counts[status === 'planned' ? 'waiting' : status] += 1;
      if (status === 'sent') increase(channels, channel);
    }
  }
  return { run, ...counts, skipped, channels };
}
