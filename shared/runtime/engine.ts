/** The engine as it is deployed: the commands' dependencies on DynamoDB and Secrets Manager. */
import type { DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import type { IntakeDependencies } from '../commands/take-in-events.ts';
import { formatInstant, instantOf } from '../domain/zone.ts';
import { backOff } from '../platform/back-off.ts';
import { digestsWith } from '../platform/digest.ts';
import { readDeployment } from '../platform/environment.ts';
import { newMemberId } from '../platform/ids.ts';
import { sealText } from '../platform/sealed-text.ts';
import { readSecretKeys } from '../platform/secret-keys.ts';
import type { Connection } from '../store/dynamodb/connection.ts';
import { dynamodbIntake } from '../store/dynamodb/intake-store.ts';
import { dynamodbLedger } from '../store/dynamodb/ledger-store.ts';
import { dynamodbMembers } from '../store/dynamodb/member-store.ts';
import { dynamodbSettings } from '../store/dynamodb/settings-store.ts';
import type { Tables } from '../store/dynamodb/tables.ts';
import { publishedProgrammes } from '../store/published-programmes.ts';
import { connect } from './connect.ts';

/** Stores and programme of a deployment. */
export function openStores(given: Partial<Tables>, config: DynamoDBClientConfig = {}) {
  return storesOver(connect(given, config));
}

export function storesOver(connection: Connection) {
  const settings = dynamodbSettings(connection);
  return {
    ledger: dynamodbLedger(connection),
    members: dynamodbMembers(connection),
    intake: dynamodbIntake(connection),
    settings,
    programmes: publishedProgrammes(settings, Date.now),
  };
}

/** Everything that taking in events needs: the environment is read now, the secret when the engine is started. */
export function deployedEngine(): () => Promise<Omit<IntakeDependencies, 'apply'>> {
  const { tables, settings } = readDeployment(
    ['accounts', 'ledger', 'members', 'settings', 'intake'],
    ['identityKeySecret'],
  );
  return async () => {
    const keys = await readSecretKeys(settings.identityKeySecret);
    return {
      ...openStores(tables),
      digests: digestsWith(keys.identities),
      newMemberId,
      backOff,
      seal: (text) => sealText(keys.rejections, text),
      now: () => formatInstant(instantOf(Date.now())),
    };
  };
}
