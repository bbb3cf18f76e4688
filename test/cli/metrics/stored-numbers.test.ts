/** Which snapshot of a deployed stage is told, and what the command says when there is none. */
import { expect, test } from 'vitest';
import { readSnapshot, versionOf } from '../../../cli/metrics/stored-numbers.ts';
import { Failure } from '../../../cli/failure.ts';
import { formatSnapshot } from '../../../shared/contracts/snapshot.ts';
import { Cube } from '../../../shared/domain/statistics/cube.ts';
import { noTotals } from '../../../shared/domain/statistics/totals.ts';
import { memorySettings } from '../../../shared/store/memory/memory-settings.ts';
import { memorySnapshots } from '../../../shared/store/memory/memory-snapshots.ts';
import { day, documentWith } from '../../domain/build.ts';

async function snapshotsOf(...days: readonly string[]) {
  const snapshots = memorySnapshots();
  for (const [index, text] of days.entries()) {
    const at = `${text}T20:00:00Z`;
    const facts = { day: text, program: 'main@1', readFrom: at, readTo: at, totals: noTotals, wholeFrom: null };
    const cube = new Cube(['ordinary']);
    cube.cell(0, 'web').add('level.now', [0], index + 1);
    const text_ = formatSnapshot({ facts: { ...facts, members: index + 1 }, cube });
    await snapshots.put({ ...facts, members: index + 1 }, new TextEncoder().encode(text_));
  }
  return snapshots;
}

async function failureOf(promise: Promise<unknown>): Promise<string> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof Failure) return `${error.message} ${error.next}`;
    throw error;
  }
  throw new Error('it did not fail');
}

test('the newest snapshot is told, or that of the day', async () => {
  const snapshots = await snapshotsOf('2026-10-31', '2026-11-20', '2026-11-21');
  const newest = await readSnapshot(snapshots, undefined);
  expect(newest.facts).toMatchObject({ day: '2026-11-21', members: 3 });
  expect(newest.cube.of({ tier: 'ordinary', channel: 'web' }).get('level.now', 0)).toBe(3n);
  expect((await readSnapshot(snapshots, day('2026-10-31'))).facts.members).toBe(1);
});

test('where there is none the command says what to do', async () => {
  const none = await failureOf(readSnapshot(await snapshotsOf(), undefined));
  expect(none).toContain('No numbers have been counted yet.');
  expect(none).toContain('npx perennial metrics backfill');
  expect(await failureOf(readSnapshot(await snapshotsOf(), day('2026-11-20')))).toBe(none);
});

test.each([
  { asOf: '2026-11-19', nearest: '2026-10-31 and 2026-11-20' },
  { asOf: '2026-10-01', nearest: '2026-10-31;' },
  { asOf: '2026-12-01', nearest: '2026-11-20;' },
])('as of $asOf the nearest days are $nearest', async ({ asOf, nearest }) => {
  const message = await failureOf(readSnapshot(await snapshotsOf('2026-10-31', '2026-11-20'), day(asOf)));
  expect(message).toContain(`There are no numbers as of ${asOf}.`);
  expect(message).toContain(`those of ${nearest}`);
});

test('a snapshot is told by the version that it was counted by', async () => {
  const snapshot = await readSnapshot(await snapshotsOf('2026-10-31'), undefined);
  const settings = memorySettings();
  const publishedAt = '2026-01-01T00:00:00Z';
  const publish = async (revision: number, version: number, document: ReturnType<typeof documentWith>) => {
    const hash = String(revision);
    const versions = [{ programId: 'main', version, effectiveFrom: document.effectiveFrom, hash, publishedAt }];
    await settings.publish(hash, document, { revision, versions });
  };
  await expect(versionOf(snapshot, settings)).rejects.toThrow(Failure);
  const document = documentWith();
  await publish(1, 1, document);
  expect((await versionOf(snapshot, settings)).document).toEqual(document);
  await publish(2, 2, documentWith({ version: 2 }));
  await expect(versionOf(snapshot, settings)).rejects.toThrow('not published any more as it was');
  await publish(3, 1, documentWith({ tiers: { levels: [{ id: 'another', from: 0 }] } }));
  await expect(versionOf(snapshot, settings)).rejects.toThrow('not published any more as it was');
});
