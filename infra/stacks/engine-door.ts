import { Duration } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { byMemberIndex, functionNames } from '../../shared/config/names.ts';
import { Door } from '../constructs/http-api.ts';
import type { AlarmSettings } from '../constructs/impact-alarm.ts';
import { LoyaltyFunction } from '../constructs/loyalty-function.ts';
import { accountsGrants, intakeGrants, quotesGrants, redemptionsGrants } from '../grants.ts';
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
    description: 'Members at the till: enrolled, found, shown, changed and erased',
    impact: 'Members are neither found nor enrolled at the till',
    // What waits for somebody who enrols is posted, or refused and kept with the reason.
    tables: {
      accounts: { table: tables.accounts, actions: intakeGrants.accounts },
      ledger: { table: tables.ledger, actions: intakeGrants.ledger },
      members: { table: tables.members, actions: intakeGrants.members },
      settings: { table: tables.settings, actions: intakeGrants.settings },
      intake: { table: tables.intake, actions: intakeGrants.intake },
    },
    identityKey,
  });
  const quotes = new LoyaltyFunction(scope, 'HttpQuotes', {
    ...common,
    name: functionNames.httpQuotes,
    description: 'Quotes at the till: what a basket would earn, and what points could pay of it',
    impact: 'Baskets are not quoted at the till',
    tables: {
      accounts: { table: tables.accounts, actions: quotesGrants.accounts },
      members: { table: tables.members, actions: quotesGrants.members },
      settings: { table: tables.settings, actions: quotesGrants.settings },
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
  const functions = { members, accounts, quotes, redemptions };
  const door = new Door(scope, 'Door', { ...shared, functions, tokens: data.tokens });
  const ofFunctions = [members, accounts, quotes, redemptions].flatMap(({ alarms }) => alarms);
  return { door, memberAlarms: [door.failures, ...ofFunctions], otherAlarms: door.otherAlarms };
}
