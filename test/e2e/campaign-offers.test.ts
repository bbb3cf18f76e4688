/** Schedules that follow their plans, coupons and whoever is erased, and the hours that are quiet where members are. */
import { GetScheduleCommand, ResourceNotFoundException, SchedulerClient } from '@aws-sdk/client-scheduler';
import { beforeAll, expect, test } from 'vitest';
import * as z from 'zod/mini';
import {
  approved,
  campaign,
  memberShown,
  membersOf,
  outcomes,
  ownPlan,
  runAt,
  starterPlan,
  starterProgramme,
} from './campaign.ts';
import { folderOfFile, writeLines } from './files.ts';
import { mailTo, onlyMailTo } from './mailbox.ts';
import { perennial, replayFresh } from './perennial.ts';
import { emailOf, joins, mark } from './shoppers.ts';
import { clients } from './stage.ts';

const at = '2025-03-01T12:00:00+08:00';
const zones = new Map([
  ['kiritimati', 'Pacific/Kiritimati'],
  ['shanghai', 'Asia/Shanghai'],
  ['new-york', 'America/New_York'],
  ['pago', 'Pacific/Pago_Pago'],
]);
const share = { share: '0', reason: 'everybody is to have it' };

let folder: string;

beforeAll(async () => {
  folder = await folderOfFile();
  const people = [
    ...['keeps', 'leaves'].map((name) => joins({ name, at, data: { attributes: { coupon: true } } })),
    ...[...zones].map(([name, timeZone]) => joins({ name, at, data: { timeZone, attributes: { zone: true } } })),
    joins({ name: 'nowhere', at, data: { attributes: { zone: true } } }),
  ];
  const events = [await writeLines(folder, 'people.ndjson', people)];
  await replayFresh({ program: await starterProgramme(folder), events, asOf: '2025-03-31', brief: true });
});

const scheduler = new SchedulerClient(clients);

/** The schedule of a plan as EventBridge Scheduler has it; undefined where it has none. */
async function scheduleOf(id: string) {
  try {
    const { ScheduleExpression, ScheduleExpressionTimezone, State, Target } = await scheduler.send(
      new GetScheduleCommand({ Name: id, GroupName: 'perennial-local-campaigns' }),
    );
    return { expression: ScheduleExpression, zone: ScheduleExpressionTimezone, state: State, input: Target?.Input };
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return undefined;
    throw error;
  }
}

test('a schedule is made by the approval, follows the plan, and goes with it', async () => {
  const plan = await starterPlan(folder, 'birthday', { id: `birthday-${mark}` });
  const { campaign: id } = z.object({ campaign: z.string() }).parse(await campaign('publish', plan));
  expect(await scheduleOf(id)).toBeUndefined();
  await campaign('approve', id, '--by', 'ann');
  const made = { expression: 'cron(0 10 * * ? *)', zone: 'Asia/Shanghai' };
  const schedule = await scheduleOf(id);
  expect(schedule).toMatchObject({ ...made, state: 'ENABLED' });
  expect(JSON.parse(schedule?.input ?? '')).toEqual({
    campaignId: id,
    scheduledTime: '<aws.scheduler.scheduled-time>',
  });
  await campaign('pause', id);
  expect(await scheduleOf(id)).toMatchObject({ ...made, state: 'DISABLED' });
  await campaign('resume', id);
  expect(await scheduleOf(id)).toMatchObject({ ...made, state: 'ENABLED' });
  await campaign('cancel', id);
  expect(await scheduleOf(id)).toBeUndefined();
  const { code, said } = await perennial('campaign', 'run', id, '--at', at);
  expect([code, said.includes('cancelled')]).toEqual([1, true]);
});

