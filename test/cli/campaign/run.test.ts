/** `campaign run`: what is due goes out, once, and the command waits for it. */
import { beforeEach, describe, expect, it } from 'vitest';
import { consentOf } from '../../commands/campaigns/plan-documents.ts';
import { at } from '../../commands/campaigns/run-of-campaign.ts';
import { Stagehand } from './office.ts';

let stage: Stagehand;
beforeEach(async () => {
  stage = new Stagehand();
  await stage.post.member('ann');
  await stage.post.member('bob', { consents: [consentOf('promotions', 'email', false)] });
});

const steps = [
  { id: 'first', afterDays: 0, channels: ['email'], template: 'words' },
  { id: 'second', afterDays: 10, channels: ['email'], template: 'words' },
];
const daily = { trigger: { schedule: { cron: '0 12 * * ? *', timeZone: 'Asia/Shanghai' } } };
const noonText = '2026-03-10T12:00:00+08:00';

async function approved(changes: Parameters<Stagehand['publish']>[0] = {}): Promise<void> {
  await stage.publish(changes);
  await stage.json('approve', 'spring', '--by', 'bob');
}

describe('campaign run', () => {
  it('starts the run of the newest time, hands out, waits, and counts', async () => {
    await approved(daily);
    const { code, out, err } = await stage.ask('run', 'spring', '--at', '2026-03-10T13:30:00+08:00', '--json');
    expect(code).toBe(0);
    expect(JSON.parse(out)).toEqual({
      campaign: 'spring',
      at: '2026-03-10T05:30:00Z',
      run: 'spring#2026-03-10T04:00:00Z',
      runs: [
        {
          run: 'spring#2026-03-10T04:00:00Z',
          planned: 2,
          sent: 1,
          failed: 0,
          unknown: 0,
          deferred: 0,
          waiting: 0,
          skipped: { 'no-consent': 1 },
          channels: { email: 1 },
        },
      ],
    });
    expect(err).toContain('The run of 2026-03-10T04:00:00Z …\n1 messages on their way …\n');
    expect(stage.starts).toEqual([
      { campaignId: 'spring', scheduledTime: '2026-03-10T04:00:00Z', now: '2026-03-10T05:30:00Z' },
    ]);
    expect(stage.post.accepted('email', 'ann')).toBe(1);
  });

  it('sends what may be sent by its now, on whatever second that is', async () => {
    await approved({ ...daily, steps: [{ ...steps[0] }, { ...steps[1], afterDays: 1 }] });
    const odd = '2026-03-10T13:31:07+08:00';
    expect(await stage.json('run', 'spring', '--at', odd)).toMatchObject({ runs: [{ sent: 1, waiting: 1 }] });
    expect(await stage.post.campaigns.due(at(odd))).toEqual([]);
    const early = await stage.json('run', 'spring', '--at', '2026-03-11T11:59:00+08:00');
    expect(early).toMatchObject({ runs: [{ sent: 1, waiting: 1 }] });
    expect(stage.post.accepted('email', 'ann')).toBe(1);
  });

  it('sends nothing twice when it is done again', async () => {
    await approved(daily);
    await stage.ask('run', 'spring', '--at', noonText);
    const again = await stage.ask('run', 'spring', '--at', noonText);
    expect(again.out).toBe('spring#2026-03-10T04:00:00Z: planned 2, sent 1 (email 1), skipped 1 (no-consent 1)\n');
    expect(stage.post.accepted('email', 'ann')).toBe(1);
  });

  it('hands out later steps of earlier runs, and counts these too', async () => {
    await approved({ ...daily, steps });
    await stage.ask('run', 'spring', '--at', noonText);
    const { out } = await stage.ask('run', 'spring', '--at', '2026-03-20T12:30:00+08:00');
    expect(out.split('\n')).toEqual([
      'spring#2026-03-20T04:00:00Z: planned 2, sent 1 (email 1), skipped 2 (no-consent 2), waiting 1',
      'spring#2026-03-10T04:00:00Z: planned 2, sent 2 (email 2), skipped 2 (no-consent 2)',
      '',
    ]);
  });

  it('of a plan with a single time starts that, or now where it is to come', async () => {
    await approved();
    expect(await stage.json('run', 'spring', '--at', '2026-03-10T11:00:00+08:00')).toMatchObject({
      run: 'spring#2026-03-10T03:00:00Z',
      runs: [{ sent: 1 }],
    });
    expect(await stage.json('run', 'spring', '--at', '2026-03-11T11:00:00+08:00')).toMatchObject({
      run: 'spring#2026-03-10T04:00:00Z',
      runs: [{ planned: 0, sent: 0 }],
    });
  });

  it('tells no now where the clock does', async () => {
    await approved(daily);
    await stage.json('run', 'spring', '--stage', 'dev').catch(() => undefined);
    expect(stage.starts).toEqual([{ campaignId: 'spring', scheduledTime: '2026-03-10T04:00:00Z' }]);
  });

  it('of a plan that follows an event only hands out what is due', async () => {
    await approved({
      kind: 'welcome',
      trigger: { event: 'member.enrolled.confirmed' },
      steps: [{ ...steps[0], id: 'later', afterDays: 1 }],
    });
    await stage.post.occasion({ memberId: 'ann', cause: { by: 'member.enrolled.confirmed' } });
    expect(await stage.json('run', 'spring', '--at', noonText)).toMatchObject({ run: null, runs: [{ waiting: 1 }] });
    expect(await stage.json('run', 'spring', '--at', '2026-03-11T12:00:00+08:00')).toMatchObject({
      runs: [{ run: 'spring#events', planned: 1, sent: 1, waiting: 0 }],
    });
    expect(stage.starts.every(({ scheduledTime }) => scheduledTime === null)).toBe(true);
  });

  it('hands out of a step what may be sent, and leaves the rest until its own time', async () => {
    await stage.post.member('eve');
    await approved({
      kind: 'welcome',
      trigger: { event: 'member.enrolled.confirmed' },
      steps: [{ ...steps[0], id: 'later', afterDays: 1 }],
    });
    for (const [memberId, time] of [
      ['ann', '2026-03-10T12:01:00+08:00'],
      ['eve', '2026-03-10T12:02:00+08:00'],
    ] as const) {
      stage.post.now = at(time);
      await stage.post.occasion({ memberId, cause: { by: 'member.enrolled.confirmed' } });
    }
    const sentBy = async (time: string) => stage.json('run', 'spring', '--at', time);
    expect(await sentBy('2026-03-11T12:01:30+08:00')).toMatchObject({ runs: [{ sent: 1, waiting: 1 }] });
    expect(await sentBy('2026-03-11T12:02:30+08:00')).toMatchObject({ runs: [{ sent: 2, waiting: 0 }] });
    await sentBy('2026-03-11T12:06:00+08:00');
    expect(['ann', 'eve'].map((memberId) => stage.post.accepted('email', memberId))).toEqual([1, 1]);
  });

  it('names the queues of what could not be worked on', async () => {
    await approved(daily);
    stage.lengths = { 'perennial-local-send-email-dlq': 3 };
    expect((await stage.ask('run', 'spring', '--at', noonText)).err).toContain('send-email-dlq (3)');
  });
});

