/**
 * Stands in every bundle for `@aws-sdk/client-sns` (22 KB, and 15 KB of XML and forms), with which a function sends a
 * notification: the one call, once, for whoever sends again what may have been sent sends it twice. What else the client can
 * do is missing: other calls, retries, settings, and attributes of messages, which a form has in a list.
 */
import { randomUUID } from 'node:crypto';
import { ServiceCaller, textAt } from './service-call.ts';

export class PublishCommand {
  readonly input: Readonly<Record<string, string>>;

  constructor(input: Readonly<Record<string, string>>) {
    this.input = input;
  }
}

/** Names of errors that the SDK gives where the service says less, by what it adds. */
const withSuffix = new Set([
  ...[
    'AuthorizationError',
    'EndpointDisabled',
    'InternalError',
    'InvalidParameter',
    'InvalidSecurity',
    'KMSAccessDenied',
  ],
  ...[
    'KMSDisabled',
    'KMSInvalidState',
    'KMSNotFound',
    'KMSThrottling',
    'NotFound',
    'PlatformApplicationDisabled',
    'Throttled',
    'UserError',
  ],
]);

function errorName(code: string): string {
  if (code === 'ParameterValueInvalid') return 'InvalidParameterValueException';
  return withSuffix.has(code) ? `${code}Exception` : code;
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** What one element of the answer holds, if it is there. */
function textOf(xml: string, element: string): string | undefined {
  return new RegExp(`<${element}>([^<]*)</${element}>`)
    .exec(xml)?.[1]
    ?.replace(/&(#x?[\da-f]+|[a-z]+);/gi, (whole, name) => {
      const text = String(name);
      if (!text.startsWith('#')) return entities[text] ?? whole;
      return String.fromCodePoint(Number(text.replace('#x', '0x').replace('#', '')));
    });
}

function read(xml: string) {
  const code = textOf(xml, 'Code');
  return {
    MessageId: textOf(xml, 'MessageId'),
    ...(code === undefined ? {} : { __type: errorName(code), message: textOf(xml, 'Message') }),
  };
}

/** As the SDK writes forms: RFC 3986, so that no space becomes a plus. */
const formText = (text: string) =>
  encodeURIComponent(text).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);

export class SNSClient {
  readonly #caller = new ServiceCaller({ host: 'sns', signedFor: 'sns', endpointVariable: 'AWS_ENDPOINT_URL_SNS' });

  /** @throws Error with the name that the SDK gives to it, or the network's */
  async send(
    { input }: PublishCommand,
    { abortSignal }: { readonly abortSignal?: AbortSignal } = {},
  ): Promise<{ readonly MessageId: string | undefined }> {
    const fields = Object.entries({ Action: 'Publish', Version: '2010-03-31', ...input });
    const answer = await this.#caller.post({
      path: '/',
      body: fields.map(([name, text]) => `${name}=${formText(text)}`).join('&'),
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      attempt: { invocation: randomUUID(), number: 1, atMost: 1 },
      read,
      ...(abortSignal === undefined ? {} : { abortSignal }),
    });
    return { MessageId: textAt(answer, 'MessageId') };
  }
}
