/** The signature of a request in a bundle, against the SDK's own, which the bundles leave out. */
import { Sha256 as SdkSha256 } from '@smithy/core/checksum';
import { HttpRequest } from '@smithy/core/protocols';
import { SignatureV4 as SdkSignatureV4 } from '@smithy/signature-v4';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SignatureV4 } from '../../../infra/bundle/request-signature.ts';
import { Sha256 } from '../../../infra/bundle/sha256.ts';
import { runs } from '../../property-runs.ts';

const printable = fc.string({ unit: fc.integer({ min: 0x20, max: 0x7e }).map((code) => String.fromCodePoint(code)) });
const headerNames = fc.oneof(
  fc.constantFrom('host', 'X-Amz-Target', 'content-type', 'User-Agent', 'Authorization', 'X-Amz-Date', 'Proxy-Auth'),
  fc.stringMatching(/^[A-Za-z][A-Za-z0-9-]{0,20}$/),
);
/** Two headers of one name, in different cases, no HTTP request has. */
const headers = fc
  .uniqueArray(fc.tuple(headerNames, printable), { selector: ([name]) => name.toLowerCase() })
  .map((entries) => Object.fromEntries(entries));
const body = fc.oneof(fc.string({ unit: 'grapheme' }), fc.uint8Array({ maxLength: 200 }), fc.constant(undefined));
const credentials = fc.record(
  { accessKeyId: printable, secretAccessKey: printable, sessionToken: printable.filter((token) => token !== '') },
  { requiredKeys: ['accessKeyId', 'secretAccessKey'] },
);
const signingDate = fc.date({ min: new Date('2000-01-01'), max: new Date('2100-01-01'), noInvalidDate: true });
const place = fc.constantFrom('us-east-1', 'eu-central-1', 'cn-north-1', 'us-gov-west-1');

const path = fc.oneof(
  fc.constantFrom('/', '/v2/email/outbound-emails'),
  fc.stringMatching(/^(\/[A-Za-z0-9_-]{1,9}){1,4}$/),
);

const requestOf = (part: object) =>
  new HttpRequest({ protocol: 'https:', hostname: 'dynamodb.example', method: 'POST', path: '/', ...part });

describe('the signature of a request', () => {
  it("is the SDK's, to the character, with every header that it adds", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.record({ headers, path, body, credentials, signingDate, place, named: fc.boolean() }),
        async ({ headers, path, body, credentials, signingDate, place, named }) => {
          const settings = {
            credentials: () => Promise.resolve(credentials),
            region: named ? 'elsewhere' : place,
            service: named ? 'other' : 'dynamodb',
          };
          const options = { signingDate, ...(named ? { signingRegion: place, signingService: 'dynamodb' } : {}) };
          const request = requestOf({ headers, path, body });
          const given = structuredClone(request.headers);
          const ours = await new SignatureV4(settings).sign(request, options);
          const sdks = await new SdkSignatureV4({ ...settings, sha256: SdkSha256 }).sign(request, options);
          expect(ours.headers).toEqual(sdks.headers);
          expect(HttpRequest.isInstance(ours)).toBe(true);
          expect(request.headers).toEqual(given);
        },
      ),
      { numRuns: runs(500) },
    );
  });

  it.each([
    { method: 'PUT' },
    { path: '/a key' },
    { path: '/a//b' },
    { path: '/../a' },
    { path: '/a/' },
    { query: { list: '' } },
    { body: new ReadableStream() },
  ])('is refused where it would be wrong: %j', async (part) => {
    const settings = { credentials: { accessKeyId: 'id', secretAccessKey: 'secret' }, region: 'r', service: 's' };
    await expect(new SignatureV4(settings).sign(requestOf(part))).rejects.toThrow(TypeError);
  });
});

describe('the hash that clients hand on', () => {
  it.each([undefined, 'key', new Uint8Array([1, 2, 3])])("is the SDK's, under the key %j", async (secret) => {
    const [ours, sdks] = [new Sha256(secret), new SdkSha256(secret)];
    for (const hash of [ours, sdks]) {
      hash.update(new TextEncoder().encode('forgotten'));
      hash.reset();
      hash.update(new TextEncoder().encode('some '));
      hash.update(new TextEncoder().encode('text'));
    }
    expect(await ours.digest()).toEqual(await sdks.digest());
  });
});
