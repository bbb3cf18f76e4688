/** One send after the other: who gets what, and why somebody gets nothing (messaging.md, "One send, in this order"). */
import { beforeEach, describe, expect, it } from 'vitest';
import { pauseCampaign, resumeCampaign } from '../../../shared/commands/campaigns/pause-campaign.ts';
import { suppressAddress } from '../../../shared/commands/suppress-address.ts';
import { balanceOf } from '../../../shared/domain/account.ts';
import { digests } from '../../fixtures/ledger.ts';
import { consentOf, noon, planOf, plainTemplate } from './plan-documents.ts';
import { PostOffice } from './post-office.ts';

const hour = 3_600_000;
let office: PostOffice;

beforeEach(async () => {
  office = new PostOffice();
  await office.member('ann');
});

/** What became of the only message to a member. */
async function outcome(memberId = 'ann') {
  const [message, ...others] = await office.messages(memberId);
  expect(others).toEqual([]);
  return message?.skipped?.reason ?? (message?.facts.acceptedAt === undefined ? 'nothing' : 'sent');
}

describe('a message', () => {
  it('is planned, handed out and sent, once, however often its run is started and its step handed out', async () => {
    await office.publish(planOf());
    expect(await office.plan('spring')).toMatchObject({
      refused: null,
      run: { state: 'planned', counts: { treatment: 1 } },
    });
    await office.handOut();
    expect(office.queues).toHaveLength(1);
    const again = [...office.queues, ...office.queues];
    expect(await office.sendAll()).toEqual([{ is: 'sent' }]);
    office.queues = again;
    expect(await office.sendAll()).toEqual([{ is: 'done' }, { is: 'done' }]);
    await office.plan('spring');
    await office.handOut();
    expect(office.queues).toEqual([]);
    await office.trackAll();
    const [message] = await office.messages('ann');
    expect(message).toMatchObject({
      attempts: 1,
      channel: 'email',
      facts: { acceptedAt: noon, deliveredAt: noon + 1000 },
    });
    expect(office.accepted('email', 'ann')).toBe(1);
  });

  it.each([
    ['no-consent', async () => office.answers('ann', [consentOf('promotions', 'email', false)])],
    ['erased', async () => office.store.commit([{ write: 'profile-gone', memberId: 'ann', expected: 1 }])],
    [
      'suppressed',
      async () => {
        const address = { channel: 'email', value: 'ann@example.com' } as const;
        return suppressAddress({ suppressions: office.suppressions, digests }, address, { reason: 'asked', at: noon });
      },
    ],
    ['cancelled', async () => office.cancel('spring')],
    [
      'expired',
      async () => {
        office.later(49 * hour);
        return Promise.resolve();
      },
    ],
  ] as const)(
    'is not sent when %s comes between plan and send, and the reason is on record',
    async (reason, happens) => {
      await office.publish(planOf());
      await office.plan('spring');
      await office.handOut();
      await happens();
      expect(await office.sendAll()).toEqual([{ is: 'skipped', reason }]);
      expect(await outcome()).toBe(reason);
      expect(office.accepted('email', 'ann')).toBe(0);
    },
  );

  it('takes the next channel when the first is not allowed any more', async () => {
    await office.publish(
      planOf({ steps: [{ id: 'first', afterDays: 0, channels: ['email', 'push'], template: 'words' }] }),
    );
    await office.plan('spring');
    await office.handOut();
    await office.answers('ann', [consentOf('promotions', 'push')]);
    expect(await office.sendAll()).toEqual([{ is: 'moved', channel: 'push' }]);
    expect(await office.sendAll()).toEqual([{ is: 'sent' }]);
    expect([office.accepted('email', 'ann'), office.accepted('push', 'ann')]).toEqual([0, 1]);
  });

  it('waits while its plan is paused, and is sent when it is resumed', async () => {
    await office.publish(planOf());
    await office.plan('spring');
    await office.handOut();
    await pauseCampaign(office.campaigns, 'spring');
    expect(await office.sendAll()).toMatchObject([{ is: 'deferred' }]);
    office.later(hour);
    await office.handOut();
    expect(office.queues).toEqual([]);
    await resumeCampaign(office.campaigns, 'spring');
    await office.handOut();
    expect(await office.sendAll()).toEqual([{ is: 'sent' }]);
  });

  it('waits for the end of the quiet hours of its member’s own zone', async () => {
    const facts = { timeZone: { value: 'Europe/Berlin', at: noon } };
    await office.member('ben', { facts });
    await office.publish(planOf({ steps: [{ id: 'first', afterDays: 0, channels: ['sms'], template: 'words' }] }));
    const planned = await office.plan('spring');
    const rows = await office.rows(planned?.run.run ?? '');
    // Noon in Shanghai is five in the morning in Berlin.
    const times = new Map(rows.map(({ memberId, plannedAt }) => [memberId, (plannedAt - noon) / hour]));
    expect(times).toEqual(
      new Map([
        ['ann', 0],
        ['ben', 4],
      ]),
    );
    expect(rows.flatMap(({ memberId, steps: [step] }) => (step?.isPutOff === true ? [memberId] : []))).toEqual(['ben']);
    await office.handOut();
    expect(await office.sendAll()).toEqual([{ is: 'sent' }]);
    office.later(4 * hour);
    await office.handOut();
    // It was in the queue too long.
    office.later(13 * hour);
    expect(await office.sendAll()).toMatchObject([{ is: 'deferred', at: noon + 28 * hour + 1 }]);
    office.later(11 * hour + 1);
    await office.handOut();
    expect(await office.sendAll()).toEqual([{ is: 'sent' }]);
  });

  it('gives the points that it offers once, before it is read', async () => {
    const offer = { points: 200, expiry: { policy: 'after', days: 30 } };
    await office.publish(
      planOf({ steps: [{ id: 'first', afterDays: 0, channels: ['email'], template: 'words', offer }] }),
      { ...plainTemplate, text: 'You have {{ offer.points }} more.', uses: ['offer.points'] },
    );
    await office.plan('spring');
    await office.handOut();
    const again = office.queues;
    await office.sendAll();
    office.queues = again;
    await office.sendAll();
    const { accounts } = await office.store.read({ memberIds: ['ann'], entryIds: [] });
    const account = accounts.get('ann')?.account;
    expect(account && balanceOf(account).available).toBe(200n);
    expect(account?.sums.bonus).toBe(200n);
    expect(office.providers.email.messages.map(({ content }) => content.text.trim())).toEqual(['You have 200 more.']);
  });

  it('that cannot be written gives nothing and has failed', async () => {
    const offer = { points: 200 };
    await office.publish(
      planOf({ steps: [{ id: 'first', afterDays: 0, channels: ['email'], template: 'words', offer }] }),
      { ...plainTemplate, text: 'Dear {{ member.name }}', uses: ['member.name'] },
    );
    await office.plan('spring');
    await office.handOut();
    expect(await office.sendAll()).toEqual([{ is: 'failed', why: 'member.name' }]);
    const { accounts } = await office.store.read({ memberIds: ['ann'], entryIds: [] });
    expect(accounts.get('ann')?.account.seq).toBe(0);
    expect(await office.messages('ann')).toMatchObject([{ failedAt: noon, attempts: 0 }]);
  });
});

