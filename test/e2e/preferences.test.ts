/** The links in messages as they are deployed: API Gateway without a token, one function, tables. */
import { beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { functionNames, resourceName } from '../../shared/config/names.ts';
import { formatInstant } from '../../shared/domain/zone.ts';
import { linksFor } from '../../shared/platform/signed-link.ts';
import type { Links } from '../../shared/platform/signed-link.ts';
import { connect } from '../../shared/runtime/connect.ts';
import { dynamodbOutbox } from '../../shared/store/dynamodb/outbox-store.ts';
import { tablesOf } from '../../shared/store/dynamodb/tables.ts';
import { sentMessage } from '../fixtures/sent-message.ts';
import { plainDocument } from '../fixtures/programme.ts';
import { callJson } from './aws-json.ts';
import { ask, doorAddress, tokenFor } from './door-client.ts';
import { folderOfFile, writeDocument } from './files.ts';
import { startAfresh } from './perennial.ts';
import { clients, secretKeys, stores } from './stage.ts';

const granted = { granted: true, at: '2026-03-01T12:00:00Z', text: 't1', how: 'till', by: 'clerk-1' };
const consents = [
  { purpose: 'promotions', channel: 'email', ...granted },
  { purpose: 'loyalty', channel: 'email', ...granted },
];
const target = 'https://shop.example/sale?from=message';
const outbox = dynamodbOutbox(connect(tablesOf('local'), clients));

let door: string;
let token: string;
let links: Links;

beforeAll(async () => {
  await startAfresh(await writeDocument(await folderOfFile(), 'plain.json', plainDocument));
  door = await doorAddress();
  token = await tokenFor('members.read', 'members.write', 'members.erase');
  links = linksFor((await secretKeys()).links, door);
});

const enrolled = z.object({ memberId: z.string() });

/** Somebody new who was written to, with the links of that message. */
async function writtenTo(name: string) {
  const body = { email: `${name}@example.com`, locale: 'zh-CN', consents };
  const told = await ask(door, 'POST', '/v1/members', { token, key: `enrol-${name}`, body });
  const { memberId } = enrolled.parse(told.body);
  await outbox.putMessage(sentMessage(memberId, 'message-1'));
  const of = { memberId, messageId: 'message-1' };
  return {
    memberId,
    preferences: links.preferences(of, Date.now()),
    unsubscribe: links.unsubscribe({ ...of, campaignId: 'member-day', purpose: 'promotions', channel: 'email' }),
    click: links.click({ ...of, target }, Date.now()),
  };
}

/** Opens a link as a mail program or a browser does, without a cookie or a token. */
async function open(url: string, form?: string | FormData) {
  const response = await fetch(url, {
    redirect: 'manual',
    ...(form === undefined
      ? {}
      : { method: 'POST', body: typeof form === 'string' ? new URLSearchParams(form) : form }),
  });
  return { status: response.status, headers: response.headers, text: await response.text() };
}

const oneClick = 'List-Unsubscribe=One-Click';

async function allowed(memberId: string): Promise<readonly string[]> {
  const profile = await stores.members.profile(memberId);
  return (profile?.consents ?? [])
    .filter((consent) => consent.granted)
    .map(({ purpose, channel }) => `${purpose}.${channel}`);
}

const factsOf = async (memberId: string) => (await outbox.read(memberId, 'message-1')).message?.facts;

describe('the opt-out', () => {
  it('is asked about by a GET, which changes nothing, in the member’s language', async () => {
    const { memberId, unsubscribe } = await writtenTo('ann');
    for (let time = 0; time < 3; time += 1) {
      const { status, text, headers } = await open(unsubscribe);
      expect([status, headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
      expect(text).toContain('确认退订');
    }
    expect(await allowed(memberId)).toEqual(['loyalty.email', 'promotions.email']);
    expect(await stores.members.consents(memberId)).toHaveLength(1);
    expect(await factsOf(memberId)).toEqual({});
  });

  it('is done by a POST without a cookie, once and again, with its proof', async () => {
    const { memberId, unsubscribe } = await writtenTo('ben');
    const before = Date.now();
    const first = await open(unsubscribe, oneClick);
    expect([first.status, first.headers.get('set-cookie')]).toEqual([200, null]);
    const parts = new FormData();
    parts.append('List-Unsubscribe', 'One-Click');
    expect((await open(unsubscribe, parts)).status).toBe(200);
    expect(await allowed(memberId)).toEqual(['loyalty.email']);
    const [, record, ...others] = await stores.members.consents(memberId);
    expect(others).toEqual([]);
    const [consent, ...more] = record?.consents ?? [];
    expect(more).toEqual([]);
    expect(consent).toMatchObject({
      purpose: 'promotions',
      channel: 'email',
      granted: false,
      text: 'list-unsubscribe',
      how: 'one-click',
      by: 'member',
    });
    expect(consent?.at).toBeGreaterThanOrEqual(before);
    expect(record?.occurredAt).toBe(consent === undefined ? undefined : formatInstant(consent.at));
    expect(await factsOf(memberId)).toEqual({ unsubscribedAt: expect.closeTo(Number(consent?.at), -4) });
  });

  it('is also done where only parts of a form are sent, as mail programs should', async () => {
    const { memberId, unsubscribe } = await writtenTo('eve');
    const parts = new FormData();
    parts.append('List-Unsubscribe', 'One-Click');
    expect((await open(unsubscribe, parts)).status).toBe(200);
    expect(await allowed(memberId)).toEqual(['loyalty.email']);
  });

  it('is refused with a link that is not ours', async () => {
    const { memberId, unsubscribe, preferences } = await writtenTo('cleo');
    const other = preferences.replace('/p/', '/u/');
    for (const wrong of [`${unsubscribe.slice(0, -1)}_`, unsubscribe.slice(0, -5), other]) {
      expect((await open(wrong, oneClick)).status).toBe(404);
      expect((await open(wrong)).status).toBe(404);
    }
    expect(await allowed(memberId)).toEqual(['loyalty.email', 'promotions.email']);
  });
});

describe('the page of preferences', () => {
  it('shows what is allowed, and keeps what is answered', async () => {
    const { memberId, preferences } = await writtenTo('dora');
    const { status, text, headers } = await open(`${preferences}?lang=en`);
    expect(status).toBe(200);
    expect(text.match(/ checked/g)).toHaveLength(2);
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    expect(text).not.toContain('dora@');
    const shown = /name="shown" value="([^"]+)"/.exec(text)?.[1] ?? '';
    const form = new URLSearchParams({ wording: 'preference-page.en.1', shown, allow: 'profiling.email' });
    const saved = await open(`${preferences}?lang=en`, form.toString());
    expect([saved.status, saved.text.includes('Your choices are saved')]).toEqual([200, true]);
    expect(await allowed(memberId)).toEqual(['profiling.email']);
    const [, record] = await stores.members.consents(memberId);
    expect(record?.consents).toHaveLength(3);
    for (const consent of record?.consents ?? []) {
      expect(consent).toMatchObject({ how: 'preference-page', text: 'preference-page.en.1', by: 'member' });
    }
  });

  it('is nobody’s once the member was erased', async () => {
    const { memberId, preferences, unsubscribe } = await writtenTo('finn');
    expect((await ask(door, 'DELETE', `/v1/members/${memberId}`, { token, key: 'erase-finn' })).status).toBe(200);
    for (const answer of [await open(preferences), await open(unsubscribe), await open(unsubscribe, oneClick)]) {
      expect([answer.status, answer.text.includes('<form')]).toEqual([200, false]);
    }
    expect(await stores.members.consents(memberId)).toEqual([]);
  });
});

describe('a click', () => {
  it('leads on, and is counted once', async () => {
    const { memberId, click } = await writtenTo('gus');
    const { status, headers } = await open(click);
    expect([status, headers.get('location')]).toEqual([302, target]);
    const first = await factsOf(memberId);
    expect(first?.clickedAt).toBeGreaterThan(0);
    expect((await open(click)).status).toBe(302);
    expect(await factsOf(memberId)).toEqual(first);
    expect((await open(`${click.slice(0, -1)}_`)).status).toBe(404);
  });
});

describe('what is written of it all', () => {
  it('names no link, no member and no address', async () => {
    const { memberId, unsubscribe } = await writtenTo('hugo');
    await open(unsubscribe, oneClick);
    const group = `/aws/lambda/${resourceName('local', functionNames.httpPreferences)}`;
    const written = JSON.stringify(await callJson('logs', 'Logs_20140328.FilterLogEvents', { logGroupName: group }));
    expect(written).toContain('REQUEST_ANSWERED');
    for (const secret of [unsubscribe.slice(-40), memberId, 'hugo@']) expect(written).not.toContain(secret);
  });
});
