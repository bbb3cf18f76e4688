/** The commands beside the explicit model: what is told of each movement, and everything that is held after it. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { balanceOf } from '../../../shared/domain/account.ts';
import type { Account } from '../../../shared/domain/account.ts';
import { formatDay } from '../../../shared/domain/calendar.ts';
import type { Day } from '../../../shared/domain/calendar.ts';
import { lifetimeLevels, wholeProgramme } from '../../domain/arbitrary/whole-programme.ts';
import { plusDays } from '../../domain/reference/dates.ts';
import type { WholeProgramme } from '../../domain/reference/whole.ts';
import { runs } from '../../property-runs.ts';
import { everything } from './any-drafts.ts';
import { anySteps, movementsOf } from './any-movements.ts';
import { ExplicitModel } from './explicit-model.ts';
import type { Book } from './book.ts';
import { people } from './movement.ts';
import type { Movement, Person } from './movement.ts';
import { sumOf } from './parcels.ts';
import { Town } from './town.ts';

const dayText = (day: Day | null) => (day === null ? undefined : formatDay(day));

function seen(account: Account, { tiers }: WholeProgramme) {
  const lots = (of: Account['available']) =>
    of.flatMap(({ points, expiresOn }) => (points === 0n ? [] : [{ points, expiresOn: dayText(expiresOn) }]));
  return {
    balance: balanceOf(account),
    sums: account.sums,
    lots: lots(account.available),
    pending: account.pending.map(({ points, availableOn, expiresOn }) => {
      return { points, availableOn: formatDay(availableOn), expiresOn: dayText(expiresOn) };
    }),
    holds: account.reservations.map(({ requestId, lots: taken }) => [requestId, sumOf(taken)]),
    orders: account.orders,
    netMinor: Number(account.netMinor),
    qualifying: account.progress.months.reduce(
      (sum, { points }) => (points < 0n ? sum - points : sum),
      account.progress.total,
    ),
    level: account.standing.level ?? tiers.levels[0]?.id,
  };
}

/** Parcels of the same days as one, those that hold points. */
function together<Parcel extends { readonly points: bigint }>(parcels: readonly Parcel[]): Parcel[] {
  const byDays = new Map<string, Parcel>();
  for (const parcel of parcels) {
    const key = JSON.stringify({ ...parcel, points: 0 });
    byDays.set(key, { ...parcel, points: parcel.points + (byDays.get(key)?.points ?? 0n) });
  }
  return [...byDays.values()].filter(({ points }) => points > 0n);
}

function expected({ purse, sums, orders, netMinor, qualifying, level }: Book, { tiers }: WholeProgramme) {
  return {
    balance: {
      available: sumOf(purse.usable),
      pending: sumOf(purse.waiting),
      reserved: sumOf(purse.holds.flatMap(({ parcels }) => parcels)),
      debt: purse.debt,
    },
    sums: { ...sums, bonus: 0n, expired: purse.expired },
    lots: together(purse.usable.map(({ points, expiresOn }) => ({ points, expiresOn }))),
    pending: together(purse.waiting.map(({ points, availableOn, expiresOn }) => ({ points, availableOn, expiresOn }))),
    holds: purse.holds.map(({ requestId, parcels }) => [requestId, sumOf(parcels)]),
    orders,
    netMinor,
    qualifying,
    level: tiers.levels[level]?.id,
  };
}

/** Those whose books are up to date after a movement. */
function touchedBy(movement: Movement): readonly Person[] {
  if (movement.kind === 'return') return [];
  if (movement.kind === 'transfer') return [movement.from, movement.to];
  return movement.who === null ? [] : [movement.who];
}

async function compare(town: Town, model: ExplicitModel, document: WholeProgramme, whose: readonly Person[]) {
  const accounts = await town.accounts();
  for (const person of whose) {
    const account = accounts.get(person);
    const book = model.books.get(person);
    expect(account && seen(account, document)).toEqual(book && expected(book, document));
  }
}

it('moves every point as the model that tracks each group of them on its own', async () => {
  const histories = anySteps({ weights: { ...everything, guest: 0, review: 0 }, atMost: 14 });
  const programmes = wholeProgramme({ unknown: 'enrol', levels: lifetimeLevels });
  await fc.assert(
    fc.asyncProperty(programmes, histories, async (document, steps) => {
      const town = new Town(document);
      const model = new ExplicitModel(document);
      for (const movement of movementsOf(steps)) {
        const told = await town.send(movement);
        expect(told).toBe(model.tell(movement));
        if (told === 'applied' && movement.kind !== 'enrol') await compare(town, model, document, touchedBy(movement));
      }
      const last = Math.max(...movementsOf(steps).map(({ at }) => at));
      const lastDay = new Date(last).toISOString().slice(0, 10);
      for (const day of [2, 45, 750].map((days) => plusDays(lastDay, days))) {
        await town.review(day);
        model.passTo(day);
        await compare(town, model, document, people);
      }
    }),
    { numRuns: runs(3000) },
  );
});
