/** How requests of a bundle are sent, against the SDK's own handler, which the bundles leave out. */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { HttpRequest, HttpResponse } from '@smithy/core/protocols';
import { createServer } from 'node:http';
import type { Socket } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { NodeHttpHandler } from '../../../infra/bundle/http-handler.ts';

type Received = {
  readonly line: string;
  readonly headers: readonly string[];
  readonly body: string;
  readonly socket: Socket;
};
let received: Received[] = [];
/** What the server does with a request; by default it answers. */
let behaviour: 'answers' | 'breaks off' | 'breaks off its answer' | 'says nothing' = 'answers';

const server = createServer((request, response) => {
  void buffer(request).then((body) => {
    const { method = '', url = '', rawHeaders: headers, socket } = request;
    received.push({ line: `${method} ${url}`, headers, body: body.toString('base64'), socket });
    if (behaviour === 'says nothing') return;
    if (behaviour === 'breaks off') return socket.destroy();
    response.writeHead(418, 'Short and stout', { 'X-One': '1', 'Set-Cookie': ['a', 'b'], 'content-length': 8 });
    if (behaviour === 'answers') return response.end(Buffer.from([0, 255, 1, 2, 3, 4, 5, 6]));
    return response.write('half', () => socket.destroy());
  });
});
let port = 0;

beforeAll(async () => {
  await new Promise<void>((listening) => {
    server.listen(0, '127.0.0.1', listening);
  });
  ({ port } = z.object({ port: z.number() }).parse(server.address()));
});
afterAll(() => {
  server.close();
  server.closeAllConnections();
});
beforeEach(() => {
  received = [];
  behaviour = 'answers';
});

type Handler = {
  readonly handle: (request: HttpRequest, options?: { abortSignal?: AbortSignal }) => Promise<{ response: unknown }>;
};
const handlers: Readonly<Record<'ours' | 'sdks', () => Handler>> = {
  ours: () => NodeHttpHandler.create(),
  sdks: () => new DynamoDBClient({ region: 'eu-central-1' }).config.requestHandler,
};

const requestWith = (given: object) =>
  new HttpRequest({ protocol: 'http:', hostname: '127.0.0.1', port, method: 'POST', path: '/', ...given });

const bodied = z.looseObject({ body: z.custom<AsyncIterable<Uint8Array>>((body) => typeof body === 'object') });

/** What is sent, and what it comes to. */
async function outcomeOf(handler: Handler, request: HttpRequest, options = {}) {
  const before = received.length;
  const sent = () => received.slice(before).map(({ line, headers, body }) => ({ line, headers, body }));
  try {
    const { response } = await handler.handle(request, options);
    const { statusCode, reason, headers } = HttpResponse.isInstance(response) ? response : {};
    const body = await buffer(bodied.parse(response).body);
    return {
      statusCode,
      reason,
      headers: { ...headers, date: undefined },
      body: body.toString('base64'),
      sent: sent(),
    };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    return error instanceof Error ? { name: error.name, message: error.message, code, sent: sent() } : error;
  }
}

describe('a request of a bundle', () => {
  const headers = { 'X-Amz-Target': 'GetItem', 'content-length': '4', host: 'elsewhere' };
  it.each([
    { headers, body: 'text' },
    { headers, body: new Uint8Array([1, 0, 255, 2]) },
    { headers: { ...headers, 'content-length': '6' }, body: 'é€\n' },
    { headers: {}, body: undefined },
    { headers: {}, body: '', path: '/path' },
    { headers: {}, hostname: 'localhost' },
  ])('is sent and answered as by the SDK: %j', async (given) => {
    const found = await outcomeOf(handlers.ours(), requestWith(given));
    expect(found).toEqual(await outcomeOf(handlers.sdks(), requestWith(given)));
    expect(found).toMatchObject({ statusCode: 418, headers: { 'x-one': '1', 'set-cookie': 'a,b' } });
  });

  it.each(['breaks off', 'breaks off its answer'] as const)("fails as the SDK's where the other %s", async (does) => {
    behaviour = does;
    const found = await outcomeOf(handlers.ours(), requestWith({ body: 'x' }));
    expect(found).toEqual(await outcomeOf(handlers.sdks(), requestWith({ body: 'x' })));
    expect(found).toMatchObject({ code: 'ECONNRESET' });
  });

  it.each([{ port: 1 }, { hostname: 'not.there.invalid' }, { protocol: 'https:' }])(
    "fails as the SDK's where there is nobody: %j",
    async (given) => {
      const found = await outcomeOf(handlers.ours(), requestWith(given));
      const expected = await outcomeOf(handlers.sdks(), requestWith(given));
      const told = z.object({ name: z.string(), code: z.string() });
      expect(told.parse(found)).toEqual(told.parse(expected));
    },
  );

  it('ends when it is told to', async () => {
    behaviour = 'says nothing';
    for (const handler of [handlers.ours(), handlers.sdks()]) {
      const options = { abortSignal: AbortSignal.timeout(50) };
      expect(await outcomeOf(handler, requestWith({ body: 'x' }), options)).toMatchObject({ name: 'AbortError' });
    }
  });

  it('takes the connection of the one before', async () => {
    const handler = handlers.ours();
    for (let time = 0; time < 3; time += 1) await outcomeOf(handler, requestWith({ body: 'x' }));
    expect(new Set(received.map(({ socket }) => socket)).size).toBe(1);
  });

  it.each([{ query: { list: '' } }, { body: new ReadableStream() }])(
    'is refused before it is wrong: %j',
    async (given) => {
      await expect(handlers.ours().handle(requestWith(given))).rejects.toThrow(TypeError);
    },
  );
});
