/** The function that ends a run of the review. */
import { beforeAll, describe, expect, it, vi } from 'vitest';
import type { finish as Finish } from '../../functions/take-snapshot/handler.ts';
import type { FinishRequest, FinishReviewDependencies } from '../../shared/commands/finish-review.ts';
import { instantOf } from '../../shared/domain/zone.ts';
import { logMessages } from '../../shared/platform/telemetry.ts';
import { memorySettings } from '../../shared/store/memory/memory-settings.ts';
import { programmeWith } from '../fixtures/programme.ts';
import { invoke } from './invoke.ts';

let finish: typeof Finish;
beforeAll(async () => {
  vi.stubEnv('SETTINGS_TABLE', 'settings');
  ({ finish } = await import('../../functions/take-snapshot/handler.ts'));
  vi.unstubAllEnvs();
});

const now = instantOf(Date.UTC(2026, 10, 22, 4));
const inMinutes = (minutes: number) => instantOf(now + minutes * 60_000);

function finisher(): FinishReviewDependencies {
  return {
    settings: memorySettings(),
    programmes: async () => Promise.resolve([programmeWith()]),
    now: () => now,
  };
}

const call = async (deps: FinishReviewDependencies, request: FinishRequest) =>
  invoke(async (event: FinishRequest) => finish(deps, event), request);

const segment = (number: number, came: { failed?: number; done?: boolean } = {}) => {
  return { segment: number, part: 2, reviewed: 10, posted: 3, failed: 0, done: true, ...came };
};
const whole: FinishRequest = { day: '2026-11-21', run: 'run-1', segments: [segment(0), segment(1)] };

describe('the end of a run', () => {
  it('remembers the day when every account was reviewed, and lets the next run begin', async () => {
    const deps = finisher();
    await deps.settings.leaseReview({ run: 'run-1', until: inMinutes(40) }, now);
    const { result, logs } = await call(deps, whole);
    expect(result).toEqual({ day: '2026-11-21', reviewed: 20, posted: 6, failed: 0, lost: 0, complete: true });
    expect(logs).toMatchObject([{ message: logMessages.reviewFinished, run: 'run-1', complete: true }]);
    expect(await deps.settings.reviewedThrough()).toBe('2026-11-21');
    expect(await deps.settings.leaseReview({ run: 'run-2', until: now }, now)).toBe(true);
  });

  it('leaves the day undone when single accounts failed, and tries again an hour later', async () => {
    const deps = finisher();
    const { result } = await call(deps, { ...whole, segments: [segment(0), segment(1, { failed: 1 })] });
    expect(result).toMatchObject({ failed: 1, lost: 0, complete: false });
    expect(await deps.settings.reviewedThrough()).toBeUndefined();
    const lease = { run: 'run-2', until: now };
    expect(await deps.settings.leaseReview(lease, inMinutes(59))).toBe(false);
    expect(await deps.settings.leaseReview(lease, inMinutes(60))).toBe(true);
  });

  it('leaves the day undone when a segment was given up, and lets the next run begin', async () => {
    const deps = finisher();
    await deps.settings.leaseReview({ run: 'run-1', until: inMinutes(40) }, now);
    const { result } = await call(deps, {
      ...whole,
      segments: [segment(0, { failed: 1 }), segment(1, { done: false })],
    });
    expect(result).toMatchObject({ reviewed: 20, failed: 1, lost: 1, complete: false });
    expect(await deps.settings.reviewedThrough()).toBeUndefined();
    expect(await deps.settings.leaseReview({ run: 'run-2', until: now }, now)).toBe(true);
  });

  it('leaves a day undone that has not ended: more is to come', async () => {
    const deps = finisher();
    for (const day of ['2026-11-22', '2027-01-01']) {
      expect((await call(deps, { ...whole, day })).result).toMatchObject({ complete: true });
      expect(await deps.settings.reviewedThrough()).toBeUndefined();
    }
  });

  it('does not take the lease from another run', async () => {
    const deps = finisher();
    await deps.settings.leaseReview({ run: 'run-2', until: inMinutes(40) }, now);
    await call(deps, whole);
    expect(await deps.settings.leaseReview({ run: 'run-3', until: now }, now)).toBe(false);
  });

  it('fails on a day that is none', async () => {
    await expect(call(finisher(), { ...whole, day: 'yesterday' })).rejects.toThrow(RangeError);
  });
});
