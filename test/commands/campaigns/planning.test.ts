/** Planning a run: one row for every member of the audience, whatever dies on the way (messaging.md, "Flow"). */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { finishRunPlan } from '../../../shared/commands/campaigns/finish-run-plan.ts';
import { planAudience } from '../../../shared/commands/campaigns/plan-audience.ts';
import { previewCampaign } from '../../../shared/commands/campaigns/preview-campaign.ts';
import { publishedCampaigns } from '../../../shared/commands/campaigns/published-campaign.ts';
import { startRun } from '../../../shared/commands/campaigns/start-run.ts';
import { formatRational } from '../../../shared/domain/rational.ts';
import { manifestRowsAtMost } from '../../../shared/store/manifest-store.ts';
import { ProcessDied } from '../../fixtures/provider-fake.ts';
import { consentOf, noon, planOf, plainTemplate } from './plan-documents.ts';
import { PostOffice } from './post-office.ts';
import type { Step } from './post-office.ts';

const run = 'spring#2026-03-10T04:00:00Z';
const control = { share: '0.10', salt: 'spring-2026' };

async function crowd(count: number): Promise<PostOffice> {
  const office = new PostOffice();
  for (let number = 0; number < count; number += 1) {
    // Every third has said no to e-mail.
    const consents = [consentOf('promotions', 'email', number % 3 !== 0)];
    await office.member(`member-${String(number).padStart(6, '0')}`, { consents });
  }
  return office;
}

async function previewOf(office: PostOffice) {
  const hash = (await office.campaigns.plan('spring'))?.hash ?? '';
  const published = await publishedCampaigns(office.campaigns)(hash);
  const { render, names, links } = office.deps;
  const isPlanned = await office.before(published.campaign, 'none');
  return previewCampaign({ ...office.planning, render, names, links }, published, { at: noon, isPlanned });
}

describe('a run of 20,000', () => {
  it('has one row for each, in parts of a bounded size, and comes to what its preview said', async () => {
    const office = await crowd(20_000);
    await office.publish(planOf({ control, costMinor: { email: '0.07' } }));
    const preview = await previewOf(office);
    const planned = await office.plan('spring', noon, 3);
    const parts = await office.manifests.parts(run);
    const sizes = await Promise.all(parts.map(async (part) => (await office.manifests.readPart(run, part)).length));
    expect(Math.max(...sizes)).toBeLessThanOrEqual(manifestRowsAtMost);
    const rows = await office.rows(run);
    expect([rows.length, new Set(rows.map(({ memberId }) => memberId)).size]).toEqual([20_000, 20_000]);
    expect(planned?.run.counts).toEqual(preview.counts);
    const { treatment, control: held, reasons, channels } = preview.counts;
    expect([treatment + held, reasons.control]).toEqual([20_000, held]);
    expect(held / 20_000).toBeCloseTo(0.1, 2);
    expect((reasons['no-consent'] ?? 0) + (channels.email ?? 0)).toBe(treatment);
    expect(formatRational(preview.cost.messagesMinor)).toBe(
      formatRational(planned?.planned?.cost.messagesMinor ?? preview.cost.offersMinor),
    );
    expect(preview.samples).toHaveLength(20);
    expect(preview.samples).toEqual((await previewOf(await crowdLike(office))).samples);
    expect(preview.detectable?.baseline).toBe(0);
  });
});

/** The same office; what was planned since counts as planned, so a preview of another campaign is taken. */
async function crowdLike(office: PostOffice): Promise<PostOffice> {
  const run1 = await office.campaigns.run(run);
  if (run1 !== undefined) {
    await office.campaigns.putRun({ ...run1, state: 'refused', revision: run1.revision + 1 }, run1.revision);
  }
  return office;
}

describe('a run', () => {
  it('comes out alike whatever dies while it is planned', async () => {
    const expected = await crowd(40);
    await expected.publish(planOf({ control, budgetMinor: 1, costMinor: { email: '0.1' } }));
    await expected.plan('spring');
    const steps = fc.array(fc.constantFrom<Step>('done', 'dies before', 'dies after'), { maxLength: 12, size: 'max' });
    await fc.assert(
      fc.asyncProperty(steps, async (course) => {
        const office = await crowd(40);
        await office.publish(planOf({ control, budgetMinor: 1, costMinor: { email: '0.1' } }));
        office.stepOf = (write) => course[write] ?? 'done';
        for (;;) {
          try {
            await office.plan('spring');
            break;
          } catch (error) {
            if (!(error instanceof ProcessDied)) throw error;
          }
        }
        expect(await office.rows(run)).toEqual(await expected.rows(run));
        expect(await office.campaigns.run(run)).toMatchObject({
          state: 'planned',
          counts: (await expected.campaigns.run(run))?.counts,
        });
        expect(await office.campaigns.due(noon)).toMatchObject([{ run, step: 'first', at: noon }]);
      }),
      { numRuns: 30 },
    );
  });

  it('is planned in as many stretches as there is time for', async () => {
    const office = await crowd(250);
    await office.publish(planOf());
    await startRun(office, { campaignId: 'spring', scheduledAt: noon, now: noon });
    let request = { run, segment: 0, segments: 1, part: 0, scanned: 0, rows: 0 };
    const stretches: number[] = [];
    for (let done = false; !done;) {
      const { answer } = await planAudience({ ...office.planning, timeLeft: () => false }, request);
      stretches.push(answer.scanned);
      ({ done } = answer);
      request = answer;
    }
    expect(stretches).toEqual([100, 200, 250]);
    expect(await office.rows(run)).toHaveLength(250);
  });

  it('costs no more than its budget: whoever comes behind it gets nothing, with the reason', async () => {
    const office = await crowd(30);
    await office.publish(planOf({ budgetMinor: 1, costMinor: { email: '0.1' } }));
    const planned = await office.plan('spring');
    expect(planned?.run.counts).toMatchObject({
      channels: { email: 10 },
      reasons: { 'over-budget': 10, 'no-consent': 10 },
    });
    await office.handOut();
    expect(office.queues).toHaveLength(10);
  });

  it('is refused when it would not be through in time, and hands out nothing', async () => {
    const office = await crowd(30);
    await office.publish(planOf({ expiresAfterHours: 1 }));
    const rates = { email: 0.001 };
    await startRun(office, { campaignId: 'spring', scheduledAt: noon, now: noon });
    await planAudience(office.planning, { run, segment: 0, segments: 1, part: 0, scanned: 0, rows: 0 });
    const finished = await finishRunPlan({ ...office.planning, rates }, { run, now: noon });
    expect(finished).toMatchObject({ refused: 'expired', run: { state: 'refused', endedAt: noon } });
    await office.handOut();
    expect(office.queues).toEqual([]);
  });

  it('shows in its preview which words would be missing', async () => {
    const office = await crowd(2);
    await office.publish(planOf(), { ...plainTemplate, text: 'Dear {{ member.name }}', uses: ['member.name'] });
    const { samples } = await previewOf(office);
    expect(samples).toEqual([{ channel: 'email', template: 'words', locale: 'en', lacking: ['member.name'] }]);
  });
});
