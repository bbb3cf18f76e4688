/** Every kind of movement of people of whom some turn out to be one: whatever arrives before, between and afterwards. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseEvent } from '../../../shared/contracts/parse-event.ts';
import type { ParsedEvent } from '../../../shared/contracts/parse-event.ts';
import { wholeProgramme } from '../../domain/arbitrary/whole-programme.ts';
import { runs } from '../../property-runs.ts';
import { anySteps } from './any-movements.ts';
import { people } from './movement.ts';
import type { Movement, Person } from './movement.ts';
import { endOfTime, Town } from './town.ts';

type Merge = { readonly after: number; readonly kept: Person; readonly removed: Person; readonly back: number };

const merges: fc.Arbitrary<Merge[]> = fc.array(
  fc.record({
    after: fc.nat({ max: 12 }),
    kept: fc.constantFrom(...people),
    removed: fc.constantFrom(...people),
    /** Days before now. */
    back: fc.oneof(fc.constant(0), fc.nat({ max: 60 })),
  }),
  { minLength: 1, maxLength: 3 },
);

function mergeEvent(requestId: string, { kept, removed }: Pick<Merge, 'kept' | 'removed'>, at: number): ParsedEvent {
  const parsed = parseEvent({
    'detail-type': 'member.merged',
    detail: {
      metadata: { id: `event ${requestId}`, version: '1.0', occurredAt: new Date(at).toISOString() },
      data: { requestId, kept: { externalId: kept }, removed: { externalId: removed } },
    },
  });
  if (!parsed.ok) throw new TypeError('a merge is valid');
  return parsed.event;
}

/** Those that left a trace; a return that waited and a sale that waits are another story. */
const leftTrace: ReadonlySet<string> = new Set(['applied', 'duplicate', 'insufficient-points']);

it('nothing is lost, nothing is posted twice, and all books verify', async () => {
  await fc.assert(
    fc.asyncProperty(
      wholeProgramme({ unknown: 'enrol' }),
      anySteps({ late: true, atMost: 12 }),
      merges,
      async (document, steps, some) => {
        const town = new Town(document);
        for (const who of people) await town.send({ kind: 'enrol', at: Date.UTC(2024), eventId: `first-${who}`, who });
        const traces: { readonly movement: Movement; readonly told: string }[] = [];
        const merged: { readonly event: ParsedEvent; readonly kept: Person; readonly removed: Person }[] = [];
        const into = new Map<Person, Person>();
        const one = (person: Person): Person => {
          const other = into.get(person);
          return other === undefined ? person : one(other);
        };
        let clock = Date.UTC(2025, 0, 10);
        for (const [index, step] of steps.entries()) {
          if (step.kind !== 'review') clock = Math.max(clock, step.at);
          const told = await town.take(step);
          const leaves = leftTrace.has(told) && !(step.kind === 'sale' && told === 'insufficient-points');
          if (step.kind !== 'review' && leaves) traces.push({ movement: step, told });
          for (const [number, merge] of some.entries()) {
            if (merge.after !== index) continue;
            const requestId = `merge-${String(index)}-${String(number)}`;
            const event = mergeEvent(requestId, merge, clock - merge.back * 86_400_000);
            const { status } = await town.apply(event, requestId);
            expect(status).toBe(one(merge.kept) === one(merge.removed) ? 'refused' : 'applied');
            if (status !== 'applied') continue;
            into.set(one(merge.removed), one(merge.kept));
            merged.push({ event, ...merge });
          }
        }
        await town.review(endOfTime);
        expect(await town.faults()).toEqual([]);
        const before = await town.snapshot();
        for (const { movement, told } of traces) {
          expect(await town.send(movement)).toBe(told === 'insufficient-points' ? told : 'duplicate');
        }
        for (const { event } of merged) expect((await town.apply(event, 'again')).status).toBe('duplicate');
        expect(await town.snapshot()).toBe(before);
        // They are one for everybody who names either.
        const accounts = await town.accounts();
        for (const { kept, removed } of merged) {
          expect(accounts.get(removed)?.memberId).toBe(accounts.get(kept)?.memberId);
        }
      },
    ),
    { numRuns: runs(300) },
  );
});
