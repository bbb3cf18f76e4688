/** The function that the review's state machine calls in a loop, on accounts in memory. */
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { applyEvents } from '../../shared/commands/apply-events.ts';
import type { review as Review } from '../../functions/review-members/handler.ts';
import { logMessages } from '../../shared/platform/telemetry.ts';
import type { ReviewRequest } from '../../shared/commands/review-members.ts';
import { NoProgrammeError } from '../../shared/store/published-programmes.ts';
import { parsedSale } from '../fixtures/events.ts';
import { emptyAccount } from '../fixtures/ledger.ts';
import { contextWith, invoke } from './invoke.ts';
import { memoryEngine } from './memory-engine.ts';

let review: typeof Review;
beforeAll(async () => {
  for (const name of ['ACCOUNTS_TABLE', 'LEDGER_TABLE', 'SETTINGS_TABLE']) vi.stubEnv(name, name);
  ({ review } = await import('../../functions/review-members/handler.ts'));
  vi.unstubAllEnvs();
});

type Engine = ReturnType<typeof memoryEngine>;
type Reviewer = Engine['reviewer'];

const call = async (deps: Reviewer, request: ReviewRequest, remainingMs?: () => number) =>
  invoke(async (event: ReviewRequest, context) => review(deps, event, context), request, contextWith(remainingMs));

/** A member of 2025, whose points have run out by now. */
async function buy({ intake }: Engine, externalId: string): Promise<void> {
  const event = parsedSale({
    purchaseId: `of-${externalId}`,
    member: { externalId },
    occurredAt: '2025-03-01T12:00:00+08:00',
  });
  await applyEvents(intake, [{ event, delivery: externalId }]);
}

async function addAccounts({ store }: Engine, count: number): Promise<void> {
  for (let index = 0; index < count; index += 1) {
    await store.commit([
      { write: 'account', account: emptyAccount(`member-of-many-${String(index)}`), expected: null },
    ]);
  }
}

describe('one call', () => {
  it('reviews everybody for the business day that it is, and remembers that it did', async () => {
    const engine = memoryEngine();
    await buy(engine, 'A1');
    await buy(engine, 'B1');
    const { result, logs, metrics } = await call(engine.reviewer, {});
    expect(result).toEqual({ day: '2026-11-22', reviewed: 2, posted: 2, failed: 0 });
    expect(metrics).toEqual({ MembersReviewed: 2 });
    expect(logs).toMatchObject([{ message: logMessages.reviewed, reviewed: 2, posted: 2, failed: 0 }]);
    expect(await engine.reviewer.settings.reviewedThrough()).toBe('2026-11-22');
  });

  it('ends at once when that day is done, and a day that is asked for is done again, posting nothing twice', async () => {
    const engine = memoryEngine();
    await buy(engine, 'A1');
    await call(engine.reviewer, {});
    const again = await call(engine.reviewer, {});
    expect(again.result).toEqual({ day: '2026-11-22', reviewed: 0, posted: 0, failed: 0 });
    const asked = await call(engine.reviewer, { day: '2026-11-22' });
    expect(asked.result).toEqual({ day: '2026-11-22', reviewed: 1, posted: 0, failed: 0 });
  });

  it('leaves the days between to be reviewed when a day ahead is asked for', async () => {
    const engine = memoryEngine();
    await buy(engine, 'A1');
    const ahead = await call(engine.reviewer, { day: '2027-01-01' });
    expect(ahead.result).toMatchObject({ day: '2027-01-01', posted: 1 });
    expect(await engine.reviewer.settings.reviewedThrough()).toBeUndefined();
  });

  it('names an account that fails, goes on, and leaves the day undone', async () => {
    const engine = memoryEngine();
    await buy(engine, 'A1');
    await buy(engine, 'B1');
    const { history, records, keys, scanAccounts, read, commit } = engine.store;
    const [{ account } = { account: emptyAccount('') }] = (await scanAccounts()).accounts;
    const failing: typeof commit = async (writes) => {
      const theirs = writes.some((write) => write.write === 'account' && write.account.memberId === account.memberId);
      return theirs ? Promise.reject(new RangeError('a text about somebody')) : commit(writes);
    };
    const ledger = { history, records, keys, scanAccounts, read, commit: failing };
    const { result, logs, metrics, output } = await call({ ...engine.reviewer, ledger }, {});
    expect(result).toEqual({ day: '2026-11-22', reviewed: 2, posted: 1, failed: 1 });
    expect(logs[0]).toMatchObject({
      level: 'ERROR',
      message: logMessages.reviewFailed,
      memberId: account.memberId,
      error: 'RangeError',
    });
    expect(metrics).toEqual({ MembersReviewed: 2, MemberReviewsFailed: 1 });
    expect(output).not.toContain('about somebody');
    expect(await engine.reviewer.settings.reviewedThrough()).toBeUndefined();
    expect((await call(engine.reviewer, {})).result).toMatchObject({ reviewed: 2, posted: 1, failed: 0 });
  });

  it('has nothing to do before a programme is published', async () => {
    const engine = memoryEngine();
    const programmes = async () => Promise.reject(new NoProgrammeError('none'));
    const { result, logs } = await call({ ...engine.reviewer, programmes }, {});
    expect(result).toEqual({ day: null, reviewed: 0, posted: 0, failed: 0 });
    expect(logs).toMatchObject([{ level: 'WARN', message: logMessages.noProgramme }]);
  });

  it('fails on a day that is none, and on stores that cannot be read', async () => {
    const engine = memoryEngine();
    await expect(call(engine.reviewer, { day: '2026-02-30' })).rejects.toThrow(RangeError);
    const down = { ...engine.reviewer, programmes: async () => Promise.reject(new Error('down')) };
    await expect(call(down, {})).rejects.toThrow('down');
  });
});

