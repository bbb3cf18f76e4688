import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { shopEvents, shopLastDay, shopLines } from '../../../cli/demo/shop.ts';
import { jsonText } from '../../../cli/print-json.ts';
import { readProgrammeFile } from '../../../cli/programme-file.ts';
import { simulate } from '../../../cli/simulation/simulate.ts';
import { parseDay } from '../../../shared/domain/calendar.ts';

const starter = join(import.meta.dirname, '../../../shared/config/programmes/starter.json');

const runDocument = z.object({
  events: z.record(z.string(), z.int()),
  totals: z.record(z.string(), z.int()),
  tiers: z.record(z.string(), z.int()),
  refusals: z.array(z.object({ code: z.string(), field: z.string() })),
  members: z.array(z.looseObject({ memberId: z.string(), externalId: z.nullable(z.string()) })),
  entries: z.array(
    z.object({
      memberId: z.string(),
      entryId: z.string(),
      kind: z.string(),
      points: z.int(),
      explanation: z.array(z.looseObject({ from: z.optional(z.string()), to: z.optional(z.string()) })),
    }),
  ),
});

describe('the demonstration shop', () => {
  let document: z.output<typeof runDocument>;

  beforeAll(async () => {
    const folder = await mkdtemp(join(tmpdir(), 'perennial-test-'));
    const file = join(folder, 'shop.ndjson');
    await writeFile(file, [...shopLines()].join(''));
    const { programme } = (await readProgrammeFile(starter)).result;
    const asOf = parseDay(shopLastDay);
    const progress = () => undefined;
    const run = await simulate({ programme, files: [file], asOf, members: true, entries: true, progress });
    document = runDocument.parse(JSON.parse(jsonText(run)));
    await rm(folder, { recursive: true });
  });

  const memberNamed = (externalId: string) => document.members.find((member) => member.externalId === externalId);
  const memberOf = (entryId: string) => {
    const owner = document.entries.find((entry) => entry.entryId === entryId)?.memberId;
    return document.members.find(({ memberId }) => memberId === owner);
  };
  const entriesOf = (externalId: string) =>
    document.entries.filter(({ memberId }) => memberId === memberNamed(externalId)?.memberId);

  test('is the same every time', () => {
    expect([...shopEvents()]).toEqual([...shopEvents()]);
    expect([...shopLines()].map((line): unknown => JSON.parse(line))).toEqual([...shopEvents()]);
  });

  test('has fourteen months of purchases in the order of time, but for what is sent again', () => {
    const sent = [...shopEvents()].map(({ detail: { data, metadata } }) => ({
      purchaseId: data['purchaseId'],
      at: metadata.occurredAt,
    }));
    expect(sent[0]?.at).toBe('2025-05-01T09:00:00+08:00');
    expect(sent.at(-2)?.at.slice(0, 7)).toBe('2026-06');
    const lateForNoReason = sent.filter(({ purchaseId, at }, index) => {
      const before = sent.slice(0, index);
      return before.some((earlier) => earlier.at > at) && before.every((earlier) => earlier.purchaseId !== purchaseId);
    });
    expect(lateForNoReason).toEqual([]);
  });

  test('has what goes wrong in a real shop, and nothing else is refused', () => {
    expect(document.events).toEqual({ read: 461, applied: 448, duplicates: 4, refused: 4, parked: 4, test: 1 });
    expect(document.refusals.map(({ code, field }) => [code, field])).toEqual([
      ['wrong-currency', 'data.currency'],
      ['unknown-type', 'detail-type'],
      ['invalid-event', 'data.lines[0].net'],
      ['conflicting-duplicate', 'data.purchaseId'],
    ]);
  });

  test('has what a service desk does, in every kind of return', () => {
    expect(new Set(document.entries.map(({ kind }) => kind))).toEqual(
      new Set([
        ...['earn', 'return', 'restore', 'redeem', 'reserve', 'release', 'adjust'],
        ...['transfer-out', 'transfer-in', 'expire', 'tier'],
      ]),
    );
    expect(document.totals).toMatchObject({ purchases: 422, returns: 5, redeemed: 2300, restored: 372, adjusted: 200 });
    // What she gave back of her redemption was spent: most of it is paid by what Ann gave her.
    expect(memberOf('purchase:web:2026-01-17:0001')).toMatchObject({ available: 0, transferred: 400, debt: 13 });
  });

  test('has members of every level, and some whose points have expired', () => {
    expect(document.totals).toMatchObject({ members: 60 });
    expect(document.tiers).toEqual({ ordinary: 33, silver: 20, gold: 6, diamond: 1 });
    expect(memberNamed('hotel-lakeside')).toMatchObject({ tier: 'diamond', orders: 14 });
  });

  test("Ann's points, each computed by hand", () => {
    const silver = 'tier ordinary to silver';
    const gold = 'tier silver to gold';
    expect(entriesOf('ann').map(pointsOrLevel)).toEqual([
      328 + 100, // A tea set, above the minimum of a big order.
      699 * 3 + 100, // A red dress.
      1288 + 100,
      199 + 459 + 100 + 100, // A thermos, which is the article with the bonus, and shoes.
      -(459 + 100), // The shoes come back, and without them it is no big order.
      899 * 3 + 100, // A red coat: silver, and still earned as an ordinary member.
      silver,
      Math.floor(1599 * 1.2) + 100,
      Math.floor(79.9 * 1.2),
      Math.floor(259 * 3 * 1.2), // A red scarf: gold, earned as silver.
      gold,
      Math.floor((599 + 3 * 33.5) * 1.5) + 100,
      200, // For a late parcel.
      -300, // Of those of the tea set, at the counter.
      Math.floor((279 + 2 * 39.9) * 1.5) + 100,
      0, // 1,000 on hold, 128 of the tea set's and 872 of the dress's,
      0, // and back in half an hour.
      -(428 - 300), // A year after the tea set.
      Math.floor((88 + 2 * 25.9) * 1.5), // The postage earns nothing.
      -400, // Of the dress's, to Yu.
      -1000, // Of the dress's, for 50.00 of a lamp and a pan,
      Math.floor((369 + 219 - 50) * 1.5) + 100, // and what points pay earns nothing.
      -(2197 - 400 - 1000), // A year after the dress.
      -(907 - (Math.floor((369 * 538 * 1.5) / 588) + 100)), // The pan comes back, and what money paid of it had earned,
      Math.floor((1000 * 219) / 588), // and so do the points that had paid for it.
    ]);
    expect(memberNamed('ann')).toMatchObject({ tier: 'gold', earned: 13_616, expired: 925, available: 10_703 });
  });

  test('Bo loses silver at the review, a year after reaching it', () => {
    expect(entriesOf('bo').map(pointsOrLevel)).toEqual([
      1288 + 1599 + 100,
      259 * 3,
      699 * 3 + 100,
      'tier ordinary to silver',
      Math.floor(2 * 88 * 1.2),
      Math.floor((2 * 49.5 + 25.9) * 1.2),
      -149, // All of it comes back.
      -2987,
      -777,
      -2197,
      'tier silver to ordinary',
    ]);
  });
});

function pointsOrLevel({ kind, points, explanation }: z.output<typeof runDocument>['entries'][number]): unknown {
  const [reason] = explanation;
  return kind === 'tier' ? `tier ${String(reason?.from)} to ${String(reason?.to)}` : points;
}
