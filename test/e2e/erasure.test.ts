/** Somebody who asked to be forgotten: nowhere in the stage is there anything left to be read of them, and the books hold. */
import { randomBytes, randomInt } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { queueNames, tableName } from '../../shared/config/names.ts';
import { scopeNames } from '../../shared/config/http-routes.ts';
import { eventsOut } from '../../shared/contracts/events-out.ts';
import { openText } from '../../shared/platform/sealed-text.ts';
import { plainDocument } from '../fixtures/programme.ts';
import { asked, putEvents, receipt, sendBodies, take, told } from './bus.ts';
import type { Asking } from './bus.ts';
import { ask, doorAddress, tokenFor } from './door-client.ts';
import { eventually } from './eventually.ts';
import { folderOfFile, writeDocument } from './files.ts';
import { Listener } from './listener.ts';
import type { HeardEvent } from './listener.ts';
import { perennial, perennialJson, startAfresh } from './perennial.ts';
import { reviewed } from './review-machine.ts';
import { allDone, messagesIn, rawItems, secretKeys, stores } from './stage.ts';
import { scanFor } from './traces.ts';
import { verify } from './verification.ts';

/** The till has the time of today, so everything on the bus is of the days before. */
const [msPerDay, today] = [86_400_000, Date.now()];
const onDay = (day: number) => new Date(today + (day - 20) * msPerDay).toISOString();
const dateOf = (day: number) => onDay(day).slice(0, 10);

/** What nobody else in the world is called. */
const mark = () => randomBytes(6).toString('hex');
const digits = (count: number) => Array.from({ length: count }, () => randomInt(10)).join('');

const own = {
  externalId: `external-${mark()}`,
  email: `${mark()}@example.com`,
  newEmail: `${mark()}@example.com`,
  phone: `+8619${digits(9)}`,
  card: `CARD${mark().toUpperCase()}`,
  name: `Zoë Ōtomo ${mark()}`,
  laterName: `Zoe ${mark()}`,
  gender: `gender-${mark()}`,
  birthday: '1931-02-07',
  occupation: `painter of ${mark()}`,
  interest: `interest-${mark()}`,
  pushToken: `push-${mark()}`,
  wechatOpenId: `wechat-${mark()}`,
  laterWechat: `wechat-${mark()}`,
  attribute: `attribute-${mark()}`,
  attributeValue: `value-${mark()}`,
  consentText: `text-${mark()}`,
  consentHow: `how-${mark()}`,
  consentBy: `by-${mark()}`,
  laterConsent: `text-${mark()}`,
  otherId: `external-${mark()}`,
  otherEmail: `${mark()}@example.com`,
  otherName: `Other ${mark()}`,
  otherConsent: `by-${mark()}`,
  refused: `${mark()}@example.com`,
  lost: `+8618${digits(9)}`,
} as const;
/** What the person knew somebody else by is told on the bus, and kept nowhere but in the profile. */
const referralCode = `friend-${mark()}`;
const planted = [...Object.values(own), referralCode];
/** What was replaced by something newer, or never became known of a member. */
const gone = new Set<string>([own.refused, own.lost, own.email, own.name, own.otherName, own.wechatOpenId]);

const consent = (at: number, text: string, by: string, granted = true) => {
  return { purpose: 'promotions', channel: 'email', granted, at: onDay(at), text, how: own.consentHow, by };
};
const enrolment = {
  externalId: own.externalId,
  email: own.email,
  phone: own.phone,
  card: own.card,
  name: own.name,
  gender: own.gender,
  birthday: own.birthday,
  occupation: own.occupation,
  interests: [own.interest],
  contacts: { pushToken: own.pushToken, wechatOpenId: own.wechatOpenId },
  attributes: { [own.attribute]: own.attributeValue },
  consents: [consent(1, own.consentText, own.consentBy)],
  referralCode,
};
const other = {
  externalId: own.otherId,
  email: own.otherEmail,
  name: own.otherName,
  consents: [consent(2, own.consentText, own.otherConsent, false)],
};
const bought = (purchaseId: string, member: object | undefined, net = 10_000) => {
  return { purchaseId, currency: 'CNY', net, ...(member === undefined ? {} : { member }) };
};
const wrongCurrency = { ...bought('wrong', { email: own.email }), currency: 'USD' };

let listener: Listener;
let door: string;
let token: string;
let memberId: string;
const heard: HeardEvent[] = [];

/** Waits until what is asked for has come out of the bus. */
async function hear(what: string, id: string): Promise<HeardEvent> {
  const isIt = ({ detail }: HeardEvent) => detail.metadata.id === id;
  if (!heard.some(isIt)) heard.push(...(await listener.until(what, isIt)));
  const found = heard.find(isIt);
  if (found === undefined) throw new Error('what was waited for was heard');
  return found;
}

/** Where what can be read. That somebody brought them is told on the bus, which may say it twice: it is in our queue. */
async function traces() {
  const { found, pieces } = await scanFor(planted);
  const isTold = (text: string, place: string) => text === referralCode && place === `queue ${listener.queue}`;
  const left = [...found].flatMap(([text, places]) =>
    [...places].flatMap((place) => (isTold(text, place) ? [] : [{ text, place }])),
  );
  return { left, pieces };
}

