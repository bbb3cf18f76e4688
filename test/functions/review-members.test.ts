/** The function that the review's state machine calls in loops, on accounts in memory. */
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { applyEvents } from '../../shared/commands/apply-events.ts';
import { firstRequest } from '../../shared/commands/review-run.ts';
import type { ReviewAnswer, ReviewRequest } from '../../shared/commands/review-run.ts';
import type { review as Review } from '../../functions/review-members/handler.ts';
import { parsePart } from '../../shared/contracts/pass-part.ts';
import { instantOf } from '../../shared/domain/zone.ts';
import { logMessages } from '../../shared/platform/telemetry.ts';
import { memoryMessages } from '../../shared/store/memory/memory-messages.ts';
import { parsedSale } from '../fixtures/events.ts';
import { emptyAccount } from '../fixtures/ledger.ts';
import { contextWith, invoke } from './invoke.ts';
import { memoryEngine } from './memory-engine.ts';

let review: typeof Review;
beforeAll(async () => {
  const tables = ['ACCOUNTS_TABLE', 'LEDGER_TABLE', 'SETTINGS_TABLE', 'MESSAGES_TABLE'];
  for (const name of [...tables, 'NUMBERS_BUCKET', 'NUMBERS_DOMAIN']) vi.stubEnv(name, name);
  vi.stubEnv('REVIEW_WRITE_UNITS_PER_SECOND', '1000');
  ({ review } = await import('../../functions/review-members/handler.ts'));
  vi.unstubAllEnvs();
});

type Engine = ReturnType<typeof memoryEngine>;
type Reviewer = Engine['reviewer'];

const call = async (deps: Reviewer, request: ReviewRequest, remainingMs?: () => number) =>
  invoke(async (event: ReviewRequest, context) => review(deps, event, context), request, contextWith(remainingMs));

const of = { day: '2026-11-21', run: 'run-1', segment: 0, segments: 1 };
const first = firstRequest(of);

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
  it('reviews everybody for the business day that it is asked for, and posts nothing twice', async () => {
    const engine = memoryEngine();
    await buy(engine, 'A1');
    await buy(engine, 'B1');
    const { result, logs, metrics } = await call(engine.reviewer, first);
    expect(result).toEqual({ ...of, part: 1, reviewed: 2, posted: 2, failed: 0, done: true });
    expect(metrics).toEqual({ MembersReviewed: 2 });
    expect(logs).toMatchObject([{ message: logMessages.reviewed, reviewed: 2, posted: 2, failed: 0, done: true }]);
    const again = await call(engine.reviewer, first);
    expect(again.result).toEqual({ ...of, part: 1, reviewed: 2, posted: 0, failed: 0, done: true });
  });

  it('sees its segment alone', async () => {
    const engine = memoryEngine();
    await addAccounts(engine, 25);
    const counts: number[] = [];
    for (const segment of [0, 1, 2]) {
      const { result } = await call(engine.reviewer, firstRequest({ ...of, segment, segments: 3 }));
      expect(result).toMatchObject({ segment, segments: 3, done: true });
      counts.push(result.reviewed);
    }
    expect(counts).toEqual([9, 8, 8]);
  });

  it('keeps what it counted in the place of what the same call counted before', async () => {
    const engine = memoryEngine();
    await buy(engine, 'A1');
    await call(engine.reviewer, first);
    await buy(engine, 'B1');
    await call(engine.reviewer, first);
    const { passes } = engine.reviewer;
    expect(await passes.parts(of)).toEqual(['00000-00000']);
    const part = parsePart(await passes.readPart(of, '00000-00000'));
    expect(part).toMatchObject({ segment: 0, segments: 1, part: 0, last: true, members: 2, unbalanced: 0 });
    expect(part.totals).toMatchObject({ earned: 200n, expired: 200n, available: 0n });
  });

  it('tells once what is to be told of a member', async () => {
    const { store, reviewer, intake } = memoryEngine();
    const event = parsedSale({
      purchaseId: 'p1',
      member: { externalId: 'A1' },
      occurredAt: '2026-11-21T12:00:00+08:00',
    });
    await applyEvents(intake, [{ event, delivery: 'p1' }]);
    const messages = memoryMessages();
    for (const request of [first, first, { ...first, previous: '2026-11-20' }])
      await call({ ...reviewer, messages }, request);
    const [{ account } = { account: emptyAccount('') }] = (await store.scanAccounts()).accounts;
    expect(messages.claimed).toMatchObject([
      { kind: 'member.stage-changed', memberId: account.memberId, day: '2026-11-21', from: null, to: 'new' },
    ]);
  });

  it('gives a sign of life, for whoever would start another run', async () => {
    const engine = memoryEngine();
    const now = engine.reviewer.now();
    await call(engine.reviewer, first);
    const lease = async (run: string, minutes: number) =>
      engine.reviewer.settings.leaseReview({ run, until: now }, instantOf(now + minutes * 60_000));
    expect(await lease('run-2', 39)).toBe(false);
    expect(await lease('run-2', 40)).toBe(true);
  });

  it('names an account that fails, and goes on', async () => {
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
    const { result, logs, metrics, output } = await call({ ...engine.reviewer, ledger }, first);
    expect(result).toEqual({ ...of, part: 1, reviewed: 2, posted: 1, failed: 1, done: true });
    expect(logs[0]).toMatchObject({
      level: 'ERROR',
      message: logMessages.reviewFailed,
      memberId: account.memberId,
      error: 'RangeError',
    });
    expect(metrics).toEqual({ MembersReviewed: 2, MemberReviewsFailed: 1 });
    expect(output).not.toContain('about somebody');
    expect((await call(engine.reviewer, first)).result).toMatchObject({ reviewed: 2, posted: 1, failed: 0 });
  });

  it('fails on a day that is none, and on stores that cannot be read', async () => {
    const engine = memoryEngine();
    await expect(call(engine.reviewer, { ...first, day: '2026-02-30' })).rejects.toThrow(RangeError);
    await addAccounts(engine, 1);
    const { history, records, keys, read, commit } = engine.store;
    const scanAccounts = async () => Promise.reject(new Error('down'));
    const ledger = { history, records, keys, read, commit, scanAccounts };
    await expect(call({ ...engine.reviewer, ledger }, first)).rejects.toThrow('down');
  });
});

