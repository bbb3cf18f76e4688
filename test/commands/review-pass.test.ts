/** The pass over all accounts as a whole, killed anywhere and started again, on accounts in memory. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyEvents } from '../../shared/commands/apply-events.ts';
import type { Dependencies } from '../../shared/commands/dependencies.ts';
import type { FinishedReview } from '../../shared/commands/finish-review.ts';
import { parseSnapshot } from '../../shared/contracts/snapshot.ts';
import { cellRecords } from '../../shared/contracts/stored-sums.ts';
import { formatEntry } from '../../shared/contracts/entry-record.ts';
import { instantOf } from '../../shared/domain/zone.ts';
import type { Instant } from '../../shared/domain/zone.ts';
import { MemoryStore } from '../../shared/store/memory/memory-store.ts';
import { memoryMessages } from '../../shared/store/memory/memory-messages.ts';
import { memoryPasses } from '../../shared/store/memory/memory-passes.ts';
import { memorySnapshots } from '../../shared/store/memory/memory-snapshots.ts';
import { memorySettings } from '../../shared/store/memory/memory-settings.ts';
import { all } from '../fixtures/all.ts';
import { parsedSale } from '../fixtures/events.ts';
import { digests } from '../fixtures/ledger.ts';
import { programmeWith } from '../fixtures/programme.ts';
import { runs } from '../property-runs.ts';
import { runMachine } from '../fixtures/review-machine.ts';
import type { Call, MachineDependencies } from '../fixtures/review-machine.ts';

/** 2 March 2026 begins in Shanghai: the lots of 1 March 2025 ended the day before. */
const midnight = Date.UTC(2026, 2, 1, 16);
const minute = 60_000;

/** A function that was killed: what it was about to do is not done, and whoever called it hears of this alone. */
class Killed extends Error {
  override readonly name = 'Killed';
}

/** A stage with some members whose points ended yesterday, and some whose did not. */
async function stageWith(members: number) {
  const store = new MemoryStore();
  let now: Instant = instantOf(midnight + minute);
  let ids = 0;
  const lives: number[] = [];
  let callsLeft = Infinity;
  let death = Promise.withResolvers<never>();
  /** Before each call of the store: the last one of a life is never made, and nothing goes on behind it. */
  const stillAlive = async () => {
    callsLeft -= 1;
    if (callsLeft > 0) return;
    callsLeft = lives.shift() ?? Infinity;
    const ended = death;
    death = Promise.withResolvers<never>();
    // Where nothing else is running nobody hears of it.
    ended.promise.catch(() => undefined);
    ended.reject(new Killed());
    await new Promise(() => undefined);
  };
  const shared: Dependencies = {
    ledger: store,
    members: store,
    programmes: async () => Promise.resolve([programmeWith()]),
    digests,
    newMemberId: () => `member-${String((ids += 1))}`,
    backOff: async () => Promise.resolve(),
  };
  for (let index = 0; index < members; index += 1) {
    const externalId = `A${String(index)}`;
    const occurredAt = `2025-0${index % 3 === 0 ? '4' : '3'}-01T12:00:00+08:00`;
    const event = parsedSale({ purchaseId: `of-${externalId}`, member: { externalId }, occurredAt });
    await applyEvents(shared, [{ event, delivery: externalId }]);
  }
  const { history, records, keys, read, commit, scanAccounts } = store;
  const mortal: typeof store.commit = async (writes) => {
    await stillAlive();
    return commit(writes);
  };
  const settings = memorySettings();
  const snapshots = memorySnapshots();
  const messages = memoryMessages();
  const deps: MachineDependencies = {
    ...shared,
    ledger: {
      history,
      records,
      keys,
      read,
      commit: mortal,
      async scanAccounts(startKey, part) {
        await stillAlive();
        return scanAccounts(startKey, part);
      },
    },
    settings,
    messages,
    passes: memoryPasses(),
    snapshots,
    now: () => now,
    // Hardly ever: every call sees ten accounts.
    timeLeft: () => false,
    sleep: async () => Promise.resolve(),
    unitsPerSecond: 1_000_000,
    segments: 3,
  };
  return {
    deps,
    settings,
    /** The snapshot of the day that ended, but for the time at which it was taken. */
    async numbers() {
      const { facts, cube } = parseSnapshot(new TextDecoder().decode(await snapshots.read('2026-03-01')));
      return { ...facts, readFrom: '', readTo: '', cells: cellRecords(cube) };
    },
    /** Members and what they were told, member by member. */
    told: () => messages.claimed.map(({ memberId, occasion }) => `${memberId} ${occasion}`).sort(),
    passes: (minutes: number) => (now = instantOf(now + minutes * minute)),
    /**
     * Kills everything that is running after so many calls of the store, and what then runs after so many more. Lives that
     * were not used up are forgotten: who runs next outside `call` would wait for ever where one of them ends.
     */
    killAfter(...calls: readonly number[]) {
      lives.splice(0, lives.length, ...calls);
      callsLeft = lives.shift() ?? Infinity;
    },
    /** A call as the state machine makes it: again, and in the end no more, when it is killed. */
    call: async <Answer>(work: () => Promise<Answer>): Promise<Answer> => {
      for (let attempt = 1; ; attempt += 1) {
        try {
          return await Promise.race([work(), death.promise]);
        } catch (error) {
          if (!(error instanceof Killed) || attempt === 3) throw error;
        }
      }
    },
    /** All entries, member by member. */
    async entries() {
      const accounts: unknown[] = [];
      for (let startKey: string | undefined, first = true; first || startKey !== undefined; first = false) {
        const page = await scanAccounts(startKey);
        for (const { account } of page.accounts)
          accounts.push([account, (await all(history(account.memberId))).map(formatEntry)]);
        startKey = page.nextKey;
      }
      return accounts;
    },
  };
}

