/** A till at the door, over stores in memory: what API Gateway makes of a request, and what comes back. */
import * as z from 'zod/mini';
import { httpRoutes, routeKey } from '../../../shared/config/http-routes.ts';
import { keeping, takeInEvents } from '../../../shared/commands/take-in-events.ts';
import type { Refused } from '../../../shared/commands/take-in-events.ts';
import { operations } from '../../../shared/contracts/http/operations.ts';
import { problemDocument } from '../../../shared/contracts/http/problems.ts';
import type { Entry } from '../../../shared/domain/entry.ts';
import type { ProgrammeVersions } from '../../../shared/domain/programme.ts';
import { parseInstant } from '../../../shared/domain/zone.ts';
import type { Instant } from '../../../shared/domain/zone.ts';
import type { PersonDependencies } from '../../../shared/commands/answer-person.ts';
import type { ExportDependencies } from '../../../shared/commands/export-member.ts';
import { accountRoutes } from '../../../shared/http/accounts.ts';
import type { AccountsDependencies } from '../../../shared/http/accounts.ts';
import { openDoor } from '../../../shared/http/door.ts';
import type { HttpRequest } from '../../../shared/http/exchange.ts';
import { exportRoutes } from '../../../shared/http/exports.ts';
import { memberRoutes } from '../../../shared/http/members.ts';
import { quoteRoutes } from '../../../shared/http/quotes.ts';
import { redemptionRoutes } from '../../../shared/http/redemptions.ts';
import type { Route } from '../../../shared/http/route.ts';
import { memoryEntryPages } from '../../../shared/store/memory/memory-entry-pages.ts';
import { memoryCoupons } from '../../../shared/store/memory/memory-coupons.ts';
import { memoryMessages } from '../../../shared/store/memory/memory-messages.ts';
import { memoryOutbox } from '../../../shared/store/memory/memory-outbox.ts';
import { memorySuppressions } from '../../../shared/store/memory/memory-suppressions.ts';
import type { LedgerStore } from '../../../shared/store/store.ts';
import { sale } from '../../fixtures/events.ts';
import type { SaleOptions } from '../../fixtures/events.ts';
import { plainDocument } from '../../fixtures/programme.ts';
import { memoryEngine } from '../memory-engine.ts';

/** Of all resources: whoever has what all of them need can answer any. */
export const allRoutes: readonly Route<PersonDependencies & AccountsDependencies & ExportDependencies>[] = [
  ...memberRoutes,
  ...exportRoutes,
  ...accountRoutes,
  ...quoteRoutes,
  ...redemptionRoutes,
];

export type Asked = {
  /** Written as JSON; a text is sent as it is. */
  readonly body?: unknown;
  readonly key?: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly base64?: boolean;
};

export type Told = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
  /** Parsed by the schema that is published for it. */
  readonly body: unknown;
};

function instant(text: string): Instant {
  const parsed = parseInstant(text);
  if (parsed === undefined) throw new TypeError(`no instant: ${text}`);
  return parsed;
}