describe('the loop', () => {
  /** What the state machine does: goes on where a call ended, for the day that it found, with what failed until then. */
  async function loop(reviewer: Reviewer, remainingMs: () => number) {
    const answers: Awaited<ReturnType<typeof Review>>[] = [];
    for (let request: ReviewRequest | undefined = {}; request !== undefined;) {
      const { result } = await call(reviewer, request, remainingMs);
      answers.push(result);
      const { day, nextKey, failed } = result;
      request = nextKey === undefined || day === null ? undefined : { day, startKey: nextKey, failed };
    }
    return answers;
  }

  it('goes through every account once, a stretch at a time, whatever time there is', async () => {
    const engine = memoryEngine();
    await addAccounts(engine, 2300);
    await buy(engine, 'A1');
    const answers = await loop(engine.reviewer, () => 0);
    expect(answers.map(({ reviewed }) => reviewed)).toEqual([1000, 1000, 301]);
    expect(answers.reduce((sum, { posted }) => sum + posted, 0)).toBe(1);
    expect(new Set(answers.map(({ day }) => day))).toEqual(new Set(['2026-11-22']));
    expect(await engine.reviewer.settings.reviewedThrough()).toBe('2026-11-22');
  });

  it('takes as many stretches as there is time for in one call', async () => {
    const engine = memoryEngine();
    await addAccounts(engine, 2300);
    let pages = 0;
    const { history, records, keys, read, commit } = engine.store;
    const scanAccounts: typeof engine.store.scanAccounts = async (startKey) => {
      pages += 1;
      return engine.store.scanAccounts(startKey);
    };
    const ledger = { history, records, keys, read, commit, scanAccounts };
    const answers = await loop({ ...engine.reviewer, ledger }, () => 300_000 - 100_000 * pages);
    expect(answers.map(({ reviewed }) => reviewed)).toEqual([2000, 300]);
  });

  it('leaves the day undone when an account failed in any of its calls', async () => {
    const engine = memoryEngine();
    await addAccounts(engine, 2300);
    const { history, records, keys, read, commit } = engine.store;
    const scanAccounts: typeof engine.store.scanAccounts = async (startKey) => {
      const page = await engine.store.scanAccounts(startKey);
      return startKey === undefined ? { ...page, unreadable: ['broken-1', 'broken-2'] } : page;
    };
    const ledger = { history, records, keys, read, commit, scanAccounts };
    const answers = await loop({ ...engine.reviewer, ledger }, () => 0);
    expect(answers.map(({ failed }) => failed)).toEqual([2, 2, 2]);
    expect(await engine.reviewer.settings.reviewedThrough()).toBeUndefined();
    await loop(engine.reviewer, () => 0);
    expect(await engine.reviewer.settings.reviewedThrough()).toBe('2026-11-22');
  });

  it('counts and logs an account that failed once, in the call that it failed in', async () => {
    const engine = memoryEngine();
    await addAccounts(engine, 1);
    const { logs, metrics, result } = await call(engine.reviewer, { day: '2026-11-22', startKey: '', failed: 3 });
    expect(result).toMatchObject({ failed: 3 });
    expect(logs).toMatchObject([{ message: logMessages.reviewed, failed: 0 }]);
    expect(metrics).not.toHaveProperty('MemberReviewsFailed');
  });
});