const finishedOf = (result: Awaited<ReturnType<typeof runMachine>>): FinishedReview => {
  if ('status' in result) throw new Error(`the run had nothing to do: ${result.status}`);
  return result;
};

describe('a pass', () => {
  it('reviews everybody once and remembers the day, and the ticks after it do nothing', async () => {
    const stage = await stageWith(70);
    const result = await runMachine(stage.deps, { run: 'run-1' });
    expect(result).toEqual({
      day: '2026-03-01',
      reviewed: 70,
      posted: 46,
      failed: 0,
      lost: 0,
      complete: true,
      snapshot: 'taken',
    });
    expect(await stage.settings.reviewedThrough()).toBe('2026-03-01');
    const after = await stage.entries();
    stage.passes(15);
    expect(await runMachine(stage.deps, { run: 'run-2' })).toEqual({ status: 'done' });
    expect(await runMachine(stage.deps, { run: 'run-3', day: '2026-03-01' })).toMatchObject({
      posted: 0,
      reviewed: 70,
    });
    expect(await stage.entries()).toEqual(after);
  });

  it('is gone through by one of two ticks that come at once', async () => {
    const stage = await stageWith(40);
    const both = await Promise.all(['run-1', 'run-2'].map(async (run) => runMachine(stage.deps, { run })));
    expect(both).toContainEqual({ status: 'running' });
    expect(both).toContainEqual(expect.objectContaining({ reviewed: 40, posted: 26, complete: true }));
  });

  it('that is asked for twice at once posts everything once', async () => {
    const [once, twice] = [await stageWith(40), await stageWith(40)];
    const day = '2026-03-01';
    await runMachine(once.deps, { run: 'run-1', day });
    const runs = ['run-1', 'run-2'].map(async (run) => runMachine(twice.deps, { run, day }));
    const both = (await Promise.all(runs)).map(finishedOf);
    expect(both.map(({ reviewed, complete }) => [reviewed, complete])).toEqual([
      [40, true],
      [40, true],
    ]);
    expect(both.reduce((sum, { posted }) => sum + posted, 0)).toBe(26);
    expect(await twice.entries()).toEqual(await once.entries());
  });

  it('whose segment is given up reviews the others, and the next tick does the rest', async () => {
    const stage = await stageWith(70);
    let number = 0;
    const broken: Call = async (work) => {
      number += 1;
      // The start is the first call, the three segments the next.
      return number === 3 ? Promise.reject(new Killed()) : work();
    };
    const first = finishedOf(await runMachine(stage.deps, { run: 'run-1' }, broken));
    expect(first).toMatchObject({ lost: 1, failed: 0, complete: false });
    expect(first.reviewed).toBeGreaterThan(40);
    expect(await stage.settings.reviewedThrough()).toBeUndefined();
    stage.passes(15);
    const second = finishedOf(await runMachine(stage.deps, { run: 'run-2' }));
    expect(second).toMatchObject({ reviewed: 70, complete: true });
    expect(first.posted + second.posted).toBe(46);
  });

  it('that is killed anywhere and started again comes to what one comes to that is not', async () => {
    const whole = await stageWith(45);
    await runMachine(whole.deps, { run: 'run-1' });
    const expected = await whole.entries();
    const [numbers, told] = [await whole.numbers(), whole.told()];
    let [resumed, givenUp] = [0, 0];
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 25 }), { minLength: 1, maxLength: 6 }), async (lives) => {
        const stage = await stageWith(45);
        stage.killAfter(...lives);
        const first = finishedOf(await runMachine(stage.deps, { run: 'killed' }, stage.call));
        if (first.complete) resumed += 1;
        else givenUp += 1;
        stage.killAfter(Infinity);
        stage.passes(15);
        const next = await runMachine(stage.deps, { run: 'next' });
        expect('status' in next ? next : next.complete).toEqual(first.complete ? { status: 'done' } : true);
        expect(await stage.settings.reviewedThrough()).toBe('2026-03-01');
        expect(await stage.entries()).toEqual(expected);
        expect(await stage.numbers()).toEqual(numbers);
        expect(stage.told()).toEqual(told);
      }),
      { numRuns: runs(25), examples: [[[20]], [[1, 1, 1, 1, 1, 1]]] },
    );
    expect(Math.min(resumed, givenUp)).toBeGreaterThan(0);
  });
});
