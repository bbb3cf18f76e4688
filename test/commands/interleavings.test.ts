/** Many deliveries at once, in every order in which their calls to the store can come, some of them more than once. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { runs } from '../property-runs.ts';
import { anyProgramme, anySteps, purchaseIds } from './steps.ts';
import type { Step } from './steps.ts';
import { World } from './world.ts';
import type { Stores } from './world.ts';

/** Stores whose every call waits for its turn. */
function takingTurns({ ledger, members }: Stores, turn: () => Promise<unknown>): Stores {
  const waiting =
    <Request extends readonly unknown[], Result>(call: (...request: Request) => Promise<Result>) =>
    async (...request: Request): Promise<Result> => {
      await turn();
      return call(...request);
    };
  const { history, records, keys, scanAccounts } = ledger;
  return {
    ledger: {
      history,
      records,
      keys,
      scanAccounts,
      read: waiting(ledger.read),
      commit: waiting(ledger.commit),
    },
    members: {
      owners: waiting(members.owners),
      profile: waiting(members.profile),
      applied: waiting(members.applied),
      consents: waiting(members.consents),
      parked: waiting(members.parked),
    },
  };
}

/** Delivers again, one after the other, until nothing changes any more: what a queue does for whatever failed. */
async function deliverAgain(world: World, deliver: readonly ((world: World) => Promise<void>)[]): Promise<void> {
  for (let before = ''; before !== (await world.snapshot());) {
    before = await world.snapshot();
    for (const again of deliver) await again(world);
  }
}

/** The same for every world that applied the same events, whatever the ids that it gave. */
async function sumsOf(world: World): Promise<unknown> {
  const accounts = await world.accounts();
  const earned = accounts.reduce((sum, { account }) => sum + account.sums.earned, 0n);
  return { members: accounts.length, orders: accounts.reduce((sum, { account }) => sum + account.orders, 0), earned };
}

it('keeps everybody’s books in order, each sale once and each identity with one owner', async () => {
  await fc.assert(
    fc.asyncProperty(anyProgramme, anySteps, fc.scheduler(), async (versions, steps, scheduler) => {
      const world = new World(versions, (stores) =>
        takingTurns(stores, async () => scheduler.schedule(Promise.resolve())),
      );
      const deliver = async (step: Step, delivery: string): Promise<void> => {
        if (step.step === 'review') await world.review(step.date);
        const event = await world.eventOf(step, delivery);
        if (event === undefined) return;
        // What lost too many races comes again, as it does from a queue.
        while ((await world.apply(event, delivery)).failed.size > 0);
      };
      // The first is delivered twice at once, as queues do now and then.
      const all = [...steps.entries(), ...[...steps.entries()].slice(0, 1)];
      await scheduler.waitFor(Promise.all(all.map(async ([index, step]) => deliver(step, `d${String(index)}`))));
      expect(await world.faults()).toEqual([]);
      // Nobody will come and post what waits for somebody who is a member already.
      const owners = await world.owners();
      expect([...(await world.parked()).keys()].filter((identity) => owners.has(identity))).toEqual([]);

      const items = await world.items();
      const entries = (
        await Promise.all((await world.accounts()).map(async ({ account }) => world.history(account.memberId)))
      ).flat();
      for (const purchaseId of purchaseIds) {
        const times = entries.filter(({ entryId }) => entryId === `purchase:${purchaseId}`).length;
        expect(times).toBe(items.get(`purchase:${purchaseId}`)?.found === 'entry' ? 1 : 0);
      }
    }),
    { numRuns: runs(1250) },
  );
});

it('comes to the same sums in any interleaving, where no two events contradict each other', async () => {
  const sale = fc.record({
    identity: fc.nat({ max: 2 }),
    points: fc.constantFrom(100, 700),
    date: fc.constantFrom('2025-01-31', '2026-02-02'),
    copies: fc.integer({ min: 1, max: 2 }),
    guestFirst: fc.boolean(),
  });
  await fc.assert(
    fc.asyncProperty(
      anyProgramme.filter(([first, second]) => [first, second].every((each) => each?.unknownMembers !== 'refuse')),
      fc.array(sale, { minLength: 1, maxLength: purchaseIds.length }),
      fc.scheduler(),
      async (versions, sales, scheduler) => {
        const steps = sales.flatMap(({ identity, points, date, copies, guestFirst }, index): Step[] => {
          const purchaseId = purchaseIds[index] ?? '';
          const one: Step = {
            step: 'sale',
            purchaseId,
            named: { by: 'identity', identity },
            points,
            date,
            test: false,
          };
          const named = Array.from({ length: copies }, () => one);
          return guestFirst ? [{ ...one, named: { by: 'guest' } }, ...named] : named;
        });
        const enrolments = [0, 1, 2].map((identity): Step => {
          return { step: 'enrol', eventId: `e${String(identity)}`, identities: [identity], date: '2026-03-01' };
        });
        const everything = [...steps, ...enrolments];
        const inTurns = new World(versions, (stores) =>
          takingTurns(stores, async () => scheduler.schedule(Promise.resolve())),
        );
        const inOrder = new World(versions);
        const deliveries = everything.map((step, index) => async (world: World) => {
          const delivery = `d${String(index)}`;
          const event = await world.eventOf(step, delivery);
          if (event !== undefined) await world.apply(event, delivery);
        });
        await scheduler.waitFor(Promise.all(deliveries.map(async (deliver) => deliver(inTurns))));
        await scheduler.waitFor(deliverAgain(inTurns, deliveries));
        await deliverAgain(inOrder, deliveries);
        expect(await inTurns.faults()).toEqual([]);
        expect(await sumsOf(inTurns)).toEqual(await sumsOf(inOrder));
        const expected = sales.reduce((sum, { points }) => sum + BigInt(points), 0n);
        expect(await sumsOf(inOrder)).toEqual({ members: 3, orders: sales.length, earned: expected });
      },
    ),
    { numRuns: runs(1000) },
  );
});
