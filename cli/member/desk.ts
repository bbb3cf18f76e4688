/** The desk of `perennial member`: everything that the commands about people need of a deployed stage. */
import type { PersonDependencies } from '../../shared/commands/answer-person.ts';
import type { ExportDependencies } from '../../shared/commands/export-member.ts';
import { keeping } from '../../shared/commands/take-in-events.ts';
import { identityKeySecretName } from '../../shared/config/names.ts';
import type { Stage } from '../../shared/config/names.ts';
import { formatInstant, instantOf } from '../../shared/domain/zone.ts';
import { backOff } from '../../shared/platform/back-off.ts';
import { digestsWith } from '../../shared/platform/digest.ts';
import { newMemberId } from '../../shared/platform/ids.ts';
import { sealText } from '../../shared/platform/sealed-text.ts';
import { readSecretKeys } from '../../shared/platform/secret-keys.ts';
import { connect } from '../../shared/runtime/connect.ts';
import { storesOver } from '../../shared/runtime/engine.ts';
import { dynamodbCoupons } from '../../shared/store/dynamodb/coupon-store.ts';
import { dynamodbMessages } from '../../shared/store/dynamodb/message-store.ts';
import { dynamodbOutbox } from '../../shared/store/dynamodb/outbox-store.ts';
import { dynamodbSuppressions } from '../../shared/store/dynamodb/suppression-store.ts';
import { tablesOf } from '../../shared/store/dynamodb/tables.ts';
import type { SettingsStore } from '../../shared/store/store.ts';
import type { CommandIo } from '../io.ts';
import { clientSettings } from '../local/stage-connection.ts';

export type Desk = PersonDependencies &
  ExportDependencies & {
    /** Where the documents of the programme are, which name the levels. */
    readonly settings: Pick<SettingsStore, 'pointer' | 'programme'>;
  };

/** The desk of a deployed stage. @throws Failure when the stage is local and no local AWS runs */
export async function openDesk(stage: Stage, io: CommandIo): Promise<Desk> {
  const clients = await clientSettings(stage, io);
  const connection = connect(tablesOf(stage), clients);
  const keys = await readSecretKeys(identityKeySecretName(stage), clients);
  const now = () => instantOf(Date.now());
  const seal = (text: string) => sealText(keys.rejections, text);
  return {
    ...storesOver(connection),
    messages: dynamodbMessages(connection),
    outbox: dynamodbOutbox(connection),
    coupons: dynamodbCoupons(connection),
    suppressions: dynamodbSuppressions(connection),
    digests: digestsWith(keys.identities),
    newMemberId,
    backOff,
    now,
    rejected: keeping({ seal, now: () => formatInstant(now()) }),
    refusedLate({ refusal: { code } }) {
      io.progress(`An event that had waited for one of the identities was refused: ${code}.`);
    },
  };
}
