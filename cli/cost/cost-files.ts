/** What the calculation rests on: a dated list of prices, and counts that were measured. Both lie in shared/config/costs. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod/mini';

const folder = join(import.meta.dirname, '../../shared/config/costs');

export const priceIds = [
  'dynamodb.write',
  'dynamodb.read',
  'dynamodb.storage',
  'dynamodb.backup',
  'lambda.requests',
  'lambda.compute',
  'eventbridge.events',
  'eventbridge.archived',
  'eventbridge.archive',
  'scheduler.invocations',
  'sqs.requests',
  'states.transitions',
  's3.storage',
  's3.put',
  's3.get',
  'kms.keys',
  'kms.requests',
  'kms.signatures',
  'secrets',
  'logs.ingested',
  'logs.stored',
  'alarms',
  'metrics',
  'dashboards',
] as const;
export type PriceId = (typeof priceIds)[number];

const price = z.strictObject({
  /** Decimal, of so many units. */
  usd: z.string().check(z.regex(/^\d+(\.\d+)?$/)),
  per: z.int().check(z.positive()),
  unit: z.string(),
  /** The page on which the service publishes the price. */
  source: z.url(),
  /** The page on which the price was seen, where it was looked up. */
  seenOn: z.nullable(z.url()),
});

const priceFile = z.strictObject({
  region: z.string(),
  currency: z.literal('USD'),
  asOf: z.string().check(z.regex(/^\d{4}-\d{2}(-\d{2})?$/)),
  prices: z.record(z.enum(priceIds), price),
});
export type PriceFile = z.output<typeof priceFile>;

const usage = z.strictObject({ writeUnits: z.number(), readUnits: z.number() });

/** What a movement uses, by its name in `npm run bench`, and what is stored of it. */
const measuredCounts = z.strictObject({
  units: z.strictObject({
    'purchase.identity': usage,
    'purchase.first': usage,
    'purchase.batch': usage,
    redemption: usage,
    return: usage,
    'review.nothing-due': usage,
    'expiry.one': usage,
  }),
  bytes: z.strictObject({ account: z.int(), person: z.int(), sale: z.int() }),
});
export type MeasuredCounts = z.output<typeof measuredCounts>;

/** Sales of one transaction in the row `purchase.batch`. */
export const batchSales = 10;

/** The file that `npm run bench -- --save` writes. */
export const measuredFile = join(folder, 'measured.json');

async function readJson(file: string): Promise<unknown> {
  return JSON.parse(await readFile(file, 'utf8'));
}

export type CostFiles = { readonly prices: PriceFile; readonly measured: MeasuredCounts };

/** @throws ZodError when a file is not as it has to be */
export async function readCostFiles(): Promise<CostFiles> {
  return {
    prices: priceFile.parse(await readJson(join(folder, 'prices.json'))),
    measured: measuredCounts.parse(await readJson(measuredFile)),
  };
}
