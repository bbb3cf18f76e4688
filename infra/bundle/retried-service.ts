/** Calls of a service for the clients that stand in a bundle for the SDK's, as often as the SDK would make each. */
import { randomUUID } from 'node:crypto';
import { DEFAULT_MAX_ATTEMPTS, isThrottlingError, isTransientError, StandardRetryStrategy } from '@smithy/core/retry';
import { ServiceCaller } from './service-call.ts';
import type { Service, ServiceRequest } from './service-call.ts';

/** An error as the SDK's retries take it. */
type Failure = Error & { cause?: Error };

function isFailure(error: unknown): error is Failure {
  return error instanceof Error && (error.cause === undefined || error.cause instanceof Error);
}

function kindOf(error: Failure) {
  if (isThrottlingError(error)) return 'THROTTLING';
  return isTransientError(error) ? 'TRANSIENT' : 'CLIENT_ERROR';
}

/** With the SDK's retries, which DynamoDB's client has brought along: for calls that may be made twice. */
export class RetriedService {
  readonly #caller: ServiceCaller;
  readonly #retries = new StandardRetryStrategy(DEFAULT_MAX_ATTEMPTS);

  constructor(service: Service) {
    this.#caller = new ServiceCaller(service);
  }

  /** @throws Error with the name that the service gives to it, after as many attempts as the SDK makes */
  async post(request: Pick<ServiceRequest, 'path' | 'body' | 'headers'>): Promise<unknown> {
    const invocation = randomUUID();
    let token = await this.#retries.acquireInitialRetryToken('');
    for (;;) {
      try {
        const attempt = { invocation, number: token.getRetryCount() + 1, atMost: DEFAULT_MAX_ATTEMPTS };
        const body = await this.#caller.post({ ...request, attempt });
        this.#retries.recordSuccess(token);
        return body;
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
}
