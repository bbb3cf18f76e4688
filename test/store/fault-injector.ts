/** Faults on the way to DynamoDB and back, put under the SDK's own retries: they see them as they would see real ones. */
import { ProvisionedThroughputExceededException, TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';

export const faults = ['not sent', 'reply lost', 'throttled', 'conflict', 'late'] as const;
export type Fault = (typeof faults)[number];

export type FaultPlan = {
  readonly fault: Fault;
  /** The call that it strikes, counted from 0; the SDK's retries of a call are the same call. */
  readonly call: number;
  /** Whether it strikes every attempt of the call, so that the retries do not help. */
  readonly always: boolean;
};

/** As Node tells of a connection that broke: the SDK takes it for something that passes. */
class ConnectionLostError extends Error {
  override readonly name = 'TimeoutError';
}

export type Injector = {
  /** Names of the calls that were made. */
  readonly calls: readonly string[];
  /** Sends what was late: it arrives now, after everything else. */
  readonly deliverLate: () => Promise<void>;
};

type Call = { readonly number: number; attempts: number };

function throttled(): Error {
  return new ProvisionedThroughputExceededException({ message: 'throttled by the test', $metadata: {} });
}

/** Another writer is in the middle of a transaction with one of the items. */
function conflict(): Error {
  return new TransactionCanceledException({
    message: 'cancelled by the test',
    $metadata: {},
    CancellationReasons: [{ Code: 'None' }, { Code: 'TransactionConflict' }],
  });
}

/** Strikes the calls of a client as planned; without a plan it only tells what calls there are. */
export function injectFaults(client: DynamoDBDocumentClient, plan?: FaultPlan): Injector {
  const calls: string[] = [];
  const late: (() => Promise<unknown>)[] = [];
  const callOf = new WeakMap<object, Call>();

  client.middlewareStack.add(
    (next, context) => async (args) => {
      callOf.set(context, { number: calls.length, attempts: 0 });
      calls.push(context.commandName ?? '');
      return next(args);
    },
    { step: 'initialize', name: 'countCalls' },
  );
  client.middlewareStack.add(
    (next, context) => async (args) => {
      const call = callOf.get(context);
      if (plan === undefined || call?.number !== plan.call) return next(args);
      call.attempts += 1;
      if (call.attempts > 1 && !plan.always) return next(args);
      switch (plan.fault) {
        case 'not sent':
          throw new ConnectionLostError('never sent');
        case 'reply lost':
          await next(args);
          throw new ConnectionLostError('the reply was lost');
        case 'throttled':
          throw throttled();
        case 'conflict':
          throw conflict();
        case 'late':
          late.push(async () => next(afterTheTokensLife(args)));
          throw new ConnectionLostError('on its way still');
      }
    },
    { step: 'finalizeRequest', priority: 'low', name: 'injectFaults' },
  );
  return {
    calls,
    async deliverLate() {
      // What arrives late may well be refused by then: that is the point.
      for (const send of late) await send().catch(() => undefined);
    },
  };
}

/**
 * DynamoDB knows a transaction again by its token, for ten minutes. What arrives later is a new one to it: only the
 * conditions can tell.
 */
function afterTheTokensLife<Args extends { request: unknown }>(args: Args): Args {
  const { request } = args;
  if (typeof request !== 'object' || request === null || !('body' in request)) return args;
  const { body } = request;
  if (typeof body !== 'string' || !body.includes('"ClientRequestToken"')) return args;
  const other = body.replace(/"ClientRequestToken":"[^"]*"/, '"ClientRequestToken":"another"');
  const { headers, ...rest } = { headers: {}, ...request };
  return {
    ...args,
    request: { ...rest, headers: { ...headers, 'content-length': String(Buffer.byteLength(other)) }, body: other },
  };
}
