import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { asAmount, asMatched, foldInvoices } from './cancellations.ts';
import { expected, expectedLedger, ledgerTotals, observed, onlineRetailRules, unbalanced } from './expected.ts';
import { fold, totalsOf } from './fold.ts';
import type { Overdraw } from './ledger-fold.ts';
import { perennial, programmeFile, programmeWith, simulate } from './perennial.ts';
import { files, haveFiles, rawOnlineRetail } from './raw-files.ts';
import type { RawInvoice } from './raw-files.ts';

const asOf = '2011-12-31';

const eventLine = z.object({
  detail: z.object({
    metadata: z.object({ occurredAt: z.string() }),
    data: z.object({
      purchaseId: z.optional(z.string()),
      returnId: z.optional(z.string()),
      member: z.optional(z.object({ externalId: z.string() })),
      lines: z.optional(z.array(z.object({ net: z.int() }))),
      net: z.optional(z.int()),
    }),
  }),
});

const ways = {
  amounts: { cancel: asAmount, applied: 21_986, read: 23_613 },
  matched: { cancel: asMatched, applied: 23_005, read: 24_632 },
} as const;

describe.runIf(haveFiles('Online Retail', files.onlineRetail))('Online Retail, the whole file', () => {
  let folder: string;
  let events: Record<keyof typeof ways | 'sales', string>;
  let programs: Record<Overdraw, string>;
  let invoices: readonly RawInvoice[];
  const reports: Record<string, unknown> = {};

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'perennial-test-'));
    const inFolder = (name: string) => join(folder, name);
    events = { amounts: inFolder('amounts'), matched: inFolder('matched'), sales: inFolder('sales') };
    programs = { clamp: inFolder('clamp.json'), debt: programmeFile('online-retail') };
    invoices = rawOnlineRetail();
    const words = ['import', '--format', 'online-retail', files.onlineRetail, '--json', '--to'];
    reports['amounts'] = JSON.parse(await perennial(...words, events.amounts));
    reports['matched'] = JSON.parse(await perennial(...words, events.matched, '--match-returns'));
    const sales = (await linesOf(events.amounts)).filter((line) => line.includes('"purchase.completed"'));
    await writeFile(events.sales, sales.join('\n'));
    await writeFile(programs.clamp, await programmeWith('online-retail', { overdraw: 'clamp' }));
  });

  afterAll(() => rm(folder, { recursive: true, force: true }));

  const foldOf = (way: keyof typeof ways, overdraw: Overdraw) =>
    foldInvoices(invoices, { rules: onlineRetailRules, overdraw, cancel: ways[way].cancel }, asOf);

  test('what is left out of its 541,909 lines is counted by reason, and no row is bad', () => {
    const leftOut = {
      'cancellation-of-a-guest': 383,
      adjustment: 3,
      'quantity-not-above-zero': 1_336,
      'price-not-above-zero': 1_179,
    };
    expect(reports['amounts']).toMatchObject({ written: true, events: 23_613, leftOut, notes: [], bad: [] });
    const notes = ['cancelled lines: 7181 matched to sales, 53 in part, 1671 without a sale'];
    expect(reports['matched']).toMatchObject({ written: true, events: 24_632, leftOut, notes, bad: [] });
    // What is left: 541,909 - 383 - 3 - 1,336 - 1,179, of which 8,905 are cancelled lines.
    expect(invoices.reduce((lines, { goods }) => lines + goods.length, 0)).toBe(539_008);
  });

  test('every invoice has the member, the day, the lines and the amount of the raw file', async () => {
    const converted = (await linesOf(events.amounts)).map((line) => {
      const { metadata, data } = eventLine.parse(JSON.parse(line)).detail;
      return {
        number: (data.returnId ?? data.purchaseId)?.replace('online-retail:', ''),
        member: data.member?.externalId ?? '',
        day: metadata.occurredAt.slice(0, 10),
        minor: data.lines?.reduce((sum, { net }) => sum + net, 0) ?? data.net,
        lines: data.lines?.length,
      };
    });
    expect(converted).toEqual(
      invoices.map(({ number, member, day, minor, goods, isCancellation }) => {
        return { number, member, day, minor, lines: isCancellation ? undefined : goods.length };
      }),
    );
  });

  test('the plain folds give these numbers', () => {
    const sales = invoices.filter(({ isCancellation }) => !isCancellation);
    expect(totalsOf(fold(sales, onlineRetailRules, asOf), onlineRetailRules)).toEqual({
      members: 4_338,
      purchases: 18_532,
      netMinor: 891_140_790,
      earned: 12_582_463,
      expired: 4_306_115,
      available: 8_276_348,
      tiers: { ordinary: 2_018, silver: 1_531, gold: 681, diamond: 108 },
      entries: { earn: 18_532, tier: 4_733, expire: 5_269 },
    });
    // Without a sale to go by, a return takes what its amount would earn without a level's multiplier: so less goes back.
    const amounts = {
      totals: { members: 4_338, purchases: 18_532, returns: 3_454, netMinor: 831_973_190, earned: 12_556_835 },
      tiers: { ordinary: 2_041, silver: 1_530, gold: 667, diamond: 100 },
    };
    expect(ledgerTotals(foldOf('amounts', 'clamp').members, onlineRetailRules)).toEqual({
      ...amounts,
      totals: { ...amounts.totals, returned: 585_988, expired: 3_989_255, available: 7_981_592, debt: 0 },
      forgiven: 3_882,
    });
    const matched = {
      totals: { members: 4_338, purchases: 18_532, returns: 4_473, netMinor: 831_973_190, earned: 12_532_736 },
      tiers: { ordinary: 2_052, silver: 1_524, gold: 664, diamond: 98 },
    };
    expect(ledgerTotals(foldOf('matched', 'clamp').members, onlineRetailRules)).toEqual({
      ...matched,
      totals: { ...matched.totals, returned: 682_818, expired: 4_031_361, available: 7_818_557, debt: 0 },
      forgiven: 3_647,
    });
    expect(ledgerTotals(foldOf('matched', 'debt').members, onlineRetailRules)).toEqual({
      ...matched,
      totals: { ...matched.totals, returned: 686_465, expired: 4_029_489, available: 7_818_521, debt: 1_739 },
      forgiven: 0,
    });
  });

  test('simulate gives the fold of the sales, member by member; the 1,427 purchases of guests are parked', async () => {
    const document = await simulate({ program: programs.debt, events: [events.sales], asOf });
    expect(document.events).toEqual({ ...nothing, read: 19_959, applied: 18_532, parked: 1_427 });
    const sales = invoices.filter(({ isCancellation }) => !isCancellation);
    expect(observed(document)).toEqual(expected(fold(sales, onlineRetailRules, asOf), onlineRetailRules, asOf));
  });

  test.each([
    ['amounts', 'clamp'],
    ['matched', 'clamp'],
    ['matched', 'debt'],
  ] as const)('with cancellations as %s under %s: every member as in the fold, and balanced', async (way, overdraw) => {
    const document = await simulate({ program: programs[overdraw], events: [events[way]], asOf });
    const { read, applied } = ways[way];
    expect(document.events).toEqual({ ...nothing, read, applied, refused: 200, parked: 1_427 });
    const folded = foldOf(way, overdraw);
    expect(observed(document)).toEqual(expectedLedger(folded.members, onlineRetailRules));
    expect(unbalanced(document)).toEqual([]);
    // The file begins in the middle of the shop's life: what these customers bought before is not in it.
    expect(document.refusals.map(({ code }) => code)).toEqual(
      Array.from({ length: folded.refused }, () => 'unknown-member'),
    );
    expect(folded).toMatchObject({ refused: 200, guests: 1_427 });
  });
});

const nothing = { read: 0, applied: 0, duplicates: 0, refused: 0, parked: 0, test: 0 };

async function linesOf(file: string): Promise<readonly string[]> {
  return (await readFile(file, 'utf8')).trimEnd().split('\n');
}
