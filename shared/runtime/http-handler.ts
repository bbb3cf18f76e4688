/** The handler of a resource of the HTTP API: thin, the same for every one; what happens is behind the door. */
import type { AnswerDependencies } from '../commands/answer-request.ts';
import type { PersonDependencies } from '../commands/answer-person.ts';
import { keeping, loggable } from '../commands/take-in-events.ts';
import type { Refused } from '../commands/take-in-events.ts';
import type { QuotesDependencies } from '../http/quotes.ts';
import { openDoor } from '../http/door.ts';
import type { Otherwise } from '../http/door.ts';
import type { HttpRequest, HttpResponse } from '../http/exchange.ts';
import type { AccountsDependencies } from '../http/accounts.ts';
import type { Answering, Route } from '../http/route.ts';
import { backOff } from '../platform/back-off.ts';
import { digestsWith } from '../platform/digest.ts';
import { readDeployment } from '../platform/environment.ts';
import { newMemberId } from '../platform/ids.ts';
import { readSecretKeys } from '../platform/secret-keys.ts';
import { startedOnce } from '../platform/started-once.ts';
import { count, logger, logMessages, observed } from '../platform/telemetry.ts';
import { dynamodbEntryPages } from '../store/dynamodb/entry-pages.ts';
import { clock } from './clock.ts';
import { connect } from './connect.ts';
import { deployedEngine, openStores, storesOver } from './engine.ts';

/** Answers requests, and says of each in the log what route it took and how it ended. */
export function httpHandler<Dependencies>(
  routes: readonly Answering<Dependencies>[],
  start: () => Promise<Dependencies>,
  otherwise?: Otherwise,
): (request: HttpRequest) => Promise<HttpResponse> {
  const door = openDoor(routes, start, otherwise);
  return async (request) => {
    const { response, told } = await door(request);
    const { statusCode } = response;
    if (statusCode >= 500) logger.error(logMessages.notAnswered, told);
    else logger.info(logMessages.answered, told);
    count(statusCode >= 500 ? 'requestsFailed' : statusCode >= 400 ? 'requestsRefused' : 'requests', 1);
    return response;
  };
}

/** What reading accounts needs: no identities, so no key of theirs. */
export function deployedAccounts(routes: readonly Route<AccountsDependencies>[]) {
  const { tables } = readDeployment(['accounts', 'ledger', 'settings']);
  const connection = connect(tables);
  const deps = { ...storesOver(connection), entries: dynamodbEntryPages(connection), now: clock };
  return observed(httpHandler(routes, async () => Promise.resolve(deps)));
}

/** What enrolling, changing and erasing members needs. Reads the secret once. */
export function deployedMembers(routes: readonly Route<PersonDependencies>[]) {
  const start = deployedEngine();
  return observed(
    httpHandler(
      routes,
      startedOnce(async () => {
        const engine = await start();
        return { ...engine, now: clock, rejected: keeping(engine), refusedLate };
      }),
    ),
  );
}

/** What waited and was refused is told as if it had come by itself. */
function refusedLate(refused: Refused): void {
  logger.warn(logMessages.refused, loggable(refused));
  count('refused', 1);
}

/** What quoting needs. Reads the secret once. */
export function deployedQuotes(routes: readonly Route<QuotesDependencies>[]) {
  const { tables, settings } = readDeployment(['accounts', 'ledger', 'members', 'settings'], ['identityKeySecret']);
  const stores = openStores(tables);
  return observed(
    httpHandler(
      routes,
      startedOnce(async () => {
        const keys = await readSecretKeys(settings.identityKeySecret);
        return { ...stores, digests: digestsWith(keys.identities), now: clock };
      }),
    ),
  );
}

/** What posting for members needs. Reads the secret once. */
export function deployedRedemptions(routes: readonly Route<AnswerDependencies>[]) {
  const { tables, settings } = readDeployment(['accounts', 'ledger', 'members', 'settings'], ['identityKeySecret']);
  const stores = openStores(tables);
  return observed(
    httpHandler(
      routes,
      startedOnce(async () => {
        const keys = await readSecretKeys(settings.identityKeySecret);
        return { ...stores, digests: digestsWith(keys.identities), newMemberId, backOff, now: clock };
      }),
    ),
  );
}
