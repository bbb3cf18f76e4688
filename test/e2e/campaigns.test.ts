/** A win-back in three waves on the deployed stage: who got what, when and in which language, and what it caused. */
import { beforeAll, expect, test } from 'vitest';
import {
  approved,
  armBy,
  memberShown,
  membersOf,
  outcomes,
  resultOf,
  runAt,
  starterPlan,
  starterProgramme,
} from './campaign.ts';
import { folderOfFile, writeLines } from './files.ts';
import { linkIn, mailTo, onlyMailTo, unsubscribe } from './mailbox.ts';
import { perennial, perennialJson, replay, replayFresh } from './perennial.ts';
import { bounced, tell } from './provider-events.ts';
import { buys, emailOf, joins, mark } from './shoppers.ts';
import { verify } from './verification.ts';

const [joinedAt, boughtAt] = ['2025-01-05T12:00:00+08:00', '2025-01-07T12:00:00+08:00'];
/** Tuesdays at ten in Shanghai, and the days of the second and third wave. */
const [first, nextTuesday] = ['2025-06-03T10:00:00+08:00', '2025-06-10T10:30:00+08:00'];
const [second, last, closed] = ['2025-06-13T10:00:00+08:00', '2025-07-03T10:00:00+08:00', '2025-08-02T10:00:01+08:00'];
const share = 0.25;

/** Forty who have nothing special about them: every other one is written to in Chinese. */
const crowd = Array.from({ length: 40 }, (_, index) => `shopper${index}`);
const isChinese = (name: string) => crowd.indexOf(name) % 2 === 0;
/** Those who are written to before, by another campaign. */
const written = ['bounces', 'leaves', 'capped'];
const special = [...written, 'homeless', 'silent', 'sms-only'];
const both = ['promotions.email', 'promotions.sms'];

const shoppers = [
  ...crowd.map((name) => joins({ name, at: joinedAt, data: { locale: isChinese(name) ? 'zh-Hans-CN' : 'en-GB' } })),
  ...written.map((name) => joins({ name, at: joinedAt, consents: both, data: { attributes: { hello: true } } })),
  joins({ name: 'homeless', at: joinedAt, email: null }),
  joins({ name: 'sms-only', at: joinedAt, consents: ['promotions.sms'] }),
  joins({ name: 'silent', at: joinedAt, consents: [] }),
  joins({ name: 'staff', at: joinedAt, data: { attributes: { staff: true } } }),
  joins({ name: 'active', at: joinedAt }),
];

let folder: string;
let ids: ReadonlyMap<string, string>;
let salt: string;
let campaignId: string;
/** Of the crowd. */
let treated: readonly string[];
let control: readonly string[];

/** A salt by which nobody special is in the control, and of the crowd some are. */
function chooseSalt(): string {
  const inControl = (candidate: string, name: string) => armBy(candidate, ids.get(name) ?? '', share) === 'control';
  for (let number = 0; ; number += 1) {
    const candidate = `salt-${number}`;
    const of = crowd.filter((name) => inControl(candidate, name));
    if (of.length >= 5 && !special.some((name) => inControl(candidate, name))) return candidate;
  }
}

/** Writes to some of them two days before, by a campaign of its own; what they do about it is told below. */
async function sayHello(): Promise<void> {
  const plan = await starterPlan(folder, 'member-day', {
    id: `hello-${mark}`,
    audience: { attribute: { name: 'hello', is: true } },
    trigger: { schedule: { at: '2025-06-01T12:00:00', timeZone: 'Asia/Shanghai' } },
    control: { share: '0', reason: 'those few are to get it' },
  });
  const [run] = await runAt(await approved(plan), '2025-06-01T12:00:00+08:00');
  expect(run).toMatchObject({ planned: 3, sent: 3, skipped: {} });
}

beforeAll(async () => {
  folder = await folderOfFile();
  const names = [...crowd, ...special, 'staff'];
  const sales = [...names.map((name) => buys(name, boughtAt)), buys('active', '2025-05-20T12:00:00+08:00')];
  const events = [await writeLines(folder, 'events.ndjson', [...shoppers, ...sales])];
  const program = await starterProgramme(folder);
  const { members } = await replayFresh({ program, events, asOf: '2025-05-31' });
  ids = new Map(members.map(({ externalId, memberId }) => [externalId ?? '', memberId]));
  salt = chooseSalt();
  control = crowd.filter((name) => armBy(salt, ids.get(name) ?? '', share) === 'control');
  treated = crowd.filter((name) => !control.includes(name));
  await sayHello();
  const { messageId } = (await memberShown('externalId:bounces')).sent[0] ?? {};
  const mailed = { memberId: ids.get('bounces') ?? '', messageId: messageId ?? '', address: emailOf('bounces') };
  await tell(bounced(mailed, '2025-06-01T05:00:00Z'));
  expect(await unsubscribe(await onlyMailTo(emailOf('leaves')))).toBe(200);
  campaignId = await approved(
    await starterPlan(folder, 'win-back', {
      id: `win-back-${mark}`,
      control: { share: String(share), salt },
      caps: { messages: 1, days: 7 },
    }),
  );
});

