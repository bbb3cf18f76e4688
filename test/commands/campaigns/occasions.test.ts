/** Plans that follow events: what comes back from the bus, and who is sent what because of it. */
import { describe, expect, it } from 'vitest';
import { pauseCampaign, resumeCampaign } from '../../../shared/commands/campaigns/pause-campaign.ts';
import { parseOccasion } from '../../../shared/contracts/occasion-event.ts';
import { eventOfMessage } from '../../../shared/contracts/events-out.ts';
import { enrolledOut } from '../../../shared/contracts/member-events-out.ts';
import type { Message } from '../../../shared/contracts/messages.ts';
import { day, instant } from '../../domain/build.ts';
import { planOf } from './plan-documents.ts';
import { PostOffice } from './post-office.ts';

const about = { memberId: 'ann', programId: 'test', day: '2026-03-09', occurredAt: '2026-03-09T15:59:59.999Z' };
const lots = [{ points: 5, expiresOn: '2026-03-17' }];
const messages: readonly Message[] = [
  { ...about, kind: 'points.expiring', occasion: 'points.expiring:2026-03-09:7', lead: 7, points: 5, lots },
  {
    ...about,
    kind: 'tier.at-risk',
    occasion: 'tier.at-risk:2026-04-01',
    level: 'gold',
    fallsTo: 'silver',
    judgement: '2026-04-01',
    basis: 'points',
    amount: 1,
    missing: 2,
    by: '2026-03-31',
  },
  { ...about, kind: 'member.stage-changed', occasion: 'member.stage-changed:2026-03-09', from: 'active', to: 'lapsed' },
];

const parsed = (message: Message) => {
  const { detailType, detail } = eventOfMessage(message);
  return parseOccasion({ 'detail-type': detailType, detail });
};

describe('an event of our own bus', () => {
  it('says what it is about', () => {
    expect(messages.map((message) => parsed(message).occasion)).toEqual([
      { memberId: 'ann', cause: { by: 'points.expiring', expiresOn: day('2026-03-17'), lead: 7 } },
      { memberId: 'ann', cause: { by: 'tier.at-risk', judgement: day('2026-04-01') } },
      { memberId: 'ann', cause: { by: 'member.stage-changed', day: day('2026-03-09'), to: 'lapsed' } },
    ]);
  });

  it('is followed from the day after the one at whose end it was found, and an enrolment from its own time', () => {
    expect(new Set(messages.map((message) => parsed(message).since))).toEqual(
      new Set([instant('2026-03-10T00:00:00+08:00')]),
    );
    const { detailType, detail } = enrolledOut({
      memberId: 'ann',
      by: 'enrolment',
      occurredAt: '2026-03-09T12:34:56Z',
      channel: null,
      referralCode: null,
    });
    expect(parseOccasion({ 'detail-type': detailType, detail })).toEqual({
      occasion: { memberId: 'ann', cause: { by: 'member.enrolled.confirmed' } },
      since: instant('2026-03-09T12:34:56Z'),
    });
  });

  it('is refused when no plan could follow it', () => {
    expect(() => parseOccasion({ 'detail-type': 'points.earned', detail: {} })).toThrow();
    expect(() => parseOccasion({ 'detail-type': 'tier.at-risk', detail: {} })).toThrow();
  });
});

describe('a plan that follows changes of stage', () => {
  const change = (to: 'lapsed' | 'lost') =>
    ({ memberId: 'ann', cause: { by: 'member.stage-changed', day: day('2026-03-09'), to } }) as const;

  it('is about the stages that it names, and whoever is planned twice is sent once', async () => {
    const office = new PostOffice();
    await office.member('ann');
    await office.publish(planOf({ trigger: { event: 'member.stage-changed', to: ['lapsed'] } }));
    expect(await office.occasion(change('lost'))).toBe(0);
    expect(await office.occasion(change('lapsed'), change('lapsed'))).toBe(1);
    office.later(60_000);
    expect(await office.occasion(change('lapsed'))).toBe(1);
    expect((await office.sendAll()).map(({ is }) => is)).toEqual(['sent', 'done']);
    expect(office.accepted('email', 'ann')).toBe(1);
  });

  it('waits while it is paused, and is sent as soon as it is resumed', async () => {
    const office = new PostOffice();
    await office.member('ann');
    await office.publish(planOf({ trigger: { event: 'member.stage-changed', to: ['lapsed'] } }));
    await pauseCampaign(office.campaigns, 'spring');
    expect(await office.occasion(change('lapsed'))).toBe(1);
    await office.handOut();
    expect(office.queues).toEqual([]);
    await resumeCampaign(office.campaigns, 'spring');
    await office.handOut();
    expect((await office.sendAll()).map(({ is }) => is)).toEqual(['sent']);
  });

  it('tells nobody who is not there', async () => {
    const office = new PostOffice();
    await office.publish(planOf({ trigger: { event: 'member.stage-changed', to: ['lapsed'] } }));
    expect(await office.occasion(change('lapsed'))).toBe(0);
    expect(await office.campaigns.run('spring#events')).toBeUndefined();
  });
});
