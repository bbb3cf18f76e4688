/** The simulated years: events as they arrive, and between them the passes over all accounts as a plan has them. */
import { seededRandom } from '../../../cli/demo/random.ts';
import type { Random } from '../../../cli/demo/random.ts';
import { addDays, formatDay } from '../../../shared/domain/calendar.ts';
import type { Day } from '../../../shared/domain/calendar.ts';
import { instantOf, startOfDay } from '../../../shared/domain/zone.ts';
import { runMachine } from '../../fixtures/review-machine.ts';
import type { Call } from '../../fixtures/review-machine.ts';
import type { Arrival } from './history.ts';
import { fallible, Invocation, InvocationEndedError } from './invocation.ts';
import type { Fate } from './invocation.ts';
import { firstDay, lastDay, timeZone, versions } from './programme.ts';
import { Shop } from './shop.ts';

export type Plan = {
  /** A pass for every so many days; the last day has one in any case. */
  readonly everyDays: number;
  readonly segments: number;
  /** Whether calls may be out of time after some accounts, so that the next one has to go on. */
  readonly inStretches: boolean;
  /** Every pass is gone through twice: one time after the other, or both at once. */
  readonly doubled: boolean;
  /** Of some passes calls are killed, or told of errors by the stores. */
  readonly killed: boolean;
};

const minute = 60_000;
/** As the state machine has it: the first try and two more, then the run is given up. */
const attempts = 3;
/** The schedule looks every quarter of an hour. */
const tick = 15 * minute;
const ticksAtMost = 24;

/** What the passes of a plan went through. */
export class Troubles {
  readonly met = { 'killed before': 0, 'killed after': 0, 'error before': 0, 'error after': 0 };
  /** Runs that did not come to their end, so that a later one took up the day. */
  givenUp = 0;
  /** Days that were gone through twice at once. */
  atOnce = 0;
}

/** The passes of a shop. */
class Nights {
  readonly troubles = new Troubles();
  readonly #shop: Shop;
  readonly #plan: Plan;
  readonly #random: Random;
  /** What calls of tonight meet, the next one first. */
  #fates: Fate[] = [];
  #turns = 0;
  #runs = 0;

  constructor(plan: Plan, seed: number) {
    this.#plan = plan;
    this.#random = seededRandom(seed);
    const { fraction } = this.#random;
    this.#shop = new Shop(versions, {
      segments: plan.segments,
      timeLeft: () => !plan.inStretches || fraction() < 0.7,
    });
  }

  get shop(): Shop {
    return this.#shop;
  }

  readonly #call: Call = async (work) => {
    for (let attempt = 1; ; attempt += 1) {
      const fate = this.#fates.shift();
      const invocation = new Invocation(fate, () => (this.#turns === 0 ? 0 : this.#random.between(0, this.#turns)));
      try {
        return await invocation.run(work);
      } catch (error) {
        if (!(error instanceof InvocationEndedError) || attempt === attempts) throw error;
      } finally {
        if (fate !== undefined && invocation.isOver) this.troubles.met[`${fate.how} ${fate.when}`] += 1;
      }
    }
  };

  /** @returns whether the pass of the day came to its end */
  async #run(day?: string): Promise<boolean> {
    const run = `run-${String((this.#runs += 1))}`;
    const deps = this.#plan.killed || this.#plan.doubled ? fallible(this.#shop.deps) : this.#shop.deps;
    try {
      const result = await runMachine(deps, { run, ...(day === undefined ? {} : { day }) }, this.#call);
      return 'complete' in result && result.complete;
    } catch (error) {
      if (error instanceof InvocationEndedError) return false;
      throw error;
    }
  }

  #drawFates(): Fate[] {
    const { fraction, between, pick } = this.#random;
    if (!this.#plan.killed || fraction() < 0.5) return [];
    return Array.from({ length: between(1, 8) }, () => ({
      calls: fraction() < 0.7 ? between(1, 6) : between(1, 60),
      when: pick(['before', 'after'] as const),
      how: fraction() < 0.7 ? ('killed' as const) : ('error' as const),
    }));
  }

  /** The ticks after the end of a day, until its pass is done. @throws Error when it never is */
  async review(day: Day): Promise<void> {
    const { fraction } = this.#random;
    this.#fates = this.#drawFates();
    const name = formatDay(day);
    this.#shop.isMonthsLast = formatDay(addDays(day, 1)).endsWith('-01');
    for (let ticks = 0; (await this.#shop.settings.reviewedThrough()) !== name; ticks += 1) {
      if (ticks > ticksAtMost) throw new Error(`the pass for ${name} does not come to its end`);
      if (ticks > 0) this.#shop.now = instantOf(this.#shop.now + tick);
      if (this.#plan.doubled && fraction() < 0.5) {
        this.#turns = 3;
        await Promise.all([this.#run(name), this.#run(name)]);
        this.#turns = 0;
        this.troubles.atOnce += 1;
      } else if (!(await this.#run())) {
        this.troubles.givenUp += 1;
      } else if (this.#plan.doubled) {
        await this.#run(name);
      }
    }
  }
}

/** When the pass for a day begins: soon after midnight, sometimes only when the next day's members have been there. */
function passBegins(day: Day): number {
  return startOfDay(addDays(day, 1), timeZone) + (day % 9 === 0 ? 10 * 60 + 15 : 15) * minute;
}

/** Lives through the years. @returns the shop at their end */
export async function livedThrough(
  arrivals: readonly Arrival[],
  plan: Plan,
  seed: number,
): Promise<{ readonly shop: Shop; readonly troubles: Troubles }> {
  const nights = new Nights(plan, seed);
  const { shop, troubles } = nights;
  let next = 0;
  for (let day = firstDay; day <= lastDay; day = addDays(day, 1)) {
    if (day !== lastDay && (day - firstDay + 1) % plan.everyDays !== 0) continue;
    const begins = passBegins(day);
    for (let arrival = arrivals[next]; arrival !== undefined && arrival.at < begins; arrival = arrivals[next]) {
      await shop.take(arrival);
      next += 1;
    }
    shop.now = instantOf(begins);
    await nights.review(day);
  }
  if (next < arrivals.length) throw new Error('some events were not taken');
  return { shop, troubles };
}
