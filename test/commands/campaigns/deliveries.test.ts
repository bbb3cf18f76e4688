/** What providers tell later: facts, suppressed addresses, and plans that pause themselves (messaging.md). */
import { describe, expect, it } from 'vitest';
import { resumeCampaign } from '../../../shared/commands/campaigns/pause-campaign.ts';
import { suppressionOf } from '../../../shared/commands/suppress-address.ts';
import type { Tracked } from '../../../shared/commands/campaigns/track-delivery.ts';
import { digests } from '../../fixtures/ledger.ts';
import type { Fate } from '../../fixtures/provider-fake.ts';
import { planOf } from './plan-documents.ts';
import { PostOffice } from './post-office.ts';

async function sentTo(count: number, fate: Fate): Promise<PostOffice> {
  const office = new PostOffice({ fate: () => fate });
  for (let number = 0; number < count; number += 1) await office.member(`member-${String(number)}`);
  await office.publish(planOf());
  await office.plan('spring');
  await office.handOut();
  await office.sendAll();
  return office;
}

async function told(office: PostOffice, copies = 1): Promise<readonly Tracked[]> {
  const answers: Tracked[] = [];
  const events = office.providers.email.takeEvents({ copies: () => copies, order: (some) => some.toReversed() });
  for (const event of events) answers.push(await office.track(event));
  return answers;
}

const pausedIn = (answers: readonly Tracked[]) => answers.flatMap(({ paused }) => paused ?? []);

describe('a bounce for good', () => {
  it('suppresses the address for whatever is sent next', async () => {
    const office = await sentTo(1, 'bounced');
    await told(office, 3);
    const [message] = await office.messages('member-0');
    expect(Object.keys(message?.facts ?? {}).sort()).toEqual(['acceptedAt', 'bouncedAt']);
    const address = { channel: 'email', value: 'member-0@example.com' } as const;
    expect(await suppressionOf({ suppressions: office.suppressions, digests }, address)).toMatchObject({
      reason: 'bounced',
    });
    await office.publish(planOf({ id: 'summer' }));
    await office.plan('summer');
    await office.handOut();
    expect(await office.sendAll()).toEqual([{ is: 'skipped', reason: 'suppressed' }]);
  });

  it('for now suppresses nothing', async () => {
    const office = await sentTo(1, 'bounced for now');
    await told(office);
    const address = { channel: 'email', value: 'member-0@example.com' } as const;
    expect(await suppressionOf({ suppressions: office.suppressions, digests }, address)).toBeUndefined();
  });
});

describe('a run pauses itself', () => {
  it('at more than a hundred bounces of its first messages, each counted once', async () => {
    const hundred = await sentTo(100, 'bounced');
    expect(pausedIn(await told(hundred, 2))).toEqual([]);
    const more = await sentTo(101, 'bounced');
    expect(pausedIn(await told(more, 2))).toEqual([{ campaignId: 'spring', for: 'bounces' }]);
    expect(await more.campaigns.plan('spring')).toMatchObject({ state: 'paused', pausedFor: 'bounces' });
  });

  it('at more than two complaints, and goes on when somebody has looked', async () => {
    const office = await sentTo(4, 'complained');
    expect(pausedIn(await told(office))).toEqual([{ campaignId: 'spring', for: 'complaints' }]);
    await resumeCampaign(office.campaigns, 'spring');
    expect(await office.campaigns.plan('spring')).toMatchObject({ state: 'approved' });
  });

  it('when its provider takes nothing: its message waits', async () => {
    const office = new PostOffice({ mishap: () => 'account' });
    await office.member('ann');
    await office.publish(planOf());
    await office.plan('spring');
    await office.handOut();
    expect(await office.sendAll()).toEqual([{ is: 'stopped', why: 'suspended' }]);
    expect(await office.campaigns.plan('spring')).toMatchObject({ state: 'paused', pausedFor: 'provider' });
    expect(await office.messages('ann')).toMatchObject([
      { attempts: 0, leaseUntil: null, skipped: null, failedAt: null },
    ]);
    const later = office.now + 3_600_000;
    expect(await office.campaigns.due(office.now)).toEqual([]);
    office.later(later - office.now);
    expect(await office.campaigns.due(office.now)).toHaveLength(1);
  });
});

describe('an address that the provider refuses', () => {
  it('is suppressed, and its message has failed', async () => {
    const office = new PostOffice({ mishap: () => 'address refused' });
    await office.member('ann');
    await office.publish(planOf());
    await office.plan('spring');
    await office.handOut();
    expect(await office.sendAll()).toEqual([{ is: 'failed', why: 'bad-address' }]);
    const address = { channel: 'email', value: 'ann@example.com' } as const;
    expect(await suppressionOf({ suppressions: office.suppressions, digests }, address)).toMatchObject({
      reason: 'bounced',
    });
  });
});
