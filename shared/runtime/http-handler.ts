/** The handler of a resource of the HTTP API: thin, the same for every one; what happens is behind the door. */
import type { AnswerDependencies } from '../commands/answer-request.ts';
import { instantOf } from '../domain/zone.ts';
import { openDoor } from '../http/door.ts';
import type { HttpRequest, HttpResponse } from '../http/exchange.ts';
import type { AccountsDependencies } from '../http/accounts.ts';
import type { Route } from '../http/route.ts';
import { backOff } from '../platform/back-off.ts';
import { digestsWith } from '../platform/digest.ts';
import { readEnvironment } from '../platform/environment.ts';
import { newMemberId } from '../platform/ids.ts';
import { readSecretKeys } from '../platform/secret-keys.ts';
import { startedOnce } from '../platform/started-once.ts';
import { logger, logMessages, observed } from '../platform/telemetry.ts';
import { dynamodbEntryPages } from '../store/dynamodb/entry-pages.ts';
import { connect } from './connect.ts';
import { openStores, storesOver } from './engine.ts';

const now = () => instantOf(Date.now());

/** Answers requests, and says of each in the log what route it took and how it ended. */
export function httpHandler<Dependencies>(
  routes: readonly Route<Dependencies>[],
  start: () => Promise<Dependencies>,
): (request: HttpRequest) => Promise<HttpResponse> {
  const door = openDoor(routes, start);
  return async (request) => {
    const { response, told } = await door(request);
    if (response.statusCode >= 500) logger.error(logMessages.notAnswered, told);
    else logger.info(logMessages.answered, told);
    return response;
  };
}

/** What reading accounts needs: no identities, so no key of theirs. */
export function deployedAccounts(routes: readonly Route<AccountsDependencies>[]) {
  const { accountsTable, ledgerTable, settingsTable } = readEnvironment([
    'accountsTable',
    'ledgerTable',
    'settingsTable',
  ]);
  const connection = connect({ accounts: accountsTable, ledger: ledgerTable, settings: settingsTable });
  const deps = { ...storesOver(connection), entries: dynamodbEntryPages(connection), now };
  return observed(httpHandler(routes, async () => Promise.resolve(deps)));
}

/** What deciding about members and their points needs. Reads the secret once. */
async function startEngineOf(tables: Parameters<typeof openStores>[0], secret: string): Promise<AnswerDependencies> {
  const keys = await readSecretKeys(secret);
  return { ...openStores(tables), digests: digestsWith(keys.identities), newMemberId, backOff, now };
}

/** The handler of a resource whose routes need the engine: its environment is read, and its engine started, once. */
export function deployedResource(routes: readonly Route<AnswerDependencies>[]) {
  const { accountsTable, ledgerTable, membersTable, settingsTable, identityKeySecret } = readEnvironment([
    'accountsTable',
    'ledgerTable',
    'membersTable',
    'settingsTable',
    'identityKeySecret',
  ]);
  const tables = { accounts: accountsTable, ledger: ledgerTable, members: membersTable, settings: settingsTable };
  return observed(
    httpHandler(
      routes,
      startedOnce(async () => startEngineOf(tables, identityKeySecret)),
    ),
  );
}
