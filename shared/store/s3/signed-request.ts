/**
 * Requests to S3, signed by hand: the SDK's client for S3 would add 163 KB to a bundle that may weigh 350, for the two
 * calls that a function makes of it (ADR 8).
 *
 * Source of the rules: https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html
 */
import { createHash, createHmac } from 'node:crypto';

export type S3Credentials = {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string | undefined;
};

export type S3Request = {
  readonly method: 'GET' | 'PUT';
  /** Where the bucket is: `https://bucket.s3.region.amazonaws.com`, or `http://127.0.0.1:4566/bucket`. */
  readonly bucketUrl: string;
  /** Key of an object, of letters, digits and `-_./` alone; empty for the bucket itself. */
  readonly key: string;
  readonly query?: Readonly<Record<string, string>>;
  /** Names in lower case. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array;
};

export type Signing = { readonly region: string; readonly credentials: S3Credentials; readonly at: Date };

export type SignedRequest = { readonly url: string; readonly headers: Readonly<Record<string, string>> };

const algorithm = 'AWS4-HMAC-SHA256';

const sha256 = (data: string | Uint8Array) => createHash('sha256').update(data).digest('hex');
const hmac = (key: string | Buffer, data: string) => createHmac('sha256', key).update(data).digest();

/** As RFC 3986 has it: `encodeURIComponent` leaves five more characters as they are. */
function encoded(text: string): string {
  return encodeURIComponent(text).replaceAll(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** Address and headers of a request, with the signature among them. @throws TypeError for a key of other characters */
export function signRequest(request: S3Request, { region, credentials, at }: Signing): SignedRequest {
  const { method, key, query = {}, body = Buffer.alloc(0) } = request;
  if (!/^[\w./-]*$/.test(key)) throw new TypeError('a key of other characters would have to be escaped');
  const url = new URL(`${request.bucketUrl}/${key}`);
  const search = Object.entries(query)
    .map(([name, value]) => `${encoded(name)}=${encoded(value)}`)
    .sort()
    .join('&');
  const time = at.toISOString().replaceAll(/[-:]|\.\d{3}/g, '');
  const scope = [time.slice(0, 8), region, 's3', 'aws4_request'];
  const bodyHash = sha256(body);
  // Whoever sends the request names the host by itself; it is signed all the same.
  const headers: Record<string, string> = {
    ...request.headers,
    'x-amz-content-sha256': bodyHash,
    'x-amz-date': time,
    ...(credentials.sessionToken === undefined ? {} : { 'x-amz-security-token': credentials.sessionToken }),
  };
  const signed = Object.entries({ ...headers, host: url.host }).sort(([a], [b]) => (a < b ? -1 : 1));
  const names = signed.map(([name]) => name).join(';');
  const lines = signed.map(([name, value]) => `${name}:${value.trim()}\n`).join('');
  const canonical = [method, url.pathname, search, lines, names, bodyHash].join('\n');
  const toSign = [algorithm, time, scope.join('/'), sha256(canonical)].join('\n');
  const signingKey = scope.reduce<string | Buffer>(hmac, `AWS4${credentials.secretAccessKey}`);
  const signature = createHmac('sha256', signingKey).update(toSign).digest('hex');
  const credential = `${credentials.accessKeyId}/${scope.join('/')}`;
  const authorization = `${algorithm} Credential=${credential},SignedHeaders=${names},Signature=${signature}`;
  return { url: search === '' ? url.href : `${url.href}?${search}`, headers: { ...headers, authorization } };
}
