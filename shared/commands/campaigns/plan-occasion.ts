/** Plans that follow events: something has happened to members, and each plan that follows it gets a row for each. */
import type { Plan, Run } from '../../contracts/campaign-records.ts';
import type { ManifestRow } from '../../contracts/manifest-row.ts';
import type { Occasion } from '../../contracts/occasion-event.ts';
import { formatDay } from '../../domain/calendar.ts';
import type { Campaign } from '../../domain/campaigns/campaign.ts';
import { instantOf, utcDay } from '../../domain/zone.ts';
import type { Instant } from '../../domain/zone.ts';
import type { CampaignStore } from '../../store/campaign-store.ts';
import type { ManifestStore } from '../../store/manifest-store.ts';
import type { Dependencies } from '../dependencies.ts';
import { standingRun } from './campaign-keys.ts';
import { handedOutAt } from './due-times.ts';
import { contextOf } from './plan-audience.ts';
import type { RowDependencies } from './plan-audience.ts';
import { accountAt, rowOf } from './plan-row.ts';
import type { ReadCampaign } from './published-campaign.ts';
import { queuedFrom } from './queued-from.ts';
import { countRows } from './run-tally.ts';
import type { Enqueue } from './send-dependencies.ts';
import { putWaiting } from './waiting-rows.ts';

export type OccasionDependencies = RowDependencies &
  Pick<Dependencies, 'ledger' | 'members' | 'digests'> & {
    readonly campaigns: Pick<CampaignStore, 'run' | 'startRun' | 'putRun' | 'putDue'>;
    readonly manifests: Pick<ManifestStore, 'putPart'>;
    /** All plans; the list may be some seconds old. */
    readonly plans: () => Promise<readonly Plan[]>;
    readonly published: ReadCampaign;
    readonly enqueue: Enqueue;
  };

type Following = { readonly plan: Plan; readonly hash: string; readonly version: number; readonly campaign: Campaign };

function follows({ trigger }: Campaign, { cause }: Occasion): boolean {
  if (trigger.by !== 'event' || trigger.event !== cause.by) return false;
  return cause.by !== 'member.stage-changed' || trigger.to === null || trigger.to.includes(cause.to);
}

/** Plans that follow any of the events. Those of a paused plan are planned, and sent when it is resumed. */
async function plansOf(deps: OccasionDependencies, occasions: readonly Occasion[]): Promise<readonly Following[]> {
  const types = new Set<string>(occasions.map(({ cause }) => cause.by));
  const following = (await deps.plans()).flatMap((plan) => {
    const { state, follows: event, approvedHash: hash, approvedVersion: version } = plan;
    const isOn = (state === 'approved' || state === 'paused') && event !== null && types.has(event);
    return isOn && hash !== null && version !== null ? [{ plan, hash, version }] : [];
  });
  return Promise.all(following.map(async (one) => ({ ...one, campaign: (await deps.published(one.hash)).campaign })));
}

/** The rows of a plan for what has happened, one for each member and occasion. */
async function rowsOf(
  deps: OccasionDependencies,
  campaign: Campaign,
  occasions: readonly Occasion[],
  now: Instant,
): Promise<readonly ManifestRow[]> {
  const context = await contextOf(deps, { campaign, templates: {} }, { scheduledAt: now, startedAt: now });
  const rows = new Map<string, ManifestRow>();
  for (const { memberId, cause } of occasions) {
    // Strongly consistent: somebody who has just enrolled is there.
    const [{ accounts }, person] = await Promise.all([
      deps.ledger.read({ memberIds: [memberId], entryIds: [] }),
      deps.members.profile(memberId),
    ]);
    const account = accounts.get(memberId)?.account;
    if (account === undefined || person === undefined) continue;
    const row = rowOf({ ...context, cause }, accountAt(account, now, context.versions), person);
    if (row !== undefined) rows.set(JSON.stringify([memberId, row.occasion]), row);
  }
  return [...rows.values()];
}

/**
 * Enters rows in the books of the standing run, which is made with the first of them.
 *
 * @returns the run as it is then, and how many rows it had before
 */
async function enter(
  { campaigns }: OccasionDependencies,
  { plan: { campaignId }, hash, version }: Following,
  rows: readonly ManifestRow[],
  now: Instant,
): Promise<{ readonly run: Run; readonly before: number }> {
  const key = standingRun(campaignId);
  for (;;) {
    const known = await campaigns.run(key);
    const run: Run = {
      campaignId,
      run: key,
      revision: (known?.revision ?? 0) + 1,
      // A plan that was cancelled and published again goes on in the same run.
      state: 'planned',
      version,
      hash,
      scheduledAt: known?.scheduledAt ?? now,
      startedAt: known?.startedAt ?? now,
      counts: countRows(rows, known?.counts ?? null),
      windowClosesAt: null,
      endedAt: null,
    };
    const isOurs =
      known === undefined
        ? (await campaigns.startRun(run)) === 'started'
        : (await campaigns.putRun(run, known.revision)) === 'committed';
    if (isOurs) return { run, before: (known?.counts?.treatment ?? 0) + (known?.counts?.control ?? 0) };
  }
}

/** Hands out what may be sent at once, and remembers the rest until its time; of a paused plan all of it. */
async function handOut(
  deps: OccasionDependencies,
  { run, before }: { readonly run: Run; readonly before: number },
  { campaign, plan }: Following,
  { rows, now, tellsNow }: { rows: readonly ManifestRow[]; now: Instant; tellsNow: boolean },
): Promise<number> {
  let messages = 0;
  for (const [place, row] of rows.entries()) {
    for (const [index, { id: step }] of campaign.steps.entries()) {
      const ordinal = (before + place) * campaign.steps.length + index;
      const queued = queuedFrom(run, row, { step, ordinal });
      if (queued === undefined) continue;
      messages += 1;
      const { channel, message } = queued;
      if (message.sendAt <= now && plan.state !== 'paused') {
        await deps.enqueue({ channel, purpose: campaign.purpose }, [tellsNow ? { ...message, now } : message]);
      } else {
        const at = message.sendAt <= now ? now : handedOutAt(instantOf(message.sendAt));
        const due = { campaignId: campaign.id, run: run.run, step, at };
        await putWaiting(deps, due, [{ row, ordinal }]);
      }
    }
  }
  return messages;
}

/**
 * Plans what members are sent because of what has happened to them. The same events again make the same messages, which
 * are sent once; readers of the manifest take the first row of each member and occasion.
 *
 * @param request tellsNow: whether senders are to take this now for theirs
 * @returns how many messages are handed out or remembered
 */
export async function planOccasions(
  deps: OccasionDependencies,
  {
    occasions,
    now,
    tellsNow = false,
  }: { readonly occasions: readonly Occasion[]; readonly now: Instant; readonly tellsNow?: boolean },
): Promise<number> {
  let messages = 0;
  for (const following of await plansOf(deps, occasions)) {
    const { campaign } = following;
    const own = occasions.filter((occasion) => follows(campaign, occasion));
    const rows = await rowsOf(deps, campaign, own, now);
    if (rows.length === 0) continue;
    const entered = await enter(deps, following, rows, now);
    const name = `${formatDay(utcDay(now))}-${deps.digests.content(rows).replaceAll('_', '-')}`;
    await deps.manifests.putPart(entered.run.run, name, rows);
    messages += await handOut(deps, entered, following, { rows, now, tellsNow });
  }
  return messages;
}
