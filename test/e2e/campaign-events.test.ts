/** Plans that follow an event, and what providers tell of messages: facts, suppressed addresses, plans that pause. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { take } from './bus.ts';
import {
  approved,
  campaign,
  membersOf,
  memberShown,
  outcomes,
  resultOf,
  runAt,
  starterPlan,
  starterProgramme,
} from './campaign.ts';
import { eventually } from './eventually.ts';
import { folderOfFile, writeLines } from './files.ts';
import { mailTo } from './mailbox.ts';
import { perennial, replay, replayFresh } from './perennial.ts';
import { bounced, clicked, complained, delivered, opened, tell } from './provider-events.ts';
import type { Mailed } from './provider-events.ts';
import { buys, emailOf, joins, mark } from './shoppers.ts';
import { allDone } from './stage.ts';

/** Everything here is of the days before today. */
const msPerDay = 86_400_000;
const daysAgo = (days: number) => new Date(Date.now() - days * msPerDay).toISOString();
const dateOf = (days: number) => daysAgo(days).slice(0, 10);
const both = ['loyalty.email', 'promotions.email'];
const crowd = Array.from({ length: 12 }, (_, index) => `reader${index}`);

let folder: string;
let program: string;

beforeAll(async () => {
  folder = await folderOfFile();
  program = await starterProgramme(folder);
  const shoppers = crowd.map((name) => joins({ name, at: daysAgo(200), consents: both }));
  await replayFresh({ program, events: [await writeLines(folder, 'crowd.ndjson', shoppers)], brief: true });
});

describe('what providers tell', () => {
  const mails = new Map<string, Mailed>();
  let id: string;

  beforeAll(async () => {
    // Nobody's clock is looked at: the second half has its time an hour later.
    id = await approved(
      await starterPlan(folder, 'member-day', {
        id: `letter-${mark}`,
        audience: { all: [] },
        trigger: { schedule: { at: `${dateOf(3)}T02:00:00Z` } },
        control: { share: '0', reason: 'everybody is to hear of it' },
        steps: [
          { id: 'one', channels: ['email'], template: 'member-day-1' },
          { id: 'two', afterDays: 1, channels: ['email'], template: 'member-day-1' },
        ],
      }),
    );
    await runAt(id, `${dateOf(3)}T02:00:00Z`);
    for (const name of crowd) {
      const { memberId, sent } = await memberShown(`externalId:${name}`);
      const message = sent.find(({ step, campaignId }) => step === 'one' && campaignId === id);
      mails.set(name, { memberId, messageId: message?.messageId ?? '', address: emailOf(name) });
    }
  });

  const mailOf = (name: string): Mailed => {
    const mailed = mails.get(name);
    if (mailed === undefined) throw new Error(`nothing was sent to ${name}`);
    return mailed;
  };
  const at = (minute: number) => `${dateOf(3)}T02:${String(minute).padStart(2, '0')}:00.000Z`;

  test('is kept as facts, each with its first time, doubled and in any order', async () => {
    const [one, other] = [mailOf('reader0'), mailOf('reader1')];
    await tell(clicked(one, at(9)), opened(one, at(8)), delivered(one, at(1)), delivered(one, at(1)));
    await tell(clicked(one, at(20)), delivered(other, at(2)), bounced(mailOf('reader2'), at(3), 'Transient'));
    const { funnel } = await resultOf(id, '--at', at(30));
    expect(funnel).toMatchObject({ targeted: 12, sent: 12, delivered: 2, opened: 1, clicked: 1 });
    const [message] = (await memberShown('externalId:reader0')).sent;
    expect(message?.facts).toMatchObject({
      deliveredAt: at(1).replace('.000', ''),
      clickedAt: at(9).replace('.000', ''),
    });
  });

  test('three complaints pause the plan by themselves, and suppress their addresses', async () => {
    const [first, second, third] = [mailOf('reader3'), mailOf('reader4'), mailOf('reader5')];
    await tell(complained(first, at(10)), complained(first, at(10)), complained(second, at(11)));
    await tell(bounced(mailOf('reader6'), at(12)));
    expect(await campaign('show', id)).toMatchObject({ state: 'approved' });
    await tell(complained(third, at(13)));
    expect(await campaign('show', id)).toMatchObject({ state: 'paused', pausedFor: 'complaints' });
    const { code, said } = await perennial('campaign', 'run', id, '--at', `${dateOf(2)}T02:00:00Z`);
    expect([code, said.includes('complained')]).toEqual([1, true]);
    expect(await mailTo(...crowd.map(emailOf))).toHaveLength(crowd.length);
  });

  test('resumed it goes on, without those who complained or whose address is none', async () => {
    expect(await campaign('resume', id)).toMatchObject({ status: 'done', state: 'approved' });
    await runAt(id, `${dateOf(2)}T02:00:00Z`);
    const members = await membersOf(id, '--at', `${dateOf(2)}T03:00:00Z`);
    const gone = ['reader3', 'reader4', 'reader5', 'reader6'];
    for (const name of crowd) {
      expect(outcomes(members.get(name))).toEqual(['sent', gone.includes(name) ? 'suppressed' : 'sent']);
      expect(await mailTo(emailOf(name))).toHaveLength(gone.includes(name) ? 1 : 2);
    }
  });
});

