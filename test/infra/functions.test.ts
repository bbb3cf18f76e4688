/** Functions: what they run on, where they log, and what they are told. */
import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { environmentVariables as variables, functionNames, resourceName } from '../../shared/config/names.ts';
import { deployedNames, functionsOf } from './expected-parts.ts';
import { resourcesOf, stages } from './synthesised.ts';

describe.each(stages)('functions of the stage %s', (stage) => {
  const functions = functionsIn(stage);
  const logGroups = resourcesOf(stage, 'AWS::Logs::LogGroup', {
    LogGroupName: z.string(),
    RetentionInDays: z.number(),
  });

  it('are those that the names say', () => {
    expect(functions.map(({ properties }) => properties.FunctionName).sort()).toEqual(
      deployedNames(stage, functionsOf(stage)),
    );
  });

  it.each(functions)('$properties.FunctionName runs Node 24 on arm64, with a log group of its own', (one) => {
    const megabytes = new Map([
      // One whole processor for what goes through all accounts.
      [resourceName(stage, functionNames.reviewMembers), 1769],
      [resourceName(stage, functionNames.planCampaign), 1769],
      [resourceName(stage, functionNames.evaluateCampaign), 1769],
      [resourceName(stage, functionNames.takeSnapshot), 3008],
      // The heads of all members are in memory at once when a root is taken.
      [resourceName(stage, functionNames.sealHeads), 3008],
    ]);
    const MemorySize = megabytes.get(one.properties.FunctionName) ?? 512;
    expect(one.properties).toMatchObject({ Runtime: 'nodejs24.x', Architectures: ['arm64'], MemorySize });
    const logGroup = logGroups.find(({ id }) => id === one.properties.LoggingConfig.LogGroup.Ref);
    expect(logGroup?.properties.LogGroupName).toBe(`/aws/lambda/${one.properties.FunctionName}`);
  });

  it('keep their logs for as long as the stage says', () => {
    // No longer than the archive and the backups: whoever is erased is to be out of them all.
    const days = { local: 1, dev: 14, prod: 14 } as const;
    const ofDoor = logGroups.filter(({ properties }) => properties.LogGroupName.startsWith('/aws/apigateway/'));
    expect(ofDoor).toHaveLength(1);
    const ofMachines = logGroups.filter(({ properties }) =>
      properties.LogGroupName.startsWith('/aws/vendedlogs/states/'),
    );
    expect(ofMachines.map(({ properties }) => properties.LogGroupName)).toEqual([
      `/aws/vendedlogs/states/perennial-${stage}-review`,
      `/aws/vendedlogs/states/perennial-${stage}-campaign`,
    ]);
    expect(logGroups).toHaveLength(functions.length + 3);
    for (const { properties } of logGroups) expect(properties.RetentionInDays).toBe(days[stage]);
  });

  it('know the names that they need and no others', () => {
    const everywhere = ['POWERTOOLS_METRICS_NAMESPACE', 'POWERTOOLS_SERVICE_NAME', variables.stage];
    const sourceMaps = stage === 'prod' ? [] : ['NODE_OPTIONS'];
    const takesEvents = [
      variables.accountsTable,
      variables.identityKeySecret,
      variables.intakeTable,
      variables.ledgerTable,
      variables.membersTable,
      variables.settingsTable,
    ];
    const sends = [
      variables.accountsTable,
      variables.campaignsTable,
      variables.channelRates,
      variables.identityKeySecret,
      variables.ledgerTable,
      variables.linksAddress,
      variables.manifestsBucket,
      variables.manifestsDomain,
      variables.membersTable,
      variables.messagesTable,
      variables.rewardsTable,
      variables.sendQueues,
      variables.settingsTable,
      variables.tracksClicks,
      // Nobody has said yet where the shop is.
      ...(stage === 'local' ? [variables.shopAddress] : []),
    ];
    const needed = {
      [functionNames.applyPurchase]: takesEvents,
      [functionNames.applyMember]: takesEvents,
      [functionNames.publishLedger]: [variables.bus],
      [functionNames.publishRejections]: [variables.bus],
      [functionNames.publishMessages]: [variables.bus],
      [functionNames.publishMembers]: [variables.bus],
      [functionNames.startReview]: [variables.reviewSegments, variables.settingsTable],
      [functionNames.reviewMembers]: [
        variables.accountsTable,
        variables.ledgerTable,
        variables.messagesTable,
        variables.numbersBucket,
        variables.numbersDomain,
        variables.reviewWriteUnits,
        variables.settingsTable,
      ],
      [functionNames.takeSnapshot]: [
        variables.numbersBucket,
        variables.numbersDomain,
        variables.settingsTable,
        variables.snapshotsTable,
      ],
      [functionNames.sealHeads]: [
        variables.accountsTable,
        variables.rootsBucket,
        variables.rootsDomain,
        variables.rootsKey,
        variables.rootsLockMode,
        variables.settingsTable,
      ],
      [functionNames.planCampaign]: [
        variables.accountsTable,
        variables.campaignsTable,
        variables.channelRates,
        variables.manifestsBucket,
        variables.manifestsDomain,
        variables.membersTable,
        variables.planSegments,
        variables.settingsTable,
      ],
      [functionNames.planOccasion]: [
        variables.accountsTable,
        variables.campaignsTable,
        variables.manifestsBucket,
        variables.manifestsDomain,
        variables.membersTable,
        variables.sendQueues,
        variables.settingsTable,
      ],
      [functionNames.dispatchCampaigns]: [
        variables.campaignsTable,
        variables.manifestsBucket,
        variables.manifestsDomain,
        variables.sendQueues,
      ],
      [functionNames.sendLog]: sends,
      [functionNames.sendEmail]: [...sends, variables.mailConfigurationSet, variables.mailFrom],
      [functionNames.sendSms]: [...sends, variables.smsConfigurationSet, variables.smsOrigin],
      [functionNames.sendPush]: sends,
      [functionNames.sendWebhook]: [...sends, variables.webhookSecret],
      [functionNames.trackDelivery]: [
        variables.campaignsTable,
        variables.identityKeySecret,
        variables.membersTable,
        variables.messagesTable,
      ],
      [functionNames.evaluateCampaign]: [
        variables.accountsTable,
        variables.campaignsTable,
        variables.ledgerTable,
        variables.manifestsBucket,
        variables.manifestsDomain,
        variables.messagesTable,
        variables.settingsTable,
      ],
      [functionNames.httpMembers]: takesEvents,
      [functionNames.httpExports]: [
        variables.accountsTable,
        variables.identityKeySecret,
        variables.ledgerTable,
        variables.membersTable,
        variables.messagesTable,
        variables.rewardsTable,
        variables.settingsTable,
      ],
      [functionNames.httpQuotes]: [
        variables.accountsTable,
        variables.identityKeySecret,
        variables.ledgerTable,
        variables.membersTable,
        variables.settingsTable,
      ],
      [functionNames.httpAccounts]: [variables.accountsTable, variables.ledgerTable, variables.settingsTable],
      [functionNames.httpPreferences]: [
        variables.accountsTable,
        variables.identityKeySecret,
        variables.membersTable,
        variables.messagesTable,
      ],
      [functionNames.httpRedemptions]: [
        variables.accountsTable,
        variables.identityKeySecret,
        variables.ledgerTable,
        variables.membersTable,
        variables.settingsTable,
      ],
    } as const;
    for (const name of functionsOf(stage)) {
      const one = functions.find(({ properties }) => properties.FunctionName === resourceName(stage, name));
      expect(Object.keys(one?.properties.Environment.Variables ?? {}).sort(), name).toEqual(
        [...everywhere, ...sourceMaps, ...needed[name]].sort(),
      );
    }
  });
});

function functionsIn(stage: (typeof stages)[number]) {
  return resourcesOf(stage, 'AWS::Lambda::Function', {
    FunctionName: z.string(),
    Runtime: z.string(),
    Architectures: z.array(z.string()),
    MemorySize: z.number(),
    LoggingConfig: z.object({ LogGroup: z.object({ Ref: z.string() }) }),
    Environment: z.object({ Variables: z.record(z.string(), z.unknown()) }),
  });
}
