import { describe, expect, it } from 'vitest';
import type { Campaign, Condition } from '../../../shared/domain/campaigns/campaign.ts';
import { occasionOf } from '../../../shared/domain/campaigns/occasion.ts';
import type { Cause, OccasionFacts } from '../../../shared/domain/campaigns/occasion.ts';
import { isStillSo } from '../../../shared/domain/campaigns/still-so.ts';
import { nobody } from '../../../shared/domain/person.ts';
import { day, instant, programmeWith, versionsOf } from '../build.ts';
import { LevelLedger } from '../level-ledger.ts';

const versions = versionsOf(
  programmeWith({
    points: { expiry: { policy: 'after', days: 60 } },
    tiers: {
      basis: 'spend',
      window: { months: 6 },
      levels: [
        { id: 'ordinary', from: 0 },
        { id: 'silver', from: 20_000 },
      ],
    },
  }),
);
const everybody: Condition = { is: 'all', of: [] };
const daily = { by: 'cron', cron: '0 10 * * ? *', timeZone: 'Asia/Shanghai' } as const;

type Planned = Pick<Campaign, 'kind' | 'trigger' | 'audience'>;
const plan = (kind: Campaign['kind'], more: Partial<Planned> = {}): Planned => ({
  kind,
  trigger: daily,
  audience: everybody,
  ...more,
});
const run: Cause = { by: 'run', scheduledAt: instant('2026-03-10T02:00:00Z') };

function born(birthday: string | null) {
  const at = instant('2020-01-01T00:00:00Z');
  return birthday === null ? nobody : { ...nobody, facts: { birthday: { value: birthday, at } } };
}
function factsOf(on: string, live: (ledger: LevelLedger) => void = () => undefined, birthday: string | null = null) {
  const ledger = new LevelLedger(...versions);
  live(ledger);
  return { account: ledger.account, day: day(on), versions, person: born(birthday) } satisfies OccasionFacts;
}

describe('the occasion', () => {
  const of = (kind: Campaign['kind'], on: string, birthday: string | null) =>
    occasionOf(plan(kind), run, factsOf(on, undefined, birthday));

  it('of a birthday is the year of the nearest one, early or late', () => {
    expect(of('birthday', '2026-05-16', '1990-05-17')).toBe('birthday-2026');
    expect(of('birthday', '2026-05-20', '--05-17')).toBe('birthday-2026');
    expect(of('birthday', '2026-12-30', '1990-01-02')).toBe('birthday-2027');
    expect(of('birthday', '2027-01-03', '1990-12-30')).toBe('birthday-2026');
    expect(of('birthday', '2026-05-16', null)).toBeNull();
  });

  it('of 29 February is one in every year', () => {
    expect(of('birthday', '2026-02-28', '1992-02-29')).toBe('birthday-2026');
    expect(of('birthday', '2028-02-28', '1992-02-29')).toBe('birthday-2028');
    expect(of('birthday', '2028-02-29', '1992-02-29')).toBe('birthday-2028');
    expect(of('birthday', '2028-03-01', '1992-02-29')).toBe('birthday-2028');
  });

  it('of an anniversary is the year of the nearest one, and the enrolment itself is none', () => {
    // Enrolled on 1 January 2020.
    expect(of('anniversary', '2026-01-05', null)).toBe('anniversary-2026');
    expect(of('anniversary', '2025-12-28', null)).toBe('anniversary-2026');
    expect(of('anniversary', '2020-01-05', null)).toBeNull();
    expect(of('anniversary', '2020-06-01', null)).toBeNull();
    expect(of('anniversary', '2020-12-31', null)).toBe('anniversary-2021');
  });

  it('of a win-back is the silence since the last purchase, and nobody is silent who never bought', () => {
    const facts = factsOf('2026-03-10', (ledger) => {
      ledger.sell('2025-03-10', 1000);
      ledger.sell('2025-06-01', 1000);
    });
    expect(occasionOf(plan('win-back'), run, facts)).toBe('silence-2025-06-01');
    expect(
      occasionOf(plan('win-back', { trigger: { by: 'at', at: run.scheduledAt, timeZone: 'UTC' } }), run, facts),
    ).toBe('silence-2025-06-01');
    expect(occasionOf(plan('win-back'), run, factsOf('2026-03-10'))).toBeNull();
  });

  it('of points that end is the first day of their end and the lead', () => {
    const facts = factsOf('2026-03-05', (ledger) => {
      ledger.sell('2026-01-10', 1000);
      ledger.sell('2026-01-20', 1000);
    });
    const within = (...days: number[]): Condition => ({
      is: 'any',
      of: days.map((withinDays): Condition => ({ is: 'expiringPoints', withinDays, min: 1n })),
    });
    const withLeads = (...days: number[]) => plan('points-expiring', { audience: within(...days) });
    expect(occasionOf(withLeads(30), run, facts)).toBe('expiry-2026-03-11-30');
    expect(occasionOf(withLeads(30, 7, 1), run, facts)).toBe('expiry-2026-03-11-7');
    expect(occasionOf(plan('points-expiring'), run, facts)).toBe('expiry-2026-03-11');
    expect(occasionOf(withLeads(30), run, factsOf('2026-03-05'))).toBeNull();
    const told: Cause = { by: 'points.expiring', expiresOn: day('2026-03-21'), lead: 7 };
    expect(occasionOf(plan('points-expiring'), told, facts)).toBe('expiry-2026-03-21-7');
  });

  it('of a level at risk is the day on which it is judged', () => {
    const silver = (ledger: LevelLedger) => void ledger.sell('2025-03-20', 30_000);
    expect(occasionOf(plan('tier-at-risk'), run, factsOf('2026-03-10', silver))).toBe('judgement-2026-03-20');
    expect(occasionOf(plan('tier-at-risk'), run, factsOf('2026-01-10', silver))).toBeNull();
    expect(occasionOf(plan('tier-at-risk'), run, factsOf('2026-03-10'))).toBeNull();
    const told: Cause = { by: 'tier.at-risk', judgement: day('2026-04-01') };
    expect(occasionOf(plan('tier-at-risk'), told, factsOf('2026-03-10', silver))).toBe('judgement-2026-04-01');
  });

  it('of a welcome is one for ever', () => {
    expect(of('welcome', '2026-03-10', null)).toBe('welcome');
    expect(occasionOf(plan('welcome'), { by: 'member.enrolled.confirmed' }, factsOf('2026-03-10'))).toBe('welcome');
  });

  it('of anything else is the run, but once of a plan that runs once, or what has happened', () => {
    expect(of('member-day', '2026-03-10', null)).toBe('run-2026-03-10T02:00:00Z');
    const once = plan('holiday', { trigger: { by: 'at', at: run.scheduledAt, timeZone: 'UTC' } });
    expect(occasionOf(once, run, factsOf('2026-03-10'))).toBe('once');
    const caused = (cause: Cause) => occasionOf(plan('promotion'), cause, factsOf('2026-03-10'));
    expect(caused({ by: 'member.enrolled.confirmed' })).toBe('enrolled');
    expect(caused({ by: 'member.stage-changed', day: day('2026-03-09'), to: 'lapsed' })).toBe(
      'stage-lapsed-2026-03-09',
    );
    expect(caused({ by: 'points.expiring', expiresOn: day('2026-03-21'), lead: 7 })).toBe('expiry-2026-03-21-7');
    expect(caused({ by: 'tier.at-risk', judgement: day('2026-04-01') })).toBe('judgement-2026-04-01');
  });
});

