/** What End User Messaging and SNS are asked, and what each of their answers means. */
import { PinpointSMSVoiceV2Client, SendTextMessageCommand } from '@aws-sdk/client-pinpoint-sms-voice-v2';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { pushAdapter, snsClient } from '../../shared/channels/adapters/push.ts';
import { smsAdapter, smsClient } from '../../shared/channels/adapters/sms.ts';
import { commonFailures, memberTag, outgoing, sdkError } from './outgoing.ts';

const region = { region: 'eu-central-1' };
const api = mockClient(PinpointSMSVoiceV2Client);
const sns = mockClient(SNSClient);

beforeEach(() => {
  api.reset();
  api.on(SendTextMessageCommand).resolves({ MessageId: 'text-1' });
  sns.reset();
  sns.on(PublishCommand).resolves({ MessageId: 'push-1' });
});

describe('a text message', () => {
  const { send } = smsAdapter(
    { originationIdentity: 'pool-1', configurationSet: 'perennial', timeToLive: 14_400 },
    new PinpointSMSVoiceV2Client(region),
  );
  const text = { ...outgoing, address: '+8613800138000' };
  const asked = () => api.commandCalls(SendTextMessageCommand).map(({ args }) => args[0].input);

  it('is its text, with whose it is in its context', async () => {
    expect(await send(text)).toEqual({ is: 'accepted', providerId: 'text-1' });
    expect(asked()).toEqual([
      {
        DestinationPhoneNumber: '+8613800138000',
        OriginationIdentity: 'pool-1',
        MessageBody: '您好，好久不见。',
        MessageType: 'PROMOTIONAL',
        ConfigurationSetName: 'perennial',
        TimeToLive: 14_400,
        Context: { member: memberTag, message: outgoing.messageId },
      },
    ]);
  });

  it('that is owed is no promotion', async () => {
    await send({ ...text, purpose: 'loyalty' });
    expect(asked()).toMatchObject([{ MessageType: 'TRANSACTIONAL' }]);
  });

  it.each([
    [{ address: '13800138000' }, { is: 'permanent', why: 'bad-address', suppress: true }],
    [
      { content: { ...outgoing.content, text: 'x'.repeat(1601) } },
      { is: 'permanent', why: 'too-long', suppress: false },
    ],
    [{ content: { ...outgoing.content, text: '\n' } }, { is: 'permanent', why: 'too-long', suppress: false }],
  ])('is not sent as %o', async (change, answer) => {
    expect(await send({ ...text, ...change })).toEqual(answer);
    expect(asked()).toEqual([]);
  });

  const refusedNumber = { Fields: [{ Name: 'DestinationPhoneNumber', Message: 'invalid' }] };
  it.each<readonly [Error, object]>([
    ...commonFailures,
    [
      sdkError('ConflictException', { Reason: 'DESTINATION_PHONE_NUMBER_OPTED_OUT' }),
      { is: 'permanent', why: 'opted-out', suppress: true },
    ],
    [
      sdkError('ConflictException', { Reason: 'DESTINATION_COUNTRY_BLOCKED_BY_PROTECT_CONFIGURATION' }),
      { is: 'permanent', why: 'country-blocked', suppress: false },
    ],
    [
      sdkError('ConflictException', { Reason: 'DESTINATION_PHONE_NUMBER_NOT_VERIFIED' }),
      { is: 'account', why: 'not-set-up' },
    ],
    [
      sdkError('ValidationException', { Reason: 'INVALID_PARAMETER', ...refusedNumber }),
      { is: 'permanent', why: 'bad-address', suppress: true },
    ],
    [
      sdkError('ValidationException', { Reason: 'FIELD_VALIDATION_FAILED', Fields: [{ Name: 'MessageBody' }] }),
      { is: 'permanent', why: 'refused', suppress: false },
    ],
    [
      sdkError('ValidationException', { Reason: 'COUNTRY_NOT_ENABLED', ...refusedNumber }),
      { is: 'permanent', why: 'country-blocked', suppress: false },
    ],
    [sdkError('ValidationException', { Reason: 'SENDER_ID_NOT_REGISTERED' }), { is: 'account', why: 'not-set-up' }],
    [sdkError('ResourceNotFoundException'), { is: 'account', why: 'not-set-up' }],
    [sdkError('ServiceQuotaExceededException', {}, 402), { is: 'account', why: 'quota' }],
    [sdkError('InternalServerException', {}, 500), { is: 'unknown' }],
  ])('that ends in %s is told as what it means', async (error, answer) => {
    api.on(SendTextMessageCommand).rejects(error);
    expect(await send(text)).toEqual(answer);
  });

  it('is asked for once, whatever the SDK would do', async () => {
    expect(await smsClient(region).config.maxAttempts()).toBe(1);
  });
});

