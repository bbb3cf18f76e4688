/** A service that answers as it is told and keeps what it was asked, for the clients that stand in bundles and for the SDK's. */
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterAll, afterEach, beforeAll, beforeEach, vi } from 'vitest';
import * as z from 'zod/mini';

export type Answer = {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
};
/** What the service answers to one attempt after the other, the last again and again; 0 breaks the connection off. */
let answers: readonly Answer[] = [];
let received: unknown[] = [];

/** What differs from one call to the next or says by whom it is made, and the digest of a body whose keys have an order. */
const varying = new Set([
  'authorization',
  'x-amz-date',
  'amz-sdk-invocation-id',
  'user-agent',
  'x-amz-user-agent',
  'x-amz-content-sha256',
]);

const server = createServer((request, response) => {
  void text(request).then((body) => {
    const { method, url, headers } = request;
    const lasting = Object.entries(headers).filter(([name]) => !varying.has(name));
    const signed = /Credential=[^/]+\/\d+\/(\S+),/.exec(headers.authorization ?? '')?.[1];
    const isJson = headers['content-type']?.includes('json') === true;
    // A form has no order.
    const parsed: unknown = isJson ? JSON.parse(body) : body.split('&').toSorted();
    const answer = answers[received.length] ?? answers.at(-1) ?? { status: 500, body: '' };
    received.push({ method, url, body: parsed, headers: Object.fromEntries(lasting), signed });
    const { status, body: said, headers: answered = {} } = answer;
    if (status === 0) request.socket.destroy();
    else response.writeHead(status, answered).end(typeof said === 'string' ? said : JSON.stringify(said));
  });
});
let url = '';

/** Where it is. */
export const serviceUrl = () => url;

/** Sets the service up for the tests of a file, with an environment as functions have it. */
export function recordedService(): void {
  beforeAll(async () => {
    await new Promise<void>((listening) => {
      server.listen(0, '127.0.0.1', listening);
    });
    url = `http://127.0.0.1:${String(z.object({ port: z.number() }).parse(server.address()).port)}`;
  });
  afterAll(() => {
    server.close();
    server.closeAllConnections();
  });
  beforeEach(() => {
    received = [];
    vi.stubEnv('AWS_REGION', 'eu-central-1');
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'id');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret');
    vi.stubEnv('AWS_ENDPOINT_URL', url);
  });
  afterEach(() => {
    vi.unstubAllEnvs();
  });
}

const failure = z.object({
  name: z.string(),
  message: z.string(),
  $fault: z.optional(z.string()),
  code: z.optional(z.string()),
  Reason: z.optional(z.string()),
  Fields: z.optional(z.array(z.unknown())),
  $metadata: z.optional(z.object({ httpStatusCode: z.optional(z.number()) })),
});

/** What a call came to, and every attempt that it took. */
export async function outcomeOf<T>(send: () => Promise<T>, given: readonly Answer[]) {
  answers = given;
  received = [];
  try {
    const answer = await send();
    return { answer, received };
  } catch (error) {
    const { message, $metadata, ...said } = failure.parse(error);
    return { ...said, message: message.split('\n')[0], status: $metadata?.httpStatusCode, received };
  }
}
