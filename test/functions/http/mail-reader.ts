/** A member who opens the links of messages, over the stores of a till: what API Gateway makes of it, and what comes back. */
import { linkRoutes, routeKey } from '../../../shared/config/http-routes.ts';
import { openDoor } from '../../../shared/http/door.ts';
import type { HttpRequest } from '../../../shared/http/exchange.ts';
import { answeredLinks, inPages } from '../../../shared/http/links.ts';
import type { LinkDependencies } from '../../../shared/http/links.ts';
import { linkOpener, linksFor } from '../../../shared/platform/signed-link.ts';
import { memoryOutbox } from '../../../shared/store/memory/memory-outbox.ts';
import type { Till } from './till.ts';

const secret = Buffer.alloc(32, 7);
const address = 'https://links.example';

export type Opening = {
  readonly lang?: string;
  readonly form?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly base64?: boolean;
};

const formType = { 'content-type': 'application/x-www-form-urlencoded' };
let requests = 0;

/** The request that API Gateway makes of a link that is opened. */
export function openingOf(
  method: string,
  url: string,
  { lang, form, headers, base64 = true }: Opening = {},
): HttpRequest {
  const { pathname } = new URL(url);
  const [, page = '', token = ''] = pathname.split('/');
  const known = Object.values(linkRoutes).find((each) => each.method === method && each.path.startsWith(`/${page}/`));
  const body = form === undefined || !base64 ? form : Buffer.from(form).toString('base64');
  return {
    routeKey: known === undefined ? '$default' : routeKey(known),
    rawPath: pathname,
    headers: { ...(form === undefined ? {} : formType), ...headers },
    queryStringParameters: lang === undefined ? undefined : { lang },
    pathParameters: { token: decodeURIComponent(token) },
    body,
    isBase64Encoded: base64 && form !== undefined,
    requestContext: { requestId: `opening-${String((requests += 1))}`, http: { method } },
  };
}

export const oneClickForm = 'List-Unsubscribe=One-Click';

/** Opens links over a till's stores; what is given stands in for some of them. */
export function openMail(till: Till, stand: Partial<LinkDependencies> = {}) {
  const outbox = memoryOutbox();
  const deps: LinkDependencies = { ...till.deps, openLink: linkOpener(secret), outbox, ...stand };
  const door = openDoor(answeredLinks, async () => Promise.resolve(deps), inPages);
  const open = async (method: string, url: string, opening?: Opening) => {
    const { response, told } = await door(openingOf(method, url, opening));
    const { statusCode: status, headers, body: text } = response;
    return { status, headers, text, told };
  };
  return {
    deps,
    outbox,
    links: linksFor(secret, address),
    get: async (url: string, opening?: Opening) => open('GET', url, opening),
    post: async (url: string, form: string, opening?: Opening) => open('POST', url, { ...opening, form }),
    async factsOf(memberId: string, messageId: string) {
      return (await outbox.read(memberId, messageId)).message?.facts;
    },
  };
}
export type Mail = ReturnType<typeof openMail>;
