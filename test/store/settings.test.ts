import { beforeEach, describe, expect, it } from 'vitest';
import type { Stores } from '../../bench/local-stores.ts';
import { instantOf } from '../../shared/domain/zone.ts';
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

  it('remember the newest day that was reviewed, in whatever order', async () => {
    await settings.putReviewedThrough('2026-03-01');
    await settings.putReviewedThrough('2026-03-02');
    await settings.putReviewedThrough('2026-02-28');
    expect(await settings.reviewedThrough()).toBe('2026-03-02');
  });

  it('let one run have the review until an instant, which it may put off', async () => {
    const at = (ms: number) => instantOf(1_790_000_000_000 + ms);
    expect(await settings.leaseReview({ run: 'a', until: at(10) }, at(0))).toBe(true);
    expect(await settings.leaseReview({ run: 'b', until: at(20) }, at(9))).toBe(false);
    expect(await settings.leaseReview({ run: 'a', until: at(15) }, at(9))).toBe(true);
    expect(await settings.leaseReview({ run: 'b', until: at(20) }, at(14))).toBe(false);
    expect(await settings.leaseReview({ run: 'b', until: at(20) }, at(15))).toBe(true);
    expect(await settings.leaseReview({ run: 'a', until: at(30) }, at(16))).toBe(false);
    // Whoever has it may let go of it.
    expect(await settings.leaseReview({ run: 'b', until: at(16) }, at(16))).toBe(true);
    expect(await settings.leaseReview({ run: 'a', until: at(30) }, at(16))).toBe(true);
  });

  it('let one of many have it that ask at once', async () => {
    const now = instantOf(1_790_000_000_000);
    const runs = Array.from({ length: 8 }, (_, index) => ({ run: String(index), until: instantOf(now + 10) }));
    const answers = await Promise.all(runs.map(async (lease) => settings.leaseReview(lease, now)));
    expect(answers.filter((got) => got)).toHaveLength(1);
  });
});
