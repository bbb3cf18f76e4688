/**
 * What the HTTP API answers where it does not do what it is asked: RFC 9457 problem documents. Their codes are those of
 * refused events, and the few that only a door needs; `docs/errors.md` is made from both lists.
 */
import * as z from 'zod/mini';
import { refusalCodes } from '../refusals.ts';
import type { Refusal, RefusalCode } from '../refusals.ts';

/** Codes beside those of refusals, with what they mean. */
const doorCodes = {
  'not-found': 'There is no such path.',
  'method-not-allowed': 'The path takes other methods; `Allow` names them.',
  'invalid-parameter': 'A parameter of the path or of the query breaks its rule; `field` and `rule` say which.',
  'idempotency-key': 'A write needs an `Idempotency-Key`.',
  'unsupported-media-type': 'The body is to be JSON, and its content type `application/json`.',
  'too-large': 'The body is larger than 256 KB.',
  'export-too-large':
    'More is held about the member than an answer can hold, 5 MB: `perennial member export` reads it.',
  unavailable: 'It cannot be done right now, and nothing was done: ask again with the same key.',
  internal: 'Something failed that should not; it is known. Asking again with the same key is safe.',
} as const;
type DoorCode = keyof typeof doorCodes;
export type ProblemCode = RefusalCode | DoorCode;

export const problemCodes: Readonly<Record<ProblemCode, string>> = { ...refusalCodes, ...doorCodes };

const statuses = {
  unparsable: 400,
  'unknown-type': 422,
  'unsupported-version': 422,
  'invalid-event': 422,
  'wrong-currency': 422,
  'conflicting-duplicate': 409,
  'unknown-member': 404,
  'identity-taken': 409,
  'over-return': 409,
  'unknown-line': 409,
  'insufficient-points': 409,
  'unknown-reservation': 409,
  'too-many-reservations': 409,
  'transfers-off': 409,
  'self-transfer': 409,
  'member-erased': 410,
  'invalid-merge': 409,
  'not-found': 404,
  'method-not-allowed': 405,
  'invalid-parameter': 400,
  'idempotency-key': 400,
  'unsupported-media-type': 415,
  'too-large': 413,
  // Nothing about the request is wrong, and nothing failed: it is what the member has become.
  'export-too-large': 409,
  unavailable: 503,
  internal: 500,
} as const satisfies Record<ProblemCode, number>;

function isCode(text: string): text is ProblemCode {
  return text in problemCodes;
}
/** Codes in the order of their lists. */
export const refusalCodeNames: readonly ProblemCode[] = Object.keys(refusalCodes).filter(isCode);
export const doorCodeNames: readonly ProblemCode[] = Object.keys(doorCodes).filter(isCode);

/** The HTTP status of a problem. */
export function statusOf(code: ProblemCode): number {
  return statuses[code];
}

function codeNames(): [string, ...string[]] {
  const [first = '', ...others] = Object.keys(problemCodes);
  return [first, ...others];
}

/** `type` is the name of a kind of problem and no address; nothing of a request is ever repeated. */
export const problemDocument = z
  .object({
    type: z.string().register(z.globalRegistry, { description: '`urn:perennial:problem:` and the code.' }),
    title: z
      .string()
      .register(z.globalRegistry, { description: 'What the code means; the same for every problem of it.' }),
    status: z.int(),
    code: z.enum(codeNames()),
    detail: z.string(),
    field: z.optional(z.string()).register(z.globalRegistry, {
      description: 'Path in the body, or name of a parameter or header, where one is to blame.',
    }),
    rule: z.optional(z.string()).register(z.globalRegistry, { description: 'The rule that it breaks, in words.' }),
  })
  .register(z.globalRegistry, { id: 'problem' });
export type ProblemDocument = z.output<typeof problemDocument>;

/** Where a request breaks a rule. */
export type Where = Pick<Refusal, 'field' | 'rule'>;

export function problemOf(code: ProblemCode, { field, rule }: Where = {}): ProblemDocument {
  const title = problemCodes[code];
  return {
    type: `urn:perennial:problem:${code}`,
    title,
    status: statusOf(code),
    code,
    detail: field === undefined ? (rule ?? title) : `${field}: ${rule ?? title}`,
    ...(field === undefined ? {} : { field }),
    ...(rule === undefined ? {} : { rule }),
  };
}
