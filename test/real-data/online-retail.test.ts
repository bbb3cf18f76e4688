import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { expected, observed, onlineRetailRules } from './expected.ts';
import { fold, totalsOf } from './fold.ts';
import { perennial, programmeFile, simulate } from './perennial.ts';
import { files, haveFiles, rawOnlineRetail } from './raw-files.ts';

const asOf = '2011-12-31';

const purchase = z.object({
  detail: z.object({
    metadata: z.object({ occurredAt: z.string() }),
    data: z.object({
      purchaseId: z.string(),
      member: z.optional(z.object({ externalId: z.string() })),
      lines: z.array(z.object({ net: z.int() })),
    }),
  }),
});

describe.runIf(haveFiles('Online Retail', files.onlineRetail))('Online Retail, the whole file', () => {
  let folder: string;
  let events: string;
  let report: unknown;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'perennial-test-'));
    events = join(folder, 'events');
    const words = ['--format', 'online-retail', files.onlineRetail, '--to', events, '--json'];
    report = JSON.parse(await perennial('import', ...words));
  });

  afterAll(() => rm(folder, { recursive: true, force: true }));

  test('what is left out of its 541,909 lines is counted by reason, and no row is bad', () => {
    expect(report).toMatchObject({
      written: true,
      events: 19_959,
      leftOut: {
        cancellation: 9_288,
        adjustment: 3,
        'quantity-not-above-zero': 1_336,
        'price-not-above-zero': 1_179,
      },
      bad: [],
    });
    // What is left: 541,909 - 9,288 - 3 - 1,336 - 1,179.
    expect(rawOnlineRetail().reduce((lines, invoice) => lines + invoice.lines, 0)).toBe(530_103);
  });

  test('every invoice has the member, the day, the lines and the amount of the raw file', async () => {
    const lines = (await readFile(events, 'utf8')).trimEnd().split('\n');
    const converted = lines.map((line) => {
      const { metadata, data } = purchase.parse(JSON.parse(line)).detail;
      return {
        member: data.member?.externalId ?? '',
        day: metadata.occurredAt.slice(0, 10),
        minor: data.lines.reduce((sum, { net }) => sum + net, 0),
        lines: data.lines.length,
      };
    });
    expect(converted).toEqual(rawOnlineRetail());
  });

  test('the plain fold gives these numbers', () => {
    const folded = fold(rawOnlineRetail(), onlineRetailRules, asOf);
    expect(totalsOf(folded, onlineRetailRules)).toEqual({
      members: 4_338,
      purchases: 18_532,
      netMinor: 891_140_790,
      earned: 12_582_463,
      expired: 4_306_115,
      available: 8_276_348,
      tiers: { ordinary: 2_018, silver: 1_531, gold: 681, diamond: 108 },
      entries: { earn: 18_532, tier: 4_733, expire: 5_269 },
    });
  });

  test('simulate gives the fold, member by member; the 1,427 purchases of guests are parked', async () => {
    const document = await simulate({ program: programmeFile('online-retail'), events: [events], asOf });
    const folded = fold(rawOnlineRetail(), onlineRetailRules, asOf);
    expect(document.events).toEqual({
      read: 19_959,
      applied: 18_532,
      duplicates: 0,
      refused: 0,
      parked: 1_427,
      test: 0,
    });
    expect(observed(document)).toEqual(expected(folded, onlineRetailRules, asOf));
  });
});
