import { expect, test } from 'vitest';
import fc from 'fast-check';
import { oneRun } from '../../../cli/cost/campaign-quantities.ts';
import { assumed } from '../../../cli/cost/assumptions.ts';
import type { Assumed } from '../../../cli/cost/assumptions.ts';
import { readCostFiles } from '../../../cli/cost/cost-files.ts';
import { costOf, runCostOf } from '../../../cli/cost/cost-table.ts';
import { add, multiply, parseDecimal, rational } from '../../../shared/domain/rational.ts';
import type { Rational } from '../../../shared/domain/rational.ts';

const files = await readCostFiles();
const { units, bytes } = files.measured;
const usual = assumed(() => undefined);

/** Nobody is kept as control, nothing decided against, and of messages nothing told but that they were accepted. */
const bare: Assumed = { ...usual, control: 0n, skipped: 0n, delivered: 0n, opened: 0n, clicked: 0n };

function amountIn(quantities: ReturnType<typeof oneRun>, what: string): Rational {
  const found = quantities.find((each) => each.what === `campaigns: ${what}`);
  if (found === undefined) throw new Error(`no line ${what}`);
  return found.amount;
}

/** In lowest terms, so that equal amounts are the same. */
function lowest({ numerator, denominator }: Rational): Rational {
  let [a, b] = [numerator, denominator];
  while (b !== 0n) [a, b] = [b, a % b];
  return { numerator: numerator / a, denominator: denominator / a };
}

const amount = (what: string, a: Assumed = bare, recipients = 10_000n) =>
  lowest(amountIn(oneRun(recipients, a, files.measured), what));

const exact = (value: number) => parseDecimal(String(value)) ?? rational(0n);
const each = (count: bigint, unit: number) => lowest(multiply(rational(count), exact(unit)));

test('writes and reads are what is measured for each step of a message', () => {
  const { writeUnits, readUnits } = units['message.sent'];
  expect(amount('messages, writes')).toEqual(each(10_000n, writeUnits + units['message.accepted'].writeUnits));
  expect(amount('messages, reads')).toEqual(each(10_000n, readUnits + units['message.accepted'].readUnits));
  const told: Assumed = { ...bare, delivered: 98n, opened: 40n, clicked: 2n };
  expect(amount('messages, writes', told)).toEqual(
    lowest(add(amount('messages, writes'), each(14_000n, units['message.fact'].writeUnits))),
  );
  const skipped: Assumed = { ...bare, skipped: 5n };
  expect(amount('messages, writes', skipped)).toEqual(
    lowest(add(amount('messages, writes'), each(500n, units['message.skipped'].writeUnits))),
  );
});

test('a step of the message takes as many units as its budget has for all of them', () => {
  const parts = ['message.sent', 'message.accepted', 'message.fact', 'message.fact', 'message.fact'] as const;
  expect(parts.reduce((sum, name) => sum + units[name].writeUnits, 0)).toBe(6);
});

test('every member of the audience is looked at and planned, those of the control, too', () => {
  const a: Assumed = { ...bare, control: 10n, skipped: 5n };
  // 10,500 are handed out, and a tenth as many are control.
  expect(amount('members planned', a)).toEqual(each(11_550n, units['campaign.passed'].readUnits));
  expect(amount('accounts looked at', a)).toEqual(each(11_550n, units['campaign.scanned'].readUnits));
  expect(amount('results', { ...a, resultReads: 3n })).toEqual(rational(34_650n));
  expect(amount('rows of runs', a)).toEqual(lowest(rational(11_550n * BigInt(bytes.manifestRow), 2n ** 30n)));
  expect(amount('messages kept', a)).toEqual(lowest(rational(10_500n * BigInt(bytes.message), 2n ** 30n)));
});

test('queues take and give ten at a time, what SES tells comes in one by one', () => {
  const told: Assumed = { ...bare, delivered: 100n, batch: 4n };
  // A thousand times sent, received and deleted; 20,000 events sent, and received and deleted by fours.
  expect(amount('sent, received, deleted', told)).toEqual(rational(3000n + 20_000n + 10_000n));
  expect(amount('events of SES', told)).toEqual(rational(20_000n));
  expect(amount('events out', told)).toEqual(rational(10_002n));
});