async function find(member: object) {
  return ask(door, 'POST', '/v1/members/find', { token, body: { member } });
}

/** All that a person does in a shop, in this order. */
async function live(): Promise<void> {
  expect(await take('purchase.completed', 'parked', bought('parked', { phone: own.phone }), onDay(1))).toBe('parked');
  expect(await take('purchase.completed', 'guest', bought('guest', undefined), onDay(1))).toBe('parked');
  expect(await take('purchase.completed', 'lost', bought('lost', { phone: own.lost }), onDay(1))).toBe('parked');
  expect(await take('member.enrolled', 'e-own', enrolment, onDay(2))).toBe('applied');
  expect(await receipt('parked', 'parked')).toMatchObject({ outcome: 'applied' });
  expect(await take('purchase.completed', 'named', bought('named', { email: own.email }), onDay(3))).toBe('applied');
  const claimed = bought('guest', { card: own.card });
  expect(await take('purchase.completed', 'guest again', claimed, onDay(1))).toBe('duplicate');
  expect(await take('purchase.completed', 'wrong', wrongCurrency, onDay(4))).toBe('wrong-currency');
  await sendBodies(queueNames.members, [`{"detail":{"data":{"email":"${own.refused}","name":"${own.name}"`]);
  const update = {
    member: { email: own.email },
    email: own.newEmail,
    name: own.laterName,
    consents: [consent(5, own.laterConsent, own.consentBy, false)],
  };
  expect(await take('member.updated', 'u-1', update, onDay(5))).toBe('applied');
  expect(await take('member.enrolled', 'e-other', other, onDay(5))).toBe('applied');
  const sale = bought('of the other', { email: own.otherEmail });
  expect(await take('purchase.completed', 'of the other', sale, onDay(6))).toBe('applied');
  const merge = { requestId: 'm-1', kept: { phone: own.phone }, removed: { externalId: own.otherId } };
  expect(await take('member.merged', 'm-1', merge, onDay(7))).toBe('applied');
}

/** And at the till. */
async function visitTheTill(): Promise<void> {
  const { body } = await find({ email: own.newEmail });
  ({ memberId } = z.object({ memberId: z.string() }).parse(body));
  const at = `/v1/members/${memberId}`;
  const change = { contacts: { wechatOpenId: own.laterWechat } };
  expect((await ask(door, 'PATCH', at, { token, key: 'till-1', body: change })).status).toBe(200);
  expect((await ask(door, 'GET', at, { token })).text).toContain(own.laterName);
  const points = { member: { card: own.card }, points: 10 };
  expect((await ask(door, 'POST', '/v1/redemptions', { token, key: 'till-2', body: points })).status).toBe(201);
  const basket = { member: { email: own.newEmail }, currency: 'CNY', net: 100 };
  expect((await ask(door, 'POST', '/v1/quotes', { token, body: basket })).status).toBe(200);
  const bad = { ...basket, member: { phone: own.name } };
  expect((await ask(door, 'POST', '/v1/quotes', { token, body: bad })).status).toBe(422);
  const unknown = await ask(door, 'GET', `/v1/members/${encodeURIComponent(own.refused)}/account`, { token });
  expect(unknown.status).toBe(404);
}

beforeAll(async () => {
  const document = { ...plainDocument, members: { unknown: 'park' } };
  await startAfresh(await writeDocument(await folderOfFile(), 'programme.json', document));
  listener = await Listener.start();
  door = await doorAddress();
  token = await tokenFor(...scopeNames);
  await live();
  await visitTheTill();
  const bounced = ['member', 'suppress', `email:${own.newEmail}`, '--reason', 'bounced'];
  expect(await perennialJson(...bounced)).toMatchObject({ code: 0 });
  await hear('the enrolment', `enrolled:${memberId}`);
});

describe('the scan', () => {
  test('finds a member in the table of members, and nowhere else', async () => {
    await Promise.all([allDone(queueNames.purchases), allDone(queueNames.members)]);
    await hear('the merge', 'merge:m-1');
    const { left } = await traces();
    expect([...new Set(left.map(({ place }) => place))]).toEqual([`table ${tableName('local', 'members')}`]);
    const found = new Set(left.map(({ text }) => text));
    expect(planted.filter((text) => !found.has(text) && !gone.has(text))).toEqual([]);
  });

  test('finds nothing that the person is not given who asks for everything', async () => {
    const { code, document } = await perennialJson('member', 'export', `memberId:${memberId}`);
    expect(code).toBe(0);
    const text = JSON.stringify(document);
    expect(planted.filter((each) => !gone.has(each) && !text.includes(each))).toEqual([]);
  });

  test('does not find what was refused, because it is sealed', async () => {
    const { rejections: key } = await secretKeys();
    const sealed = await eventually('the rejections', async () => {
      const items = (await rawItems('intake')).filter(({ key: name }) => String(name).startsWith('rejection#'));
      return items.length === 2 ? items.map(({ sealedEvent }) => String(sealedEvent)) : undefined;
    });
    const opened = sealed.map((text) => openText(key, text)).join();
    for (const secret of [own.email, own.refused, own.name]) expect(opened).toContain(secret);
  });
});