test('a preview says what the run then does', async () => {
  const { document } = await perennialJson('campaign', 'preview', campaignId, '--at', first);
  expect(document).toMatchObject({
    audience: crowd.length + special.length - 1,
    arms: { control: control.length },
    reasons: { control: control.length, 'no-consent': 2, 'no-address': 1 },
  });
});

test('at its time each of the treatment has the first letter, in their language, and the control none', async () => {
  const [run] = await runAt(campaignId, first);
  expect(run).toMatchObject({
    planned: crowd.length + special.length - 1,
    sent: treated.length,
    // Of each of those who are not written to the later steps are left out as well.
    failed: 0,
    unknown: 0,
    deferred: 0,
  });
  for (const name of treated) {
    const { Subject, BodyText, BodyHtml } = await onlyMailTo(emailOf(name));
    expect(Subject).toBe(isChinese(name) ? '好久不见' : 'It has been a while');
    expect(BodyText).toContain(isChinese(name) ? `Ms ${name}，您好：` : `Dear Ms ${name},`);
    expect(BodyText).toContain(isChinese(name) ? '100 积分还在' : 'Your 100 points are still on your account');
    expect(BodyHtml).toContain(isChinese(name) ? 'lang="zh-CN"' : 'lang="en"');
    expect(BodyHtml).toContain(isChinese(name) ? '看看新品' : 'See what is new');
  }
  expect(await mailTo(...control.map(emailOf))).toEqual([]);
  const members = await membersOf(campaignId);
  for (const name of treated) {
    const member = members.get(name);
    expect(member).toMatchObject({ arm: 'treatment', locale: isChinese(name) ? 'zh-CN' : 'en' });
    expect(outcomes(member)).toEqual(['sent', 'planned', 'planned']);
    expect(member?.steps.map(({ at }) => at)).toEqual(
      [first, second, last].map((at) => new Date(at).toISOString().replace('.000', '')),
    );
  }
  for (const name of control) {
    expect(members.get(name)?.arm).toBe('control');
    expect(outcomes(members.get(name))).toEqual(['control', 'control', 'control']);
  }
});

test('of everybody who got none the reason is on record', async () => {
  const members = await membersOf(campaignId);
  const of = Object.fromEntries(special.map((name) => [name, outcomes(members.get(name))?.[0]]));
  expect(of).toEqual({
    bounces: 'suppressed',
    leaves: 'no-consent',
    capped: 'capped',
    homeless: 'no-address',
    'sms-only': 'no-consent',
    // Asked for in the audience itself: nobody of it has never said yes to anything.
    silent: undefined,
  });
  for (const name of ['staff', 'active']) expect(members.has(name)).toBe(false);
  // What the other campaign sent, and nothing else.
  expect(await mailTo(...written.map(emailOf))).toHaveLength(written.length);
  expect(await mailTo(...['sms-only', 'silent', 'staff', 'active'].map(emailOf))).toEqual([]);
});

const buyers = { clicking: '', late: '', control: '' };

test('who clicks is led to the shop and counted, and a purchase is seen when the window has closed', async () => {
  const [clicking = '', late = ''] = [treated.find((name) => !isChinese(name)), treated.findLast(isChinese)];
  Object.assign(buyers, { clicking, late, control: control[0] ?? '' });
  const response = await fetch(linkIn(await onlyMailTo(emailOf(clicking)), 'c'), { redirect: 'manual' });
  expect([response.status, response.headers.get('location')]).toEqual([302, 'https://shop.example']);
  const events = [
    await writeLines(folder, 'bought.ndjson', [
      buys(clicking, '2025-06-05T12:00:00+08:00', { net: 20_000 }),
      buys(buyers.control, '2025-06-06T12:00:00+08:00', { net: 5_000 }),
    ]),
  ];
  await replay({ events, asOf: '2025-06-09', brief: true });
  const before = await resultOf(campaignId, '--at', nextTuesday);
  expect(before).toMatchObject({ windowClosed: false, effect: null, verdict: 'window open' });
  expect(before.funnel).toMatchObject({ sent: treated.length, clicked: 1, control: control.length });
});