describe('at the moment of sending', () => {
  const always = { unless: null } as const;
  const planned = (occasion: string, lastPurchaseOn: string | null = null, plannedOn = '2026-03-05') => ({
    occasion,
    plannedOn: day(plannedOn),
    lastPurchaseOn: lastPurchaseOn === null ? null : day(lastPurchaseOn),
  });

  it('a step that a purchase makes needless is skipped when there was one', () => {
    const unless = { unless: 'purchase' } as const;
    const bought = factsOf('2026-03-10', (ledger) => void ledger.sell('2026-03-07', 1000));
    const promotion = plan('promotion');
    expect(isStillSo(promotion, unless, planned('once', '2026-03-07'), bought)).toBe(true);
    expect(isStillSo(promotion, unless, planned('once', '2026-03-06'), bought)).toBe(false);
    expect(isStillSo(promotion, unless, planned('once'), bought)).toBe(false);
    expect(isStillSo(promotion, always, planned('once'), bought)).toBe(true);
    // It came back, as if it had never been.
    const returned = factsOf('2026-03-10', (ledger) => {
      ledger.sell('2026-03-07', 1000);
      ledger.giveBack('2026-03-08', '2026-03-07');
    });
    expect(isStillSo(promotion, unless, planned('once'), returned)).toBe(true);
  });

  it('who was silent and has bought is not won back any more', () => {
    const facts = factsOf('2026-03-10', (ledger) => void ledger.sell('2025-06-01', 1000));
    expect(isStillSo(plan('win-back'), always, planned('silence-2025-06-01', '2025-06-01'), facts)).toBe(true);
    expect(isStillSo(plan('win-back'), always, planned('silence-2025-05-01', '2025-05-01'), facts)).toBe(false);
  });

  it('points have to be there still, and to end on that very day', () => {
    const facts = factsOf('2026-03-10', (ledger) => void ledger.sell('2026-01-10', 1000));
    const expiring = plan('points-expiring');
    expect(isStillSo(expiring, always, planned('expiry-2026-03-11-30'), facts)).toBe(true);
    expect(isStillSo(expiring, always, planned('expiry-2026-03-11'), facts)).toBe(true);
    expect(isStillSo(expiring, always, planned('expiry-2026-03-12-30'), facts)).toBe(false);
    expect(isStillSo(expiring, always, planned('expiry-2026-03-11-30'), { ...facts, day: day('2026-03-11') })).toBe(
      false,
    );
  });

  it('a level has to be at risk of the same judgement still', () => {
    const silver = (ledger: LevelLedger) => void ledger.sell('2025-03-20', 30_000);
    const atRisk = plan('tier-at-risk');
    expect(isStillSo(atRisk, always, planned('judgement-2026-03-20'), factsOf('2026-03-10', silver))).toBe(true);
    expect(isStillSo(atRisk, always, planned('judgement-2026-03-21'), factsOf('2026-03-10', silver))).toBe(false);
    const saved = (ledger: LevelLedger) => {
      silver(ledger);
      ledger.sell('2026-03-01', 30_000);
    };
    expect(isStillSo(atRisk, always, planned('judgement-2026-03-20'), factsOf('2026-03-10', saved))).toBe(false);
  });

  it('a birthday has to be that day still', () => {
    const birthday = plan('birthday', { audience: { is: 'birthday', span: 'day' } });
    const ask = (told: string | null, occasion = 'birthday-2026') =>
      isStillSo(birthday, always, planned(occasion), factsOf('2026-03-06', undefined, told));
    expect(ask('1990-03-05')).toBe(true);
    expect(ask('1990-03-06')).toBe(false);
    expect(ask(null)).toBe(false);
    expect(ask('1990-03-05', 'birthday-2025')).toBe(false);
    expect(
      isStillSo(plan('birthday'), always, planned('birthday-2026'), factsOf('2026-03-06', undefined, '1990-03-06')),
    ).toBe(true);
  });
});