/** The route that API Gateway chooses, with the parameters of its path. */
function routed(method: string, path: string) {
  for (const route of Object.values(httpRoutes)) {
    const names = [...route.path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
    const pattern = new RegExp(`^${route.path.replaceAll(/\{\w+\}/g, '([^/]+)')}$`);
    const [, ...values] = pattern.exec(path) ?? [];
    if (route.method !== method || !pattern.test(path)) continue;
    const pathParameters = Object.fromEntries(
      names.map((name, index) => [name, decodeURIComponent(values[index] ?? '')]),
    );
    return { routeKey: routeKey(route), pathParameters };
  }
  return { routeKey: '$default', pathParameters: null };
}

let requests = 0;

const documentWithNames = {
  ...plainDocument,
  tiers: {
    levels: plainDocument.tiers.levels.map((level) => {
      return level.id === 'silver' ? { ...level, name: { en: 'Silver', 'zh-CN': '银卡会员' } } : level;
    }),
  },
};

/** Settings in which one document is published. */
function settingsWith(document: unknown) {
  const version = { programId: 'test', version: 1, effectiveFrom: '2020-01-01T00:00:00Z', hash: 'h', publishedAt: '' };
  return {
    pointer: async () => Promise.resolve({ revision: 1, versions: [version] }),
    programme: async () => Promise.resolve(document),
  };
}

export function requestOf(
  method: string,
  path: string,
  { body, key, query, headers, base64 }: Asked = {},
): HttpRequest {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return {
    ...routed(method, path),
    rawPath: path,
    headers: {
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(key === undefined ? {} : { 'idempotency-key': key }),
      ...headers,
    },
    queryStringParameters: query,
    ...(body === undefined ? {} : { body: base64 === true ? Buffer.from(text).toString('base64') : text }),
    isBase64Encoded: base64 === true,
    requestContext: { requestId: `request-${String((requests += 1))}`, http: { method } },
  };
}

function schemaFor(key: string, status: number): z.ZodMiniType {
  if (status >= 400) return problemDocument;
  const operation = Object.values(operations).find(({ name }) => routeKey(httpRoutes[name]) === key);
  if (operation?.status !== status) throw new Error(`${key} does not answer ${String(status)}`);
  return operation.answer;
}

export function openTill(
  versions?: ProgrammeVersions,
  wrap: (ledger: LedgerStore) => LedgerStore = (ledger) => ledger,
) {
  const { store, intake } = memoryEngine(versions);
  let now = instant('2026-03-10T12:00:00+08:00');
  const refused: Refused[] = [];
  const deps = {
    ...intake,
    ledger: wrap(store),
    now: () => now,
    entries: memoryEntryPages(store),
    messages: memoryMessages(),
    outbox: memoryOutbox(),
    coupons: memoryCoupons(),
    suppressions: memorySuppressions(),
    settings: settingsWith(documentWithNames),
    rejected: keeping(intake),
    refusedLate: (late: Refused) => {
      refused.push(late);
    },
  };
  const door = openDoor(allRoutes, async () => Promise.resolve(deps));
  const send = async (request: HttpRequest): Promise<Told> => {
    const { response } = await door(request);
    const { statusCode: status, headers, body: text } = response;
    // Whatever is answered is as the documentation says.
    return { status, headers, text, body: schemaFor(request.routeKey, status).parse(JSON.parse(text)) };
  };
  return {
    store,
    intake: intake.intake,
    deps,
    /** What waited and was refused when its turn came. */
    refused,
    send,
    ask: async (method: string, path: string, asked?: Asked) => send(requestOf(method, path, asked)),
    at: (text: string) => {
      now = instant(text);
    },
    /** Events from the bus. @throws Error when one of them is not applied */
    async bus(...events: readonly { readonly 'detail-type': string; readonly detail: unknown }[]) {
      const messages = events.map((envelope) => ({ delivery: `bus-${String((requests += 1))}`, envelope }));
      const { counts } = await takeInEvents(intake, messages);
      if (counts.applied !== events.length) throw new Error(`not all were applied: ${JSON.stringify(counts)}`);
    },
    /** Events from the bus that are to wait. */
    async park(...events: readonly { readonly 'detail-type': string; readonly detail: unknown }[]) {
      const messages = events.map((envelope) => ({ delivery: `bus-${String((requests += 1))}`, envelope }));
      const { counts } = await takeInEvents(intake, messages);
      if (counts.parked !== events.length) throw new Error(`not all wait: ${JSON.stringify(counts)}`);
    },
    rejections: () => [...store.rejections.values()].map(({ refusal }) => refusal.code),
    async history(memberId: string): Promise<readonly Entry[]> {
      const entries: Entry[] = [];
      for await (const entry of store.history(memberId)) entries.push(entry);
      return entries;
    },
    async buy(options: SaleOptions) {
      await this.bus(sale(options));
      const [[kind, value] = ['', '']] = Object.entries(options.member ?? {});
      return memberIdOf(await this.ask('POST', '/v1/members/find', { body: { member: { [kind]: value } } }));
    },
  };
}
export type Till = ReturnType<typeof openTill>;

const found = z.object({ memberId: z.string() });

export function memberIdOf({ body }: Told): string {
  return found.parse(body).memberId;
}

/** Every route, with a path of it. */
export const everyRoute = Object.entries(httpRoutes).map(([name, { method, path }]) => {
  return { name, method, path: path.replaceAll(/\{\w+\}/g, 'x') };
});
/** Those that take a body. */
export const bodiedRoutes = everyRoute.filter(({ method }) => method === 'POST' || method === 'PATCH');
