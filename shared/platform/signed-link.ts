/**
 * The links in messages: whoever holds one may do what it is for, and nobody can make or change one without the
 * deployment's secret. A token is base64url of a version, a kind, the payload's fields, the second at which it expires
 * (of those that do), and an HMAC-SHA-256 over all of that, cut to 128 bits (RFC 2104, section 5).
 *
 * It can be read by whoever has it, so nothing personal is in it. The bytes of a version never change their meaning: links
 * with which messages are stopped work for ever.
 */
import { createHmac, createSecretKey, timingSafeEqual } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { linkSchemas } from '../contracts/links.ts';
import type { LinkKind, LinkPayload } from '../contracts/links.ts';

const version = 1;
const signatureBytes = 16;
/** API Gateway takes no longer paths; what is longer is read no further. */
const tokenUnitsAtMost = 8000;

const msPerDay = 86_400_000;

type Layout = {
  readonly code: number;
  /** In their order in the token. */
  readonly fields: readonly string[];
  /** Null of links that never expire (messaging.md). */
  readonly days: number | null;
  /** Where it leads under the address of the API. */
  readonly path: string;
};

const layouts = {
  preference: { code: 1, fields: ['memberId', 'messageId'], days: 90, path: 'p' },
  unsubscribe: {
    code: 2,
    fields: ['memberId', 'messageId', 'campaignId', 'purpose', 'channel'],
    days: null,
    path: 'u',
  },
  click: { code: 3, fields: ['memberId', 'messageId', 'target'], days: 400, path: 'c' },
} as const satisfies Readonly<Record<LinkKind, Layout>>;

/** Set in the length of a field that is base64url itself, as our own ids are, and stands there decoded. */
const packed = 0x80_00;

function writeField(text: string): Buffer {
  const decoded = Buffer.from(text, 'base64url');
  const isPacked = decoded.toString('base64url') === text;
  const bytes = isPacked ? decoded : Buffer.from(text, 'utf8');
  const length = Buffer.alloc(2);
  length.writeUInt16BE(bytes.length | (isPacked ? packed : 0));
  return Buffer.concat([length, bytes]);
}

/** The fields at the beginning of some bytes, and the bytes after them. @throws RangeError when they end before */
function readFields(bytes: Buffer, names: readonly string[]) {
  let at = 0;
  const fields = names.map((name) => {
    const head = bytes.readUInt16BE(at);
    const end = at + 2 + (head & ~packed);
    if (end > bytes.length) throw new RangeError('a field ends where its length says');
    const field = bytes.subarray(at + 2, end);
    at = end;
    return [name, field.toString((head & packed) === 0 ? 'utf8' : 'base64url')] as const;
  });
  return { fields: Object.fromEntries(fields), rest: bytes.subarray(at) };
}

function signatureOf(key: KeyObject, signed: Buffer): Buffer {
  return createHmac('sha256', key).update(signed).digest().subarray(0, signatureBytes);
}

function sealLink(key: KeyObject, kind: LinkKind, payload: Readonly<Record<string, string>>, now: number): string {
  const { code, fields, days }: Layout = layouts[kind];
  linkSchemas[kind].parse(payload);
  const written = fields.map((field) => writeField(payload[field] ?? ''));
  const expiry = Buffer.alloc(days === null ? 0 : 4);
  if (days !== null) expiry.writeUInt32BE(Math.floor((now + days * msPerDay) / 1000));
  const signed = Buffer.concat([Buffer.of(version, code), ...written, expiry]);
  return Buffer.concat([signed, signatureOf(key, signed)]).toString('base64url');
}

type Reader<Payload> = {
  readonly safeParse: (
    fields: unknown,
  ) => { readonly success: true; readonly data: Payload } | { readonly success: false };
};
const readers: { readonly [Kind in LinkKind]: Reader<LinkPayload<Kind>> } = linkSchemas;

export type OpenedLink<Kind extends LinkKind> =
  | { readonly is: 'valid'; readonly payload: LinkPayload<Kind> }
  /** It was ours, and its time is over. */
  | { readonly is: 'expired' }
  /** Changed, cut off, of another kind, or never ours. */
  | { readonly is: 'broken' };

/** The bytes that were signed; undefined where they were not, or are not written as we write them. */
function signedBytes(key: KeyObject, token: string): Buffer | undefined {
  if (token.length > tokenUnitsAtMost) return undefined;
  const whole = Buffer.from(token, 'base64url');
  // Decoding leaves out what is no base64url, and bits at the end that say nothing.
  if (whole.length <= signatureBytes || whole.toString('base64url') !== token) return undefined;
  const signed = whole.subarray(0, -signatureBytes);
  return timingSafeEqual(whole.subarray(-signatureBytes), signatureOf(key, signed)) ? signed : undefined;
}

/**
 * Opens the tokens of a deployment.
 *
 * @param secret 32 bytes, derived for links alone
 * @returns what a token of a kind says, at an instant in epoch milliseconds
 */
export function linkOpener(secret: Buffer) {
  const key = createSecretKey(secret);
  return <Kind extends LinkKind>(kind: Kind, token: string, now: number): OpenedLink<Kind> => {
    const { code, fields: names, days }: Layout = layouts[kind];
    const signed = signedBytes(key, token);
    if (signed?.readUInt8(0) !== version || signed.readUInt8(1) !== code) return { is: 'broken' };
    const { fields, rest } = readFields(signed.subarray(2), names);
    if (days !== null && now >= rest.readUInt32BE(0) * 1000) return { is: 'expired' };
    const payload = readers[kind].safeParse(fields);
    return payload.success ? { is: 'valid', payload: payload.data } : { is: 'broken' };
  };
}
export type LinkOpener = ReturnType<typeof linkOpener>;

/** Makes the links of messages; instants are epoch milliseconds. */
export type Links = {
  /** Where the member says what may be sent; for 90 days. */
  readonly preferences: (of: LinkPayload<'preference'>, now: number) => string;
  /** What `List-Unsubscribe` names, and a message's own opt-out; for ever. */
  readonly unsubscribe: (of: LinkPayload<'unsubscribe'>) => string;
  /** To a target, counting the click; for 400 days. @throws $ZodError when the target is no https address */
  readonly click: (of: LinkPayload<'click'>, now: number) => string;
};

/**
 * @param secret 32 bytes, derived for links alone: `SecretKeys.links`
 * @param address of the HTTP API, without a slash at its end
 */
export function linksFor(secret: Buffer, address: string): Links {
  const key = createSecretKey(secret);
  const url = (kind: LinkKind, token: string) => `${address}/${layouts[kind].path}/${token}`;
  return {
    preferences: (of, now) => url('preference', sealLink(key, 'preference', of, now)),
    unsubscribe: (of) => url('unsubscribe', sealLink(key, 'unsubscribe', of, 0)),
    click: (of, now) => url('click', sealLink(key, 'click', of, now)),
  };
}
