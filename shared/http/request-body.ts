/** The body of a request: JSON, of a size that can be answered for, and as its schema says. */
import type * as z from 'zod/mini';
import { refusedIssue } from '../contracts/refused-issue.ts';
import { problem } from './exchange.ts';
import type { HttpRequest, Reply } from './exchange.ts';

/** As large as an event may be. */
const bytesAtMost = 256 * 1024;

type Read<Value> = { readonly value: Value } | { readonly reply: Reply };

const isJson = (type: string) => /^application\/([a-z0-9.+-]+\+)?json\s*(;|$)/i.test(type.trim());

/** The text of a body; undefined when it is not UTF-8. */
function textOf({ body, isBase64Encoded = false }: HttpRequest): string | undefined {
  if (!isBase64Encoded) return body ?? '';
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(body ?? '', 'base64'));
  } catch {
    return undefined;
  }
}

function parse(text: string): { readonly json: unknown } | undefined {
  try {
    return { json: JSON.parse(text) };
  } catch {
    return undefined;
  }
}

/** Reads a body by a schema. However deep and large it is, it costs its size and no more. */
export function readBody<Schema extends z.ZodMiniType>(request: HttpRequest, schema: Schema): Read<z.output<Schema>> {
  const type = request.headers?.['content-type'] ?? '';
  if (!isJson(type)) {
    return { reply: problem('unsupported-media-type', { field: 'content-type', rule: 'application/json' }) };
  }
  // What is encoded is a third larger than what it encodes.
  if ((request.body ?? '').length > 2 * bytesAtMost) return { reply: problem('too-large') };
  const text = textOf(request);
  if (text === undefined) return { reply: problem('unparsable', { rule: 'JSON in UTF-8' }) };
  if (Buffer.byteLength(text) > bytesAtMost) return { reply: problem('too-large') };
  const parsed = parse(text);
  if (parsed === undefined) return { reply: problem('unparsable', { rule: 'a JSON object' }) };
  const body = schema.safeParse(parsed.json, { reportInput: true });
  if (body.success) return { value: body.data };
  const { field, rule } = refusedIssue(undefined, body.error);
  // What is wrong with the whole is in no field of it.
  return { reply: problem('invalid-event', field === '' ? { rule } : { field, rule }) };
}
