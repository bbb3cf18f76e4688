/** Messages: one for each occasion of a member, and the newest of a kind. */
import { beforeEach, describe, expect, it } from 'vitest';
import type { Stores } from '../../bench/local-stores.ts';
import { expiryMessage, levelMessage, stageMessage } from '../../shared/contracts/messages.ts';
import { day } from '../domain/build.ts';
import { bothStores } from './both-stores.ts';

const about = (memberId: string, on: string) => ({
  memberId,
  programId: 'main',
  day: day(on),
  occurredAt: `${on}T23:59:59.999Z`,
});
const stage = (memberId: string, on: string, to: 'new' | 'active' = 'active') =>
  stageMessage(about(memberId, on), null, to);
const expiring = (memberId: string, on: string, lead = 7, points = 10n) =>
  expiryMessage(about(memberId, on), { lead, lots: [{ points, expiresOn: day('2026-06-01') }] });
const atRisk = (memberId: string, on: string, judgement: string) =>
  levelMessage(about(memberId, on), {
    level: 'gold',
    fallsTo: 'silver',
    judgement: day(judgement),
    basis: 'spend',
    amount: 5n,
    missing: 10n ** 20n,
    by: day(judgement),
  });

describe.each(bothStores)('messages in the $store store', ({ open }) => {
  let messages: Stores['messages'];
  beforeEach(async () => {
    ({ messages } = await open());
  });

  it('are claimed once each, whatever else is said of the occasion', async () => {
    expect(await messages.claim(expiring('ann', '2026-03-01'))).toBe('claimed');
    expect(await messages.claim(expiring('ann', '2026-03-01', 7, 20n))).toBe('exists');
    expect(await messages.newest('ann', 'points.expiring')).toEqual(expiring('ann', '2026-03-01'));
  });

  it('of other members, days, leads and kinds are other messages', async () => {
    const all = [
      expiring('ann', '2026-03-01'),
      expiring('bob', '2026-03-01'),
      expiring('ann', '2026-03-01', 1),
      expiring('ann', '2026-03-02'),
      stage('ann', '2026-03-01'),
      atRisk('ann', '2026-03-01', '2026-04-01'),
    ];
    for (const message of all) expect(await messages.claim(message)).toBe('claimed');
  });

  it('of one judgement are one, on whatever day it is found', async () => {
    expect(await messages.claim(atRisk('ann', '2026-03-01', '2026-04-01'))).toBe('claimed');
    expect(await messages.claim(atRisk('ann', '2026-03-05', '2026-04-01'))).toBe('exists');
    expect(await messages.newest('ann', 'tier.at-risk')).toEqual(atRisk('ann', '2026-03-01', '2026-04-01'));
  });

  it('name the newest of their kind, in whatever order they came', async () => {
    const days = ['2026-03-09', '2026-10-01', '2026-03-10'];
    for (const on of days) await messages.claim(stage('ann', on));
    await messages.claim(stage('bob', '2027-01-01', 'new'));
    await messages.claim(expiring('ann', '2026-12-01'));
    expect(await messages.newest('ann', 'member.stage-changed')).toEqual(stage('ann', '2026-10-01'));
    expect(await messages.newest('bob', 'member.stage-changed')).toEqual(stage('bob', '2027-01-01', 'new'));
    expect(await messages.newest('ann', 'tier.at-risk')).toBeUndefined();
    expect(await messages.newest('nobody', 'points.expiring')).toBeUndefined();
  });

  it('are listed by kind and day, each member’s own', async () => {
    const own = [
      stage('ann', '2026-03-09', 'new'),
      stage('ann', '2026-03-10'),
      expiring('ann', '2026-12-01'),
      atRisk('ann', '2026-03-01', '2026-04-01'),
    ];
    for (const message of [...own.toReversed(), stage('bob', '2026-03-01')]) await messages.claim(message);
    expect(await messages.list('ann')).toEqual(own);
    expect(await messages.list('nobody')).toEqual([]);
  });

  it('are claimed by one of many who try at once', async () => {
    const answers = await Promise.all(
      Array.from({ length: 8 }, async () => messages.claim(stage('ann', '2026-03-01'))),
    );
    expect(answers.filter((answer) => answer === 'claimed')).toHaveLength(1);
  });
});
