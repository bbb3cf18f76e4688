/** Points are spent once: of two requests that together ask for more than there is, one succeeds, whatever they are. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { balanceOf } from '../../../shared/domain/account.ts';
import { wholeProgramme } from '../../domain/arbitrary/whole-programme.ts';
import type { PlainLine } from '../../domain/reference/plain.ts';
import { runs } from '../../property-runs.ts';
import { anySteps } from './any-movements.ts';
import { people } from './movement.ts';
import type { Movement, Step } from './movement.ts';
import { Town } from './town.ts';

const msPerDay = 86_400_000;

/** Of a kind that earns nothing. */
const card: PlainLine = { lineId: 'card', kind: 'gift_card', net: 0, quantity: '1', category: [], tags: [] };
/** The ways in which points are asked for. */
const ways: ((id: string, at: number, points: number) => Movement)[] = [
  (requestId, at, points) => ({ kind: 'redeem', who: 'ann', requestId, at, points }),
  (requestId, at, points) => ({ kind: 'reserve', who: 'ann', requestId, at, points, minutes: 60 }),
  (requestId, at, points) => ({ kind: 'transfer', from: 'ann', to: 'bob', requestId, at, points }),
  (purchaseId, at, pointsRedeemed) => ({ kind: 'sale', who: 'ann', purchaseId, at, lines: [card], pointsRedeemed }),
];
const way = fc.constantFrom(...ways);

/** After all that happened, and after the end of every day that was reviewed. */
function endOf(steps: readonly Step[]): number {
  const ends = steps.map((step) => (step.kind === 'review' ? Date.parse(step.day) + 2 * msPerDay : step.at));
  return Math.max(0, ...ends);
}

it('of two requests that together exceed what is available exactly one succeeds, in any interleaving', async () => {
  const histories = anySteps({ late: true, atMost: 7 });
  const more = fc.integer({ min: 1, max: 60 });
  const share = fc.integer({ min: 0, max: 100 });
  await fc.assert(
    fc.asyncProperty(
      ...[wholeProgramme({ unknown: 'enrol' }), histories, way, way, more, share, fc.scheduler()],
      async (document, steps, firstWay, secondWay, given, percent, scheduler) => {
        let inTurns = false;
        const turn = async () => (inTurns ? scheduler.schedule(Promise.resolve()) : undefined);
        const town = new Town(document, { turn });
        const at = endOf(steps) + 1;
        for (const who of people) await town.send({ kind: 'enrol', at, eventId: `e-${who}`, who });
        for (const step of steps) await town.take(step);
        const day = new Date(at + 40 * msPerDay).toISOString().slice(0, 10);
        const lots = [{ points: given, expiresOn: day }];
        await town.send({ kind: 'import', who: 'ann', requestId: 'more', at, lots });
        // Whatever is due by then is posted with this.
        await town.send({ kind: 'adjust', who: 'ann', requestId: 'nothing', at, points: 0 });
        const before = (await town.accounts()).get('ann');
        if (before === undefined) throw new Error('ann is there');
        const available = Number(balanceOf(before).available);
        fc.pre(available > 0 && before.reservations.length < 20);
        // Each could be had alone, and both together could not.
        const first = Math.max(1, Math.ceil((available * percent) / 100));
        const requests = [firstWay('one', at, first), secondWay('two', at, available - first + 1)];
        inTurns = true;
        const told = Promise.all(requests.map(async (request) => town.send(request)));
        await scheduler.waitFor(told);
        inTurns = false;
        expect((await told).toSorted()).toEqual(['applied', 'insufficient-points']);

        const after = (await town.accounts()).get('ann');
        expect(after && balanceOf(after).debt).toBe(balanceOf(before).debt);
        expect(await town.faults()).toEqual([]);
        // Points that come in do not change the answer; a purchase may be corrected, and so is tried again.
        await town.send({
          kind: 'import',
          who: 'ann',
          requestId: 'much more',
          at,
          lots: [{ points: 500, expiresOn: day }],
        });
        for (const [index, request] of requests.entries()) {
          const isRefused = (await told)[index] === 'insufficient-points';
          const expected = isRefused ? (request.kind === 'sale' ? 'applied' : 'insufficient-points') : 'duplicate';
          expect(await town.send(request)).toBe(expected);
        }
        expect(await town.faults()).toEqual([]);
      },
    ),
    { numRuns: runs(1000) },
  );
});
