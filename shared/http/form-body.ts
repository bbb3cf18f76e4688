/** The fields of a form that somebody sent: as browsers send forms, and as mail programs do (RFC 8058, section 3.1). */
import type { HttpRequest } from './exchange.ts';

/** No form of ours is near it. */
const bytesAtMost = 16 * 1024;

const multipart = /^multipart\/form-data\s*;(?:.*;)?\s*boundary="?([\w'()+,./:=?-]{1,70})"?/i;
const partName = /^content-disposition\s*:\s*form-data\s*;(?:.*;)?\s*name="?([\w.-]+)"?/im;

/** The parts of a body of multipart/form-data (RFC 7578) whose values are short texts. */
function partsOf(text: string, boundary: string): readonly [string, string][] {
  return text.split(`--${boundary}`).flatMap((part) => {
    const [head = '', ...rest] = part.split(/\r?\n\r?\n/);
    const name = partName.exec(head)?.[1];
    return name === undefined ? [] : [[name, rest.join('\n\n').trim()]];
  });
}

/** @returns the values of each field in their order; none where the body is no form, or larger than any of ours */
export function formOf({ headers, body, isBase64Encoded = false }: HttpRequest): URLSearchParams {
  const none = new URLSearchParams();
  const given = body ?? '';
  if (given.length > 2 * bytesAtMost) return none;
  const text = isBase64Encoded ? Buffer.from(given, 'base64').toString('utf8') : given;
  if (Buffer.byteLength(text) > bytesAtMost) return none;
  const type = headers?.['content-type']?.trim() ?? '';
  if (/^application\/x-www-form-urlencoded\s*(;|$)/i.test(type)) return new URLSearchParams(text);
  const boundary = multipart.exec(type)?.[1];
  return boundary === undefined ? none : new URLSearchParams([...partsOf(text, boundary)]);
}
