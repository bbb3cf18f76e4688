/** How far messages came, told by their facts: of the whole run, and of every member. */
import { expect, test } from 'vitest';
import { listRunMembers } from '../../../shared/commands/campaigns/list-run-members.ts';
import type { ManifestRow } from '../../../shared/contracts/manifest-row.ts';
import type { Profile } from '../../../shared/store/member-store.ts';
import { instantOf } from '../../../shared/domain/zone.ts';
import { all } from '../../fixtures/all.ts';
import { campaign, closedAt, plannedAt, rowOf, RunOfCampaign, runKey } from './run-of-campaign.ts';

const minute = (count: number) => instantOf(plannedAt + count * 60_000);
const [first] = campaign.steps;
const later = { ...first, id: 'last', afterDays: 10, unless: 'purchase' } as const;
const steps = [first, later] as const;

function twoSteps(memberId: string, reason: 'no-consent' | 'over-budget' | null = null): ManifestRow {
  const channel = reason === null ? ('email' as const) : null;
  const [sendAt, second] = [plannedAt, minute(14_400)];
  return rowOf(memberId, 'treatment', {
    steps: [
      { step: 'first', sendAt, channel, reason },
      { step: 'last', sendAt: second, channel, reason },
    ],
  });
}

/** One member for every fate of messages. */
async function runOfFates() {
  const run = new RunOfCampaign();
  const names = [
    'reader',
    'buyer',
    'bounced',
    'failed',
    'lost',
    'capped',
    'waiting',
    'refused',
    'quiet',
    'control',
  ] as const;
  const ids = new Map<string, string>();
  for (const name of names) ids.set(name, await run.member(name));
  const idOf = (name: (typeof names)[number]) => ids.get(name) ?? '';
  await run.plan(
    names.map((name) => {
      if (name === 'control') return rowOf(idOf(name), 'control');
      return twoSteps(idOf(name), name === 'refused' ? 'no-consent' : null);
    }),
  );
  const accepted = { acceptedAt: minute(1) };
  await run.message(idOf('reader'), { facts: { ...accepted, deliveredAt: minute(2), openedAt: minute(9) } });
  const again = { deliveredAt: minute(14_402), openedAt: minute(14_405), clickedAt: minute(14_406) };
  await run.message(idOf('reader'), { step: 'last', presumedSentAt: minute(14_401), facts: again });
  await run.message(idOf('buyer'), { facts: { ...accepted, deliveredAt: minute(3) } });
  const skipped = { claimedAt: null, leaseUntil: null, attempts: 0, channel: null };
  await run.message(idOf('buyer'), {
    ...skipped,
    step: 'last',
    skipped: { reason: 'fact-changed', at: minute(14_400) },
  });
  await run.message(idOf('bounced'), { facts: { ...accepted, bouncedAt: minute(4) } });
  await run.message(idOf('failed'), { failedAt: minute(5) });
  await run.message(idOf('lost'), { unknownSince: minute(6) });
  await run.message(idOf('capped'), { ...skipped, skipped: { reason: 'capped', at: minute(7) } });
  await run.message(idOf('quiet'), { ...skipped, skipped: { reason: 'quiet-hours', at: minute(8) } });
  // Of another campaign, and of another occasion of this one.
  await run.message(idOf('waiting'), { campaignId: 'birthday', facts: accepted });
  await run.message(idOf('waiting'), { occasion: '2025', facts: accepted });
  return { run, idOf };
}

test('members are counted by what is known of any of their messages', async () => {
  const { run } = await runOfFates();
  const { document, steps: counts } = await run.result({ steps }, minute(20_000));
  expect(document.funnel).toEqual({
    targeted: 9,
    control: 1,
    sent: 3,
    delivered: 2,
    opened: 1,
    clicked: 1,
    skipped: { control: 1, 'no-consent': 1, 'fact-changed': 1, failed: 1, capped: 1, 'quiet-hours': 1 },
  });
  expect(counts).toEqual([
    {
      step: 'first',
      planned: 1,
      sent: 3,
      delivered: 2,
      opened: 1,
      clicked: 0,
      skipped: { 'no-consent': 1, failed: 1, capped: 1, 'quiet-hours': 1 },
      unknown: 1,
      channels: { email: 3 },
      taken: 5,
    },
    {
      step: 'last',
      planned: 6,
      sent: 1,
      delivered: 1,
      opened: 1,
      clicked: 1,
      skipped: { 'fact-changed': 1, 'no-consent': 1 },
      unknown: 0,
      channels: { email: 1 },
      taken: 1,
    },
  ]);
});