/** The run of noon in a state in which the machine leaves it alone. */
async function runIn(state: 'refused' | 'planning'): Promise<void> {
  await approved(daily);
  await stage.json('run', 'spring', '--at', noonText);
  const { campaigns } = stage.post;
  const run = await campaigns.run('spring#2026-03-10T04:00:00Z');
  if (run === undefined) throw new Error('it was started');
  await campaigns.putRun({ ...run, state, revision: run.revision + 1 }, run.revision);
  stage.isIdle = true;
}

describe('campaign run says why it cannot', () => {
  it.each([
    ['is not approved', async () => stage.publish(daily), "'spring' is not approved"],
    [
      'is paused',
      async () => {
        await approved(daily);
        await stage.json('pause', 'spring');
      },
      "'spring' is paused: somebody has paused it.",
    ],
    [
      'has no time yet',
      async () => approved({ trigger: { schedule: { cron: '0 12 1 1 ? 2030', timeZone: 'UTC' } } }),
      'The first is 2030-01-01T12:00:00Z.',
    ],
    [
      'is refused',
      async () => {
        await approved(daily);
        stage.ends = { status: 'FAILED', error: 'quiet-hours', cause: 'x' };
      },
      "The run of 'spring' is refused: it would last into quiet hours.",
    ],
    [
      'was refused before',
      async () => runIn('refused'),
      'The run spring#2026-03-10T04:00:00Z was refused when it was planned',
    ],
    [
      'is planned by nobody',
      async () => runIn('planning'),
      'The planning of the run spring#2026-03-10T04:00:00Z has not come to its end',
    ],
    [
      'fails',
      async () => {
        await approved(daily);
        stage.ends = { status: 'TIMED_OUT' };
      },
      "The run of 'spring' ended as TIMED_OUT.",
    ],
    [
      'stands still',
      async () => {
        await approved(daily);
        stage.stuck = true;
      },
      'messages are still on their way (send-email 1)',
    ],
  ])('%s', async (_, prepare, message) => {
    await prepare();
    const { code, out, err } = await stage.ask('run', 'spring', '--at', noonText);
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toContain(message);
  });

  it('has paused itself', async () => {
    stage = new Stagehand({ mishap: () => 'account' });
    await stage.post.member('ann');
    await approved(daily);
    const { code, err } = await stage.ask('run', 'spring', '--at', noonText);
    expect(code).toBe(1);
    expect(err).toContain("'spring' is paused: the provider of a channel takes nothing from this account.");
    expect(err).toContain('`npx perennial campaign resume spring`');
  });
});
