/** What a call that failed says about the message: whether the provider has it, may take it later, or never will. */
import type { ChannelAnswer } from '../channel.ts';

/** What a provider's own error means: an answer, or how to find one in the error. */
type Meaning = ChannelAnswer | ((error: ProviderError) => ChannelAnswer);
export type Meanings = Readonly<Record<string, Meaning>>;

/** An error of the SDK, the network or a time limit, with what is read of it. */
export type ProviderError = {
  readonly name: string;
  readonly message: string;
  /** Of HTTP; undefined where there was no answer. */
  readonly status: number | undefined;
  /** Of the network, `ECONNRESET` for one. */
  readonly code: string | undefined;
  /** Any other field of the error. */
  readonly field: (name: string) => unknown;
};

export const throttled = { is: 'throttled' } as const satisfies ChannelAnswer;
export const unknown = { is: 'unknown' } as const satisfies ChannelAnswer;
export const account = (why: string): ChannelAnswer => ({ is: 'account', why });
export const permanent = (why: string): ChannelAnswer => ({ is: 'permanent', why, suppress: false });
export const badAddress = (why = 'bad-address'): ChannelAnswer => ({ is: 'permanent', why, suppress: true });

const throttling: ReadonlySet<string> = new Set([
  'Throttling',
  'ThrottlingException',
  'ThrottledException',
  'TooManyRequestsException',
  'RequestLimitExceeded',
  'RequestThrottled',
]);

const notAllowed: ReadonlySet<string> = new Set([
  'AccessDenied',
  'AccessDeniedException',
  'AuthFailure',
  'AuthorizationErrorException',
  'CredentialsProviderError',
  'ExpiredToken',
  'ExpiredTokenException',
  'InvalidClientTokenId',
  'InvalidSecurityException',
  'InvalidSignatureException',
  'MissingAuthenticationToken',
  'MissingAuthenticationTokenException',
  'NotAuthorized',
  'OptInRequired',
  'SignatureDoesNotMatch',
  'UnrecognizedClientException',
]);

/** There was no connection yet, so nothing of the message has left. */
const neverConnected: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

const tookTooLong: ReadonlySet<string> = new Set(['AbortError', 'TimeoutError', 'RequestTimeout']);

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null
    ? new Map<string, unknown>(Object.entries(value)).get(name)
    : undefined;
}

const numberOr = (value: unknown) => (typeof value === 'number' ? value : undefined);
const textOr = (value: unknown) => (typeof value === 'string' ? value : undefined);

function read(error: Error): ProviderError {
  const field = (name: string): unknown => (name === 'cause' ? error.cause : fieldOf(error, name));
  return {
    name: error.name,
    message: error.message,
    status: numberOr(fieldOf(field('$metadata'), 'httpStatusCode')),
    code: textOr(field('code')) ?? textOr(fieldOf(error.cause, 'code')),
    field,
  };
}

function answerOf(error: ProviderError, meanings: Meanings): ChannelAnswer | undefined {
  const { name, status, code } = error;
  const meaning = new Map(Object.entries(meanings)).get(name);
  if (meaning !== undefined) return typeof meaning === 'function' ? meaning(error) : meaning;
  if (throttling.has(name) || status === 429) return throttled;
  if (notAllowed.has(name) || status === 401 || status === 403) return account(name);
  if (code !== undefined && neverConnected.has(code)) return throttled;
  if (status !== undefined && status >= 400 && status < 500 && status !== 408) return permanent(name);
  // The connection broke, time ran out, or the provider failed: it may have taken the message before.
  return status !== undefined || code !== undefined || tookTooLong.has(name) ? unknown : undefined;
}

/**
 * What an error of a call means; the provider's own names first.
 *
 * @throws the error itself where it is neither the provider's nor the network's: a bug is no answer
 */
export function answerTo(error: unknown, meanings: Meanings): ChannelAnswer {
  const answer = error instanceof Error ? answerOf(read(error), meanings) : undefined;
  if (answer === undefined) throw error;
  return answer;
}

/** For how long a provider may take; after that nobody knows whether it has the message. */
export const callMs = 10_000;
