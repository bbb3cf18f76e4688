/** The function that ends a run of the review. */
import { beforeAll, describe, expect, it, vi } from 'vitest';
import type { finish as Finish } from '../../functions/take-snapshot/handler.ts';
import type { FinishRequest, FinishReviewDependencies } from '../../shared/commands/finish-review.ts';
import { reviewMembers } from '../../shared/commands/review-members.ts';
import { firstRequest } from '../../shared/commands/review-run.ts';
import { formatSnapshot } from '../../shared/contracts/snapshot.ts';
import { Cube } from '../../shared/domain/statistics/cube.ts';
import { noTotals } from '../../shared/domain/statistics/totals.ts';
import { instantOf } from '../../shared/domain/zone.ts';
import { logMessages } from '../../shared/platform/telemetry.ts';
import { memoryPasses } from '../../shared/store/memory/memory-passes.ts';
import { memorySnapshots } from '../../shared/store/memory/memory-snapshots.ts';
import { emptyAccount } from '../fixtures/ledger.ts';
import { invoke } from './invoke.ts';
import { memoryEngine } from './memory-engine.ts';

let finish: typeof Finish;
beforeAll(async () => {
  for (const name of ['SETTINGS_TABLE', 'SNAPSHOTS_TABLE', 'NUMBERS_BUCKET', 'NUMBERS_DOMAIN']) vi.stubEnv(name, name);
  ({ finish } = await import('../../functions/take-snapshot/handler.ts'));
  vi.unstubAllEnvs();
});

const now = instantOf(Date.UTC(2026, 10, 22, 4));
const inMinutes = (minutes: number) => instantOf(now + minutes * 60_000);

/** After a run over two segments with a member. */
async function finisher(of: { readonly day: string; readonly run: string } = whole): Promise<FinishReviewDependencies> {
  const { store, reviewer } = memoryEngine();
  await store.commit([{ write: 'account', account: emptyAccount('ann'), expected: null }]);
  for (const number of [0, 1]) {
    const request = firstRequest({ day: of.day, run: of.run, segment: number, segments: 2 });
    await reviewMembers({ ...reviewer, timeLeft: () => true }, request);
  }
  const { settings, programmes, passes } = reviewer;
  return { settings, programmes, passes, snapshots: memorySnapshots(), now: () => now };
}

const call = async (deps: FinishReviewDependencies, request: FinishRequest) =>
  invoke(async (event: FinishRequest) => finish(deps, event), request);

const segment = (number: number, came: { failed?: number; done?: boolean } = {}) => {
  return { segment: number, part: 2, reviewed: 10, posted: 3, failed: 0, done: true, ...came };
};
const whole: FinishRequest = { day: '2026-11-21', run: 'run-1', segments: [segment(0), segment(1)] };

function factsOf(day: string) {
  const [readFrom, readTo] = [`${day}T17:00:00Z`, `${day}T17:01:00Z`];
  return { day, program: 'test@1', readFrom, readTo, members: 1, wholeFrom: null };
}