describe('caps', () => {
  it('hold under fifty senders at once', async () => {
    for (let number = 0; number < 50; number += 1) {
      await office.publish(planOf({ id: `plan-${String(number)}`, caps: { messages: 3, days: 7 } }));
      await office.plan(`plan-${String(number)}`);
    }
    await office.handOut();
    expect(office.queues).toHaveLength(50);
    for (let round = 0; office.queues.length > 0 && round < 20; round += 1) {
      const waiting = office.queues;
      office.queues = [];
      const settled = await Promise.allSettled(waiting.map(async (one) => office.send(one)));
      // Whoever lost every race comes again.
      office.queues = waiting.filter((_, index) => settled[index]?.status === 'rejected');
    }
    expect(office.queues).toEqual([]);
    expect(office.accepted('email', 'ann')).toBe(3);
    const reasons = (await office.messages('ann')).map(({ skipped }) => skipped?.reason ?? 'sent').sort();
    expect(reasons).toEqual([...Array.from({ length: 47 }, () => 'capped'), 'sent', 'sent', 'sent']);
  });
});

describe('nobody is greeted twice', () => {
  const birthday = { kind: 'birthday', audience: { birthday: 'month' } };
  const cron = (hours: number) => ({
    trigger: { schedule: { cron: `0 ${String(hours)} * * ? *`, timeZone: 'Asia/Shanghai' } },
  });
  const facts = { birthday: { value: '1990-03-20', at: noon } };

  it('by a rerun, an edited schedule, or the next run of the same', async () => {
    await office.member('ben', { facts });
    await office.publish(planOf({ ...birthday, ...cron(12) }));
    const first = await office.plan('spring');
    await office.publish(planOf({ ...birthday, ...cron(15), version: 2 }));
    office.later(3 * hour);
    const second = await office.plan('spring');
    expect([first?.run.counts?.treatment, second?.run.counts?.treatment]).toEqual([1, 0]);
    await office.handOut();
    await office.sendAll();
    expect(office.accepted('email', 'ben')).toBe(1);
  });

  it('by two plans at one moment for the same run', async () => {
    await office.member('ben', { facts });
    await office.publish(planOf({ ...birthday, ...cron(12) }));
    await Promise.all([office.plan('spring', noon), office.plan('spring', noon)]);
    await office.handOut();
    expect(office.queues).toHaveLength(1);
  });
});

describe('a plan that follows an event', () => {
  const welcome = {
    kind: 'welcome',
    trigger: { event: 'member.enrolled.confirmed' },
    steps: [
      { id: 'first', afterDays: 0, channels: ['email'], template: 'words' },
      { id: 'second', afterDays: 3, channels: ['email'], template: 'words' },
    ],
  };
  const enrolled = { memberId: 'ann', cause: { by: 'member.enrolled.confirmed' } } as const;

  it('sends at once, and later what is to come, once for each occasion', async () => {
    await office.publish(planOf(welcome));
    await office.occasion(enrolled);
    await office.occasion(enrolled);
    expect((await office.sendAll()).map(({ is }) => is)).toEqual(['sent', 'done']);
    await office.handOut();
    expect(office.queues).toEqual([]);
    office.later(72 * hour);
    await office.handOut();
    expect((await office.sendAll()).map(({ is }) => is)).toEqual(['sent', 'done']);
    expect(office.accepted('email', 'ann')).toBe(2);
    expect(await office.rows('spring#events')).toHaveLength(1);
  });
});
