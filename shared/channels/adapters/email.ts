/** E-mail by SES v2. */
import { SendEmailCommand, SESv2Client } from '@aws-sdk/client-sesv2';
import type { SESv2ClientConfig } from '@aws-sdk/client-sesv2';
import { domainToASCII } from 'node:url';
import { tagsOf } from '../../contracts/message-tags.ts';
import type { ChannelAdapter, Outgoing } from '../channel.ts';
import { account, answerTo, badAddress, callMs, permanent, throttled } from './failure.ts';
import type { Meanings } from './failure.ts';
import { senderOf } from './sender-name.ts';

export type EmailSettings = {
  /** `Name <address>`, of a verified identity. */
  readonly from: string;
  readonly replyTo: string | null;
  /** It publishes the events of its messages to the account's default bus. */
  readonly configurationSet: string;
};

/** A call that may have been heard is not made again by the SDK: nobody could tell the second message from the first. */
export function sesClient(config: SESv2ClientConfig = {}): SESv2Client {
  return new SESv2Client({ ...config, maxAttempts: 1 });
}

const dailyQuota = ({ message }: { readonly message: string }) =>
  /daily/i.test(message) ? account('daily-quota') : throttled;

/** https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_SendEmail.html#API_SendEmail_Errors */
const meanings: Meanings = {
  AccountSuspendedException: account('suspended'),
  SendingPausedException: account('paused'),
  MailFromDomainNotVerifiedException: account('sender-not-verified'),
  // The configuration set, or the identity.
  NotFoundException: account('not-set-up'),
  TooManyRequestsException: dailyQuota,
  LimitExceededException: dailyQuota,
  // Of a sender as of a recipient in the sandbox, it says "Email address is not verified"; else the content is refused.
  MessageRejected: ({ message }) => (/not verified/i.test(message) ? account('not-verified') : permanent('refused')),
  BadRequestException: permanent('bad-request'),
};

/** SES takes ASCII before the @, and a domain of other letters in its ASCII form; undefined of what is no address. */
function addressOf(address: string): string | undefined {
  const match = /^([\w!#$%&'*+/=?^`{|}~.-]{1,64})@([^\s@<>,;:"()[\]\\]+)$/.exec(address);
  const [local, domain] = [match?.[1], domainToASCII(match?.[2] ?? '')];
  if (local === undefined || domain === '' || local.length + domain.length > 319) return undefined;
  return /^\.|\.$|\.\./.test(local) || /^\.|\.$|\.\./.test(domain) ? undefined : `${local}@${domain}`;
}

/** Mail readers show a button for them, which ends messages by one POST (RFC 2369, RFC 8058). */
function headersOf(unsubscribeUrl: string | null) {
  if (unsubscribeUrl === null) return [];
  return [
    { Name: 'List-Unsubscribe', Value: `<${unsubscribeUrl}>` },
    { Name: 'List-Unsubscribe-Post', Value: 'List-Unsubscribe=One-Click' },
  ];
}

const utf8 = (text: string) => ({ Data: text, Charset: 'UTF-8' });

function commandOf(
  message: Outgoing,
  to: string,
  { from, replyTo, configurationSet }: EmailSettings,
): SendEmailCommand {
  const { content, unsubscribeUrl } = message;
  const html = content.html === null ? {} : { Html: utf8(content.html) };
  return new SendEmailCommand({
    FromEmailAddress: senderOf(from),
    ...(replyTo === null ? {} : { ReplyToAddresses: [replyTo] }),
    Destination: { ToAddresses: [to] },
    Content: {
      Simple: {
        Subject: utf8(content.subject),
        Body: { Text: utf8(content.text), ...html },
        Headers: headersOf(unsubscribeUrl),
      },
    },
    ConfigurationSetName: configurationSet,
    EmailTags: Object.entries(tagsOf(message)).map(([Name, Value]) => ({ Name, Value })),
  });
}

export function emailAdapter(settings: EmailSettings, client: Pick<SESv2Client, 'send'> = sesClient()): ChannelAdapter {
  return {
    channel: 'email',
    send: async (message) => {
      const to = addressOf(message.address);
      if (to === undefined) return badAddress();
      try {
        const command = commandOf(message, to, settings);
        const { MessageId } = await client.send(command, { abortSignal: AbortSignal.timeout(callMs) });
        return { is: 'accepted', providerId: MessageId ?? null };
      } catch (error) {
        return answerTo(error, meanings);
      }
    },
  };
}
