/** How a bundle reads a secret, against the SDK's client, which the bundles leave out: hosts, failures, retries. */
import * as sdk from '@aws-sdk/client-secrets-manager';
import { createServer } from 'node:http';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import * as z from 'zod/mini';
import * as ours from '../../../infra/bundle/secrets-manager.ts';
import { endpointOf } from '../../../infra/bundle/service-call.ts';

type Answer = {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
};
/** What the service answers to one attempt after the other, the last again and again; 0 breaks the connection off. */
let answers: readonly Answer[] = [];
let attempts: (string | undefined)[] = [];

const server = createServer((request, response) => {
  const { status, body = '', headers = {} } = answers[attempts.length] ?? answers.at(-1) ?? { status: 500 };
  attempts.push(request.headers['amz-sdk-request']?.toString());
  if (status === 0) request.socket.destroy();
  else response.writeHead(status, headers).end(typeof body === 'string' ? body : JSON.stringify(body));
});
let url = '';

beforeAll(async () => {
  await new Promise<void>((listening) => {
    server.listen(0, '127.0.0.1', listening);
  });
  url = `http://127.0.0.1:${String(z.object({ port: z.number() }).parse(server.address()).port)}`;
});
afterAll(() => {
  server.close();
  server.closeAllConnections();
});
beforeEach(() => {
  vi.stubEnv('AWS_REGION', 'eu-central-1');
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'id');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret');
  vi.stubEnv('AWS_ENDPOINT_URL', url);
});
afterEach(() => {
  vi.unstubAllEnvs();
});

type Read = () => Promise<{ readonly SecretString?: string | undefined }>;
const readers: Readonly<Record<'ours' | 'sdks', Read>> = {
  ours: async () => new ours.SecretsManagerClient().send(new ours.GetSecretValueCommand({ SecretId: 'name' })),
  sdks: async () => new sdk.SecretsManagerClient({}).send(new sdk.GetSecretValueCommand({ SecretId: 'name' })),
};

const failure = z.object({
  name: z.string(),
  message: z.string(),
  $fault: z.optional(z.string()),
  $metadata: z.optional(z.object({ httpStatusCode: z.optional(z.number()) })),
});

/** What a secret's reading comes to: the secret or the error, and the attempts that it took. */
async function outcomeOf(read: Read, given: readonly Answer[]) {
  answers = given;
  attempts = [];
  try {
    const { SecretString: secret } = await read();
    return { secret, attempts };
  } catch (error) {
    const { name, message, $fault, $metadata } = failure.parse(error);
    // The SDK adds to what JSON says where to find the whole answer.
    return { name, message: message.split('\n')[0], $fault, status: $metadata?.httpStatusCode, attempts };
  }
}

const told = { status: 200, body: { SecretString: 'a secret', Name: 'name', CreatedDate: 1_523_477_145.713 } };
const refused = (body: unknown, status = 400): Answer => ({ status, body });

describe('a secret in a bundle', () => {
  it.each<{ given: readonly Answer[]; attempts: number }>([
    { given: [told], attempts: 1 },
    { given: [{ status: 200, body: { SecretBinary: 'AAH+' } }], attempts: 1 },
    { given: [{ status: 200 }], attempts: 1 },
    { given: [{ status: 200, body: '<html>' }], attempts: 1 },
    { given: [refused({ __type: 'ResourceNotFoundException', Message: 'no such secret' })], attempts: 1 },
    { given: [refused({ __type: 'com.amazonaws.secretsmanager#DecryptionFailure', message: '' })], attempts: 1 },
    { given: [refused({ __type: 'AccessDeniedException:http://internal', message: 'not you' })], attempts: 1 },
    { given: [refused({ code: 'ExpiredTokenException,more' })], attempts: 1 },
    {
      given: [{ status: 403, body: { message: 'm' }, headers: { 'x-amzn-errortype': 'IncompleteSignature:' } }],
      attempts: 1,
    },
    { given: [refused('')], attempts: 1 },
    { given: [refused({ __type: 'ThrottlingException', message: 'slower' }), told], attempts: 2 },
    { given: [refused({}, 429), told], attempts: 2 },
    { given: [refused({ __type: 'InternalServiceError', message: 'ours' }, 500), { status: 0 }, told], attempts: 3 },
    { given: [refused({ __type: 'InternalServiceError', message: 'ours' }, 500)], attempts: 3 },
    { given: [refused('<html>', 503)], attempts: 3 },
    { given: [refused('<html>', 502), told], attempts: 2 },
    { given: [refused({}, 501)], attempts: 1 },
    { given: [{ status: 0 }], attempts: 3 },
  ])('is read as the SDK reads it, after as many attempts: %j', async ({ given, attempts: expected }) => {
    const found = await outcomeOf(readers.ours, given);
    expect(found).toEqual(await outcomeOf(readers.sdks, given));
    expect(found.attempts).toHaveLength(expected);
  });

  it('is asked for at the endpoint of its own service first', async () => {
    vi.stubEnv('AWS_ENDPOINT_URL_SECRETS_MANAGER', url);
    vi.stubEnv('AWS_ENDPOINT_URL', 'http://127.0.0.1:1');
    expect(await outcomeOf(readers.ours, [told])).toMatchObject({ secret: 'a secret' });
    vi.stubEnv('AWS_ENDPOINT_URL_SECRETS_MANAGER', '');
    const unreachable = await outcomeOf(readers.ours, [told]);
    expect(unreachable).toMatchObject({ message: 'connect ECONNREFUSED 127.0.0.1:1', attempts: [] });
    expect(unreachable).toEqual(await outcomeOf(readers.sdks, [told]));
  });

  it.each(['AWS_USE_FIPS_ENDPOINT', 'AWS_USE_DUALSTACK_ENDPOINT'])('is not read where %s is set', async (name) => {
    vi.stubEnv(name, 'true');
    await expect(readers.ours()).rejects.toThrow('FIPS');
  });
});

const secretsManager = { host: 'secretsmanager', signedFor: 'secretsmanager', endpointVariable: 'NONE' };

describe('the host of secrets', () => {
  it.each([
    ...['eu-central-1', 'us-east-1', 'us-gov-west-1', 'cn-north-1', 'eusc-de-east-1'],
    ...['us-iso-east-1', 'us-isob-east-1', 'eu-isoe-west-1', 'us-isof-south-1'],
  ])("is the SDK's in %s", async (region) => {
    vi.stubEnv('AWS_ENDPOINT_URL', undefined);
    const { endpointProvider } = new sdk.SecretsManagerClient({ region }).config;
    const { url: expected } = endpointProvider({ Region: region, UseFIPS: false, UseDualStack: false });
    expect(await endpointOf(secretsManager, region)).toEqual(expected);
  });
});