test('a coupon is in the letter and with the member, and who is erased gets nothing more', async () => {
  const step = {
    channels: ['email'],
    template: 'member-day-1',
    offer: { coupon: { offMinor: 500, days: 30, minNetMinor: 5000 } },
  };
  const plan = await starterPlan(folder, 'member-day', {
    id: `coupon-${mark}`,
    audience: { attribute: { name: 'coupon', is: true } },
    trigger: { schedule: { at: '2025-04-01T02:00:00Z' } },
    control: share,
    steps: [
      { id: 'first', ...step },
      { id: 'second', afterDays: 10, ...step },
    ],
  });
  const id = await approved(plan);
  await runAt(id, '2025-04-01T02:00:00Z');
  const { coupons } = await memberShown('externalId:keeps');
  expect(coupons).toMatchObject([
    { campaignId: id, endsOn: '2025-05-01', terms: { gives: 'amount', offMinor: 500, minNetMinor: 5000 } },
  ]);
  const [code = ''] = coupons.map((coupon) => coupon.code);
  expect(code).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}$/);
  const letter = await onlyMailTo(emailOf('keeps'));
  for (const text of [letter.BodyText, letter.BodyHtml]) {
    expect(text).toContain(code);
    expect(text).toContain('30 April 2025');
  }
  expect((await onlyMailTo(emailOf('leaves'))).BodyText).not.toContain(code);
  expect((await perennial('member', 'export', 'externalId:keeps', '--json')).printed).toContain(code);
  const { memberId } = await memberShown('externalId:leaves');
  expect((await perennial('member', 'erase', 'externalId:leaves', '--yes')).code).toBe(0);
  await runAt(id, '2025-04-11T02:00:00Z');
  const members = await membersOf(id);
  expect(outcomes(members.get('keeps'))).toEqual(['sent', 'sent']);
  expect(members.get(memberId)).toMatchObject({ externalId: null });
  expect(outcomes(members.get(memberId))).toEqual(['sent', 'erased']);
  expect(await mailTo(emailOf('leaves'))).toHaveLength(1);
  const [, second] = await mailTo(emailOf('keeps'));
  expect(second?.BodyText).toContain(
    (await memberShown('externalId:keeps')).coupons.find((one) => one.code !== code)?.code,
  );
});

/** The hour of an instant where somebody is. */
function hourIn(timeZone: string, instant: string): number {
  const format = new Intl.DateTimeFormat('en', { timeZone, hour: 'numeric', hourCycle: 'h23' });
  return Number(format.format(new Date(instant)));
}

test('everybody is written to outside of the quiet hours of where they are, from +14 to -11 hours', async () => {
  const id = await approved(
    await ownPlan(
      folder,
      {
        id: `zones-${mark}`,
        version: 1,
        kind: 'promotion',
        name: { en: 'Zones', 'zh-CN': '时区' },
        purpose: 'promotions',
        audience: { attribute: { name: 'zone', is: true } },
        // Ten in the evening in Shanghai.
        trigger: { schedule: { at: '2025-05-06T14:00:00Z' } },
        steps: [{ id: 'only', channels: ['log'], template: 'only' }],
        control: share,
        quietHours: { from: '21:00', to: '09:00', channels: ['log'] },
        expiresAfterHours: 48,
      },
      '---\nsubject: Hello\n---\nHello.\n\n{{ links.preferences }} {{ links.unsubscribe }}\n',
    ),
  );
  const [first] = await runAt(id, '2025-05-06T14:00:00Z');
  expect(first).toMatchObject({ planned: 5, sent: 1, deferred: 4, waiting: 0 });
  const planned = await membersOf(id);
  const times = Object.fromEntries(
    [...planned].map(
      ([
        name,
        {
          steps: [step],
        },
      ]) => [name, [step?.reason ?? step?.status, step?.at]],
    ),
  );
  expect(times).toEqual({
    // Four in the morning of the next day there.
    kiritimati: ['quiet-hours', '2025-05-06T19:00:00Z'],
    shanghai: ['quiet-hours', '2025-05-07T01:00:00Z'],
    // Ten in the morning.
    'new-york': ['sent', '2025-05-06T14:00:00Z'],
    // Three in the morning.
    pago: ['quiet-hours', '2025-05-06T20:00:00Z'],
    // Quiet in no zone of China: nine in Urumqi is eleven in Shanghai.
    nowhere: ['quiet-hours', '2025-05-07T03:00:00Z'],
  });
  for (const time of ['2025-05-06T18:59:00Z', '2025-05-06T20:00:00Z', '2025-05-07T03:00:00Z']) await runAt(id, time);
  for (const [
    name,
    {
      steps: [step],
    },
  ] of await membersOf(id)) {
    expect(step).toMatchObject({ status: 'sent', channel: 'log' });
    const hour = hourIn(zones.get(name) ?? 'Asia/Urumqi', step?.at ?? '');
    expect([name, hour >= 9 && hour < 21]).toEqual([name, true]);
  }
});
