import { Duration } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { byMemberIndex, functionNames } from '../../shared/config/names.ts';
import { Door } from '../constructs/http-api.ts';
import type { AlarmSettings } from '../constructs/impact-alarm.ts';
import { granted, LoyaltyFunction } from '../constructs/loyalty-function.ts';
import {
  accountsGrants,
  exportsGrants,
  historyGrants,
  intakeGrants,
  preferencesGrants,
  quotesGrants,
  redemptionsGrants,
} from '../grants.ts';
import type { DataStack } from './data.ts';

/** A till has given up by then. */
const answerTimeout = Duration.seconds(10);

/** A second less than API Gateway waits: whoever asks for everything about somebody stands at no counter. */
const exportTimeout = Duration.seconds(29);

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
    tables: granted(tables, intakeGrants),
    identityKey,
  });
  const quotes = new LoyaltyFunction(scope, 'HttpQuotes', {
    ...common,
    name: functionNames.httpQuotes,
    description: 'Quotes at the till: what a basket would earn, and what points could pay of it',
    impact: 'Baskets are not quoted at the till',
    tables: granted(tables, quotesGrants),
    identityKey,
  });
  const redemptions = new LoyaltyFunction(scope, 'HttpRedemptions', {
    ...common,
    name: functionNames.httpRedemptions,
    description: 'Redemptions at the till: points redeemed, reserved, committed, given back',
    impact: 'Points cannot be redeemed at the till',
    tables: granted(tables, redemptionsGrants),
    identityKey,
  });
  const links = new LoyaltyFunction(scope, 'HttpPreferences', {
    ...common,
    name: functionNames.httpPreferences,
    description: 'Links in messages: preferences, opt-out, clicks on their way to the shop',
    impact: 'Members cannot say what may be sent to them, nor stop it, and links in messages lead nowhere',
    tables: granted(tables, preferencesGrants),
    identityKey,
  });
  const { accounts, exports } = addReaders(scope, common, data);
  const functions = { members, exports, accounts, quotes, redemptions };
  const door = new Door(scope, 'Door', { ...shared, functions, links, tokens: data.tokens });
  const ofFunctions = [members, exports, accounts, quotes, redemptions, links].flatMap(({ alarms }) => alarms);
  return { door, memberAlarms: [door.failures, ...ofFunctions], otherAlarms: door.otherAlarms };
}

/** Those that read histories through the index, and write nothing. */
function addReaders(
  scope: Construct,
  common: AlarmSettings & { readonly timeout: Duration },
  { tables, identityKey }: DataStack,
) {
  const accounts = new LoyaltyFunction(scope, 'HttpAccounts', {
    ...common,
    name: functionNames.httpAccounts,
    description: 'Accounts at the till: balances, lots, levels and entries',
    impact: 'Balances are not shown at the till',
    tables: granted(tables, accountsGrants),
  });
  const exports = new LoyaltyFunction(scope, 'HttpExports', {
    ...common,
    timeout: exportTimeout,
    name: functionNames.httpExports,
    description: 'Exports: everything that is held about a member',
    impact: 'Members do not get what is held about them',
    tables: granted(tables, exportsGrants),
    identityKey,
  });
  const histories = `${tables.ledger.tableArn}/index/${byMemberIndex.name}`;
  for (const reader of [accounts, exports]) reader.allow(historyGrants, histories);
  return { accounts, exports };
}
