import { createServer } from 'node:http';
import { expect, onTestFinished, test } from 'vitest';
import { localEnvironment } from '../../../cli/local/environment.ts';
import { ensureLocalAws, findLocalAws, stopLocalAws } from '../../../cli/local/local-aws.ts';
import { freePort } from '../../../cli/local/prerequisites.ts';
import { clientSettings } from '../../../cli/local/stage-connection.ts';
import { recordingIo } from '../recording-io.ts';

/** An emulator of another make: it answers, if only that it does not know the address. */
async function someEmulator(): Promise<{ endpoint: string; port: number }> {
  const port = await freePort();
  const server = createServer((_request, response) => response.writeHead(404).end()).listen(port, '127.0.0.1');
  onTestFinished(() => {
    server.close();
  });
  return { endpoint: `http://127.0.0.1:${String(port)}`, port };
}

test('an endpoint that is given is used as it is, and nothing is started or ended', async () => {
  const { endpoint, port } = await someEmulator();
  const { io, said } = recordingIo({ AWS_ENDPOINT_URL: endpoint });
  expect(await ensureLocalAws(io)).toEqual({ endpoint, port, started: false });
  expect(await findLocalAws(io.env)).toEqual({ endpoint, port, started: false });
  expect(await stopLocalAws(io)).toBe(false);
  expect(said()).toBe(`AWS_ENDPOINT_URL is set: what runs at ${endpoint} was not started here and is left alone.\n`);
});

test('an endpoint at which nothing answers is named', async () => {
  const endpoint = `http://127.0.0.1:${String(await freePort())}`;
  const { io } = recordingIo({ AWS_ENDPOINT_URL: endpoint });
  await expect(ensureLocalAws(io)).rejects.toThrow(`Nothing answers at ${endpoint}, which AWS_ENDPOINT_URL names.`);
});

test('an endpoint that is no URL is refused', async () => {
  const { io } = recordingIo({ AWS_ENDPOINT_URL: 'localhost' });
  await expect(ensureLocalAws(io)).rejects.toThrow("AWS_ENDPOINT_URL is 'localhost', which is no URL.");
});

test('clients of the local stage get the endpoint and test credentials, those of others what the SDK finds', async () => {
  const { endpoint } = await someEmulator();
  const { io } = recordingIo({ AWS_ENDPOINT_URL: endpoint, AWS_PROFILE: 'my-company' });
  expect(await clientSettings('local', io)).toEqual({
    endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  expect(await clientSettings('prod', io)).toEqual({});
});

test('the environment of the local stage names everything that the SDK and the CDK would look for elsewhere', () => {
  expect(localEnvironment('http://127.0.0.1:4577')).toEqual({
    AWS_ENDPOINT_URL: 'http://127.0.0.1:4577',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_REGION: 'us-east-1',
    AWS_DEFAULT_REGION: 'us-east-1',
    AWS_EC2_METADATA_DISABLED: 'true',
    CDK_DEFAULT_ACCOUNT: '000000000000',
    CDK_DEFAULT_REGION: 'us-east-1',
  });
});
