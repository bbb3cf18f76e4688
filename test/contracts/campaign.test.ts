/** What a document of a plan comes to. */
import { describe, expect, it } from 'vitest';
import { readCampaign } from '../../shared/contracts/campaign.ts';
import { rational } from '../../shared/domain/rational.ts';
import { formatInstant } from '../../shared/domain/zone.ts';
import { acceptedPlan, planWith, smallestPlan, withStep } from './campaigns.ts';

const compiled = (document: unknown) => acceptedPlan(document).campaign;

describe('a plan', () => {
  it('that says as little as it can has the usual values', () => {
    expect(compiled(smallestPlan)).toEqual({
      id: 'hello',
      version: 1,
      kind: 'promotion',
      name: { en: 'Hello', 'zh-CN': '你好' },
      purpose: 'promotions',
      audience: { is: 'all', of: [] },
      trigger: { by: 'cron', cron: '0 10 ? * TUE *', timeZone: 'Asia/Shanghai' },
      steps: [{ id: 'only', afterDays: 0, channels: ['email'], template: 'one', offer: null, unless: null }],
      control: { share: rational(1n, 10n), salt: 'hello' },
      caps: { messages: 3, days: 7 },
      quietHours: { from: 1260, to: 540, channels: ['sms', 'push'] },
      window: { days: 30 },
      outcome: { of: 'purchase' },
      budgetMinor: null,
      costMinor: {},
      expiresAfterHours: 48,
    });
  });

  it('of what is owed has no control group and no cap', () => {
    const { control, caps } = compiled(planWith({ purpose: 'loyalty', kind: 'points-expiring' }));
    expect({ control, caps }).toEqual({ control: { share: rational(0n), salt: 'hello' }, caps: null });
    expect(compiled(planWith({ purpose: 'loyalty', control: { share: '0', reason: 'owed' } })).control.share).toEqual(
      rational(0n),
    );
  });

  it('has what it says', () => {
    const given = compiled(
      planWith({
        control: { share: '0', salt: 'pepper', reason: 'a promise' },
        caps: { messages: 2, days: 30, channels: { sms: { messages: 1, days: 7 } } },
        quietHours: { from: '22:30', to: '07:05', channels: ['email'] },
        window: { days: 14 },
        outcome: 'activity:checkin',
        budgetMinor: 500,
        costMinor: { email: '0.07', sms: '5' },
        expiresAfterHours: 12,
      }),
    );
    expect(given).toMatchObject({
      control: { share: rational(0n), salt: 'pepper' },
      caps: { messages: 2, days: 30, channels: { sms: { messages: 1, days: 7 } } },
      quietHours: { from: 1350, to: 425, channels: ['email'] },
      window: { days: 14 },
      outcome: { of: 'activity', type: 'checkin' },
      budgetMinor: 500n,
      costMinor: { email: rational(7n, 100n), sms: rational(5n) },
      expiresAfterHours: 12,
    });
    expect(compiled(planWith({ outcome: 'spend' })).outcome).toEqual({ of: 'spend' });
    expect(compiled(planWith({ quietHours: { from: '22:00', to: '08:00' } })).quietHours.channels).toEqual([
      'sms',
      'push',
    ]);
  });

  it('has its steps with their offers', () => {
    const { steps } = compiled(
      withStep(
        { offer: { points: 200, expiry: { policy: 'after', days: 30 } } },
        { id: 'b', channels: ['log'], template: 'two', offer: { points: 5 }, unless: 'purchase' },
        {
          id: 'c',
          afterDays: 3,
          channels: ['sms', 'email'],
          template: 'two',
          offer: { coupon: { percent: 10, days: 7 } },
        },
        {
          id: 'd',
          afterDays: 3,
          channels: ['push'],
          template: 'two',
          offer: { coupon: { offMinor: 500, minNetMinor: 5000, days: 7 } },
        },
      ),
    );
    expect(steps.map(({ offer }) => offer)).toEqual([
      { offers: 'points', points: 200n, expiry: { policy: 'after', life: { days: 30 }, roundUpTo: 'day' } },
      { offers: 'points', points: 5n, expiry: null },
      { offers: 'coupon', coupon: { gives: 'percent', percent: 10, minNetMinor: 0n, days: 7 } },
      { offers: 'coupon', coupon: { gives: 'amount', offMinor: 500n, minNetMinor: 5000n, days: 7 } },
    ]);
    expect(steps[1]).toMatchObject({ afterDays: 0, channels: ['log'], unless: 'purchase' });
  });

  it('has conditions of which every key holds, and segments in their places', () => {
    const of = (audience: unknown, segments = {}) => compiled(planWith({ audience, segments })).audience;
    expect(of({ stage: ['lapsed'], consent: 'promotions' })).toEqual({
      is: 'all',
      of: [
        { is: 'stage', stages: ['lapsed'] },
        { is: 'consent', purpose: 'promotions' },
      ],
    });
    const segments = {
      vip: { any: [{ tier: ['gold'] }, { spendMinorIn12Months: { min: 100_000 } }] },
      quiet: { not: { segment: 'vip' } },
    };
    expect(of({ segment: 'quiet' }, segments)).toEqual({
      is: 'not',
      of: {
        is: 'any',
        of: [
          { is: 'tier', levels: ['gold'] },
          { is: 'spendMinorIn12Months', range: { min: 100_000n, max: null } },
        ],
      },
    });
    expect(of({ expiringPoints: { withinDays: 30 } })).toEqual({ is: 'expiringPoints', withinDays: 30, min: 1n });
  });

  it.each([
    [{ tier: ['gold'] }, { is: 'tier', levels: ['gold'] }],
    [{ rfm: ['champions', 'at risk'] }, { is: 'rfm', groups: ['champions', 'at risk'] }],
    [{ enrolChannel: ['app'] }, { is: 'enrolChannel', channels: ['app'] }],
    [{ interest: ['tea'] }, { is: 'interest', interests: ['tea'] }],
    [{ attribute: { name: 'staff', is: true } }, { is: 'attribute', name: 'staff', value: true }],
    [{ lastPurchaseDays: { min: 0, max: 9 } }, { is: 'lastPurchaseDays', range: { min: 0n, max: 9n } }],
    [{ orders: { min: 1 } }, { is: 'orders', range: { min: 1n, max: null } }],
    [{ ordersIn12Months: { max: 0 } }, { is: 'ordersIn12Months', range: { min: null, max: 0n } }],
    [{ balance: { min: 1 } }, { is: 'balance', range: { min: 1n, max: null } }],
    [{ expiringPoints: { withinDays: 7, min: 50 } }, { is: 'expiringPoints', withinDays: 7, min: 50n }],
    [{ age: { min: 18 } }, { is: 'age', range: { min: 18n, max: null } }],
    [{ enrolledDays: { max: 30 } }, { is: 'enrolledDays', range: { min: null, max: 30n } }],
    [{ birthday: 'week' }, { is: 'birthday', span: 'week' }],
    [{ gender: ['female'] }, { is: 'gender', genders: ['female'] }],
  ])('reads the condition %j', (document, condition) => {
    expect(compiled(planWith({ audience: document })).audience).toEqual(condition);
  });

  it('is triggered once, by an offset or by the clock of its zone', () => {
    const at = (schedule: object) => {
      const { trigger } = compiled(planWith({ trigger: { schedule } }));
      return trigger.by === 'at' ? [formatInstant(trigger.at), trigger.timeZone] : trigger;
    };
    expect(at({ at: '2026-12-24T10:00:00+08:00' })).toEqual(['2026-12-24T02:00:00Z', 'UTC']);
    expect(at({ at: '2026-12-24T10:00:00', timeZone: 'Asia/Shanghai' })).toEqual([
      '2026-12-24T02:00:00Z',
      'Asia/Shanghai',
    ]);
    expect(at({ at: '2026-12-24T10:00:00Z', timeZone: 'Asia/Shanghai' })).toEqual([
      '2026-12-24T10:00:00Z',
      'Asia/Shanghai',
    ]);
  });

  it('follows an event', () => {
    const trigger = (given: object, kind = 'promotion') => compiled(planWith({ trigger: given, kind })).trigger;
    expect(trigger({ event: 'member.stage-changed', to: ['lapsed'] }, 'win-back')).toEqual({
      by: 'event',
      event: 'member.stage-changed',
      to: ['lapsed'],
    });
    expect(trigger({ event: 'tier.at-risk' })).toEqual({ by: 'event', event: 'tier.at-risk', to: null });
  });

  it('that was published is read as it was then, with its defaults or without them', () => {
    const { campaign, document } = acceptedPlan(smallestPlan);
    expect(readCampaign(smallestPlan)).toEqual(campaign);
    expect(readCampaign(JSON.parse(JSON.stringify(document)))).toEqual(campaign);
    expect(readCampaign({ ...smallestPlan, steps: [] })).toBeUndefined();
  });
});
