/** Text messages by AWS End User Messaging. */
import { PinpointSMSVoiceV2Client, SendTextMessageCommand } from '@aws-sdk/client-pinpoint-sms-voice-v2';
import type { PinpointSMSVoiceV2ClientConfig } from '@aws-sdk/client-pinpoint-sms-voice-v2';
import { tagsOf } from '../../contracts/message-tags.ts';
import type { ChannelAdapter, ChannelAnswer } from '../channel.ts';
import { account, answerTo, badAddress, callMs, permanent } from './failure.ts';
import type { Meanings, ProviderError } from './failure.ts';

export type SmsSettings = {
  /** A phone number, a sender id or a pool, by its id or ARN. */
  readonly originationIdentity: string;
  /** Its event destination tells what became of messages, with their context. */
  readonly configurationSet: string;
  /** Seconds for which carriers may try: 5 to 259,200. A text that was to come by day must not come at night. */
  readonly timeToLive: number;
};

export function smsClient(config: PinpointSMSVoiceV2ClientConfig = {}): PinpointSMSVoiceV2Client {
  return new PinpointSMSVoiceV2Client({ ...config, maxAttempts: 1 });
}

const conflicts: Readonly<Record<string, ChannelAnswer>> = {
  DESTINATION_PHONE_NUMBER_OPTED_OUT: badAddress('opted-out'),
  DESTINATION_PHONE_NUMBER_BLOCKED_BY_PROTECT_NUMBER_OVERRIDE: permanent('blocked'),
  DESTINATION_COUNTRY_BLOCKED_BY_PROTECT_CONFIGURATION: permanent('country-blocked'),
};

/** Of one recipient; for any other reason every message would be refused. */
const invalid: Readonly<Record<string, ChannelAnswer>> = {
  COUNTRY_CODE_MISMATCH: permanent('country-blocked'),
  COUNTRY_NOT_ENABLED: permanent('country-blocked'),
  DESTINATION_COUNTRY_BLOCKED: permanent('country-blocked'),
  INTERNATIONAL_SENDING_NOT_SUPPORTED: permanent('country-blocked'),
  INVALID_IDENTITY_FOR_DESTINATION_COUNTRY: permanent('country-blocked'),
  PRICE_OVER_THRESHOLD: permanent('too-dear'),
  MAXIMUM_SIZE_EXCEEDED: permanent('too-long'),
};

const reasonOf = (error: ProviderError) => String(error.field('Reason'));

/** Whether a field of the request is what was refused. */
function refusesField(error: ProviderError, name: string): boolean {
  const fields = error.field('Fields');
  const named = (field: unknown) =>
    typeof field === 'object' && field !== null && 'Name' in field && field.Name === name;
  return Array.isArray(fields) && fields.some(named);
}

function validation(error: ProviderError): ChannelAnswer {
  const known = new Map(Object.entries(invalid)).get(reasonOf(error));
  if (known !== undefined) return known;
  if (refusesField(error, 'DestinationPhoneNumber')) return badAddress();
  return refusesField(error, 'MessageBody') ? permanent('refused') : account('not-set-up');
}

/** https://docs.aws.amazon.com/pinpoint/latest/apireference_smsvoicev2/API_SendTextMessage.html */
const meanings: Meanings = {
  ConflictException: (error) => new Map(Object.entries(conflicts)).get(reasonOf(error)) ?? account('not-set-up'),
  ValidationException: validation,
  ResourceNotFoundException: account('not-set-up'),
  // The month's limit of what may be spent.
  ServiceQuotaExceededException: account('quota'),
};

/** In characters; carriers are given so much at most. */
const bodyAtMost = 1600;
const phone = /^\+[1-9]\d{6,14}$/;

export function smsAdapter(
  { originationIdentity, configurationSet, timeToLive }: SmsSettings,
  client: Pick<PinpointSMSVoiceV2Client, 'send'> = smsClient(),
): ChannelAdapter {
  return {
    channel: 'sms',
    send: async (message) => {
      const { address, purpose, content } = message;
      const text = content.text.trim();
      if (!phone.test(address)) return badAddress();
      if (text === '' || text.length > bodyAtMost) return permanent('too-long');
      const command = new SendTextMessageCommand({
        DestinationPhoneNumber: address,
        OriginationIdentity: originationIdentity,
        MessageBody: text,
        MessageType: purpose === 'promotions' ? 'PROMOTIONAL' : 'TRANSACTIONAL',
        ConfigurationSetName: configurationSet,
        TimeToLive: timeToLive,
        Context: { ...tagsOf(message) },
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
