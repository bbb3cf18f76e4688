/** A message as the adapters are given it. */
import type { Outgoing } from '../../shared/channels/channel.ts';

export const outgoing: Outgoing = {
  memberId: 'member-1',
  messageId: 'abcDEF_-0123456789abcd',
  campaignId: 'win-back',
  run: 'win-back#2026-11-22T10:00:00Z',
  purpose: 'promotions',
  address: 'wang@example.com',
  content: { locale: 'zh-CN', subject: '想念您', text: '您好，好久不见。', html: '<p>您好</p>' },
  unsubscribeUrl: 'https://links.example/u/token',
};

/** The tag of `member-1`. */
export const memberTag = 'bWVtYmVyLTE';

/** An error as the SDK's clients throw it. */
export function sdkError(name: string, fields: object = {}, status = 400): Error {
  return Object.assign(new Error('said by the service'), { name, $metadata: { httpStatusCode: status }, ...fields });
}

/** What happens to calls of every provider, and what it means. */
export const commonFailures: readonly (readonly [Error, object])[] = [
  [sdkError('ThrottlingException'), { is: 'throttled' }],
  [sdkError('Whatever', {}, 429), { is: 'throttled' }],
  [sdkError('AccessDeniedException'), { is: 'account', why: 'AccessDeniedException' }],
  [sdkError('ExpiredTokenException', {}, 403), { is: 'account', why: 'ExpiredTokenException' }],
  [
    Object.assign(new Error('no credentials'), { name: 'CredentialsProviderError' }),
    { is: 'account', why: 'CredentialsProviderError' },
  ],
  [sdkError('SomethingNew'), { is: 'permanent', why: 'SomethingNew', suppress: false }],
  [sdkError('InternalFailure', {}, 500), { is: 'unknown' }],
  [sdkError('ServiceUnavailable', {}, 503), { is: 'unknown' }],
  [sdkError('RequestTimeout', {}, 408), { is: 'unknown' }],
  [Object.assign(new Error('read'), { name: 'TimeoutError', code: 'ECONNRESET' }), { is: 'unknown' }],
  [Object.assign(new Error('write'), { code: 'EPIPE' }), { is: 'unknown' }],
  [Object.assign(new Error('aborted'), { name: 'AbortError' }), { is: 'unknown' }],
  [Object.assign(new Error('connect'), { code: 'ECONNREFUSED' }), { is: 'throttled' }],
  [Object.assign(new Error('getaddrinfo'), { code: 'ENOTFOUND' }), { is: 'throttled' }],
];
