import { beforeEach, describe, expect, it } from 'vitest';
import type { Stores } from '../../bench/local-stores.ts';
import type { ProgrammePointer } from '../../shared/store/store.ts';
import { plainDocument } from '../fixtures/programme.ts';
import { bothStores } from './both-stores.ts';

function pointer(revision: number, ...hashes: readonly string[]): ProgrammePointer {
  const versions = hashes.map((hash, index) => ({
    programId: 'test',
    version: index + 1,
    effectiveFrom: '2026-01-01T00:00:00Z',
    hash,
    publishedAt: '2026-01-02T00:00:00Z',
  }));
  return { revision, versions };
}

describe.each(bothStores)('settings in the $store store', ({ open }) => {
  let settings: Stores['settings'];
  beforeEach(async () => {
    ({ settings } = await open());
  });

  it('are empty at first', async () => {
    expect(await settings.pointer()).toBeUndefined();
    expect(await settings.programme('hash')).toBeUndefined();
    expect(await settings.reviewedThrough()).toBeUndefined();
  });

  it('keep a document as it is, under its hash, and point at it', async () => {
    const document = { ...plainDocument, odd: { '': [null, 1e21, 0.1, '\u0000é\u{10000}', true] } };
    expect(await settings.publish('hash', document, pointer(1, 'hash'))).toBe('committed');
    expect(await settings.programme('hash')).toEqual(document);
    expect(await settings.pointer()).toEqual(pointer(1, 'hash'));
    expect(await settings.programme('another hash')).toBeUndefined();
  });

  it('move the pointer from the revision that was read, and from no other', async () => {
    await settings.publish('a', {}, pointer(1, 'a'));
    expect(await settings.publish('b', {}, pointer(1, 'b'))).toBe('conflict');
    expect(await settings.publish('b', {}, pointer(3, 'b'))).toBe('conflict');
    expect(await settings.pointer()).toEqual(pointer(1, 'a'));
    expect(await settings.publish('b', {}, pointer(2, 'a', 'b'))).toBe('committed');
    expect(await settings.pointer()).toEqual(pointer(2, 'a', 'b'));
  });

  it('remember the day that was reviewed last', async () => {
    await settings.putReviewedThrough('2026-03-01');
    await settings.putReviewedThrough('2026-03-02');
    expect(await settings.reviewedThrough()).toBe('2026-03-02');
  });
});
