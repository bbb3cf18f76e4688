/** Notifications of an app over SNS: the address of a member is the ARN of the app's endpoint on a device. */
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import type { SNSClientConfig } from '@aws-sdk/client-sns';
import { tagsOf } from '../../contracts/message-tags.ts';
import type { ChannelAdapter, Outgoing } from '../channel.ts';
import { account, answerTo, badAddress, callMs, permanent } from './failure.ts';
import type { Meanings } from './failure.ts';

export function snsClient(config: SNSClientConfig = {}): SNSClient {
  return new SNSClient({ ...config, maxAttempts: 1 });
}

/** https://docs.aws.amazon.com/sns/latest/api/API_Publish.html#API_Publish_Errors */
const meanings: Meanings = {
  // The device has given the token up.
  EndpointDisabledException: badAddress('endpoint-disabled'),
  NotFoundException: badAddress('no-endpoint'),
  PlatformApplicationDisabledException: account('application-disabled'),
  InvalidParameterException: ({ message }) => (message.includes('TargetArn') ? badAddress() : permanent('refused')),
  InvalidParameterValueException: permanent('refused'),
  ValidationException: permanent('refused'),
  KMSAccessDeniedException: account('not-set-up'),
  KMSDisabledException: account('not-set-up'),
  KMSInvalidStateException: account('not-set-up'),
  KMSNotFoundException: account('not-set-up'),
  KMSOptInRequired: account('not-set-up'),
  KMSThrottlingException: { is: 'throttled' },
};

const endpoint = /^arn:[a-z-]+:sns:[a-z0-9-]+:\d{12}:endpoint\/.+$/;

/** Apple and Google take so many bytes of a notification. */
const payloadBytesAtMost = 4096;

/** The payload of each platform as a text in a text, as SNS wants it; the app finds the message's tags beside the words. */
function payloadsOf(message: Outgoing): Readonly<Record<string, string>> {
  const { subject: title, text } = message.content;
  const body = text.trim();
  const tags = tagsOf(message);
  const apple = JSON.stringify({ aps: { alert: { title, body } }, ...tags });
  return {
    default: body,
    APNS: apple,
    APNS_SANDBOX: apple,
    GCM: JSON.stringify({ fcmV1Message: { message: { notification: { title, body }, data: tags } } }),
  };
}

export function pushAdapter(client: Pick<SNSClient, 'send'> = snsClient()): ChannelAdapter {
  return {
    channel: 'push',
    send: async (message) => {
      if (!endpoint.test(message.address)) return badAddress();
      const payloads = payloadsOf(message);
      if (Object.values(payloads).some((payload) => Buffer.byteLength(payload) > payloadBytesAtMost)) {
        return permanent('too-long');
      }
      const command = new PublishCommand({
        TargetArn: message.address,
        MessageStructure: 'json',
        Message: JSON.stringify(payloads),
      });
      try {
        const { MessageId } = await client.send(command, { abortSignal: AbortSignal.timeout(callMs) });
        return { is: 'accepted', providerId: MessageId ?? null };
      } catch (error) {
        return answerTo(error, meanings);
      }
    },
  };
}