test('what members bought to whom something was sent is told apart from the effect', async () => {
  const { run } = await runOfFates();
  await run.buys('reader', 'P1', '2026-03-12T12:00:00Z', 700);
  await run.buys('capped', 'P2', '2026-03-12T12:00:00Z', 50);
  await run.buys('control', 'P3', '2026-03-12T12:00:00Z', 3);
  const { influencedNetMinor, sums } = await run.result({ steps });
  expect(influencedNetMinor).toBe(700n);
  expect(sums?.treatment.net.sum).toBe(750n);
});

test('every row of the manifest is told with what became of each step, why and when', async () => {
  const { run, idOf } = await runOfFates();
  const profiles = async (memberIds: readonly string[]) => {
    const known = new Map<string, Profile>();
    for (const memberId of memberIds) {
      const profile = memberId === idOf('lost') ? undefined : await run.world.stores.members.profile(memberId);
      if (profile !== undefined) known.set(memberId, profile);
    }
    return known;
  };
  const asked = { campaignId: 'win-back', run: runKey, now: minute(20_000), plan: 'running' } as const;
  const members = await all(listRunMembers({ ...run.sources, profiles }, asked));
  expect(members).toHaveLength(10);
  expect(members[0]).toEqual({
    memberId: idOf('reader'),
    externalId: 'reader',
    arm: 'treatment',
    locale: 'en',
    steps: [
      { step: 'first', channel: 'email', status: 'sent', reason: null, at: '2026-03-10T02:01:00Z' },
      { step: 'last', channel: 'email', status: 'sent', reason: null, at: '2026-03-20T02:02:00Z' },
    ],
  });
  const told = members.map(({ externalId, steps: [one, two] }) => {
    return [externalId, one?.status, one?.reason, one?.at.slice(11, 16), two?.status, two?.reason];
  });
  expect(told.slice(1)).toEqual([
    ['buyer', 'sent', null, '02:01', 'skipped', 'fact-changed'],
    ['bounced', 'sent', null, '02:01', 'planned', null],
    ['failed', 'failed', 'failed', '02:05', 'planned', null],
    [null, 'unknown', null, '02:06', 'planned', null],
    ['capped', 'skipped', 'capped', '02:07', 'planned', null],
    ['waiting', 'planned', null, '02:00', 'planned', null],
    ['refused', 'skipped', 'no-consent', '02:00', 'skipped', 'no-consent'],
    ['quiet', 'deferred', 'quiet-hours', '02:08', 'planned', null],
    ['control', 'skipped', 'control', '02:00', undefined, undefined],
  ]);
});

test('a claim whose lease ran out without a word is unknown, and planned until then', async () => {
  const run = new RunOfCampaign();
  const ann = await run.member('ann');
  await run.plan([rowOf(ann, 'treatment')]);
  await run.message(ann);
  const unknown = async (now: ReturnType<typeof minute>) => (await run.result({}, now)).steps[0]?.unknown;
  expect([await unknown(minute(0)), await unknown(minute(1)), await unknown(closedAt)]).toEqual([0, 1, 1]);
});

test('what quiet hours put off is deferred for that reason until it is sent', async () => {
  const run = new RunOfCampaign();
  const ann = await run.member('ann');
  const row = twoSteps(ann);
  await run.plan([
    { ...row, steps: row.steps.map((step) => (step.step === 'first' ? { ...step, isPutOff: true } : step)) },
  ]);
  const skipped = async () => (await run.result({ steps }, minute(1))).document.funnel.skipped;
  expect(await skipped()).toEqual({ 'quiet-hours': 1 });
  await run.message(ann, { facts: { acceptedAt: minute(0) } });
  expect(await skipped()).toEqual({});
});

test('what nobody has sent waits while the plan is paused, and never goes out once it is cancelled', async () => {
  const run = new RunOfCampaign();
  await run.plan([twoSteps(await run.member('ann'))]);
  const skipped = async (plan: 'running' | 'paused' | 'cancelled') => {
    const { document, steps: told } = await run.result({ steps }, minute(5), plan);
    return [document.funnel.skipped, ...told.map(({ planned }) => planned)];
  };
  expect(await skipped('running')).toEqual([{}, 1, 1]);
  // Of two steps one is due: it is deferred, for no reason of the member's.
  expect(await skipped('paused')).toEqual([{}, 0, 1]);
  expect(await skipped('cancelled')).toEqual([{ cancelled: 1 }, 0, 0]);
});