describe('the loop', () => {
  /** What the state machine does: the answer of a call is the request of the next. */
  async function loop(reviewer: Reviewer, remainingMs: () => number) {
    const answers: ReviewAnswer[] = [];
    for (let request: ReviewRequest = first; ;) {
      const { result } = await call(reviewer, request, remainingMs);
      answers.push(result);
      if (result.done) return answers;
      request = result;
    }
  }

  it('goes through every account once, a stretch at a time, even if there is hardly any time', async () => {
    const engine = memoryEngine();
    await addAccounts(engine, 25);
    await buy(engine, 'A1');
    const answers = await loop(engine.reviewer, () => 0);
    expect(answers.map(({ reviewed, part }) => [part, reviewed])).toEqual([
      [1, 10],
      [2, 20],
      [3, 26],
    ]);
    expect(answers.map(({ posted }) => posted)).toEqual([0, 0, 1]);
    expect(answers.at(-1)).not.toHaveProperty('startKey');
  });

  it('takes as many pages as there is time for in one call', async () => {
    const engine = memoryEngine();
    await addAccounts(engine, 2300);
    let pages = 0;
    const { history, records, keys, read, commit } = engine.store;
    const scanAccounts: typeof engine.store.scanAccounts = async (startKey, part) => {
      pages += 1;
      return engine.store.scanAccounts(startKey, part);
    };
    const ledger = { history, records, keys, read, commit, scanAccounts };
    // Time runs out when the second page is begun.
    const answers = await loop({ ...engine.reviewer, ledger }, () => (pages === 2 ? 0 : 300_000));
    expect(answers.map(({ reviewed }) => reviewed)).toEqual([1010, 2300]);
  });

  it('carries the number of accounts that failed to its end, and logs each once', async () => {
    const engine = memoryEngine();
    await addAccounts(engine, 25);
    const { history, records, keys, read, commit } = engine.store;
    const scanAccounts: typeof engine.store.scanAccounts = async (startKey, part) => {
      const page = await engine.store.scanAccounts(startKey, part);
      return startKey === undefined ? { ...page, unreadable: ['broken-1', 'broken-2'] } : page;
    };
    const ledger = { history, records, keys, read, commit, scanAccounts };
    const answers = await loop({ ...engine.reviewer, ledger }, () => 0);
    expect(answers.map(({ failed }) => failed)).toEqual([2, 2, 2]);
    const { logs, metrics } = await call(engine.reviewer, { ...first, startKey: 'member-of-many-24', failed: 3 });
    expect(logs).toMatchObject([{ message: logMessages.reviewed, failed: 0 }]);
    expect(metrics).not.toHaveProperty('MemberReviewsFailed');
  });
});

describe('the pace', () => {
  /** A clock that only waiting moves. */
  function slowly(reviewer: Reviewer, unitsPerSecond: number) {
    let now = reviewer.now();
    let waitedMs = 0;
    const sleep = async (ms: number) => {
      now = instantOf(now + ms);
      waitedMs += ms;
      return Promise.resolve();
    };
    return { deps: { ...reviewer, unitsPerSecond, now: () => now, sleep }, waited: () => waitedMs };
  }

  it('is that of its share of the write units', async () => {
    const engine = memoryEngine();
    for (let index = 0; index < 40; index += 1) await buy(engine, `A${String(index)}`);
    const { deps, waited } = slowly(engine.reviewer, 10);
    const { result } = await call(deps, firstRequest({ ...of, segments: 2 }));
    // Twenty postings of five units and twenty messages of one; those of the last ten members are not waited for, nor
    // those of the first second.
    expect(result).toMatchObject({ reviewed: 20, posted: 20 });
    expect(waited()).toBe(((60 - 5) / 5) * 1000);
  });

  it('is nobody held back by who has nothing due', async () => {
    const engine = memoryEngine();
    await addAccounts(engine, 500);
    // Whoever is new is told their stage.
    await call(engine.reviewer, first);
    const { deps, waited } = slowly(engine.reviewer, 1);
    expect((await call(deps, first)).result).toMatchObject({ reviewed: 500, done: true });
    expect(waited()).toBe(0);
  });

  it('ends the call when what is owed would take longer than there is time', async () => {
    const engine = memoryEngine();
    for (let index = 0; index < 20; index += 1) await buy(engine, `A${String(index)}`);
    const { deps, waited } = slowly(engine.reviewer, 1);
    const one = await call(deps, first, () => 169_000);
    // Sixty units at one a second, the first for nothing: with 59 seconds to wait, 120 are not left.
    expect(one.result).toMatchObject({ reviewed: 10, posted: 10, done: false });
    expect(waited()).toBe(0);
    const two = await call(deps, one.result, () => 169_000);
    expect(two.result).toMatchObject({ reviewed: 20, posted: 20, done: true });
  });
});
