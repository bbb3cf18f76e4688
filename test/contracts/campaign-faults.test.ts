/** What is wrong with a document that is no plan: each fault says where it is, and all are named at once. */
import { describe, expect, it } from 'vitest';
import { parseCampaign } from '../../shared/contracts/parse-campaign.ts';
import { context, faultsOfPlan, planWith, smallestPlan, withStep } from './campaigns.ts';

describe('a fault', () => {
  it.each(['id', 'version', 'kind', 'name', 'purpose', 'audience', 'trigger', 'steps'])(
    'is that %s is not there',
    (key) => {
      const others = Object.fromEntries(Object.entries(smallestPlan).filter(([name]) => name !== key));
      expect(faultsOfPlan(others)).toEqual([expect.stringMatching(new RegExp(`^${key}: required: `))]);
    },
  );

  it.each([undefined, null, [], 'text', 5])('of something that is no document at all is one: %j', (document) => {
    const result = parseCampaign(document, context);
    expect(result).toMatchObject({ ok: false, faults: [{ path: '(document)' }] });
    expect(!result.ok && result.faults.length).toBe(1);
  });

  const dayRule = 'steps[0].afterDays: an integer from 0 to 366';
  const shareRule = 'control.share: a share from "0" to below "1", as a decimal string';
  const rangeRule = 'an object with min, max or both, min not above max';
  it.each([
    [{ id: 'a b' }, 'id: a name of 1 to 48'],
    [{ id: 'a#b' }, 'id: a name of 1 to 48'],
    [{ id: '-a' }, 'id: a name of 1 to 48'],
    [{ kind: 'spam' }, 'kind: one of promotion, member-day'],
    [{ name: { en: 'Hello' } }, 'name.zh-CN: required'],
    [{ name: 'Hello' }, 'name: an object with a text for en and for zh-CN'],
    [{ purpose: 'profiling' }, 'purpose: one of promotions, loyalty'],
    [{ surprise: 1 }, 'surprise: no such key'],
    [{ window: { days: 0 } }, 'window.days: an integer from 1 to 366'],
    [{ outcome: 'joy' }, 'outcome: purchase, spend or activity:<type>'],
    [{ outcome: 'activity:' }, 'outcome: purchase, spend or activity:<type>'],
    [{ outcome: 'activity:survey' }, 'outcome: unreachable: the programme has no rule for this activity'],
    [{ budgetMinor: 0.5 }, 'budgetMinor: an integer of minor units'],
    [{ costMinor: { email: 0.07 } }, 'costMinor.email: a decimal number as a string'],
    [{ costMinor: { pigeon: '1' } }, 'costMinor.pigeon: no such key'],
    [{ expiresAfterHours: 0 }, 'expiresAfterHours: an integer from 1'],
    [{ caps: { messages: 0, days: 7 } }, 'caps.messages: an integer from 1 to 20'],
    [{ caps: { messages: 3, days: 91 } }, 'caps.days: an integer from 1 to 90'],
    [{ caps: { messages: 3, days: 7, channels: { sms: { messages: 0, days: 1 } } } }, 'caps.channels.sms.messages: '],
    [{ quietHours: { from: '24:00', to: '09:00' } }, 'quietHours.from: a time of day HH:MM'],
    [{ quietHours: { from: '21:00', to: '9:00' } }, 'quietHours.to: a time of day HH:MM'],
    [{ quietHours: { from: '21:00', to: '09:00', channels: ['fax'] } }, 'quietHours.channels[0]: one of email'],
    [{ control: { share: '1' } }, shareRule],
    [{ control: { share: 0.1 } }, 'control.share: a decimal number as a string'],
    [{ control: { share: '-0.1' } }, 'control.share: a decimal number as a string'],
    [{ control: { share: '0' } }, 'control.reason: required: why nobody is held back, where the share is 0'],
    [{ control: { share: '0.00', reason: ' ' } }, 'control.reason: required'],
    [{ steps: [] }, 'steps: a list of steps, at least one'],
    [withStep({ id: 'a/b' }), 'steps[0].id: a name'],
    [withStep({ afterDays: -1 }), dayRule],
    [withStep({ afterDays: 367 }), dayRule],
    [withStep({ channels: [] }), 'steps[0].channels: a list of channels, at least one'],
    [withStep({ channels: ['fax'] }), 'steps[0].channels[0]: one of email, sms, push, webhook, log'],
    [withStep({ channels: ['email', 'sms', 'email'] }), 'steps[0].channels[2]: each channel once'],
    [withStep({ template: 'three' }), 'steps[0].template: unreachable: no such template beside the document'],
    [withStep({ unless: 'rain' }), 'steps[0].unless: one of purchase'],
    [withStep({ wait: 5 }), 'steps[0].wait: no such key'],
    [withStep({}, { ...smallestPlan.steps[0] }), 'steps[1].id: each id once'],
    [
      withStep({ afterDays: 9 }, { id: 'b', afterDays: 3, channels: ['email'], template: 'two' }),
      'steps[1].afterDays: not before the step before: days do not fall',
    ],
    [withStep({ offer: {} }), 'steps[0].offer: exactly one of points and coupon'],
    [withStep({ offer: { points: 0 } }), 'steps[0].offer.points: an integer from 1'],
    [
      withStep({ offer: { points: 5, coupon: { percent: 5, days: 3 } } }),
      'steps[0].offer: exactly one of points and coupon',
    ],
    [
      withStep({ offer: { points: 5, expiry: { policy: 'inactivity', months: 3 } } }),
      'steps[0].offer.expiry.policy: an object whose policy is one of after, endOf, fixed, never',
    ],
    [
      withStep({ offer: { coupon: { percent: 5, days: 3 }, expiry: { policy: 'never' } } }),
      'steps[0].offer.expiry: only with points',
    ],
    [withStep({ offer: { coupon: { days: 3 } } }), 'steps[0].offer.coupon: exactly one of offMinor and percent'],
    [
      withStep({ offer: { coupon: { percent: 101, days: 3 } } }),
      'steps[0].offer.coupon.percent: an integer from 1 to 100',
    ],
    [withStep({ offer: { coupon: { offMinor: 5, percent: 5, days: 3 } } }), 'steps[0].offer.coupon: exactly one of'],
    [{ audience: [] }, 'audience: an object of conditions'],
    [{ audience: { mood: ['good'] } }, 'audience.mood: no such key'],
    [{ audience: { any: [] } }, 'audience.any: a list of conditions, at least one'],
    [{ audience: { all: [{ not: { stage: ['asleep'] } }] } }, 'audience.all[0].not.stage[0]: one of prospect, new'],
    [{ audience: { tier: ['gold', 'platinum'] } }, 'audience.tier[1]: unreachable: no such level'],
    [{ audience: { rfm: ['rich'] } }, 'audience.rfm[0]: one of champions'],
    [{ audience: { orders: {} } }, `audience.orders: ${rangeRule}`],
    [{ audience: { age: { min: 40, max: 30 } } }, `audience.age: ${rangeRule}`],
    [{ audience: { balance: { min: -1 } } }, 'audience.balance.min: an integer from 0'],
    [{ audience: { balance: { least: 1 } } }, 'audience.balance.least: no such key'],
    [{ audience: { expiringPoints: { min: 1 } } }, 'audience.expiringPoints.withinDays: required: an integer from 1'],
    [{ audience: { birthday: 'year' } }, 'audience.birthday: one of day, week, month'],
    [
      { audience: { attribute: { name: 'staff', is: null } } },
      'audience.attribute.is: a string, a number or a boolean',
    ],
    [{ audience: { consent: 'everything' } }, 'audience.consent: one of loyalty, promotions, profiling'],
    [{ audience: { segment: 'vip' } }, 'audience.segment: unreachable: no such segment'],
    [{ segments: { vip: { tier: ['platinum'] } } }, 'segments.vip.tier[0]: unreachable: no such level'],
    [{ segments: { a: { not: { segment: 'a' } } } }, 'segments.a: a segment is no part of itself'],
    [{ trigger: {} }, 'trigger: exactly one of schedule and event'],
    [{ trigger: { schedule: {} } }, 'trigger.schedule: exactly one of cron and at'],
    [{ trigger: { schedule: { cron: '0 10 * * *', timeZone: 'UTC' } } }, 'trigger.schedule.cron: six fields'],
    [{ trigger: { schedule: { cron: '0 10 1 * MON *', timeZone: 'UTC' } } }, 'trigger.schedule.cron: six fields'],
    [{ trigger: { schedule: { cron: '0 10 ? * TUE *' } } }, 'trigger.schedule.timeZone: required'],
    [
      { trigger: { schedule: { cron: '0 10 ? * TUE *', timeZone: 'Mars/Olympus' } } },
      'trigger.schedule.timeZone: an IANA',
    ],
    [{ trigger: { schedule: { at: 'tomorrow' } } }, 'trigger.schedule.at: an RFC 3339 date-time'],
    [{ trigger: { schedule: { at: '2026-12-01T10:00:00' } } }, 'trigger.schedule.at: with an offset, or a time'],
    [
      { trigger: { schedule: { at: '2026-03-08T02:30:00', timeZone: 'America/New_York' } } },
      'trigger.schedule.at: with an offset, or a time that the clock of the timeZone shows',
    ],
    [{ trigger: { event: 'points.earned' } }, 'trigger.event: one of member.enrolled.confirmed'],
    [{ trigger: { event: 'tier.at-risk', to: ['lapsed'] } }, 'trigger.to: only where event is member.stage-changed'],
    [
      { kind: 'birthday', trigger: { event: 'tier.at-risk' } },
      'trigger.event: a plan of kind birthday runs by schedule',
    ],
    [
      { kind: 'welcome', trigger: { event: 'tier.at-risk' } },
      'trigger.event: a plan of kind welcome runs by member.enrolled.confirmed or by schedule',
    ],
    [{ purpose: 'loyalty', control: { share: '0.10' } }, 'control: none in a plan of purpose loyalty'],
  ])('is named where it is, alone: %j', (changes, expected) => {
    expect(faultsOfPlan(planWith(changes))).toEqual([expect.stringContaining(expected)]);
  });

  it('of a cycle of segments is told of each of them, and not of who only leads there', () => {
    const segments = {
      a: { all: [{ segment: 'b' }] },
      b: { any: [{ not: { segment: 'c' } }, { consent: 'promotions' }] },
      c: { segment: 'a' },
      d: { segment: 'a' },
    };
    expect(faultsOfPlan(planWith({ segments }))).toEqual(
      ['a', 'b', 'c'].map((name) => `segments.${name}: a segment is no part of itself`),
    );
  });

  it('does not hide another one, wherever they are', () => {
    const faults = faultsOfPlan(
      planWith({
        id: '',
        audience: { any: [{ tier: ['platinum'], orders: { min: 5, max: 4 } }, { segment: 'none' }, { mood: 1 }] },
        trigger: { schedule: { cron: 'never', timeZone: 'Mars' }, event: 'points.expiring' },
        steps: [{ id: 'a', afterDays: 2, channels: ['fax'], template: 'x', offer: {} }, 5, { id: 'a', afterDays: 1 }],
        control: { share: '0' },
        outcome: 'activity:survey',
      }),
    );
    expect(faults.map((message) => message.split(': ')[0]).sort()).toEqual(
      [
        'id',
        'audience.any[0].tier[0]',
        'audience.any[0].orders',
        'audience.any[1].segment',
        'audience.any[2].mood',
        'trigger',
        'trigger.schedule.cron',
        'trigger.schedule.timeZone',
        'steps[0].channels[0]',
        'steps[0].template',
        'steps[0].offer',
        'steps[1]',
        'steps[2].id',
        'steps[2].afterDays',
        'steps[2].channels',
        'steps[2].template',
        'control.reason',
        'outcome',
      ].sort(),
    );
  });
});
