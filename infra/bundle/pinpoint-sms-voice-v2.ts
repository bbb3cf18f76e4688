/**
 * Stands in every bundle for `@aws-sdk/client-pinpoint-sms-voice-v2` (11 KB), with which a function sends a text message: the
 * one call, once, for whoever sends again what may have been sent sends it twice. What else the client can do is missing.
 */
import { randomUUID } from 'node:crypto';
import { ServiceCaller, textAt } from './service-call.ts';

export class SendTextMessageCommand {
  readonly input: object;

  constructor(input: object) {
    this.input = input;
  }
}

export class PinpointSMSVoiceV2Client {
  readonly #caller = new ServiceCaller({
    host: 'sms-voice',
    signedFor: 'sms-voice',
    endpointVariable: 'AWS_ENDPOINT_URL_PINPOINT_SMS_VOICE_V2',
  });

  /** @throws Error with the name that the service gives to it and its reasons, or the network's */
  async send(
    { input }: SendTextMessageCommand,
    { abortSignal }: { readonly abortSignal?: AbortSignal } = {},
  ): Promise<{ readonly MessageId: string | undefined }> {
    const answer = await this.#caller.post({
      path: '/',
      body: JSON.stringify(input),
      headers: {
        'content-type': 'application/x-amz-json-1.0',
        'x-amz-target': 'PinpointSMSVoiceV2.SendTextMessage',
      },
      attempt: { invocation: randomUUID(), number: 1, atMost: 1 },
      ...(abortSignal === undefined ? {} : { abortSignal }),
    });
    return { MessageId: textAt(answer, 'MessageId') };
  }
}