describe('after the erasure', () => {
  beforeAll(async () => {
    await reviewed({ day: dateOf(9) });
    const erasure = { requestId: 'forget', member: { card: own.card } };
    expect(await take('member.erased', 'forget', erasure, new Date().toISOString())).toBe('applied');
    await hear('the erasure', `erased:${memberId}`);
  });

  test('nothing of the person can be read anywhere, right away', async () => {
    await Promise.all([allDone(queueNames.purchases), allDone(queueNames.members)]);
    const { left, pieces } = await traces();
    expect(left).toEqual([]);
    // It has looked at something of each; nothing is written to anybody yet, and nothing lies in a queue.
    for (const kind of ['table', 'bucket', 'log', 'mailbox', 'machine'])
      expect(pieces.get(kind), kind).toBeGreaterThan(1);
    for (const queue of [queueNames.purchasesDeadLetters, queueNames.membersDeadLetters]) {
      expect(await messagesIn(queue)).toBe(0);
    }
  });

  test('what went out says who came and went, and nothing of the person', async () => {
    const confirmed = await hear('the erasure', `erased:${memberId}`);
    expect(confirmed['detail-type']).toBe('member.erased.confirmed');
    expect(eventsOut['member.erased.confirmed'].parse(confirmed.detail).data).toEqual({ memberId });
    const enrolled = await hear('the enrolment', `enrolled:${memberId}`);
    const { data } = eventsOut['member.enrolled.confirmed'].parse(enrolled.detail);
    expect(data).toEqual({ memberId, by: 'enrolment', channel: null, referralCode });
    expect(heard.length).toBeGreaterThan(8);
    for (const { text } of heard) {
      expect(Object.values(own).filter((secret) => text.toLowerCase().includes(secret.toLowerCase()))).toEqual([]);
    }
  });

  test('the books are whole, and are counted and reviewed as before', async () => {
    expect(await verify()).toMatchObject({ code: 0, differences: [] });
    const { accounts } = await stores.ledger.scanAccounts();
    const erased = accounts.find(({ account }) => account.memberId === memberId);
    expect(erased?.account).toMatchObject({ left: { how: 'erased' }, orders: 4 });
    const day = dateOf(19);
    expect(await reviewed({ day })).toMatchObject({ failed: 0, complete: true, snapshot: 'taken' });
    expect(await perennialJson('metrics', '--as-of', day)).toMatchObject({ code: 0 });
    expect(await perennial('member', 'show', `memberId:${memberId}`)).toMatchObject({ code: 1, printed: '' });
    expect(await perennialJson('explain', `memberId:${memberId}`)).toMatchObject({ code: 0 });
    expect((await traces()).left).toEqual([]);
  });

  test('what occurred before and names the person is refused, by whatever name', async () => {
    const before: readonly Asking[] = [
      ['purchase.completed', 'late-1', bought('late-1', { email: own.newEmail }), onDay(9)],
      ['purchase.completed', 'late-2', bought('late-2', { externalId: own.otherId }), onDay(9)],
      ['member.enrolled', 'late-3', { phone: own.phone, name: own.name }, onDay(9)],
      ['member.updated', 'late-4', { member: { card: own.card }, name: own.name }, onDay(9)],
      ['member.erased', 'late-5', { requestId: 'late-5', member: { memberId } }, onDay(21)],
      ['purchase.completed', 'late-6', bought('late-6', { memberId }), onDay(21)],
    ];
    await putEvents(...before.map((event) => asked(...event)));
    for (const [, id] of before) expect(await told(id), id).toBe('member-erased');
    expect((await ask(door, 'GET', `/v1/members/${memberId}`, { token })).body).toMatchObject({
      code: 'member-erased',
    });
    expect((await traces()).left).toEqual([]);
  });

  test('whoever comes later under a name of the person is somebody new', async () => {
    expect((await find({ email: own.newEmail })).status).toBe(404);
    const sale = bought('new-1', { email: own.newEmail });
    expect(await take('purchase.completed', 'new-1', sale, onDay(21))).toBe('parked');
    expect(await take('member.enrolled', 'new-2', { email: own.newEmail }, onDay(22))).toBe('applied');
    expect(await receipt('new-1', 'parked')).toMatchObject({ outcome: 'applied' });
    const { memberId: newcomer } = z.object({ memberId: z.string() }).parse((await find({ email: own.newEmail })).body);
    expect(newcomer).not.toBe(memberId);
    expect(await stores.members.profile(newcomer)).toMatchObject({ facts: {}, consents: [] });
    expect(await verify()).toMatchObject({ code: 0, differences: [] });
    expect((await traces()).left).toEqual([{ text: own.newEmail, place: `table ${tableName('local', 'members')}` }]);
  });
});