test('parts have five thousand rows, and a segment has one that is not full', () => {
  const a: Assumed = { ...bare, segments: 8n };
  expect(amount('puts', a)).toEqual(rational(2n + 8n));
  expect(amount('gets', a)).toEqual(rational(40n));
  expect(amount('states of runs', a)).toEqual(rational(8n + 8n + 20n));
  // Start, end and handing out; ten parts; a thousand batches to senders, and 20,002 events in and out by fives.
  expect(amount('calls', { ...a, batch: 5n })).toEqual(rational(5n * (3n + 10n + 1000n) + 20_002n, 5n));
});

test('functions are paid for by memory and time', () => {
  const idle: Assumed = { ...bare, reviewMs: 0n, planMs: 0n, messageMs: 0n, toldMs: 0n, entryMs: 0n };
  const small = (a: Partial<Assumed>) => amount('sent and told', { ...idle, ...a });
  // 10,000 times 100 ms are 1,000 seconds of half a gigabyte.
  expect(small({ messageMs: 100n })).toEqual(rational(500n));
  expect(small({ toldMs: 100n })).toEqual(rational(500n));
  expect(amount('planned and judged', { ...idle, planMs: 1024n })).toEqual(rational(1769n, 100n));
  expect(amount('planned and judged', { ...idle, reviewMs: 1024n })).toEqual(rational(1769n, 100n));
});

test('a month has its share of a year, every run over all members, and keeps messages for years', () => {
  const a: Assumed = { ...bare, campaigns: 24n, promotions: 12n, years: 3n };
  const month = costOf(1_000_000n, a, files).lines;
  const run = runCostOf(1_000_000n, a, files).lines;
  const [ofMonth, ofRun] = [month, run].map((lines) => (what: string) => {
    return lines.find((line) => line.what === `campaigns: ${what}`)?.quantityHundredths ?? 0n;
  });
  if (ofMonth === undefined || ofRun === undefined) throw new Error('both are there');
  expect(ofMonth('messages, writes')).toBe(ofRun('messages, writes'));
  // Two runs a month, and ticks that find nothing: thirteen an hour, half a unit each.
  const ticks = (13n * 24n * 365n * 100n) / 12n;
  expect(ofMonth('schedules and ticks')).toBe(ticks + 200n);
  expect(ofMonth('accounts looked at')).toBe(2n * ofRun('accounts looked at') + ticks / 2n);
  const kept = (1_000_000n * 36n * BigInt(bytes.message) * 100n * 2n + 2n ** 30n) / (2n * 2n ** 30n);
  expect(ofMonth('messages kept')).toBe(kept);
});

test('without campaigns there is nothing but the ticks', () => {
  const { lines } = costOf(1_000_000n, { ...usual, campaigns: 0n, promotions: 0n }, files);
  const busy = lines.filter(({ what, microUsd }) => what.startsWith('campaigns: ') && microUsd > 0n);
  expect(busy.map(({ what }) => what)).toEqual([
    'campaigns: accounts looked at',
    'campaigns: calls',
    'campaigns: schedules and ticks',
  ]);
});

test('a run to a million costs about six dollars, but for what the provider tells', () => {
  const { untoldMicroUsd, totalMicroUsd, lines } = runCostOf(1_000_000n, usual, files);
  expect(untoldMicroUsd).toBeGreaterThan(5_500_000n);
  expect(untoldMicroUsd).toBeLessThan(6_500_000n);
  const told = amountIn(oneRun(1_000_000n, usual, files.measured, 'untold'), 'events of SES');
  expect(told.numerator).toBe(0n);
  expect(lines.reduce((sum, { microUsd }) => sum + microUsd, 0n)).toBe(totalMicroUsd);
});

test('more recipients cost more, and their fees are those of as many e-mails', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 1n, max: 10n ** 9n }), fc.bigInt({ min: 1n, max: 10n ** 6n }), (recipients, more) => {
      const [some, others] = [recipients, recipients + more].map((count) => runCostOf(count, usual, files));
      expect(others?.totalMicroUsd).toBeGreaterThanOrEqual(some?.totalMicroUsd ?? 0n);
      expect(some?.fees.map(({ microUsd }) => microUsd)).toEqual([recipients * 100n, recipients * 160n]);
    }),
  );
});
