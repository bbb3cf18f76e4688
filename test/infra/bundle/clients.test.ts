/** The clients of AWS as they are in a bundle, against those of the whole SDK: what each sends, what each answers. */
import { Sha256 } from '@smithy/core/checksum';
import { HttpRequest } from '@smithy/core/protocols';
import { SignatureV4 } from '@smithy/signature-v4';
import { build } from 'esbuild';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import * as z from 'zod/mini';
import { bundling } from '../../../infra/bundles.ts';
import { stageSettings } from '../../../infra/stages.ts';
import { callEverything } from './calls.ts';

type Received = {
  readonly target: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};
type Answer = readonly [status: number, body: object];

const item = { key: { S: 'k' }, number: { N: '0.1' }, huge: { N: '9'.repeat(38) }, bytes: { B: 'AAH+/w==' } };
const error = (type: string, rest: object = {}) => ({ __type: `com.amazonaws.dynamodb.v20120810#${type}`, ...rest });

/** Answers by the operation; the last one again and again. */
const answers: Readonly<Record<string, readonly Answer[]>> = {
  GetItem: [[200, { Item: item }]],
  PutItem: [[400, error('ConditionalCheckFailedException', { message: 'The conditional request failed' })]],
  Query: [
    [400, error('ProvisionedThroughputExceededException', { message: 'slower' })],
    [200, { Items: [item], Count: 1, LastEvaluatedKey: { key: { S: 'k' } } }],
  ],
  Scan: [[500, error('InternalServerError')]],
  BatchGetItem: [[200, { Responses: { table: [item] }, UnprocessedKeys: { table: { Keys: [{ key: { S: 'k' } }] } } }]],
  BatchWriteItem: [[200, { UnprocessedItems: {} }]],
  TransactWriteItems: [
    [
      400,
      error('TransactionCanceledException', {
        Message: 'Transaction cancelled [ConditionalCheckFailed, None]',
        CancellationReasons: [{ Code: 'ConditionalCheckFailed', Message: 'failed', Item: item }, { Code: 'None' }],
      }),
    ],
  ],
  GetSecretValue: [
    [500, error('InternalServiceError')],
    [200, { Name: 'secret', SecretString: 'a secret', CreatedDate: 1_523_477_145.713 }],
    [400, error('ResourceNotFoundException', { Message: 'there is none' })],
  ],
  Sign: [[200, { KeyId: 'key', Signature: 'AAH+/w==', SigningAlgorithm: 'ECDSA_SHA_256' }]],
  PutEvents: [
    [200, { FailedEntryCount: 1, Entries: [{ ErrorCode: 'ThrottlingException', ErrorMessage: 'too many' }] }],
    [200, { FailedEntryCount: 0, Entries: [{ EventId: 'id' }] }],
  ],
};

const received: Received[] = [];
const server = createServer((request, response) => {
  void text(request).then((body) => {
    const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
    const target = headers['x-amz-target']?.split('.')[1] ?? '';
    const before = received.filter((earlier) => earlier.target === target).length;
    const [status, answer] = answers[target]?.[before] ?? answers[target]?.at(-1) ?? [404, {}];
    received.push({ target, url: request.url ?? '', headers, body });
    response.writeHead(status, { 'content-type': 'application/x-amz-json-1.0' }).end(JSON.stringify(answer));
  });
});
const folder = mkdtempSync(join(tmpdir(), 'perennial-clients-'));

beforeAll(async () => {
  await new Promise<void>((listening) => {
    server.listen(0, '127.0.0.1', listening);
  });
});
afterAll(() => {
  vi.unstubAllEnvs();
  server.close();
  server.closeAllConnections();
  rmSync(folder, { recursive: true, force: true });
});
beforeEach(() => {
  const address = z.object({ port: z.number() }).parse(server.address());
  vi.stubEnv('AWS_ENDPOINT_URL', `http://127.0.0.1:${String(address.port)}`);
  vi.stubEnv('AWS_REGION', 'eu-central-1');
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'id');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret');
  vi.stubEnv('AWS_SESSION_TOKEN', 'token');
  vi.stubEnv('AWS_LAMBDA_FUNCTION_NAME', 'function');
  vi.stubEnv('_X_AMZN_TRACE_ID', 'Root=1-abc-def;Parent=123;Sampled=0');
});

const bundledCalls = z.object({
  callEverything: z.custom<typeof callEverything>((value) => typeof value === 'function'),
});

/** The calls as a bundle holds them. */
async function bundled(): Promise<typeof callEverything> {
  const { externalModules = [], esbuildArgs = {}, mainFields = [], banner = '' } = bundling(stageSettings.prod);
  const { '--alias': aliases } = z.object({ '--alias': z.array(z.string()) }).parse(esbuildArgs);
  const outfile = join(folder, 'calls.mjs');
  await build({
    entryPoints: [join(import.meta.dirname, 'calls.ts')],
    outfile,
    bundle: true,
    minify: true,
    platform: 'node',
    format: 'esm',
    target: 'node24',
    mainFields: [...mainFields],
    external: [...externalModules],
    banner: { js: banner },
    alias: Object.fromEntries(aliases.map((alias) => z.tuple([z.string(), z.string()]).parse(alias.split('=')))),
  });
  const module: unknown = await import(pathToFileURL(outfile).href);
  return bundledCalls.parse(module).callEverything;
}

async function requestsOf(calls: typeof callEverything) {
  received.length = 0;
  const outcomes = await calls();
  return { outcomes, requests: [...received] };
}

/** Without what is different in every request, and who says to have sent it. */
function comparable({ headers, ...request }: Received): object {
  const told = ['authorization', 'x-amz-date', 'amz-sdk-invocation-id', 'user-agent', 'x-amz-user-agent'];
  return {
    ...request,
    names: Object.keys(headers),
    headers: { ...headers, ...Object.fromEntries(told.map((name) => [name, ''])) },
  };
}

/** The signature that the SDK gives to a request that was received. */
async function signatureOf({ headers, body, url }: Received): Promise<string | undefined> {
  const date = String(headers['x-amz-date']).replace(/^(....)(..)(..T..)(..)(..Z)$/, '$1-$2-$3:$4:$5');
  const [, region = '', service = ''] =
    /Credential=id\/\d+\/([^/]+)\/([^/]+)\//.exec(String(headers['authorization'])) ?? [];
  const credentials = { accessKeyId: 'id', secretAccessKey: 'secret', sessionToken: 'token' };
  const signer = new SignatureV4({ credentials, region, service, sha256: Sha256 });
  const request = new HttpRequest({ method: 'POST', hostname: '', path: url, headers: { ...headers }, body });
  const signed = await signer.sign(request, { signingDate: new Date(date) });
  return signed.headers['authorization'];
}

it('ask and answer alike', async () => {
  const whole = await requestsOf(callEverything);
  const small = await requestsOf(await bundled());
  expect(small.requests.map(comparable)).toEqual(whole.requests.map(comparable));
  expect(small.outcomes).toEqual(whole.outcomes);
  expect(small.requests.map(({ target }) => target)).toEqual([
    ...['GetItem', 'PutItem', 'Query', 'Query', 'Scan', 'Scan', 'Scan', 'BatchGetItem', 'BatchWriteItem'],
    ...['TransactWriteItems', 'GetSecretValue', 'GetSecretValue', 'GetSecretValue', 'Sign', 'PutEvents', 'PutEvents'],
  ]);
  expect(JSON.stringify(small.outcomes)).toContain('"name":"TransactionCanceledException"');
  for (const request of small.requests) expect(await signatureOf(request)).toBe(request.headers['authorization']);
});
