/** How a bundle sends a text message and a notification, against the SDK's clients with their retries off. */
import * as sdkSms from '@aws-sdk/client-pinpoint-sms-voice-v2';
import type { SendTextMessageCommandInput } from '@aws-sdk/client-pinpoint-sms-voice-v2';
import * as sdkSns from '@aws-sdk/client-sns';
import { describe, expect, it, vi } from 'vitest';
import * as ourSms from '../../../infra/bundle/pinpoint-sms-voice-v2.ts';
import { endpointOf } from '../../../infra/bundle/service-call.ts';
import * as ourSns from '../../../infra/bundle/sns.ts';
import { outcomeOf, recordedService } from './recorded-service.ts';
import type { Answer } from './recorded-service.ts';

recordedService();

const text: SendTextMessageCommandInput = {
  DestinationPhoneNumber: '+8613800000000',
  OriginationIdentity: 'pool-1',
  MessageBody: '想念您 \u{1F600} "quoted"\nline',
  MessageType: 'PROMOTIONAL',
  TimeToLive: 3600,
  Context: { message: 'abc' },
};

const refused = (type: string, status = 400, fields = {}): Answer => ({
  status,
  body: { __type: type, message: 'no', ...fields },
  headers: { 'content-type': 'application/x-amz-json-1.0' },
});

describe('a text message from a bundle', () => {
  it.each<Answer>([
    { status: 200, body: { MessageId: 'm-1' } },
    { status: 200, body: {} },
    refused('ConflictException', 400, { Reason: 'DESTINATION_PHONE_NUMBER_OPTED_OUT', ResourceId: '+86' }),
    refused('com.amazonaws.pinpointsmsvoicev2#ValidationException', 400, {
      Reason: 'FIELD_VALIDATION_FAILED',
      Fields: [{ Name: 'DestinationPhoneNumber', Message: 'no' }],
    }),
    refused('ServiceQuotaExceededException', 402, { Reason: 'MONTHLY_SPEND_LIMIT_REACHED_FOR_TEXT' }),
    refused('ThrottlingException'),
    refused('AccessDeniedException'),
    refused('InternalServerException', 500),
    { status: 503, body: '<html>' },
    { status: 0, body: '' },
  ])('is asked for once as the SDK asks, and told as the SDK tells: %j', async (given) => {
    const mine = async () =>
      (await new ourSms.PinpointSMSVoiceV2Client().send(new ourSms.SendTextMessageCommand(text))).MessageId;
    const client = new sdkSms.PinpointSMSVoiceV2Client({ maxAttempts: 1 });
    const theirs = async () => (await client.send(new sdkSms.SendTextMessageCommand(text))).MessageId;
    const found = await outcomeOf(mine, [given]);
    expect(found).toEqual(await outcomeOf(theirs, [given]));
    expect(found.received).toHaveLength(1);
  });
});

const notification = {
  TargetArn: 'arn:aws:sns:eu-central-1:123456789012:endpoint/GCM/app/1',
  MessageStructure: 'json',
  Message: JSON.stringify({ default: "想念您 \u{1F600} (it's) 100% + 1 & more* ~!", APNS: '{"aps":{}}' }),
};

const xml = (body: string, status = 200): Answer => ({ status, body, headers: { 'content-type': 'text/xml' } });
const error = (code: string, status = 400, message = 'no') =>
  xml(
    `<ErrorResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/">\n  <Error>\n    <Type>Sender</Type>\n    <Code>${code}</Code>\n    <Message>${message}</Message>\n  </Error>\n  <RequestId>r</RequestId>\n</ErrorResponse>`,
    status,
  );

describe('a notification from a bundle', () => {
  it.each<Answer>([
    xml('<PublishResponse><PublishResult><MessageId>m-1</MessageId></PublishResult></PublishResponse>'),
    ...['EndpointDisabled', 'InvalidParameter', 'ParameterValueInvalid', 'PlatformApplicationDisabled'].map((code) =>
      error(code),
    ),
    ...['KMSAccessDenied', 'KMSDisabled', 'KMSInvalidState', 'KMSNotFound', 'KMSThrottling'].map((code) => error(code)),
    ...['KMSOptInRequired', 'AuthorizationError', 'InvalidSecurity', 'SignatureDoesNotMatch'].map((code) =>
      error(code, 403),
    ),
    ...['Throttling', 'ThrottlingException', 'ValidationException', 'UserError'].map((code) => error(code)),
    error('NotFound', 404),
    error('Throttled', 429),
    error('InternalError', 500),
    error('InvalidParameter', 400, 'Invalid parameter: TargetArn &lt;&quot;a&apos;&amp;&#39;&#x4e2d;&gt;'),
    { status: 0, body: '' },
  ])('is asked for once as the SDK asks, and told as the SDK tells: %j', async (given) => {
    const mine = async () => (await new ourSns.SNSClient().send(new ourSns.PublishCommand(notification))).MessageId;
    const theirs = async () =>
      (await new sdkSns.SNSClient({ maxAttempts: 1 }).send(new sdkSns.PublishCommand(notification))).MessageId;
    const found = await outcomeOf(mine, [given]);
    expect(found).toEqual(await outcomeOf(theirs, [given]));
    expect(found.received).toHaveLength(1);
  });
});

describe('the hosts of messages', () => {
  it.each(['eu-central-1', 'us-east-1', 'us-gov-west-1'])("are the SDK's in %s", async (region) => {
    vi.stubEnv('AWS_ENDPOINT_URL', undefined);
    const asked = { Region: region, UseFIPS: false, UseDualStack: false };
    const [sms, sns] = [
      new sdkSms.PinpointSMSVoiceV2Client({ region }).config,
      new sdkSns.SNSClient({ region }).config,
    ];
    const named = (host: string) => endpointOf({ host, signedFor: host, endpointVariable: 'NONE' }, region);
    expect(await named('sms-voice')).toEqual(sms.endpointProvider(asked).url);
    expect(await named('sns')).toEqual(sns.endpointProvider(asked).url);
  });
});
