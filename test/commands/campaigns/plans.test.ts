/** Where a plan stands: what may be done with it, and what is refused (messaging.md, "Flow"). */
import { beforeEach, describe, expect, it } from 'vitest';
import { approveCampaign } from '../../../shared/commands/campaigns/approve-campaign.ts';
import { cancelCampaign } from '../../../shared/commands/campaigns/cancel-campaign.ts';
import { pauseByItself, pauseCampaign, resumeCampaign } from '../../../shared/commands/campaigns/pause-campaign.ts';
import { publishCampaign } from '../../../shared/commands/campaigns/publish-campaign.ts';
import { publishedCampaigns } from '../../../shared/commands/campaigns/published-campaign.ts';
import { showCampaign } from '../../../shared/commands/campaigns/show-campaign.ts';
import { startRun } from '../../../shared/commands/campaigns/start-run.ts';
import type { PlanAnswer } from '../../../shared/commands/campaigns/answers.ts';
import { memoryCampaigns } from '../../../shared/store/memory/memory-campaigns.ts';
import { digests } from '../../fixtures/ledger.ts';
import { noon, planOf, plainTemplate } from './plan-documents.ts';

let campaigns = memoryCampaigns();
beforeEach(() => {
  campaigns = memoryCampaigns();
});

const words = { en: plainTemplate, 'zh-CN': plainTemplate };
const campaignId = 'spring';
const publish = async (version: number, changes: Readonly<Record<string, unknown>> = {}) => {
  const content = { document: planOf({ version, ...changes }), templates: { words } };
  return publishCampaign({ campaigns, digests }, { campaignId, version, content, by: 'ann', now: noon });
};
const approve = async (by = 'bob') =>
  approveCampaign({ campaigns, published: publishedCampaigns(campaigns) }, { campaignId, by, now: noon });
const start = async () => startRun({ campaigns }, { campaignId, scheduledAt: noon, now: noon });
const cancel = async () => cancelCampaign({ campaigns }, { campaignId, now: noon });
const toldBy = (answer: PlanAnswer) =>
  answer.status === 'refused' ? answer.code : `${answer.status} ${answer.plan.state}`;

describe('a version', () => {
  it('is published once: the same again changes nothing, other content or an older number is refused', async () => {
    expect(toldBy(await publish(2))).toBe('done published');
    expect(toldBy(await publish(2))).toBe('unchanged published');
    expect(toldBy(await publish(2, { window: { days: 7 } }))).toBe('other-content');
    expect(toldBy(await publish(1))).toBe('older-version');
    expect(toldBy(await publish(3))).toBe('done published');
    expect((await showCampaign(campaigns, campaignId))?.versions.map(({ version }) => version)).toEqual([2, 3]);
  });

  it('runs when somebody has approved it, and not before', async () => {
    await publish(1);
    expect(await start()).toMatchObject({ status: 'refused', code: 'not-approved' });
    expect(toldBy(await approve(' '))).toBe('no-approver');
    expect(toldBy(await approve())).toBe('done approved');
    expect(toldBy(await approve('cem'))).toBe('unchanged approved');
    await publish(2);
    // What was approved runs on.
    expect(await start()).toMatchObject({ status: 'started', run: { version: 1, revision: 1, state: 'planning' } });
    expect(await start()).toMatchObject({ status: 'exists', run: { version: 1 } });
    expect(toldBy(await approve())).toBe('done approved');
    expect(await campaigns.plan(campaignId)).toMatchObject({ approvedVersion: 2, approvedBy: 'bob', follows: null });
  });

  it('that follows an event says so when it is approved', async () => {
    await publish(1, { trigger: { event: 'points.expiring' } });
    expect(await campaigns.plan(campaignId)).toMatchObject({ follows: null });
    await approve();
    expect(await campaigns.plan(campaignId)).toMatchObject({ follows: 'points.expiring' });
    await cancel();
    expect(await campaigns.plan(campaignId)).toMatchObject({ follows: null, state: 'cancelled' });
  });
});

describe('a plan', () => {
  it.each([
    ['nothing is known of it', [], ['pause', 'resume', 'cancel'], 'unknown-campaign'],
    ['nobody approved it', ['publish'], ['pause'], 'not-approved'],
    ['it is not paused', ['publish'], ['resume'], 'not-paused'],
    ['it is cancelled', ['publish', 'approve', 'cancel'], ['resume', 'approve'], 'already-cancelled'],
  ] as const)('refuses what makes no sense: %s', async (_, before, asked, code) => {
    const all = {
      publish: async () => publish(1),
      approve: async () => approve(),
      pause: async () => pauseCampaign(campaigns, campaignId),
      resume: async () => resumeCampaign(campaigns, campaignId),
      cancel: async () => cancel(),
    };
    for (const one of before) await all[one]();
    for (const one of asked) expect(toldBy(await all[one]())).toBe(code);
  });

  it('is paused and resumed; a run does not start meanwhile', async () => {
    await publish(1);
    await approve();
    expect(toldBy(await pauseCampaign(campaigns, campaignId))).toBe('done paused');
    expect(toldBy(await pauseCampaign(campaigns, campaignId))).toBe('unchanged paused');
    expect(await start()).toMatchObject({ code: 'not-approved' });
    expect(toldBy(await resumeCampaign(campaigns, campaignId))).toBe('done approved');
    expect(await campaigns.plan(campaignId)).toMatchObject({ pausedFor: null });
  });

  it('that paused itself and was resumed is not paused again for the same, until its next run', async () => {
    await publish(1);
    await approve();
    expect(toldBy(await pauseByItself(campaigns, campaignId, 'bounces'))).toBe('done paused');
    expect(await campaigns.plan(campaignId)).toMatchObject({ pausedFor: 'bounces' });
    await resumeCampaign(campaigns, campaignId);
    expect(toldBy(await pauseByItself(campaigns, campaignId, 'bounces'))).toBe('unchanged approved');
    expect(toldBy(await pauseByItself(campaigns, campaignId, 'complaints'))).toBe('done paused');
    await resumeCampaign(campaigns, campaignId);
    await start();
    expect(toldBy(await pauseByItself(campaigns, campaignId, 'complaints'))).toBe('done paused');
  });

  it('ends its runs when it is cancelled, and begins anew with its next version', async () => {
    await publish(1);
    await approve();
    await start();
    expect(toldBy(await cancel())).toBe('done cancelled');
    expect(await campaigns.runs(campaignId)).toMatchObject([{ state: 'cancelled', endedAt: noon }]);
    expect(toldBy(await cancel())).toBe('unchanged cancelled');
    expect(toldBy(await publish(2))).toBe('done published');
    expect(await start()).toMatchObject({ status: 'exists', run: { state: 'cancelled' } });
  });
});
