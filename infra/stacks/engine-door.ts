import { Duration } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { byMemberIndex, functionNames } from '../../shared/config/names.ts';
import { Door } from '../constructs/http-api.ts';
import type { AlarmSettings } from '../constructs/impact-alarm.ts';
import { LoyaltyFunction } from '../constructs/loyalty-function.ts';
import { accountsGrants, membersGrants, redemptionsGrants } from '../grants.ts';
import type { DataStack } from './data.ts';

/** A till has given up by then. */
const answerTimeout = Duration.seconds(10);

/** The HTTP API and the functions behind it, one for each resource. */
export function addDoor(scope: Construct, shared: AlarmSettings, data: DataStack) {
  const { tables, identityKey } = data;
  const common = { ...shared, timeout: answerTimeout };
  const members = new LoyaltyFunction(scope, 'HttpMembers', {
    ...common,
    name: functionNames.httpMembers,
    description: 'Members at the till: who has an identity',
    impact: 'Members are not found at the till',
    tables: {
      accounts: { table: tables.accounts, actions: membersGrants.accounts },
      members: { table: tables.members, actions: membersGrants.members },
    },
    identityKey,
  });
  const accounts = new LoyaltyFunction(scope, 'HttpAccounts', {
    ...common,
    name: functionNames.httpAccounts,
    description: 'Accounts at the till: balances, lots, levels and entries',
    impact: 'Balances are not shown at the till',
    tables: {
      accounts: { table: tables.accounts, actions: accountsGrants.accounts },
      ledger: { table: tables.ledger, actions: accountsGrants.ledger },
      settings: { table: tables.settings, actions: accountsGrants.settings },
    },
  });
  accounts.allow(accountsGrants.ledgerIndex, `${tables.ledger.tableArn}/index/${byMemberIndex.name}`);
  const redemptions = new LoyaltyFunction(scope, 'HttpRedemptions', {
    ...common,
    name: functionNames.httpRedemptions,
    description: 'Redemptions at the till: points redeemed, reserved, committed, given back',
    impact: 'Points cannot be redeemed at the till',
    tables: {
      accounts: { table: tables.accounts, actions: redemptionsGrants.accounts },
      ledger: { table: tables.ledger, actions: redemptionsGrants.ledger },
      members: { table: tables.members, actions: redemptionsGrants.members },
      settings: { table: tables.settings, actions: redemptionsGrants.settings },
    },
    identityKey,
  });
  const functions = { members, accounts, redemptions };
  const door = new Door(scope, 'Door', { ...shared, functions, tokens: data.tokens });
  const ofFunctions = [members, accounts, redemptions].flatMap(({ alarms }) => alarms);
  return { door, memberAlarms: [door.failures, ...ofFunctions], otherAlarms: door.otherAlarms };
}
