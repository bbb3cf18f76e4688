/**
 * What is due, in partitions by day. A list of the days that have something says where to look: a day is taken off it when
 * its partition is empty, unless something was put there meanwhile. So nothing grows with time, nothing is looked for in
 * vain, and no partition takes the writes of more than a day's steps.
 */
import { randomBytes } from 'node:crypto';
import { DeleteCommand, GetCommand, paginateQuery, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { dueStep } from '../../contracts/campaign-records.ts';
import type { DueStep } from '../../contracts/campaign-records.ts';
import { formatDay } from '../../domain/calendar.ts';
import { utcDay } from '../../domain/zone.ts';
import type { Instant } from '../../domain/zone.ts';
import type { CampaignStore, RememberedStep } from '../campaign-store.ts';
import { attempt } from './attempt.ts';
import type { Connection } from './connection.ts';
import { campaignKeys } from './keys.ts';

const remembered = z.object({ ...dueStep.shape, mark: z.string() });
const markedDay = z.object({ sort: z.string(), mark: z.string() });
type MarkedDay = z.output<typeof markedDay>;

/** Never the same twice: what is removed is what was read, and not what came after it under the same key. */
const newMark = () => randomBytes(9).toString('base64url');

const dayOf = (at: Instant) => formatDay(utcDay(at));
/** Sorts as instants do, for all have the same length. */
const timeOf = (at: number) => new Date(at).toISOString();
const keyOf = ({ at, run, step }: DueStep) => {
  return { key: campaignKeys.dueOn(dayOf(at)), sort: `${timeOf(at)}#${run}#${step}` };
};

type Campaigns = { readonly client: Connection['client']; readonly table: string };

/** @returns whether it was not remembered yet */
async function remember({ client, table }: Campaigns, step: DueStep): Promise<boolean> {
  const { campaignId, run, at, step: name } = dueStep.parse(step);
  const { Attributes: before } = await client.send(
    new UpdateCommand({
      TableName: table,
      Key: keyOf(step),
      UpdateExpression: 'SET #campaign = :campaign, #run = :run, #step = :step, #at = :at, #mark = :mark',
      ExpressionAttributeNames: {
        '#campaign': 'campaignId',
        '#run': 'run',
        '#step': 'step',
        '#at': 'at',
        '#mark': 'mark',
      },
      ExpressionAttributeValues: {
        ':campaign': campaignId,
        ':run': run,
        ':step': name,
        ':at': at,
        ':mark': newMark(),
      },
      ReturnValues: 'ALL_OLD',
    }),
  );
  return before === undefined;
}

/** Lists the day; after its steps, so that whoever takes an empty day off the list cannot miss them. */
async function listDay({ client, table }: Campaigns, day: string, isNew: boolean): Promise<void> {
  const Key = campaignKeys.dueDay(day);
  // Where nothing is new the day is listed, unless whoever put the step was cut off before.
  const listed = !isNew && (await client.send(new GetCommand({ TableName: table, Key, ConsistentRead: true }))).Item;
  if (listed !== false && listed !== undefined) return;
  await client.send(new PutCommand({ TableName: table, Item: { ...Key, mark: newMark() } }));
}

async function putDue(campaigns: Campaigns, steps: readonly DueStep[]): Promise<void> {
  const days = new Map<string, boolean>();
  for (const step of steps) {
    const day = dayOf(step.at);
    const isNew = await remember(campaigns, step);
    days.set(day, isNew || days.get(day) === true);
  }
  for (const [day, isNew] of days) await listDay(campaigns, day, isNew);
}

/** Items of a partition until a sort key, that one not included. */
async function* itemsUntil({ client, table }: Campaigns, key: string, end: string): AsyncGenerator {
  const pages = paginateQuery(
    { client },
    {
      TableName: table,
      KeyConditionExpression: '#key = :key AND #sort < :end',
      ExpressionAttributeNames: { '#key': 'key', '#sort': 'sort' },
      ExpressionAttributeValues: { ':key': key, ':end': end },
      ConsistentRead: true,
    },
  );
  for await (const { Items = [] } of pages) yield* Items;
}

async function takeOff({ client, table }: Campaigns, { sort, mark }: MarkedDay): Promise<void> {
  await attempt(
    client.send(
      new DeleteCommand({
        TableName: table,
        Key: campaignKeys.dueDay(sort),
        ConditionExpression: '#mark = :mark',
        ExpressionAttributeNames: { '#mark': 'mark' },
        ExpressionAttributeValues: { ':mark': mark },
      }),
    ),
  );
}

async function due(campaigns: Campaigns, now: Instant): Promise<readonly RememberedStep[]> {
  const today = dayOf(now);
  const days: MarkedDay[] = [];
  // `~` comes after whatever a day begins with: today is among them.
  for await (const item of itemsUntil(campaigns, campaignKeys.dueDays, `${today}~`)) days.push(markedDay.parse(item));
  const found: RememberedStep[] = [];
  for (const day of days) {
    const before = found.length;
    const steps = itemsUntil(campaigns, campaignKeys.dueOn(day.sort), timeOf(now + 1));
    for await (const item of steps) found.push(remembered.parse(item));
    if (day.sort < today && found.length === before) await takeOff(campaigns, day);
  }
  return found;
}

async function removeDue({ client, table }: Campaigns, { mark, ...step }: RememberedStep): Promise<'removed' | 'kept'> {
  const { written } = await attempt(
    client.send(
      new DeleteCommand({
        TableName: table,
        Key: keyOf(step),
        ConditionExpression: 'attribute_not_exists(#key) OR #mark = :mark',
        ExpressionAttributeNames: { '#key': 'key', '#mark': 'mark' },
        ExpressionAttributeValues: { ':mark': mark },
      }),
    ),
  );
  return written ? 'removed' : 'kept';
}

/** What is due, on DynamoDB. */
export function dynamodbDue(campaigns: Campaigns): Pick<CampaignStore, 'putDue' | 'due' | 'removeDue'> {
  return {
    putDue: async (steps) => putDue(campaigns, steps),
    due: async (now) => due(campaigns, now),
    removeDue: async (step) => removeDue(campaigns, step),
  };
}
