/**
 * What changes plans. The plan is changed first and its schedule then: a plan says what is so, and its schedule follows. One
 * who is interrupted in between does the same again, which changes nothing that is done and does what is left.
 */
import type { PlanAnswer } from '../../shared/commands/campaigns/answers.ts';
import { approveCampaign } from '../../shared/commands/campaigns/approve-campaign.ts';
import { cancelCampaign } from '../../shared/commands/campaigns/cancel-campaign.ts';
import { pauseCampaign, resumeCampaign } from '../../shared/commands/campaigns/pause-campaign.ts';
import { publishCampaign } from '../../shared/commands/campaigns/publish-campaign.ts';
import type { CampaignContent } from '../../shared/contracts/campaign-content.ts';
import type { Plan } from '../../shared/contracts/campaign-records.ts';
import { formatInstant } from '../../shared/domain/zone.ts';
import { ContentTooLargeError } from '../../shared/store/packing/packed-content.ts';
import { Failure } from '../failure.ts';
import type { Office } from './office.ts';
import type { CheckedPlan } from './plan-folder.ts';
import { refusedPlan } from './refused.ts';
import { followPlan } from './schedule.ts';
import type { PlanSchedule } from './schedule.ts';

export type Done = {
  /** Whether anything has changed: asked for again, nothing does. */
  readonly changed: boolean;
  readonly plan: Plan;
  /** When it runs by itself from now on; null where it does not. */
  readonly schedule: PlanSchedule | null;
};

/** @throws Failure with the reason of a refusal */
function accepted(answer: PlanAnswer, campaignId: string): Extract<PlanAnswer, { plan: Plan }> {
  if (answer.status === 'refused') throw refusedPlan(answer.code, campaignId);
  return answer;
}

/** Changes a plan, and its schedule with it. @throws Failure with the reason of a refusal */
async function change(office: Office, campaignId: string, act: () => Promise<PlanAnswer>): Promise<Done> {
  // Before anything is changed: a stage without schedules could not follow.
  await office.machine();
  const { status, plan } = accepted(await act(), campaignId);
  return { changed: status === 'done', plan, schedule: await followPlan(office, plan) };
}

/** @throws Failure when the version is there with other content, or all of it is too large to be kept */
export async function publish(
  { campaigns, digests, now }: Office,
  { campaign: { id, version }, document, templates }: CheckedPlan,
  by: string,
): Promise<Omit<Done, 'schedule'>> {
  const content: CampaignContent = { document, templates };
  try {
    const answer = await publishCampaign({ campaigns, digests }, { campaignId: id, version, content, by, now: now() });
    const { status, plan } = accepted(answer, id);
    return { changed: status === 'done', plan };
  } catch (error) {
    if (!(error instanceof ContentTooLargeError)) throw error;
    throw new Failure(`${id} is too large: ${error.message}.`, 'Use fewer or shorter templates.', { cause: error });
  }
}

/** @throws Failure when the version is another than the newest, or can never run */
async function checkApproval({ campaigns, published, stage, now }: Office, campaignId: string, version: number | null) {
  const plan = await campaigns.plan(campaignId);
  if (plan === undefined) throw refusedPlan('unknown-campaign', campaignId);
  if (version !== null && plan.version !== version) {
    throw new Failure(
      `The newest version of '${campaignId}' is ${String(plan.version)}, not ${String(version)}.`,
      `Only the newest can be approved: look at it with \`npx perennial campaign preview ${campaignId}\`.`,
    );
  }
  const { trigger } = (await published(plan.hash)).campaign;
  const isNew = plan.approvedHash !== plan.hash;
  // On the local stage a run is told its now, and so may be of any time.
  if (stage !== 'local' && isNew && trigger.by === 'at' && trigger.at <= now()) {
    throw new Failure(
      `'${campaignId}' was to run at ${formatInstant(trigger.at)}, which is over: it would never run.`,
      'Give it a time to come and a new version number, and publish that.',
    );
  }
}

/** @param version the one that is meant, which has to be the newest; null for whichever that is */
export async function approve(
  office: Office,
  campaignId: string,
  { by, version }: { readonly by: string; readonly version: number | null },
): Promise<Done> {
  await checkApproval(office, campaignId, version);
  return change(office, campaignId, async () => approveCampaign(office, { campaignId, by, now: office.now() }));
}

export async function pause(office: Office, campaignId: string): Promise<Done> {
  return change(office, campaignId, async () => pauseCampaign(office.campaigns, campaignId));
}

export async function resume(office: Office, campaignId: string): Promise<Done> {
  return change(office, campaignId, async () => resumeCampaign(office.campaigns, campaignId));
}

export async function cancel(office: Office, campaignId: string): Promise<Done> {
  return change(office, campaignId, async () => cancelCampaign(office, { campaignId, now: office.now() }));
}
