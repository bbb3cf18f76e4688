/** A route with who answers it: what comes in is read by the schemas of its operation before anybody sees it. */
import type * as z from 'zod/mini';
import { httpRoutes, routeKey } from '../config/http-routes.ts';
import type { RouteName } from '../config/http-routes.ts';
import { noBody } from '../contracts/http/operation.ts';
import type { Operation, PathParameter } from '../contracts/http/operation.ts';
import { id } from '../contracts/primitives.ts';
import { refusedIssue } from '../contracts/refused-issue.ts';
import type { Refusal } from '../contracts/refusals.ts';
import { problem } from './exchange.ts';
import type { HttpRequest, Reply } from './exchange.ts';
import { readBody } from './request-body.ts';

export type Call<Parameter extends string, Query, Body> = {
  readonly path: Readonly<Record<Parameter, string>>;
  readonly query: Query;
  readonly body: Body;
  /** The `Idempotency-Key` of a write; empty for every other request. */
  readonly key: string;
  /** Names this time that it is asked. */
  readonly delivery: string;
};

/** The document that is answered, or the reason why there is none. */
export type Answer<Document> =
  | { readonly document: Document }
  | { readonly refusal: Pick<Refusal, 'code' | 'field' | 'rule'> }
  | Extract<Reply, { problem: unknown }>;

/** Who answers a route, by the key under which API Gateway knows it. */
export type Answering<Dependencies> = {
  readonly key: string;
  readonly run: (deps: Dependencies, request: HttpRequest) => Promise<Reply>;
};

export type Route<Dependencies> = Answering<Dependencies> & { readonly name: RouteName };

type Shape = z.core.$ZodLooseShape;
const keyRule = '1 to 256 visible ASCII characters';

/** The path's own parameters; a value that breaks the rule is none of our ids. */
function pathOf<Parameter extends string>(
  names: readonly Parameter[],
  given: Readonly<Record<string, string>>,
): { readonly value: Readonly<Record<Parameter, string>> } | { readonly reply: Reply } {
  const read = names.map((name) => [name, id.safeParse(given[name], { reportInput: true })] as const);
  for (const [name, parsed] of read) {
    if (!parsed.success) {
      const { rule } = refusedIssue(undefined, parsed.error);
      return { reply: problem('invalid-parameter', { field: name, rule }) };
    }
  }
  return { value: asRecord(read.map(([name, { data = '' }]) => [name, data] as const)) };
}

function asRecord<Key extends string>(entries: readonly (readonly [Key, string])[]): Readonly<Record<Key, string>>;
function asRecord(entries: readonly (readonly [string, string])[]): Readonly<Record<string, string>> {
  return Object.fromEntries(entries);
}

function parametersOf<Name extends RouteName>(name: Name): PathParameter<Name>[];
function parametersOf(name: RouteName): string[] {
  return [...httpRoutes[name].path.matchAll(/\{(\w+)\}/g)].map(([, parameter = '']) => parameter);
}

/** A refusal in the words of the request: an event has its fields under `data`, a body has them at its top. */
function inBody({ code, field, rule }: Pick<Refusal, 'code' | 'field' | 'rule'>): Reply {
  const where = field?.replace(/^data\./, '');
  return problem(code, { ...(where === undefined ? {} : { field: where }), ...(rule === undefined ? {} : { rule }) });
}

/** Binds an operation to who answers it. */
export function route<
  Dependencies,
  Name extends RouteName,
  Query extends z.ZodMiniObject<Shape>,
  Body extends z.ZodMiniType,
  Document extends z.ZodMiniType,
>(
  { name, query: querySchema, body: bodySchema, writes, status }: Operation<Name, Query, Body, Document>,
  answer: (
    deps: Dependencies,
    call: Call<PathParameter<Name>, z.output<Query>, z.output<Body>>,
  ) => Promise<Answer<z.input<Document>>>,
): Route<Dependencies> {
  const bodyOf = (request: HttpRequest) => {
    if (bodySchema !== noBodySchema) return readBody(request, bodySchema);
    return { value: bodySchema.parse(undefined) };
  };
  return {
    name,
    key: routeKey(httpRoutes[name]),
    async run(deps, request) {
      const path = pathOf(parametersOf(name), request.pathParameters ?? {});
      if ('reply' in path) return path.reply;
      const query = querySchema.safeParse(request.queryStringParameters ?? {}, { reportInput: true });
      if (!query.success) return problem('invalid-parameter', refusedIssue(undefined, query.error));
      const key = writes ? (request.headers?.['idempotency-key'] ?? '') : '';
      if (writes && !/^[\x21-\x7e]{1,256}$/.test(key)) {
        return problem('idempotency-key', { field: 'Idempotency-Key', rule: keyRule });
      }
      const body = bodyOf(request);
      if ('reply' in body) return body.reply;
      const delivery = `http:${request.requestContext.requestId}`;
      const call = { path: path.value, query: query.data, body: body.value, key, delivery };
      const answered = await answer(deps, call);
      if ('document' in answered) return { status, document: answered.document };
      return 'refusal' in answered ? inBody(answered.refusal) : answered;
    },
  };
}

/** As any schema, so that it can be compared with others. */
const noBodySchema: z.ZodMiniType = noBody;
