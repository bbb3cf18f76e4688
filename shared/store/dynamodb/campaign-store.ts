import { GetCommand, PutCommand, TransactWriteCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { campaignVersion, plan as planRecord, run as runRecord } from '../../contracts/campaign-records.ts';
import type { Plan, Run } from '../../contracts/campaign-records.ts';
import { checkRevision, partsOfRun } from '../campaign-store.ts';
import type { CampaignStore, Troubles } from '../campaign-store.ts';
import { packContent, unpackContent } from '../packing/packed-content.ts';
import { attempt, attemptAll } from './attempt.ts';
import type { Connection } from './connection.ts';
import { dynamodbDue } from './due-steps.ts';
import { campaignKeys } from './keys.ts';
import { itemsUnder } from './query-items.ts';

type Plans = Pick<CampaignStore, 'plan' | 'plans' | 'content' | 'publish' | 'versions' | 'putPlan'>;
type Runs = Pick<CampaignStore, 'startRun' | 'run' | 'runs' | 'putRun' | 'countTrouble'>;
type Campaigns = { readonly client: Connection['client']; readonly table: string };
type Key = { readonly key: string; readonly sort: string };

const contentItem = z.object({ packed: z.boolean(), bytes: z.instanceof(Uint8Array) });
const ordinals = z.optional(z.set(z.number()));
const troublesItem = z.object({ bounced: ordinals, complained: ordinals });

/** Absent, or as it was read. */
function revisionIs(expected: number | null) {
  if (expected === null) {
    return { ConditionExpression: 'attribute_not_exists(#key)', ExpressionAttributeNames: { '#key': 'key' } };
  }
  return {
    ConditionExpression: '#revision = :revision',
    ExpressionAttributeNames: { '#revision': 'revision' },
    ExpressionAttributeValues: { ':revision': expected },
  };
}

async function get({ client, table }: Campaigns, Key: Key): Promise<unknown> {
  return (await client.send(new GetCommand({ TableName: table, Key, ConsistentRead: true }))).Item;
}

const underCampaign = async (campaigns: Campaigns, campaignId: string, prefix: string) =>
  itemsUnder(campaigns, {
    table: campaigns.table,
    key: ['key', campaignKeys.of(campaignId)],
    sort: ['sort', prefix],
  });

function planPart({ table }: Campaigns, plan: Plan, expected: number | null) {
  checkRevision(plan.revision, expected);
  const Item = { ...campaignKeys.plan(plan.campaignId), ...planRecord.parse(plan) };
  return { TableName: table, Item, ...revisionIs(expected) };
}

function plansOf(campaigns: Campaigns): Plans {
  const { client, table } = campaigns;
  return {
    async plan(campaignId) {
      const item = await get(campaigns, campaignKeys.plan(campaignId));
      return item === undefined ? undefined : planRecord.parse(item);
    },
    async plans() {
      const items = await itemsUnder(campaigns, { table, key: ['key', campaignKeys.plans] });
      return items.map((item) => planRecord.parse(item));
    },
    async content(hash) {
      const item = await get(campaigns, campaignKeys.content(hash));
      return item === undefined ? undefined : unpackContent(contentItem.parse(item));
    },
    async publish(version, content, plan, expected) {
      const { campaignId, version: number, hash } = version;
      const absent = revisionIs(null);
      const kept = { ...campaignKeys.content(hash), ...(await packContent(content)) };
      // What has this hash already is the same.
      await attempt(client.send(new PutCommand({ TableName: table, Item: kept, ...absent })));
      const Item = { ...campaignKeys.version(campaignId, number), ...campaignVersion.parse(version) };
      const TransactItems = [
        { Put: { TableName: table, Item, ...absent } },
        { Put: planPart(campaigns, plan, expected) },
      ];
      return (await attemptAll(client.send(new TransactWriteCommand({ TransactItems })))) ? 'committed' : 'conflict';
    },
    async versions(campaignId) {
      const items = await underCampaign(campaigns, campaignId, campaignKeys.versionPrefix);
      return items.map((item) => campaignVersion.parse(item));
    },
    async putPlan(plan, expected) {
      const { written } = await attempt(client.send(new PutCommand(planPart(campaigns, plan, expected))));
      return written ? 'committed' : 'conflict';
    },
  };
}

async function putRun({ client, table }: Campaigns, run: Run, expected: number | null): Promise<boolean> {
  checkRevision(run.revision, expected);
  const { campaignId, time } = partsOfRun(run.run);
  const Item = { ...campaignKeys.run(campaignId, time), ...runRecord.parse(run) };
  const { written } = await attempt(client.send(new PutCommand({ TableName: table, Item, ...revisionIs(expected) })));
  return written;
}

async function countTrouble(
  { client, table }: Campaigns,
  { run, trouble, ordinal }: { readonly run: string; readonly trouble: keyof Troubles; readonly ordinal: number },
): Promise<Troubles> {
  const { campaignId, time } = partsOfRun(run);
  const { Attributes } = await client.send(
    new UpdateCommand({
      TableName: table,
      Key: campaignKeys.troubles(campaignId, time),
      UpdateExpression: 'ADD #trouble :ordinal',
      ExpressionAttributeNames: { '#trouble': trouble },
      ExpressionAttributeValues: { ':ordinal': new Set([ordinal]) },
      ReturnValues: 'ALL_NEW',
    }),
  );
  const { bounced, complained } = troublesItem.parse(Attributes);
  return { bounced: bounced?.size ?? 0, complained: complained?.size ?? 0 };
}

function runsOf(campaigns: Campaigns): Runs {
  return {
    startRun: async (run) => ((await putRun(campaigns, run, null)) ? 'started' : 'exists'),
    async run(run) {
      const { campaignId, time } = partsOfRun(run);
      const item = await get(campaigns, campaignKeys.run(campaignId, time));
      return item === undefined ? undefined : runRecord.parse(item);
    },
    async runs(campaignId) {
      const items = await underCampaign(campaigns, campaignId, campaignKeys.runPrefix);
      return items.map((item) => runRecord.parse(item)).sort((a, b) => a.scheduledAt - b.scheduledAt);
    },
    putRun: async (run, expected) => ((await putRun(campaigns, run, expected)) ? 'committed' : 'conflict'),
    countTrouble: async (run, trouble, ordinal) => countTrouble(campaigns, { run, trouble, ordinal }),
  };
}

/** Plans, runs and what is due, on DynamoDB. */
export function dynamodbCampaigns({ client, tables }: Pick<Connection, 'client' | 'tables'>): CampaignStore {
  const campaigns = { client, table: tables.campaigns };
  return { ...plansOf(campaigns), ...runsOf(campaigns), ...dynamodbDue(campaigns) };
}
