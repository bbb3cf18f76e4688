/** A pass costs an account the same however many there are; at sizes that take seconds (`npm run bench:growth` has more). */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, inject, test } from 'vitest';
import { measureFinish, measureSegment } from '../../bench/growth/measure-pass.ts';
import { measureTable } from '../../bench/growth/measure-tables.ts';
import { addSegments } from '../../bench/growth/pass-over.ts';

async function passOver(accounts: number, segments: number) {
  const folder = mkdtempSync(join(tmpdir(), 'perennial-growth-test-'));
  try {
    const options = { accounts, segments, folder };
    const measured = [];
    for (let segment = 0; segment < segments; segment += 1) measured.push(await measureSegment(options, segment));
    const finish = await measureFinish(
      options,
      measured.map(({ end }) => end),
    );
    return { ...addSegments(measured), ...finish, states: measured.reduce((sum, { states }) => sum + states, 7) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

test('units and calls of an account are the same for 500 and for 5,000', async () => {
  const [few, many] = [await passOver(500, 2), await passOver(5000, 2)];
  const times = (amount: number) => amount * 10;
  for (const end of ['post', 'tell'] as const) {
    const { calls, readUnits, writeUnits } = few.used[end];
    expect(writeUnits).toBeGreaterThan(0);
    expect(many.used[end]).toEqual({
      calls: times(calls),
      readUnits: times(readUnits),
      writeUnits: times(writeUnits),
    });
  }
  expect(many.due).toEqual({
    posted: times(few.due.posted),
    told: times(few.due.told),
    either: times(few.due.either),
  });
  expect([many.entries, many.messages]).toEqual([times(few.entries), times(few.messages)]);
  // Each page is rounded up to half a unit.
  const rounding = 0.5 * (10 * few.used.scan.calls + many.used.scan.calls);
  expect(Math.abs(times(few.used.scan.readUnits) - many.used.scan.readUnits)).toBeLessThanOrEqual(rounding);
  expect(many.used.scan.calls).toBeLessThan(times(few.used.scan.calls));
  // Two segments with a call each, whatever they hold.
  for (const pass of [few, many]) expect([pass.calls, pass.states]).toEqual([2, 7 + 2 + 2 * 2]);
});

test('of the generated accounts some have points that expire, a level that falls, and something to be told', async () => {
  const { due, entries, messages } = await passOver(250, 1);
  expect(due.posted).toBeGreaterThan(0);
  // The level falls in one posting with the expiry of the same day.
  expect(entries).toBeGreaterThan(due.posted);
  expect(due.told).toBeGreaterThan(0);
  expect(messages).toBeGreaterThanOrEqual(due.told);
  expect(due.either).toBeLessThanOrEqual(due.posted + due.told);
});

test('a table of the same accounts is read at the same price', async () => {
  const accounts = 500;
  const [pass, table] = [await passOver(accounts, 1), await measureTable(inject('endpoint'), accounts)];
  expect(table).toEqual({ accounts, calls: pass.used.scan.calls, readUnits: pass.used.scan.readUnits });
});
