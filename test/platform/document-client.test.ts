import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { documentClient } from '../../shared/platform/document-client.ts';

let server: Server;
let digits = '';

beforeAll(async () => {
  server = createServer((_, response) => {
    response.setHeader('content-type', 'application/x-amz-json-1.0');
    response.end(JSON.stringify({ Item: { points: { N: digits } } }));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterAll(() => {
  server.close();
});

async function read(number: string): Promise<unknown> {
  digits = number;
  const address = server.address();
  if (address === null || typeof address === 'string') throw new TypeError('the server listens on a port');
  const client = documentClient({
    endpoint: `http://127.0.0.1:${String(address.port)}`,
    region: 'eu-central-1',
    credentials: { accessKeyId: 'key', secretAccessKey: 'secret' },
  });
  const { Item } = await client.send(new GetCommand({ TableName: 'table', Key: { key: 'k' } }));
  return Item?.['points'];
}

it.each(['0', '-1', '1.5', '9007199254740991', '-9007199254740991'])('reads the number %s', async (number) => {
  expect(await read(number)).toBe(Number(number));
});

it.each(['9007199254740992', '9007199254740993', '-9007199254740993', '1E+100', '0.1000000000000000000001'])(
  'reads %s, which no number is, as nothing that an item of ours holds',
  async (number) => {
    expect(await read(number)).toBe(`number ${number}`);
  },
);
