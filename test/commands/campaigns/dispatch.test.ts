/** Handing out what is due: in as many invocations as it takes, and again after a crash. */
import { describe, expect, it } from 'vitest';
import { dispatchDue } from '../../../shared/commands/campaigns/dispatch-due.ts';
import type { DispatchPlace, DispatchRequest } from '../../../shared/commands/campaigns/dispatch-due.ts';
import { publishedCampaigns } from '../../../shared/commands/campaigns/published-campaign.ts';
import { noon, planOf } from './plan-documents.ts';
import { PostOffice } from './post-office.ts';

const members = ['ann', 'ben', 'cem', 'dee', 'eve', 'fay'];
const steps = [
  { id: 'first', afterDays: 0, channels: ['email'], template: 'words' },
  { id: 'second', afterDays: 2, channels: ['push'], template: 'words' },
];

async function planned(): Promise<PostOffice> {
  const office = new PostOffice();
  for (const member of members) await office.member(member);
  await office.publish(planOf({ steps }));
  // Three parts of two rows.
  await office.plan('spring', noon, 3);
  return office;
}

async function handOut(office: PostOffice, request: Omit<DispatchRequest, 'now'> = {}, timeLeft = () => true) {
  const { campaigns, manifests } = office;
  const deps = {
    campaigns,
    manifests,
    published: publishedCampaigns(campaigns),
    enqueue: office.deps.enqueue,
    timeLeft,
  };
  return dispatchDue(deps, { now: office.now, ...request });
}

describe('what is due', () => {
  it('is handed out part by part, each message with a place of its own', async () => {
    const office = await planned();
    let from: DispatchPlace | undefined;
    let invocations = 0;
    do {
      const { next } = await handOut(office, { from }, () => false);
      from = next;
      invocations += 1;
    } while (from !== undefined);
    expect(invocations).toBe(3);
    expect(office.queues.map(({ message }) => message.ordinal)).toEqual([0, 1, 2, 3, 4, 5]);
    expect(new Set(office.queues.map(({ message }) => message.memberId))).toEqual(new Set(members));
    expect(await office.campaigns.due(noon)).toEqual([]);
    office.later(48 * 3_600_000);
    expect(await handOut(office)).toMatchObject({ messages: 6, steps: 1 });
    const later = office.queues.slice(6);
    expect(later.map(({ queue, message }) => [queue.channel, queue.purpose, message.step, message.ordinal])).toEqual(
      [6, 7, 8, 9, 10, 11].map((ordinal) => ['push', 'promotions', 'second', ordinal]),
    );
  });

  it('of one campaign alone, with the time that senders are to take for theirs', async () => {
    const office = await planned();
    expect(await handOut(office, { campaignId: 'another' })).toMatchObject({ messages: 0 });
    await handOut(office, { campaignId: 'spring', tellsNow: true });
    expect(office.queues.map(({ message }) => message.now)).toEqual(members.map(() => noon));
  });

  it('stays due until its run is planned to the end', async () => {
    const office = await planned();
    const run = await office.campaigns.run('spring#2026-03-10T04:00:00Z');
    if (run === undefined) throw new TypeError('a run that was started');
    await office.campaigns.putRun({ ...run, state: 'planning', revision: run.revision + 1 }, run.revision);
    expect(await handOut(office)).toEqual({ messages: 0, steps: 0 });
    expect(await office.campaigns.due(noon)).toHaveLength(1);
  });
});
