/** The handler of exports, apart from the others: they need nothing of the stores that only this one reads. */
import type { ExportDependencies } from '../commands/export-member.ts';
import type { Route } from '../http/route.ts';
import { backOff } from '../platform/back-off.ts';
import { digestsWith } from '../platform/digest.ts';
import { readDeployment } from '../platform/environment.ts';
import { readSecretKeys } from '../platform/secret-keys.ts';
import { startedOnce } from '../platform/started-once.ts';
import { observed } from '../platform/telemetry.ts';
import { dynamodbCoupons } from '../store/dynamodb/coupon-store.ts';
import { dynamodbMessages } from '../store/dynamodb/message-store.ts';
import { dynamodbOutbox } from '../store/dynamodb/outbox-store.ts';
import { dynamodbSuppressions } from '../store/dynamodb/suppression-store.ts';
import { clock } from './clock.ts';
import { connect } from './connect.ts';
import { storesOver } from './engine.ts';
import { httpHandler } from './http-handler.ts';

/** What telling everything about a member needs. Reads the secret once. */
export function deployedExports(routes: readonly Route<ExportDependencies>[]) {
  const { tables, settings } = readDeployment(
    ['accounts', 'ledger', 'members', 'settings', 'messages', 'rewards'],
    ['identityKeySecret'],
  );
  const connection = connect(tables);
  const stores = {
    ...storesOver(connection),
    messages: dynamodbMessages(connection),
    outbox: dynamodbOutbox(connection),
    coupons: dynamodbCoupons(connection),
    suppressions: dynamodbSuppressions(connection),
  };
  return observed(
    httpHandler(
      routes,
      startedOnce(async () => {
        const keys = await readSecretKeys(settings.identityKeySecret);
        return { ...stores, digests: digestsWith(keys.identities), backOff, now: clock };
      }),
    ),
  );
}
