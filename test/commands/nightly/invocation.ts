/**
 * Calls of functions that end as calls in a cloud may: killed at some call of a store, before or after it took effect, or
 * told of an error by one. What was killed does nothing more, whatever it had under way.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import type { MachineDependencies } from '../../fixtures/review-machine.ts';

/** After how many calls of the stores, and how. */
export type Fate = {
  readonly calls: number;
  readonly when: 'before' | 'after';
  readonly how: 'killed' | 'error';
};

export class InvocationEndedError extends Error {
  override readonly name = 'InvocationEndedError';
}

export class Invocation {
  readonly #fate: Fate | undefined;
  /** Moments to let others go first, before each call of a store. */
  readonly #turns: () => number;
  readonly #death = Promise.withResolvers<never>();
  #calls = 0;
  #isDead = false;
  /** Whether the fate was met. */
  isOver = false;

  constructor(fate: Fate | undefined, turns: () => number) {
    this.#fate = fate;
    this.#turns = turns;
    // Where nothing else is running nobody hears of it.
    this.#death.promise.catch(() => undefined);
  }

  /** Does the work, unless it is killed at it. */
  async run<Answer>(work: () => Promise<Answer>): Promise<Answer> {
    return Promise.race([current.run(this, work), this.#death.promise]);
  }

  async meet<Result>(call: () => Promise<Result>): Promise<Result> {
    for (let turn = this.#turns(); turn > 0; turn -= 1) await Promise.resolve();
    if (this.#isDead) return new Promise(() => undefined);
    this.#calls += 1;
    if (this.#fate === undefined || this.#calls !== this.#fate.calls) return call();
    this.isOver = true;
    const { when, how } = this.#fate;
    // Nothing of the same function goes on behind it, not even while the call is under way.
    this.#isDead = how === 'killed';
    if (when === 'after') await call();
    const error = new InvocationEndedError();
    if (how === 'error') throw error;
    this.#death.reject(error);
    return new Promise(() => undefined);
  }
}

const current = new AsyncLocalStorage<Invocation>();

async function meet<Result>(call: () => Promise<Result>): Promise<Result> {
  const invocation = current.getStore();
  return invocation === undefined ? call() : invocation.meet(call);
}

/** The same stores, each of whose calls meets what is in store for whoever makes it. */
export function fallible(deps: MachineDependencies): MachineDependencies {
  const { ledger, messages, passes, snapshots, settings } = deps;
  return {
    ...deps,
    ledger: {
      history: ledger.history,
      records: ledger.records,
      keys: ledger.keys,
      read: async (request) => meet(async () => ledger.read(request)),
      commit: async (writes) => meet(async () => ledger.commit(writes)),
      scanAccounts: async (startKey, part) => meet(async () => ledger.scanAccounts(startKey, part)),
    },
    messages: {
      claim: async (message) => meet(async () => messages.claim(message)),
      newest: async (memberId, kind) => meet(async () => messages.newest(memberId, kind)),
    },
    passes: {
      putPart: async (pass, name, body) => meet(async () => passes.putPart(pass, name, body)),
      parts: async (pass) => meet(async () => passes.parts(pass)),
      readPart: async (pass, name) => meet(async () => passes.readPart(pass, name)),
    },
    snapshots: {
      list: snapshots.list,
      put: async (facts, body) => meet(async () => snapshots.put(facts, body)),
      read: async (day) => meet(async () => snapshots.read(day)),
      latestBefore: async (day) => meet(async () => snapshots.latestBefore(day)),
    },
    settings: {
      ...settings,
      reviewedThrough: async () => meet(async () => settings.reviewedThrough()),
      putReviewedThrough: async (day) => meet(async () => settings.putReviewedThrough(day)),
      leaseReview: async (lease, now) => meet(async () => settings.leaseReview(lease, now)),
    },
  };
}
