/** The shape of a stored entry. What an entry has nothing of is left out of its record and filled in here. */
import * as z from 'zod/mini';
import { tierReasons } from '../domain/entry.ts';
import { lineKinds } from '../domain/programme.ts';
import { zero } from '../domain/rational.ts';
import { accountRecord } from './account-record.ts';
import { storedLots } from './stored-lots.ts';
import { amount, exact, isoDay, isoInstant } from './stored-values.ts';

const base = {
  entryId: z.string(),
  memberId: z.string(),
  seq: z.int(),
  occurredAt: isoInstant,
  day: isoDay,
  program: z.string(),
  points: amount,
  /** available, pending, reserved, debt */
  balanceAfter: z.tuple([amount, amount, amount, amount]),
  act: z.optional(z.boolean()),
  previous: z.string(),
  hash: z.string(),
};

const noAmount = z._default(amount, 0n);
const cause = z.object({
  eventId: z.string(),
  delivery: z.string(),
  content: z.string(),
  /** Left out when it is 1. */
  revision: z._default(z.int(), 1),
  guest: z.optional(z.boolean()),
});
const credit = { debtPaid: noAmount, lots: storedLots };
const debit = { taken: storedLots };
const request = { requestId: z.string() };
/** points, month, first month kept */
const progress = z.tuple([amount, z.int(), z.int()]);

const moved = z.pipe(
  z.tuple([isoDay, z.int(), z.nullable(isoDay)]),
  z.transform(([from, through, waiting]) => ({ from, through, waiting })),
);

/** level, since */
const before = z._default(z.array(z.tuple([z.string(), isoDay])), []);
/** level, until, carries */
const floor = z._default(z.nullable(z.tuple([z.string(), z.nullable(isoDay), z.boolean()])), null);

const positions = z.array(z.int());
const sale = z.object({
  level: z.string(),
  orderRules: positions,
  groups: z.array(positions),
  /** lineId, net, group, quantity, kind; the last two left out, from the right, when they are 1 and product. */
  lines: z.array(
    z.tuple([
      z.nullable(z.string()),
      amount,
      z.nullable(z.int()),
      z.optional(z.string()),
      z.optional(z.enum(lineKinds)),
    ]),
  ),
  paid: z._default(storedLots, []),
});
/** rule, exact points, kind; without a kind it is the level's. What rounding did is what is left, and not kept. */
const contribution = z.tuple([z.string(), exact, z.optional(z.enum(['rate', 'multiply', 'fixed']))]);
const goods = z.object({
  /** lineId, net, quantity; the last left out where no sale says it */
  lines: z._default(z.array(z.tuple([z.string(), amount, z.optional(exact)])), []),
  amountMinor: noAmount,
  full: z._default(z.boolean(), false),
});

export const entryRecord = z.discriminatedUnion('kind', [
  z.object({
    ...base,
    ...credit,
    kind: z.literal('earn'),
    cause,
    hour: z._default(z.int().check(z.minimum(0), z.maximum(23)), 0),
    progress,
    netMinor: amount,
    sale,
    contributions: z.array(contribution),
    returnsBefore: z._default(z.array(z.string()), []),
  }),
  z.object({
    ...base,
    ...debit,
    kind: z.literal('return'),
    cause,
    debtMade: noAmount,
    forgiven: noAmount,
    purchaseId: z._default(z.nullable(z.string()), null),
    soldOn: z._default(z.nullable(isoDay), null),
    units: z._default(exact, zero),
    progress,
    netMinor: amount,
    orderReturned: z._default(z.boolean(), false),
    goods,
    undone: amount,
  }),
  z.object({ ...base, ...credit, kind: z.literal('restore'), purchaseId: z.string() }),
  z.object({
    ...base,
    ...debit,
    kind: z.literal('redeem'),
    cause: z._default(z.nullable(cause), null),
    purchaseId: z._default(z.nullable(z.string()), null),
  }),
  z.object({ ...base, ...debit, ...request, kind: z.literal('reserve'), cause, until: isoInstant }),
  z.object({ ...base, ...debit, ...request, kind: z.literal('commit'), cause }),
  z.object({ ...base, ...credit, ...request, kind: z.literal('cancel'), cause }),
  z.object({ ...base, ...credit, ...request, kind: z.literal('release') }),
  z.object({
    ...base,
    ...credit,
    ...debit,
    kind: z.literal('adjust'),
    cause,
    debtMade: noAmount,
    reason: z.string(),
    actor: z.string(),
  }),
  z.object({ ...base, ...debit, kind: z.literal('transfer-out'), cause, to: z.string() }),
  z.object({ ...base, ...credit, kind: z.literal('transfer-in'), from: z.string() }),
  z.object({
    ...base,
    ...credit,
    kind: z.literal('import'),
    cause,
    lifetimeEarned: z._default(z.nullable(amount), null),
  }),
  z.object({
    ...base,
    ...credit,
    kind: z.literal('bonus'),
    /** what for, the campaign, what it was about for the member, its step */
    grant: z.tuple([z.literal('campaign'), z.string(), z.string(), z.string()]),
  }),
  z.object({
    ...base,
    kind: z.literal('mature'),
    /** points, expiresOn */
    lots: z.array(z.tuple([amount, z.nullable(isoDay)])),
  }),
  z.object({
    ...base,
    kind: z.literal('expire'),
    /**
     * points, ever credited to the lot, expiresOn; and of points that end as they come their month of issue, of a lot that
     * others moved up into from which day, through which entry, and what then was pending
     */
    lots: z.array(z.tuple([amount, amount, z.nullable(isoDay), z.optional(z.union([z.nullable(z.int()), moved]))])),
    lapsed: z._default(z.boolean(), false),
  }),
  z.object({
    ...base,
    kind: z.literal('tier'),
    /** from, to, since, reason */
    tier: z.tuple([z.string(), z.string(), isoDay, z.enum(tierReasons)]),
    before,
    floor,
    cause: z._default(z.nullable(cause), null),
    assigned: z._default(z.nullable(z.object({ reason: z.string(), actor: z.string() })), null),
  }),
  z.object({
    ...base,
    ...debit,
    kind: z.literal('merge'),
    cause,
    removed: accountRecord,
    /** level, since */
    standing: z._default(z.nullable(z.tuple([z.string(), z.nullable(isoDay)])), null),
    before,
    floor,
  }),
  z.object({ ...base, kind: z.literal('merge-removed'), into: z.string(), intoSeq: z.int() }),
]);
export type StoredEntry = z.output<typeof entryRecord>;