describe('a notification', () => {
  const { send } = pushAdapter(new SNSClient(region));
  const endpoint = 'arn:aws:sns:eu-central-1:000000000000:endpoint/GCM/app/0c6b2b1e';
  const push = { ...outgoing, address: endpoint };
  const asked = () => sns.commandCalls(PublishCommand).map(({ args }) => args[0].input);

  it('is made for each platform', async () => {
    expect(await send(push)).toEqual({ is: 'accepted', providerId: 'push-1' });
    const [input] = asked();
    expect(input).toMatchObject({ TargetArn: endpoint, MessageStructure: 'json' });
    const payloads: unknown = JSON.parse(input?.Message ?? '');
    const ids = { member: memberTag, message: outgoing.messageId };
    const words = { title: '想念您', body: '您好，好久不见。' };
    const apple = JSON.stringify({ aps: { alert: words }, ...ids });
    expect(payloads).toEqual({
      default: words.body,
      APNS: apple,
      APNS_SANDBOX: apple,
      GCM: JSON.stringify({ fcmV1Message: { message: { notification: words, data: ids } } }),
    });
  });

  it.each([
    [{ address: 'a-token' }, { is: 'permanent', why: 'bad-address', suppress: true }],
    [
      { address: 'arn:aws:sns:eu-central-1:000000000000:topic' },
      { is: 'permanent', why: 'bad-address', suppress: true },
    ],
    [
      { content: { ...outgoing.content, text: '字'.repeat(1400) } },
      { is: 'permanent', why: 'too-long', suppress: false },
    ],
  ])('is not sent as %o', async (change, answer) => {
    expect(await send({ ...push, ...change })).toEqual(answer);
    expect(asked()).toEqual([]);
  });

  it.each<readonly [Error, object]>([
    ...commonFailures,
    [sdkError('EndpointDisabledException'), { is: 'permanent', why: 'endpoint-disabled', suppress: true }],
    [sdkError('NotFoundException', {}, 404), { is: 'permanent', why: 'no-endpoint', suppress: true }],
    [sdkError('PlatformApplicationDisabledException'), { is: 'account', why: 'application-disabled' }],
    [
      sdkError('InvalidParameterException', { message: 'Invalid parameter: TargetArn Reason: No endpoint found' }),
      { is: 'permanent', why: 'bad-address', suppress: true },
    ],
    [sdkError('InvalidParameterException'), { is: 'permanent', why: 'refused', suppress: false }],
    [sdkError('AuthorizationErrorException', {}, 403), { is: 'account', why: 'AuthorizationErrorException' }],
    [sdkError('ThrottledException', {}, 429), { is: 'throttled' }],
    [sdkError('KMSThrottlingException'), { is: 'throttled' }],
    [sdkError('KMSDisabledException'), { is: 'account', why: 'not-set-up' }],
    [sdkError('InternalErrorException', {}, 500), { is: 'unknown' }],
  ])('that ends in %s is told as what it means', async (error, answer) => {
    sns.on(PublishCommand).rejects(error);
    expect(await send(push)).toEqual(answer);
  });

  it('is asked for once, whatever the SDK would do', async () => {
    expect(await snsClient(region).config.maxAttempts()).toBe(1);
  });
});
