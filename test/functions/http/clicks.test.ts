/** Links that lead to the shop over us: counted once, to signed addresses alone, and never in anybody's way. */
import { beforeEach, describe, expect, it } from 'vitest';
import { logMessages } from '../../../shared/platform/telemetry.ts';
import { answeredLinks, inPages } from '../../../shared/http/links.ts';
import { httpHandler } from '../../../shared/runtime/http-handler.ts';
import { invoke } from '../invoke.ts';
import { sentMessage } from '../../fixtures/sent-message.ts';
import { oneClickForm, openingOf, openMail } from './mail-reader.ts';
import type { Mail } from './mail-reader.ts';
import { memberIdOf, openTill } from './till.ts';
import type { Till } from './till.ts';

const now = Date.parse('2026-03-10T12:00:00+08:00');
const target = 'https://shop.example/sale?utm_source=member-day&a=%E4%BC%9A#top';

let till: Till;
let mail: Mail;
let memberId: string;
let url: string;

beforeEach(async () => {
  till = openTill();
  mail = openMail(till);
  memberId = memberIdOf(await till.ask('POST', '/v1/members', { key: 'e1', body: { email: 'ann@example.com' } }));
  await mail.outbox.putMessage(sentMessage(memberId, 'message-1'));
  url = mail.links.click({ memberId, messageId: 'message-1', target }, now);
});

describe('a click', () => {
  it('leads to its target, and is counted once', async () => {
    const { status, headers, text } = await mail.get(url);
    expect([status, headers['location'], text]).toEqual([302, target, '']);
    expect(headers).toMatchObject({ 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' });
    till.at('2026-03-12T12:00:00+08:00');
    expect((await mail.get(url)).status).toBe(302);
    expect(await mail.factsOf(memberId, 'message-1')).toEqual({ clickedAt: now });
  });

  it('leads there also where it cannot be counted', async () => {
    const busy = openMail(till, {
      outbox: { setFact: async () => Promise.reject(Object.assign(new Error(), { name: 'ThrottlingException' })) },
    });
    const { status, headers, told } = await busy.get(url);
    expect([status, headers['location'], told.error]).toEqual([302, target, 'ThrottlingException']);
    const gone = mail.links.click({ memberId: 'nobody', messageId: 'message-1', target }, now);
    expect((await mail.get(gone)).status).toBe(302);
    expect(await mail.outbox.messages('nobody')).toEqual([]);
  });

  it('is over after 400 days', async () => {
    till.at('2027-04-14T12:00:00+08:00');
    const { status, text } = await mail.get(url);
    expect(status).toBe(410);
    expect(text).toContain('go to our website');
  });

  it('leads nowhere with anything of it changed', async () => {
    for (const wrong of [
      `${url.slice(0, -1)}_`,
      url.slice(0, -8),
      'https://links.example/c/https:%2F%2Felsewhere.example',
    ]) {
      const { status, headers } = await mail.get(wrong);
      expect([status, headers['location']]).toEqual([404, undefined]);
    }
  });
});

describe('the log of the links', () => {
  it('holds route and outcome, and neither a link nor anything of whose it is', async () => {
    const of = { memberId, messageId: 'message-1' };
    const preferences = mail.links.preferences(of, now);
    const unsubscribe = mail.links.unsubscribe({ ...of, campaignId: 'c', purpose: 'promotions', channel: 'email' });
    const handler = httpHandler(answeredLinks, async () => Promise.resolve(mail.deps), inPages);
    const lines: unknown[] = [];
    for (const request of [
      openingOf('GET', preferences),
      openingOf('POST', preferences, { form: 'allow=promotions.email' }),
      openingOf('GET', unsubscribe, { lang: 'zh-CN' }),
      openingOf('POST', unsubscribe, { form: oneClickForm }),
      openingOf('GET', url),
      openingOf('GET', `${url}x`),
      openingOf('PUT', url),
    ]) {
      const { output, logs } = await invoke(handler, request);
      const token = request.pathParameters?.['token'] ?? '';
      for (const secret of [token, token.slice(0, 20), memberId, 'message-1', 'ann@', 'shop.example']) {
        expect(output).not.toContain(secret);
      }
      expect(logs).toHaveLength(1);
      expect(logs[0]?.message).toBe(logMessages.answered);
      lines.push(['route', 'status', 'code'].map((key) => logs[0]?.[key]));
    }
    expect(lines).toEqual([
      ['GET /p/{token}', 200, undefined],
      ['POST /p/{token}', 400, 'no-answer'],
      ['GET /u/{token}', 200, undefined],
      ['POST /u/{token}', 200, undefined],
      ['GET /c/{token}', 302, undefined],
      ['GET /c/{token}', 404, 'broken-link'],
      ['none', 404, 'broken-link'],
    ]);
  });
});