describe('the end of a run', () => {
  it('remembers the day when every account was reviewed, and lets the next run begin', async () => {
    const deps = await finisher();
    await deps.settings.leaseReview({ run: 'run-1', until: inMinutes(40) }, now);
    const { result, logs } = await call(deps, whole);
    expect(result).toEqual({
      day: '2026-11-21',
      reviewed: 20,
      posted: 6,
      failed: 0,
      lost: 0,
      complete: true,
      snapshot: 'taken',
    });
    expect(await deps.snapshots.latestBefore()).toMatchObject({ day: '2026-11-21', members: 1 });
    expect(logs).toMatchObject([{ message: logMessages.reviewFinished, run: 'run-1', complete: true }]);
    expect(await deps.settings.reviewedThrough()).toBe('2026-11-21');
    expect(await deps.settings.leaseReview({ run: 'run-2', until: now }, now)).toBe(true);
  });

  it('leaves the day undone when single accounts failed, and tries again an hour later', async () => {
    const deps = await finisher();
    const { result } = await call(deps, { ...whole, segments: [segment(0), segment(1, { failed: 1 })] });
    expect(result).toMatchObject({ failed: 1, lost: 0, complete: false, snapshot: 'none' });
    expect(await deps.settings.reviewedThrough()).toBeUndefined();
    const lease = { run: 'run-2', until: now };
    expect(await deps.settings.leaseReview(lease, inMinutes(59))).toBe(false);
    expect(await deps.settings.leaseReview(lease, inMinutes(60))).toBe(true);
  });

  it('leaves the day undone when a segment was given up, and lets the next run begin', async () => {
    const deps = await finisher();
    await deps.settings.leaseReview({ run: 'run-1', until: inMinutes(40) }, now);
    const { result } = await call(deps, {
      ...whole,
      segments: [segment(0, { failed: 1 }), segment(1, { done: false })],
    });
    expect(result).toMatchObject({ reviewed: 20, failed: 1, lost: 1, complete: false, snapshot: 'none' });
    expect(await deps.snapshots.latestBefore()).toBeUndefined();
    expect(await deps.settings.reviewedThrough()).toBeUndefined();
    expect(await deps.settings.leaseReview({ run: 'run-2', until: now }, now)).toBe(true);
  });

  it('leaves a day undone that has not ended: more is to come', async () => {
    for (const day of ['2026-11-22', '2027-01-01']) {
      const deps = await finisher({ ...whole, day });
      expect((await call(deps, { ...whole, day })).result).toMatchObject({ complete: true, snapshot: 'none' });
      expect(await deps.settings.reviewedThrough()).toBeUndefined();
    }
  });

  it('does not take the lease from another run', async () => {
    const deps = await finisher();
    const taken = await deps.settings.leaseReview({ run: 'run-2', until: inMinutes(80) }, inMinutes(40));
    expect(taken).toBe(true);
    await call(deps, whole);
    expect(await deps.settings.leaseReview({ run: 'run-3', until: now }, now)).toBe(false);
  });

  it('leaves the day undone when parts of it are missing, and says which', async () => {
    const deps = await finisher();
    const { result, logs } = await call({ ...deps, passes: memoryPasses() }, whole);
    expect(result).toMatchObject({ failed: 0, lost: 0, complete: false, snapshot: 'incomplete' });
    expect(logs[0]).toMatchObject({ level: 'ERROR', message: logMessages.partsMissing, reason: 'there are no parts' });
    expect(await deps.settings.reviewedThrough()).toBeUndefined();
  });

  it('does not take the snapshot of a day again when there is one of a later day', async () => {
    const day = '2026-11-20';
    const deps = await finisher({ ...whole, day });
    await deps.snapshots.put({ ...factsOf('2026-11-21'), totals: noTotals }, new Uint8Array());
    expect((await call(deps, { ...whole, day })).result).toMatchObject({ complete: true, snapshot: 'none' });
    expect(await deps.snapshots.read(day)).toBeUndefined();
  });

  it('counts and logs sums that are less than they were, and keeps the snapshot', async () => {
    const deps = await finisher();
    const facts = { ...factsOf('2026-11-20'), totals: { ...noTotals, earned: 7n } };
    const cube = new Cube(['ordinary']);
    await deps.snapshots.put(facts, new TextEncoder().encode(formatSnapshot({ facts, cube })));
    const { result, logs, metrics } = await call(deps, whole);
    expect(result).toMatchObject({ complete: true, snapshot: 'taken' });
    expect(logs[0]).toMatchObject({
      level: 'ERROR',
      message: logMessages.unbalanced,
      total: 'earned',
      before: '7',
      now: '0',
    });
    expect(metrics).toEqual({ SumsNotAddingUp: 1 });
  });

  it('fails on a day that is none', async () => {
    await expect(call(await finisher(), { ...whole, day: 'yesterday' })).rejects.toThrow(RangeError);
  });
});
