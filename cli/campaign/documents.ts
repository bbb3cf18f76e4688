/** What `campaign … --json` prints of plans; instants as RFC 3339. */
import type { ShownCampaign } from '../../shared/commands/campaigns/show-campaign.ts';
import type { Plan, Run } from '../../shared/contracts/campaign-records.ts';
import { formatInstant } from '../../shared/domain/zone.ts';
import type { Instant } from '../../shared/domain/zone.ts';
import type { Done } from './acts.ts';

const orNull = (at: Instant | null) => (at === null ? null : formatInstant(at));

export function planDocument({ campaignId, state, version, hash, follows, pausedFor, ...plan }: Plan) {
  const { approvedVersion, approvedBy, approvedAt } = plan;
  const approved = approvedVersion === null ? null : { version: approvedVersion, by: approvedBy, at: approvedAt };
  return { campaign: campaignId, state, version, hash, approved, follows, pausedFor };
}

function runDocument({ run, state, version, scheduledAt, startedAt, counts, windowClosesAt, endedAt }: Run) {
  return {
    ...{ run, state, version, counts },
    scheduledAt: formatInstant(scheduledAt),
    startedAt: formatInstant(startedAt),
    windowClosesAt: orNull(windowClosesAt),
    endedAt: orNull(endedAt),
  };
}

export function shownDocument({ plan, versions, runs }: ShownCampaign) {
  return {
    ...planDocument(plan),
    versions: versions.map(({ version, hash, publishedAt, publishedBy }) => {
      return { version, hash, publishedAt, publishedBy };
    }),
    runs: runs.map(runDocument),
  };
}

/** `status` tells a change from what was so already. */
export function doneDocument({ changed, plan, schedule }: Done) {
  return { status: changed ? 'done' : 'unchanged', ...planDocument(plan), schedule };
}
