import { expect, it } from 'vitest';
import { memorySettings } from '../../shared/store/memory/memory-settings.ts';
import { pointerLifeMs, publishedProgrammes } from '../../shared/store/published-programmes.ts';
import type { ProgrammePointer, SettingsStore } from '../../shared/store/store.ts';
import { plainDocument } from '../fixtures/programme.ts';

function pointer(revision: number, ...hashes: readonly string[]): ProgrammePointer {
  const versions = hashes.map((hash, index) => {
    return { programId: 'test', version: index + 1, effectiveFrom: '', hash, publishedAt: '' };
  });
  return { revision, versions };
}

/** Settings that count what is read, and a clock that is set. */
function watched() {
  const settings = memorySettings();
  const reads = { pointer: 0, programme: 0 };
  const counting: SettingsStore = {
    ...settings,
    pointer: async () => {
      reads.pointer += 1;
      return settings.pointer();
    },
    programme: async (hash) => {
      reads.programme += 1;
      return settings.programme(hash);
    },
  };
  const clock = { now: 0 };
  return { settings, reads, clock, programmes: publishedProgrammes(counting, () => clock.now) };
}

it('reads the pointer at most every five seconds, and a document once', async () => {
  const { settings, reads, clock, programmes } = watched();
  await settings.publish('one', plainDocument, pointer(1, 'one'));
  for (clock.now = 0; clock.now < 3 * pointerLifeMs; clock.now += 1000) await programmes();
  expect(pointerLifeMs).toBeLessThanOrEqual(5000);
  expect(reads).toEqual({ pointer: 3, programme: 1 });
});

it('decides by a new version after that time, in the order of the versions', async () => {
  const { settings, clock, programmes } = watched();
  await settings.publish('one', plainDocument, pointer(1, 'one'));
  expect((await programmes()).map(({ version }) => version)).toEqual([1]);
  await settings.publish('two', { ...plainDocument, version: 2 }, pointer(2, 'one', 'two'));
  expect((await programmes()).map(({ version }) => version)).toEqual([1]);
  clock.now = pointerLifeMs;
  expect((await programmes()).map(({ version }) => version)).toEqual([1, 2]);
});

it('sees the same version with other content, as only a local stage may have it', async () => {
  const { settings, clock, programmes } = watched();
  await settings.publish('one', plainDocument, pointer(1, 'one'));
  await programmes();
  await settings.publish('other', { ...plainDocument, currency: 'EUR' }, pointer(2, 'other'));
  clock.now = pointerLifeMs;
  expect((await programmes())[0].currency).toBe('EUR');
});

it('says that there is none, or that one cannot be read, and looks again', async () => {
  const { settings, programmes } = watched();
  await expect(programmes()).rejects.toMatchObject({ name: 'NoProgrammeError' });
  await settings.publish('bad', { version: 'of another code' }, pointer(1, 'bad'));
  await expect(programmes()).rejects.toMatchObject({ name: 'NoProgrammeError' });
  await settings.publish('one', plainDocument, pointer(2, 'one'));
  expect(await programmes()).toHaveLength(1);
});
