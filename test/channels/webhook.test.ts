/** A webhook against a server that answers as it is told to: what it is sent, how it is signed, what answers mean. */
import { createServer } from 'node:http';
import type { IncomingHttpHeaders } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { logAdapter } from '../../shared/channels/adapters/log.ts';
import { webhookAdapter } from '../../shared/channels/adapters/webhook.ts';
import { parseWebhookSecret } from '../../shared/platform/webhook-secret.ts';
import { isSigned, signWebhook } from '../../shared/platform/webhook-signature.ts';
import { memberTag, outgoing } from './outgoing.ts';

type Asked = { readonly headers: IncomingHttpHeaders; readonly body: string };
let asked: Asked[] = [];
/** Status of one attempt after the other, the last again and again; 0 breaks the connection off. */
let statuses: readonly number[] = [];

const server = createServer((request, response) => {
  void text(request).then((body) => {
    const status = statuses[asked.length] ?? statuses.at(-1) ?? 500;
    asked.push({ headers: request.headers, body });
    if (status === 0) request.socket.destroy();
    else response.writeHead(status, status === 302 ? { location: '/elsewhere' } : {}).end('{"ok":true}');
  });
});
const secret = 'a secret of at least thirty-two characters';
const now = 1_795_000_000;
let port = 0;
const adapterAt = (at: number) =>
  webhookAdapter(
    { url: `http://127.0.0.1:${String(at)}/in`, secret },
    () => now,
    async () => Promise.resolve(),
  );

beforeAll(async () => {
  await new Promise<void>((listening) => {
    server.listen(0, '127.0.0.1', listening);
  });
  port = z.object({ port: z.number() }).parse(server.address()).port;
});
afterAll(() => {
  server.close();
  server.closeAllConnections();
});
beforeEach(() => {
  asked = [];
});

describe('a webhook', () => {
  it('is sent the message, signed', async () => {
    statuses = [202];
    expect(await adapterAt(port).send(outgoing)).toEqual({ is: 'accepted', providerId: null });
    const [request] = asked;
    if (request === undefined) throw new Error('nothing was asked');
    expect(JSON.parse(request.body)).toEqual({
      id: outgoing.messageId,
      memberId: 'member-1',
      campaignId: 'win-back',
      run: 'win-back#2026-11-22T10:00:00Z',
      purpose: 'promotions',
      address: 'wang@example.com',
      locale: 'zh-CN',
      subject: '想念您',
      text: '您好，好久不见。',
      html: '<p>您好</p>',
      unsubscribeUrl: 'https://links.example/u/token',
    });
    expect(request.headers).toMatchObject({
      'content-type': 'application/json',
      'idempotency-key': `${memberTag}.${outgoing.messageId}`,
      'perennial-timestamp': String(now),
      'perennial-signature': signWebhook(secret, now, request.body),
    });
  });

  it.each<[readonly number[], object, number]>([
    [[200], { is: 'accepted', providerId: null }, 1],
    [[429], { is: 'throttled' }, 1],
    [[400], { is: 'permanent', why: 'status-400', suppress: false }, 1],
    [[410], { is: 'permanent', why: 'gone', suppress: true }, 1],
    [[401], { is: 'account', why: 'status-401' }, 1],
    [[302], { is: 'account', why: 'status-302' }, 1],
    [[500], { is: 'unknown' }, 3],
    [[0], { is: 'unknown' }, 3],
    [[408, 503, 204], { is: 'accepted', providerId: null }, 3],
    [[500, 429], { is: 'throttled' }, 2],
  ])('that answers %j', async (given, answer, attempts) => {
    statuses = given;
    expect(await adapterAt(port).send(outgoing)).toEqual(answer);
    expect(asked).toHaveLength(attempts);
    expect(new Set(asked.map(({ body }) => body)).size).toBe(1);
  });

  it('that nobody answers has got nothing', async () => {
    const closed = createServer();
    await new Promise<void>((listening) => {
      closed.listen(0, '127.0.0.1', listening);
    });
    const { port: free } = z.object({ port: z.number() }).parse(closed.address());
    await new Promise((done) => closed.close(done));
    expect(await adapterAt(free).send(outgoing)).toEqual({ is: 'throttled' });
  });
});

describe('a signature', () => {
  const body = '{"events":[]}';
  const signature = signWebhook(secret, now, body);
  const request = { timestamp: String(now), signature, body };

  it('is the HMAC-SHA-256 of timestamp and body, as OpenSSL has it', () => {
    expect(signWebhook('key', 1, 'body')).toBe('v1=91b5374b153842ad05b2c4eab9349b8321b14703165bd3fb8b034dfb8be98ae5');
  });

  it.each<[string, Partial<typeof request>, number, boolean]>([
    ['at once', {}, now, true],
    ['within the window', {}, now + 300, true],
    ['from a clock that is ahead', {}, now - 300, true],
    ['too late', {}, now + 301, false],
    ['too early', {}, now - 301, false],
    ['of another body', { body: '{}' }, now, false],
    ['of another time', { timestamp: String(now + 1) }, now, false],
    ['of another length', { signature: signature.slice(0, -1) }, now, false],
    ['of no time', { timestamp: 'now' }, now, false],
  ])('is right or not: %s', (_, change, at, right) => {
    expect(isSigned(secret, { ...request, ...change }, at)).toBe(right);
  });

  it('is wrong where there is none, or another secret', () => {
    expect(isSigned(secret, { ...request, signature: undefined }, now)).toBe(false);
    expect(isSigned(secret, { ...request, timestamp: undefined }, now)).toBe(false);
    expect(isSigned(`${secret}!`, request, now)).toBe(false);
  });
});

describe('the secret of a webhook', () => {
  it.each(['https://relay.example/in', 'http://127.0.0.1:8080/in'])('has an address: %s', (url) => {
    expect(parseWebhookSecret(JSON.stringify({ url, secret }))).toEqual({ url, secret });
  });

  it.each([
    '',
    '{',
    JSON.stringify({ url: 'http://relay.example/in', secret }),
    JSON.stringify({ url: 'https://relay.example/in', secret: 'short' }),
  ])('is refused without being repeated: %s', (given) => {
    expect(() => parseWebhookSecret(given)).toThrow(/^the webhook secret is no JSON of an https url/);
  });
});

describe('the log', () => {
  it('has ids, and neither address nor content', async () => {
    const lines: unknown[] = [];
    const answer = await logAdapter({ info: (...line) => lines.push(line) }).send(outgoing);
    expect(answer).toEqual({ is: 'accepted', providerId: null });
    const { memberId, messageId, campaignId, run, purpose } = outgoing;
    const fields = { memberId, messageId, campaignId, run, purpose, locale: 'zh-CN', characters: 11, html: true };
    expect(lines).toEqual([['MESSAGE_LOGGED', fields]]);
  });
});
