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
  'ses.messages',
  'ses.essentials',
] as const;
export type PriceId = (typeof priceIds)[number];

const month = z.regex(/^\d{4}-\d{2}$/);

const price = z.strictObject({
  /** Decimal, of so many units. */
  usd: z.string().check(z.regex(/^\d+(\.\d+)?$/)),
  per: z.int().check(z.positive()),
  unit: z.string(),
  /** The page on which the service publishes the price. */
  source: z.url(),
  /** The page of somebody else on which the price was seen: AWS's own fills its tables in when it is opened. */
  seenOn: z.nullable(z.url()),
  /** When that page says it is so; null where it does not say. */
  seenDate: z.nullable(z.string().check(month)),
});

const priceFile = z.strictObject({
  region: z.string(),
  currency: z.literal('USD'),
  /** The newest month that a page gives for its prices. */
  asOf: z.string().check(month),
  /** When the pages were looked at, in copies of them that may be older. */
  lookedUp: z.string().check(month),
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
    'campaign.scanned': usage,
    'campaign.passed': usage,
    'message.sent': usage,
    'message.skipped': usage,
    'message.accepted': usage,
    'message.fact': usage,
  }),
  bytes: z.strictObject({
    account: z.int(),
    person: z.int(),
    sale: z.int(),
    message: z.int(),
    manifestRow: z.int(),
  }),
});
export type MeasuredCounts = z.output<typeof measuredCounts>;

const whole = z.int().check(z.minimum(0));
const used = z.strictObject({ calls: whole, readUnits: z.number(), writeUnits: z.number() });

/** What a part of a pass over generated accounts comes to, and all of them together; see `bench/growth`. */
export const passFigures = {
  /** Of the reviewing function. */
  calls: whole,
  used: z.strictObject({ scan: used, post: used, tell: used }),
  /** Members with something posted, with something told, with either. */
  due: z.strictObject({ posted: whole, told: whole, either: whole }),
  messages: whole,
  messageBytes: whole,
  parts: whole,
  partBytes: whole,
};

/** A pass over so many generated accounts. */
const measuredPass = z.strictObject({
  accounts: whole,
  segments: whole,
  ...passFigures,
  /** The states that the machine goes through. */
  stateTransitions: whole,
  entries: whole,
  /** As it is kept, packed. */
  snapshotBytes: whole,
  /** The most memory that was alive while accounts were reviewed, and while the snapshot was taken. */
  peakBytes: z.strictObject({ review: whole, snapshot: whole }),
  /** Processor time for each account, as a multiple of that of the pass before it in the list. */
  timeRatio: z.nullable(z.number()),
});
export type MeasuredGrowthPass = z.output<typeof measuredPass>;

const measuredGrowth = z.strictObject({
  passes: z.array(measuredPass).check(z.minLength(1)),
  /** The scan of a table on a local AWS, by the store of a deployment. */
  table: z.nullable(z.strictObject({ accounts: whole, calls: whole, readUnits: z.number() })),
});
export type MeasuredGrowth = z.output<typeof measuredGrowth>;

/** Sales of one transaction in the row `purchase.batch`. */
export const batchSales = 10;

/** The file that `npm run bench -- --save` writes. */
export const measuredFile = join(folder, 'measured.json');

/** The file that `npm run bench:growth -- --save` writes. */
export const growthFile = join(folder, 'growth.json');

async function readJson(file: string): Promise<unknown> {
  return JSON.parse(await readFile(file, 'utf8'));
}

export type CostFiles = {
  readonly prices: PriceFile;
  readonly measured: MeasuredCounts;
  readonly growth: MeasuredGrowth;
};

/** @throws ZodError when a file is not as it has to be */
export async function readCostFiles(): Promise<CostFiles> {
  return {
    prices: priceFile.parse(await readJson(join(folder, 'prices.json'))),
    measured: measuredCounts.parse(await readJson(measuredFile)),
    growth: measuredGrowth.parse(await readJson(growthFile)),
  };
}
