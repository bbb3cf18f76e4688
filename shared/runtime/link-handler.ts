/** The handler of the links in messages, apart from those of the HTTP API: none of them is to carry pages. */
import { answeredLinks, inPages } from '../http/links.ts';
import { backOff } from '../platform/back-off.ts';
import { digestsWith } from '../platform/digest.ts';
import { readDeployment } from '../platform/environment.ts';
import { readSecretKeys } from '../platform/secret-keys.ts';
import { linkOpener } from '../platform/signed-link.ts';
import { startedOnce } from '../platform/started-once.ts';
import { observed } from '../platform/telemetry.ts';
import { dynamodbLedger } from '../store/dynamodb/ledger-store.ts';
import { dynamodbMembers } from '../store/dynamodb/member-store.ts';
import { dynamodbOutbox } from '../store/dynamodb/outbox-store.ts';
import { clock } from './clock.ts';
import { connect } from './connect.ts';
import { httpHandler } from './http-handler.ts';

/** What opening the links in messages needs: of points nothing. Reads the secret once. */
export function deployedLinks() {
  const { tables, settings } = readDeployment(['accounts', 'members', 'messages'], ['identityKeySecret']);
  const connection = connect(tables);
  const stores = {
    ledger: dynamodbLedger(connection),
    members: dynamodbMembers(connection),
    outbox: dynamodbOutbox(connection),
  };
  return observed(
    httpHandler(
      answeredLinks,
      startedOnce(async () => {
        const keys = await readSecretKeys(settings.identityKeySecret);
        const openLink = linkOpener(keys.links);
        return {
          ...stores,
          digests: digestsWith(keys.identities),
          backOff,
          now: clock,
          openLink,
        };
      }),
      inPages,
    ),
  );
}
