/** The same cause, of every kind of movement: again at any later time it changes nothing, changed it is refused. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { wholeProgramme } from '../../domain/arbitrary/whole-programme.ts';
import { runs } from '../../property-runs.ts';
import { anySteps } from './any-movements.ts';
import { people } from './movement.ts';
import type { Movement, Step } from './movement.ts';
import { endOfTime, Town } from './town.ts';

/** Those that left a trace, with what was told of them; a refusal for lack of points is one. */
const leftTrace: ReadonlySet<string> = new Set(['applied', 'duplicate', 'parked', 'insufficient-points']);

/** What is told of a copy: a purchase that was refused for lack of points may be corrected, and so leaves none. */
function toldAgain(movement: Movement, told: string): readonly string[] {
  if (!leftTrace.has(told)) return [];
  // A return that waited and turned out wrong when its sale came is refused now.
  if (movement.kind === 'return' && told === 'parked') return ['duplicate', 'unknown-line', 'over-return'];
  // Whether the points that are to pay are there is looked at when a parked purchase is claimed, and each time it comes.
  if (movement.kind === 'sale' && told === 'parked' && movement.pointsRedeemed !== undefined) return [];
  if (told !== 'insufficient-points') return ['duplicate'];
  return movement.kind === 'sale' ? [] : [told];
}

type Again = { readonly movement: Movement; readonly expected: readonly string[] };

/** Sends all steps, and in between copies of what came before. @returns whatever left a trace */
async function live(town: Town, steps: readonly Step[], copies: readonly number[]): Promise<readonly Again[]> {
  const traces: Again[] = [];
  const places = [...copies];
  for (const [index, step] of steps.entries()) {
    const told = await town.take(step, `delivery of ${String(index)}`);
    const expected = step.kind === 'review' ? [] : toldAgain(step, told);
    if (step.kind !== 'review' && expected.length > 0) traces.push({ movement: step, expected });
    const place = places.shift() ?? 0;
    const again = place === 0 ? undefined : traces[place % Math.max(1, traces.length)];
    if (again !== undefined) expect(again.expected).toContain(await town.send(again.movement));
  }
  return traces;
}

const copies = fc.array(fc.nat({ max: 12 }), { maxLength: 12, size: 'max' });

it('again changes nothing, at once or after years, and counts as a duplicate', async () => {
  await fc.assert(
    fc.asyncProperty(wholeProgramme(), anySteps({ late: true, atMost: 10 }), copies, async (document, steps, often) => {
      const [once, again] = [new Town(document), new Town(document)];
      await live(once, steps, []);
      const traces = await live(again, steps, often);
      expect(await again.snapshot()).toBe(await once.snapshot());
      await again.review(endOfTime);
      const before = await again.snapshot();
      for (const { movement, expected } of traces.toReversed()) expect(expected).toContain(await again.send(movement));
      expect(await again.snapshot()).toBe(before);
    }),
    { numRuns: runs(1000) },
  );
});

/** The same with another content, and where somebody is named, of somebody else. */
function changed(movement: Movement): Movement[] {
  const later = { ...movement, at: movement.at + 1 };
  const other = people.filter((person) => !('who' in movement) || person !== movement.who);
  switch (movement.kind) {
    case 'return':
      return [later, { ...movement, goods: { ...movement.goods, net: (movement.goods.net ?? 0) + 1 } }];
    case 'enrol':
      // Another content of an enrolment is another instant, or another person: the id is its event's own.
      return [later, ...other.map((who) => ({ ...movement, who }))];
    case 'transfer':
      return [later, { ...movement, points: movement.points + 1 }];
    case 'sale':
      // A guest's sale may be claimed by anybody.
      return movement.who === null ? [later] : [later, ...other.map((who) => ({ ...movement, who }))];
    case 'redeem':
    case 'reserve':
    case 'commit':
    case 'cancel':
    case 'adjust':
    case 'import':
    case 'return-without-sale':
      return [later, ...other.map((who) => ({ ...movement, who }))];
  }
}

it('with other content or for another member is refused, whatever it is and whenever it comes', async () => {
  await fc.assert(
    fc.asyncProperty(
      wholeProgramme({ unknown: 'enrol' }),
      anySteps({ late: true, atMost: 9 }),
      async (document, steps) => {
        const town = new Town(document);
        // Nobody is unknown: that would be told before anything else.
        for (const who of people) await town.send({ kind: 'enrol', at: Date.UTC(2024), eventId: `first-${who}`, who });
        const traces = await live(town, steps, []);
        await town.review(endOfTime);
        const before = await town.snapshot();
        for (const { movement, expected } of traces) {
          // A return that was refused when its sale came left nothing to contradict.
          if (!expected.includes(await town.send(movement)) || expected.length > 1) continue;
          for (const other of changed(movement)) expect(await town.send(other)).toBe('conflicting-duplicate');
        }
        expect(await town.snapshot()).toBe(before);
      },
    ),
    { numRuns: runs(1000) },
  );
});
