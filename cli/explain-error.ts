import { Failure } from './failure.ts';

const unreachable = ['ECONNREFUSED', 'ENOTFOUND', 'EHOSTUNREACH', 'ETIMEDOUT'];
const credentials = [
  'CredentialsProviderError',
  'ExpiredTokenException',
  'ExpiredToken',
  'UnrecognizedClientException',
];

/**
 * The failure behind an error that a library threw and that has nothing to do with a bug: an AWS that does not answer,
 * missing credentials, a file that is not there. Undefined when the error is none of these.
 */
export function explainError(error: unknown): Failure | undefined {
  if (!(error instanceof Error)) return undefined;
  const code = textOf(error, 'code');
  if (unreachable.includes(code)) {
    return new Failure(
      `AWS does not answer (${code}${error.message === '' ? '' : `: ${error.message}`}).`,
      'For the local AWS run `npm start` first; otherwise check AWS_ENDPOINT_URL and the network.',
      { cause: error },
    );
  }
  if (credentials.includes(error.name)) {
    return new Failure(
      `AWS refused the credentials (${error.name}: ${error.message}).`,
      'Sign in again, or set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, and AWS_REGION.',
      { cause: error },
    );
  }
  if (code === 'ERR_MODULE_NOT_FOUND' && error.message.startsWith('Cannot find package')) {
    return new Failure('A dependency is not installed.', 'Run `npm ci` in the project first.', { cause: error });
  }
  const path = textOf(error, 'path');
  if (code === 'ENOENT' && path !== '') return new Failure(`There is no file ${path}.`, '', { cause: error });
  if (code === 'EISDIR') return new Failure(`A file is needed, and this is a folder: ${path}`, '', { cause: error });
  if (code === 'EACCES' && path !== '') {
    return new Failure(`There is no permission to use ${path}.`, '', { cause: error });
  }
  return undefined;
}

function textOf(error: Error, field: 'code' | 'path'): string {
  const value: unknown = Reflect.get(error, field);
  return typeof value === 'string' ? value : '';
}
