/** The door: a request goes to the route that it names, and whatever happens there is answered. */
import { httpRoutes } from '../config/http-routes.ts';
import type { HttpRoute } from '../config/http-routes.ts';
import { problem, responseOf } from './exchange.ts';
import type { HttpRequest, HttpResponse, Reply } from './exchange.ts';
import type { Answering } from './route.ts';

/** What may be told of an exchange in a log: no path and no value, for both may name somebody. */
export type Told = {
  readonly route: string;
  readonly request: string;
  readonly status: number;
  readonly code?: string | undefined;
  readonly field?: string | undefined;
  readonly rule?: string | undefined;
  /** Name of the error, where something failed. */
  readonly error?: string | undefined;
};

/** Names of errors that say: not now. Nothing was done, and whoever asks again may have more luck. */
const passing: ReadonlySet<string> = new Set([
  'ContentionError',
  'NoProgrammeError',
  'UnreadKeysError',
  'TransactionInProgressException',
  'ThrottlingException',
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'InternalServerError',
  'TimeoutError',
]);

const retryAfter = { 'retry-after': '1' } as const;

function matches({ path }: HttpRoute, rawPath: string): boolean {
  const pattern = path
    .split('/')
    .map((part) => (part.startsWith('{') ? '[^/]+' : part))
    .join('/');
  return new RegExp(`^${pattern}$`).test(rawPath);
}

/** What is said of a path that no route answers: that it does not exist, or takes other methods. */
function elsewhere({ rawPath }: HttpRequest): Reply {
  const methods = Object.values(httpRoutes)
    .filter((known) => matches(known, rawPath))
    .map(({ method }) => method);
  if (methods.length === 0) return problem('not-found');
  return { ...problem('method-not-allowed'), headers: { allow: [...new Set(methods)].join(', ') } };
}

/** What is said where no route says anything. */
export type Otherwise = {
  /** Of a request that no route answers. */
  readonly elsewhere: (request: HttpRequest) => Reply;
  /** Of what failed: for now, or for good. */
  readonly failed: (code: 'unavailable' | 'internal', request: HttpRequest) => Reply;
};

const inProblems: Otherwise = {
  elsewhere,
  failed: (code) => (code === 'unavailable' ? { ...problem(code), headers: retryAfter } : problem(code)),
};

/** What a log may say of an answer. */
function toldOf(reply: Reply): Pick<Told, 'code' | 'field' | 'rule' | 'error'> {
  if ('problem' in reply) {
    const { code, field, rule } = reply.problem;
    return { code, field, rule };
  }
  if ('page' in reply) return { code: reply.code };
  return 'redirect' in reply ? { error: reply.error } : {};
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : 'Error';
}

/**
 * Answers requests by the routes of one resource. Never throws: what fails is answered too, and told.
 *
 * @param start gives what routes need; asked for each request, so that a start that failed is tried again
 * @param otherwise in problem documents, unless people are to read it
 */
export function openDoor<Dependencies>(
  routes: readonly Answering<Dependencies>[],
  start: () => Promise<Dependencies>,
  otherwise: Otherwise = inProblems,
): (request: HttpRequest) => Promise<{ readonly response: HttpResponse; readonly told: Told }> {
  const byKey = new Map(routes.map((each) => [each.key, each]));
  return async (request) => {
    const known = byKey.get(request.routeKey);
    const about = { route: known?.key ?? 'none', request: request.requestContext.requestId };
    let reply: Reply;
    let failure: Pick<Told, 'error'> = {};
    try {
      reply = known === undefined ? otherwise.elsewhere(request) : await known.run(await start(), request);
    } catch (thrown) {
      const error = nameOf(thrown);
      failure = { error };
      reply = otherwise.failed(passing.has(error) ? 'unavailable' : 'internal', request);
    }
    const response = responseOf(reply);
    return { response, told: { ...about, status: response.statusCode, ...toldOf(reply), ...failure } };
  };
}
