/**
 * Stands in every bundle for `@aws-sdk/client-secrets-manager` (13 KB), with which a function reads one secret when it
 * starts: the one call, with the SDK's retries, which DynamoDB's client has brought along. What else the client can do is
 * missing: other calls, settings other than the region, its hosts and AWS_ENDPOINT_URL, corrections of the clock (Lambda's
 * is right), and the hosts of FIPS and of IPv6, which are refused where they are asked for.
 */
import { randomUUID } from 'node:crypto';
import { DEFAULT_MAX_ATTEMPTS, isThrottlingError, isTransientError, StandardRetryStrategy } from '@smithy/core/retry';
import { ServiceCaller, textAt } from './service-call.ts';

/** An error as the SDK's retries take it. */
type Failure = Error & { cause?: Error };

function isFailure(error: unknown): error is Failure {
  return error instanceof Error && (error.cause === undefined || error.cause instanceof Error);
}

function kindOf(error: Failure) {
  if (isThrottlingError(error)) return 'THROTTLING';
  return isTransientError(error) ? 'TRANSIENT' : 'CLIENT_ERROR';
}

export class GetSecretValueCommand {
  readonly input: { readonly SecretId: string };

  constructor(input: { readonly SecretId: string }) {
    this.input = input;
  }
}

export class SecretsManagerClient {
  readonly #caller = new ServiceCaller({
    host: 'secretsmanager',
    signedFor: 'secretsmanager',
    endpointVariable: 'AWS_ENDPOINT_URL_SECRETS_MANAGER',
  });
  readonly #retries = new StandardRetryStrategy(DEFAULT_MAX_ATTEMPTS);

  /** @throws Error with the name that the service gives to it, after as many attempts as the SDK makes */
  async send({ input }: GetSecretValueCommand): Promise<{ readonly SecretString: string | undefined }> {
    const invocation = randomUUID();
    let token = await this.#retries.acquireInitialRetryToken('');
    for (;;) {
      try {
        const body = await this.#attempt(JSON.stringify(input), invocation, token.getRetryCount() + 1);
        this.#retries.recordSuccess(token);
        return { SecretString: textAt(body, 'SecretString') };
      } catch (error) {
        if (!isFailure(error)) throw error;
        // It waits before it gives a token, and fails where it gives none; what failed first is to be told then.
        const next = this.#retries.refreshRetryTokenForRetry(token, { error, errorType: kindOf(error) });
        token = await next.catch(() => {
          throw error;
        });
      }
    }
  }

  async #attempt(body: string, invocation: string, attempt: number): Promise<unknown> {
    return this.#caller.post({
      path: '/',
      body,
      headers: {
        'content-type': 'application/x-amz-json-1.1',
        'x-amz-target': 'secretsmanager.GetSecretValue',
      },
      attempt: { invocation, number: attempt, atMost: DEFAULT_MAX_ATTEMPTS },
    });
  }
}