test('run again, then or a week later, or by an edited schedule, nobody is greeted twice', async () => {
  const before = await mailTo(...[...crowd, ...special].map(emailOf));
  const [again] = await runAt(campaignId, first);
  expect(again).toMatchObject({ sent: treated.length, planned: crowd.length + special.length - 1 });
  const edited = await starterPlan(folder, 'win-back', {
    id: `win-back-${mark}`,
    version: 2,
    trigger: { schedule: { cron: '30 10 ? * TUE *', timeZone: 'Asia/Shanghai' } },
    control: { share: String(share), salt },
    caps: { messages: 1, days: 7 },
  });
  await approved(edited);
  for (const at of [nextTuesday, '2025-06-10T23:00:00+08:00']) {
    const [run] = await runAt(campaignId, at);
    expect(run).toMatchObject({ planned: 0, sent: 0 });
  }
  expect(await mailTo(...[...crowd, ...special].map(emailOf))).toEqual(before);
});

const points = (name: string) =>
  memberShown(`externalId:${name}`).then(({ entries }) => entries.filter(({ kind }) => kind === 'bonus'));

test('the second letter comes ten days later, with its points, but to nobody who bought, left or said no', async () => {
  const [gone = '', silenced = '', ...others] = treated.filter((name) => !Object.values(buyers).includes(name));
  expect(await unsubscribe(await onlyMailTo(emailOf(silenced)))).toBe(200);
  expect((await perennial('member', 'erase', `externalId:${gone}`, '--yes')).code).toBe(0);
  const runs = await runAt(campaignId, second);
  const reached = [...others, buyers.late];
  // The newest run has nobody in it; what is due is of the Tuesday before. The one who was capped is so no more.
  expect(runs.find(({ planned }) => planned > 0)?.sent).toBe(treated.length + reached.length + 1);
  const members = await membersOf(campaignId, '--run', first);
  expect(outcomes(members.get(buyers.clicking))).toEqual(['sent', 'fact-changed', 'planned']);
  expect(outcomes(members.get(silenced))).toEqual(['sent', 'no-consent', 'planned']);
  expect(outcomes(members.get(ids.get(gone) ?? ''))).toEqual(['sent', 'erased', 'planned']);
  expect(outcomes(members.get('capped'))).toEqual(['capped', 'sent', 'planned']);
  expect(await mailTo(...[buyers.clicking, silenced, gone].map(emailOf))).toHaveLength(3);
  for (const name of reached) {
    const [, letter] = await mailTo(emailOf(name));
    expect(letter?.Subject).toBe(isChinese(name) ? '为您留了 200 积分' : '200 points, in case you come by');
    expect(letter?.BodyText).toContain(isChinese(name) ? '2025年7月12日前（含当日）' : 'until 12 July 2025');
    expect((await points(name)).map(({ points: given }) => given)).toEqual([200]);
  }
  for (const name of [buyers.clicking, silenced, ...control]) expect(await points(name)).toEqual([]);
  const [told] = await points(buyers.late);
  const { printed } = await perennial('explain', `externalId:${buyers.late}`, told?.entryId ?? '');
  expect(printed).toContain('200 points usable through 12 July 2025.');
});

test('the third comes on its day to whom still nothing has come of it, and the books hold', async () => {
  const events = [await writeLines(folder, 'late.ndjson', [buys(buyers.late, '2025-06-20T12:00:00+08:00')])];
  await replay({ events, asOf: '2025-06-21', brief: true });
  await runAt(campaignId, last);
  const members = await membersOf(campaignId, '--run', first);
  expect(outcomes(members.get(buyers.late))).toEqual(['sent', 'sent', 'fact-changed']);
  const sent = treated.filter((name) => outcomes(members.get(name))?.[2] === 'sent');
  // Not the two who bought, nor the two who are not to be written to.
  expect(sent).toHaveLength(treated.length - 4);
  for (const name of sent) expect(await mailTo(emailOf(name))).toHaveLength(3);
  await replay({ events: ['/dev/null'], asOf: '2025-07-20', brief: true });
  const [, expired] = (await memberShown(`externalId:${sent[0] ?? ''}`)).entries
    .filter(({ kind }) => kind !== 'tier')
    .slice(-2);
  expect(expired).toMatchObject({ kind: 'expire', points: -200 });
  expect(await verify()).toMatchObject({ code: 0, differences: [] });
});

test('once the window has closed the result says who bought on either side', async () => {
  const arms = { treatment: treated.length + special.length - 1, control: control.length };
  const result = await resultOf(campaignId, '--at', closed);
  const { effect } = result;
  expect(result).toMatchObject({
    run: `${campaignId}#2025-06-03T02:00:00Z`,
    windowClosed: true,
    arms: [
      { arm: 'treatment', n: arms.treatment },
      { arm: 'control', n: arms.control },
    ],
    verdict: 'not distinguishable from zero',
  });
  expect(effect).toMatchObject({ outcome: 'purchase' });
  expect(effect?.treatment).toBeCloseTo(2 / arms.treatment, 12);
  expect(effect?.control).toBeCloseTo(1 / arms.control, 12);
  expect(effect?.difference).toBeCloseTo(2 / arms.treatment - 1 / arms.control, 12);
});
