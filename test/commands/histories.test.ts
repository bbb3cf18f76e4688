/** Random histories, one event after the other, against the plain model. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Outcome, Results } from '../../shared/commands/outcome.ts';
import { runs } from '../property-runs.ts';
import { expectAlike } from './alike.ts';
import { CallFailedError, anyFates, failing } from './failing-stores.ts';
import { PlainModel } from './plain-model.ts';
import type { Told } from './plain-model.ts';
import { anyProgramme, anySteps } from './steps.ts';
import type { Step } from './steps.ts';
import { World } from './world.ts';

function told(outcome: Outcome | undefined): string {
  return outcome?.status === 'refused' ? outcome.refusal.code : String(outcome?.status);
}

function tell(model: PlainModel, delivery: string, step: Exclude<Step, { step: 'review' }>): Told {
  return step.step === 'sale' ? model.sale(delivery, step) : model.enrol(delivery, step);
}

function settledBy({ settled }: Results): string[] {
  return settled.map(({ delivery }) => delivery);
}

it('tells of every event what the plain model tells, and keeps what it keeps', async () => {
  await fc.assert(
    fc.asyncProperty(anyProgramme, anySteps, async (versions, steps) => {
      const world = new World(versions);
      const model = new PlainModel(versions);
      for (const [index, step] of steps.entries()) {
        const delivery = `d${String(index)}`;
        const event = await world.eventOf(step, delivery);
        if (step.step === 'review' || event === undefined) {
          if (step.step === 'review') await world.review(step.date);
          continue;
        }
        const before = await world.snapshot();
        const settledBefore = model.settled.length;
        const expected = tell(model, delivery, step);
        const results = await world.apply(event, delivery);
        expect(told(results.outcomes.get(delivery))).toBe(expected);
        expect(settledBy(results).sort()).toEqual(model.settled.slice(settledBefore).sort());
        const leavesNoTrace = !['applied', 'parked', 'duplicate'].includes(expected);
        if (leavesNoTrace) expect(await world.snapshot()).toBe(before);
      }
      await expectAlike(world, model);
      expect(await world.faults()).toEqual([]);
    }),
    { numRuns: runs(1250) },
  );
});

/** Does it again while calls fail. */
async function untilDone<Result>(work: () => Promise<Result>): Promise<Result> {
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof CallFailedError)) throw error;
    }
  }
}

it('comes to the same when calls fail, races are lost and every delivery comes again until it is settled', async () => {
  await fc.assert(
    fc.asyncProperty(anyProgramme, anySteps, anyFates, async (versions, steps, fates) => {
      const rest = [...fates];
      const world = new World(versions, (stores) => failing(stores, () => rest.shift() ?? 'done'));
      const model = new PlainModel(versions);
      const settled = new Set<string>();
      for (const [index, step] of steps.entries()) {
        const delivery = `d${String(index)}`;
        const event = await world.eventOf(step, delivery);
        if (step.step === 'review' || event === undefined) {
          if (step.step === 'review') await untilDone(async () => world.review(step.date));
          continue;
        }
        const expected = tell(model, delivery, step);
        const outcome = await untilDone(async () => {
          const results = await world.apply(event, delivery);
          for (const each of settledBy(results)) settled.add(each);
          for (const error of results.failed.values()) throw error;
          return results.outcomes.get(delivery);
        });
        expect(told(outcome)).toBe(expected);
      }
      await expectAlike(world, model);
      expect(await world.faults()).toEqual([]);
      // An answer that was lost is not given again; the receipts are there all the same.
      expect(model.settled).toEqual(expect.arrayContaining([...settled]));
    }),
    { numRuns: runs(1250) },
  );
});

it('takes a delivery that comes again, and any copy, for what it is: after years, and changing nothing', async () => {
  await fc.assert(
    fc.asyncProperty(anyProgramme, anySteps, async (versions, steps) => {
      const world = new World(versions);
      const accepted: { readonly step: Step; readonly delivery: string; readonly told: string }[] = [];
      for (const [index, step] of steps.entries()) {
        if (step.step === 'review') await world.review(step.date);
        const delivery = `d${String(index)}`;
        const event = await world.eventOf(step, delivery);
        if (event === undefined) continue;
        const first = told((await world.apply(event, delivery)).outcomes.get(delivery));
        if (['applied', 'duplicate', 'parked'].includes(first)) accepted.push({ step, delivery, told: first });
      }
      await world.review('2030-01-01');
      const before = await world.snapshot();
      for (const { step, delivery, told: first } of accepted) {
        const event = await world.eventOf(step, delivery);
        if (event === undefined) throw new Error('an accepted step is an event');
        const again = await world.apply(event, delivery);
        // What waited at first may have been posted since.
        const expected = first === 'parked' ? ['parked', 'applied'] : [first];
        expect(expected).toContain(told(again.outcomes.get(delivery)));
        const copy = await world.apply(event, `copy of ${delivery}`);
        expect(told(copy.outcomes.get(`copy of ${delivery}`))).toBe('duplicate');
        expect(settledBy(again)).toEqual([]);
        expect(settledBy(copy)).toEqual([]);
      }
      expect(await world.snapshot()).toBe(before);
    }),
    { numRuns: runs(1000) },
  );
});
