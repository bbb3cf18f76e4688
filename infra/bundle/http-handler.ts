/**
 * Stands in every bundle for `@smithy/node-http-handler` (7 KB), by which clients send their requests: over HTTP/1.1, on
 * connections that are kept. Functions send texts and bytes that are there as a whole, and set no times but the SDK's own;
 * what else the package can do is missing: streams, HTTP/2, waiting to be told to continue, other limits and agents.
 */
import { Agent, request as overHttp } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { Agent as SecureAgent, request as overHttps } from 'node:https';

export { streamCollector } from '@smithy/core/serde';

type Request = {
  readonly protocol: string;
  readonly hostname: string;
  readonly port?: number | undefined;
  readonly method: string;
  readonly path: string;
  readonly query?: Readonly<Record<string, unknown>>;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body?: unknown;
};
type Response = {
  readonly statusCode: number;
  readonly reason: string | undefined;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: IncomingMessage;
};

/** The SDK's own for the services that functions call: after as long without a sign of life a request has failed. */
const silenceMs = 300_000;
const connections = { keepAlive: true, maxSockets: 50 };

/** What a network does to a request; the SDK has one name for all of it that takes too long or breaks off. */
const timedOut = new Set(['ECONNRESET', 'EPIPE', 'ETIMEDOUT']);

function named(error: Error): Error {
  const late = 'code' in error && timedOut.has(String(error.code));
  return late ? Object.assign(error, { name: 'TimeoutError' }) : error;
}

/** @throws TypeError for a stream */
function sendable(body: unknown): string | Uint8Array | undefined {
  if (body === undefined || typeof body === 'string' || body instanceof Uint8Array) return body;
  throw new TypeError('Only a text or bytes can be sent, no stream.');
}

function responseOf(message: IncomingMessage): Response {
  const headers = Object.entries(message.headers).map(([name, value]) => [name, String(value)] as const);
  return {
    statusCode: message.statusCode ?? -1,
    reason: message.statusMessage,
    headers: Object.fromEntries(headers),
    body: message,
  };
}

export class NodeHttpHandler {
  readonly metadata = { handlerProtocol: 'http/1.1' };
  readonly #agent = new Agent(connections);
  readonly #secureAgent = new SecureAgent(connections);

  /** Clients hand over the settings of their mode, which by default has none. */
  static create(): NodeHttpHandler {
    return new NodeHttpHandler();
  }

  async handle(
    { protocol, hostname, port, method, path, query = {}, headers, body }: Request,
    { abortSignal }: { readonly abortSignal?: AbortSignal | undefined } = {},
  ): Promise<{ readonly response: Response }> {
    if (Object.keys(query).length > 0) throw new TypeError('Only a request without a query can be sent.');
    const sent = sendable(body);
    return new Promise((resolve, reject) => {
      const [send, agent] = protocol === 'https:' ? [overHttps, this.#secureAgent] : [overHttp, this.#agent];
      const signal = abortSignal === undefined ? {} : { signal: abortSignal };
      const options = { host: hostname, port, method, path, headers, agent, timeout: silenceMs, ...signal };
      const request = send(options, (message) => {
        resolve({ response: responseOf(message) });
      });
      request.on('timeout', () => request.destroy(Object.assign(new Error('no answer'), { name: 'TimeoutError' })));
      request.on('error', (error) => {
        reject(named(error));
      });
      request.end(sent);
    });
  }

  destroy(): void {
    this.#agent.destroy();
    this.#secureAgent.destroy();
  }

  httpHandlerConfigs(): object {
    return {};
  }

  updateHttpClientConfig(): void {
    // Nothing can be set.
  }
}
