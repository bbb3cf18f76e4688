/** The scan for what is left of somebody can find something, in every kind of place and in whatever way it is written. */
import { randomUUID } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { CreateBucketCommand, DeleteBucketCommand, DeleteObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { CreateQueueCommand, DeleteQueueCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import { DeleteCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { tableName } from '../../shared/config/names.ts';
import { sha256 } from '../../shared/platform/digest.ts';
import { callJson } from './aws-json.ts';
import { readableIn } from './readable.ts';
import { clients, endpoint, rawTables, sqs } from './stage.ts';
import { s3, scanFor } from './traces.ts';

const [text, name] = [`Zoë ${randomUUID()}`, `test-${randomUUID()}`];
const settings = tableName('local', 'settings');

describe('a text is found', () => {
  const said = `..{"name":"${text}"}`;
  const ways: readonly (readonly [string, string | Buffer])[] = [
    ['as it is', said],
    ['in capitals', said.replace(/[a-z]/g, (letter) => letter.toUpperCase())],
    ['in an address', encodeURIComponent(said)],
    ['with its letters escaped', said.replace('ë', '\\u00eb')],
    ['in base64', Buffer.from(said).toString('base64')],
    ['in base64 for addresses, one letter on', Buffer.from(`.${said}`).toString('base64url')],
    ['in hexadecimal digits', Buffer.from(said).toString('hex')],
    ['packed', gzipSync(said)],
    ['packed, in base64 among other words', `v1:${gzipSync(said).toString('base64')}`],
    ['by a digest that anybody can make', `identity#${sha256(text.toLowerCase())}`],
  ];

  test.each(ways)('%s', (_, written) => {
    expect(readableIn([text, 'another'])(Buffer.from(written))).toEqual([text]);
  });
});

describe('in the stage', () => {
  let queueUrl: string | undefined;
  const ofLogs = async (call: string, body: object) => callJson('logs', `Logs_20140328.${call}`, body);

  beforeAll(async () => {
    const packed = gzipSync(text);
    const Item = { key: name, list: [{ packed: packed.toString('base64') }] };
    await rawTables.send(new PutCommand({ TableName: settings, Item }));
    ({ QueueUrl: queueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: name })));
    await sqs.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: text }));
    await s3.send(new CreateBucketCommand({ Bucket: name }));
    await s3.send(new PutObjectCommand({ Bucket: name, Key: 'object', Body: packed }));
    const stream = { logGroupName: name, logStreamName: name };
    await ofLogs('CreateLogGroup', { logGroupName: name });
    await ofLogs('CreateLogStream', stream);
    await ofLogs('PutLogEvents', { ...stream, logEvents: [{ timestamp: Date.now(), message: text }] });
    const sms = { Action: 'Publish', Version: '2010-03-31', PhoneNumber: '+861000000000', Message: text };
    const credential = `AWS4-HMAC-SHA256 Credential=test/20260101/${clients.region ?? ''}/sns/aws4_request, SignedHeaders=host, Signature=x`;
    const headers = { authorization: credential };
    expect((await fetch(endpoint, { method: 'POST', headers, body: new URLSearchParams(sms) })).ok).toBe(true);
  });

  afterAll(async () => {
    await rawTables.send(new DeleteCommand({ TableName: settings, Key: { key: name } }));
    await sqs.send(new DeleteQueueCommand({ QueueUrl: queueUrl }));
    await s3.send(new DeleteObjectCommand({ Bucket: name, Key: 'object' }));
    await s3.send(new DeleteBucketCommand({ Bucket: name }));
    await ofLogs('DeleteLogGroup', { logGroupName: name });
  });

  test('it is found in every kind of place', async () => {
    const { found } = await scanFor([text]);
    expect([...(found.get(text) ?? [])].toSorted()).toEqual(
      [`bucket ${name}`, `log ${name}`, 'mailbox sns/sms-messages', `queue ${name}`, `table ${settings}`].toSorted(),
    );
  });
});
