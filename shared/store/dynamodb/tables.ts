import { tableName } from '../../config/names.ts';
import type { Stage } from '../../config/names.ts';

/** Physical names of the tables that the stores read and write. */
export type Tables = {
  readonly accounts: string;
  readonly ledger: string;
  readonly members: string;
  readonly settings: string;
  readonly intake: string;
  readonly snapshots: string;
  readonly messages: string;
  readonly campaigns: string;
  readonly rewards: string;
};

export function tablesOf(stage: Stage): Tables {
  return {
    accounts: tableName(stage, 'accounts'),
    ledger: tableName(stage, 'ledger'),
    members: tableName(stage, 'members'),
    settings: tableName(stage, 'settings'),
    intake: tableName(stage, 'intake'),
    snapshots: tableName(stage, 'snapshots'),
    messages: tableName(stage, 'messages'),
    campaigns: tableName(stage, 'campaigns'),
    rewards: tableName(stage, 'rewards'),
  };
}
