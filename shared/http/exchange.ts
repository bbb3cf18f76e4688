/** A request as API Gateway hands it to a function (payload format 2.0), and what it takes as the answer. */
import { problemOf } from '../contracts/http/problems.ts';
import type { ProblemDocument } from '../contracts/http/problems.ts';

type Texts = Readonly<Record<string, string>>;

export type HttpRequest = {
  /** Method and path as the route was given them, or `$default`. */
  readonly routeKey: string;
  readonly rawPath: string;
  /** By names in lower case. */
  readonly headers?: Texts | undefined;
  readonly queryStringParameters?: Texts | null | undefined;
  /** Decoded. */
  readonly pathParameters?: Texts | null | undefined;
  readonly body?: string | null | undefined;
  readonly isBase64Encoded?: boolean | undefined;
  readonly requestContext: { readonly requestId: string; readonly http: { readonly method: string } };
};

export type HttpResponse = {
  readonly statusCode: number;
  readonly headers: Texts;
  readonly body: string;
};

/** What is answered: a document, or the problem in its place; to people, a page, or where to go on. */
export type Reply =
  | { readonly status: 200 | 201; readonly document: unknown }
  | { readonly problem: ProblemDocument; readonly headers?: Texts }
  | {
      readonly page: { readonly status: number; readonly headers: Texts; readonly body: string };
      /** What the log says of it. */
      readonly code?: string | undefined;
    }
  | {
      readonly redirect: string;
      /** Name of an error that was no reason to hold anybody up, for the log. */
      readonly error?: string | undefined;
    };

/** Balances and who has them are nothing that a cache in between may keep. */
const always = { 'cache-control': 'no-store' } as const;

/** Nor is an address that is all it takes to be let in anything that the next site should be told. */
const noReferrer = { 'referrer-policy': 'no-referrer' } as const;

export function responseOf(reply: Reply): HttpResponse {
  if ('page' in reply) {
    const { status, headers, body } = reply.page;
    return { statusCode: status, headers: { ...always, ...headers }, body };
  }
  if ('redirect' in reply) {
    return { statusCode: 302, headers: { ...always, ...noReferrer, location: reply.redirect }, body: '' };
  }
  if ('problem' in reply) {
    const { problem, headers } = reply;
    return {
      statusCode: problem.status,
      headers: { ...always, ...headers, 'content-type': 'application/problem+json' },
      body: JSON.stringify(problem),
    };
  }
  return {
    statusCode: reply.status,
    headers: { ...always, 'content-type': 'application/json' },
    body: JSON.stringify(reply.document),
  };
}

export function problem(...given: Parameters<typeof problemOf>): Reply & { readonly problem: ProblemDocument } {
  return { problem: problemOf(...given) };
}