describe('plans that follow an event', () => {
  const share = { share: '0', reason: 'nobody is left out' };
  const plans: string[] = [];
  const follow = async (starter: string, changes = {}) => {
    const id = await approved(await starterPlan(folder, starter, { id: `${starter}-${mark}`, ...changes }));
    plans.push(id);
    return id;
  };

  // Members of other tests are not to be written to.
  afterAll(async () => {
    for (const id of plans) await campaign('cancel', id);
  });

  const enrol = async (name: string) => {
    const { 'detail-type': type, detail } = joins({ name, at: new Date().toISOString(), data: { locale: 'zh' } });
    expect(await take(type, `joins-${name}-${mark}`, detail.data, detail.metadata.occurredAt)).toBe('applied');
  };
  const arrived = (name: string, count: number) =>
    eventually(`mail ${count} to ${name}`, async () =>
      (await mailTo(emailOf(name))).length >= count ? true : undefined,
    );

  test('welcome whoever joins after the approval, once; paused they wait', async () => {
    const id = await follow('welcome', { control: share });
    await enrol('newcomer');
    await arrived('newcomer', 1);
    expect((await mailTo(emailOf('newcomer')))[0]?.Subject).toContain('欢迎');
    expect(await campaign('pause', id)).toMatchObject({ status: 'done', state: 'paused', pausedFor: 'asked' });
    await enrol('patient');
    await eventually('the plan for who joined meanwhile', async () =>
      (await membersOf(id)).has('patient') ? true : undefined,
    );
    await allDone('occasions');
    await allDone('send-email');
    expect(outcomes((await membersOf(id)).get('patient'))).toEqual(['deferred', 'planned']);
    expect(await mailTo(emailOf('patient'))).toEqual([]);
    await campaign('resume', id);
    await campaign('run', id);
    expect(await mailTo(emailOf('patient'))).toHaveLength(1);
    expect(await mailTo(emailOf('newcomer'))).toHaveLength(1);
    expect(outcomes((await membersOf(id)).get('patient'))).toEqual(['sent', 'planned']);
  });

  test('are counted from the time of the event, on whatever day it was', async () => {
    const id = await follow('welcome', { id: `early-${mark}`, control: share });
    const events = [joins({ name: 'early', at: daysAgo(40), consents: both })];
    await replay({ events: [await writeLines(folder, 'early.ndjson', events)], asOf: dateOf(39), brief: true });
    await allDone('occasions');
    await allDone('send-email');
    expect(outcomes((await membersOf(id)).get('early'))).toEqual(['sent', 'planned']);
    await runAt(id, daysAgo(32));
    expect(outcomes((await membersOf(id)).get('early'))).toEqual(['sent', 'sent']);
  });

  test('tell of points that end and of a level at risk, once for each day and lead', async () => {
    const events = [
      ...['ending', 'falling'].map((name) => joins({ name, at: daysAgo(400), consents: ['loyalty.email'] })),
      // Points live for twelve months: seven days are left of these.
      buys('ending', daysAgo(358), { net: 10_000 }),
      // The level that was reached with the second is judged a year later, when the first does not count any more.
      buys('falling', daysAgo(390), { net: 300_000 }),
      buys('falling', daysAgo(345), { net: 250_000 }),
    ];
    for (const kind of ['points-expiring', 'tier-at-risk']) await follow(kind);
    const file = [await writeLines(folder, 'ending.ndjson', events)];
    await replay({ events: file, asOf: dateOf(1), brief: true });
    await replay({ events: ['/dev/null'], asOf: dateOf(1), brief: true });
    await allDone('occasions');
    await arrived('ending', 1);
    await arrived('falling', 2);
    await allDone('send-email-notices');
    const subjects = async (name: string) => (await mailTo(emailOf(name))).map(({ Subject }) => Subject);
    expect(await subjects('ending')).toEqual([expect.stringMatching(/^100 of your points expire on/)]);
    expect((await subjects('falling')).toSorted()).toEqual([
      expect.stringMatching(/^2,600 of your points expire on/),
      'About your level: Silver',
    ]);
  });
});
