/** What SES is asked, and what each of its answers means. */
import { SendEmailCommand, SESv2Client } from '@aws-sdk/client-sesv2';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { emailAdapter, sesClient } from '../../shared/channels/adapters/email.ts';
import { commonFailures, memberTag, outgoing, sdkError } from './outgoing.ts';

const ses = mockClient(SESv2Client);
const { send } = emailAdapter(
  { from: 'Evergreen <hello@shop.example>', replyTo: null, configurationSet: 'perennial' },
  new SESv2Client({ region: 'eu-central-1' }),
);

beforeEach(() => {
  ses.reset();
  ses.on(SendEmailCommand).resolves({ MessageId: '0100018d' });
});

const asked = () => ses.commandCalls(SendEmailCommand).map(({ args }) => args[0].input);

describe('an e-mail', () => {
  it('is sent in both forms, tagged, with a way out by one click', async () => {
    expect(await send(outgoing)).toEqual({ is: 'accepted', providerId: '0100018d' });
    expect(asked()).toEqual([
      {
        FromEmailAddress: 'Evergreen <hello@shop.example>',
        Destination: { ToAddresses: ['wang@example.com'] },
        Content: {
          Simple: {
            Subject: { Data: '想念您', Charset: 'UTF-8' },
            Body: {
              Text: { Data: '您好，好久不见。', Charset: 'UTF-8' },
              Html: { Data: '<p>您好</p>', Charset: 'UTF-8' },
            },
            Headers: [
              { Name: 'List-Unsubscribe', Value: '<https://links.example/u/token>' },
              { Name: 'List-Unsubscribe-Post', Value: 'List-Unsubscribe=One-Click' },
            ],
          },
        },
        ConfigurationSetName: 'perennial',
        EmailTags: [
          { Name: 'member', Value: memberTag },
          { Name: 'message', Value: outgoing.messageId },
        ],
      },
    ]);
  });

  it('that is owed has no such way, and its answers go where the settings say', async () => {
    const settings = { from: 'hello@shop.example', replyTo: 'desk@shop.example', configurationSet: 'perennial' };
    const owed = { ...outgoing, purpose: 'loyalty', unsubscribeUrl: null } as const;
    await emailAdapter(settings, new SESv2Client({ region: 'eu-central-1' })).send({
      ...owed,
      content: { ...owed.content, html: null },
    });
    expect(asked()).toMatchObject([{ ReplyToAddresses: ['desk@shop.example'], Content: { Simple: { Headers: [] } } }]);
    expect(asked()[0]?.Content?.Simple?.Body).not.toHaveProperty('Html');
  });

  it.each([
    ['hello@shop.example', 'hello@shop.example'],
    ['"Shop, Inc." <hello@shop.example>', '"Shop, Inc." <hello@shop.example>'],
    ['常青会 <hello@shop.example>', '=?UTF-8?B?5bi46Z2S5Lya?= <hello@shop.example>'],
    [
      `${'常'.repeat(16)} <hello@shop.example>`,
      `=?UTF-8?B?${'5bi4'.repeat(15)}?= =?UTF-8?B?5bi4?= <hello@shop.example>`,
    ],
  ])('comes from %s', async (from, sent) => {
    const settings = { from, replyTo: null, configurationSet: 'perennial' };
    await emailAdapter(settings, new SESv2Client({ region: 'eu-central-1' })).send(outgoing);
    expect(asked()[0]?.FromEmailAddress).toBe(sent);
  });

  it('goes to a domain of other letters by its ASCII form', async () => {
    await send({ ...outgoing, address: 'wang@例子.中国' });
    expect(asked()[0]?.Destination).toEqual({ ToAddresses: ['wang@xn--fsqu00a.xn--fiqs8s'] });
  });

  it.each([
    '',
    'wang',
    '@example.com',
    'wang@',
    'a b@example.com',
    'wang@example.com, eve@example.com',
    'wang@example.com\r\nBcc: eve@example.com',
    'Wang <wang@example.com>',
    '王@example.com',
    'wang..fang@example.com',
    'wang@example..com',
    `${'a'.repeat(65)}@example.com`,
  ])('goes to no address that is none: %j', async (address) => {
    expect(await send({ ...outgoing, address })).toEqual({ is: 'permanent', why: 'bad-address', suppress: true });
    expect(asked()).toEqual([]);
  });

  it.each<readonly [Error, object]>([
    ...commonFailures,
    [sdkError('TooManyRequestsException', { message: 'Maximum sending rate exceeded.' }, 429), { is: 'throttled' }],
    [
      sdkError('TooManyRequestsException', { message: 'Daily message quota exceeded.' }, 429),
      { is: 'account', why: 'daily-quota' },
    ],
    [sdkError('LimitExceededException'), { is: 'throttled' }],
    [sdkError('AccountSuspendedException'), { is: 'account', why: 'suspended' }],
    [sdkError('SendingPausedException'), { is: 'account', why: 'paused' }],
    [sdkError('MailFromDomainNotVerifiedException'), { is: 'account', why: 'sender-not-verified' }],
    [sdkError('NotFoundException', {}, 404), { is: 'account', why: 'not-set-up' }],
    [
      sdkError('MessageRejected', { message: 'Email address is not verified. The following identities failed' }),
      { is: 'account', why: 'not-verified' },
    ],
    [sdkError('MessageRejected'), { is: 'permanent', why: 'refused', suppress: false }],
    [sdkError('BadRequestException'), { is: 'permanent', why: 'bad-request', suppress: false }],
  ])('that ends in %s is told as what it means', async (error, answer) => {
    ses.on(SendEmailCommand).rejects(error);
    expect(await send(outgoing)).toEqual(answer);
    expect(asked()).toHaveLength(1);
  });

  it('hides no bug', async () => {
    ses.on(SendEmailCommand).rejects(new TypeError('undefined is not a function'));
    await expect(send(outgoing)).rejects.toThrow(TypeError);
  });

  it('is asked for once, whatever the SDK would do', async () => {
    expect(await sesClient({ region: 'eu-central-1' }).config.maxAttempts()).toBe(1);
  });
});
