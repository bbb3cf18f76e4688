/** Whether a world is as the plain model has it. */
import { expect } from 'vitest';
import { formatDay } from '../../shared/domain/calendar.ts';
import type { PlainModel } from './plain-model.ts';
import { purchaseIds } from './steps.ts';
import type { World } from './world.ts';

/** Everything that the model knows, seen in the world: who owns what, whose each sale is, what waits for whom. */
export async function expectAlike(world: World, model: PlainModel): Promise<void> {
  const owners = await world.owners();
  const person = new Map([...owners].map(([identity, memberId]) => [memberId, model.owners.get(identity)]));
  expect([...owners.keys()].sort()).toEqual([...model.owners.keys()].sort());
  for (const [identity, memberId] of owners) expect(model.owners.get(identity)).toBe(person.get(memberId));
  expect(new Set(person.values()).size).toBe(person.size);

  const items = await world.items();
  for (const purchaseId of purchaseIds) {
    const item = items.get(`purchase:${purchaseId}`);
    const posted = model.posted.get(purchaseId);
    if (posted !== undefined) {
      if (item?.found !== 'entry' || item.entry.kind !== 'earn') throw new Error(`${purchaseId} is not posted`);
      const { memberId, cause, points, day, lots } = item.entry;
      expect({ person: person.get(memberId), delivery: cause.delivery }).toEqual({
        person: posted.person,
        delivery: posted.delivery,
      });
      // The points and the life of the sale's own day, however late it was posted.
      const { points: due, date } = posted.sale;
      expect({ points, day: formatDay(day) }).toEqual({ points: BigInt(due), day: date });
      const lot = { points: BigInt(due), availableOn: date, expiresOn: nextYear(date) };
      expect(
        lots.map(({ points: given, availableOn, expiresOn }) => ({
          points: given,
          availableOn: formatDay(availableOn),
          expiresOn: expiresOn === null ? null : formatDay(expiresOn),
        })),
      ).toEqual(due === 0 ? [] : [lot]);
    } else {
      const what = item?.found === 'held' ? item.held.holds : item?.found;
      expect(what).toBe(model.waiting.has(purchaseId) ? 'waiting' : undefined);
    }
  }
  for (const { delivery } of model.waiting.values()) expect(world.receipts.get(delivery)?.outcome).toBe('parked');
  for (const delivery of model.settled) expect(world.receipts.get(delivery)?.outcome).toBe('applied');
  const waits = [...model.waiting].flatMap(([id, { identity }]) =>
    identity === undefined ? [] : [`${String(identity)} purchase:${id}`],
  );
  const parked = [...(await world.parked())].flatMap(([identity, ids]) => ids.map((id) => `${String(identity)} ${id}`));
  expect(parked.sort()).toEqual(waits.sort());
  for (const { account } of await world.accounts()) {
    const sales = [...model.posted.values()].filter((each) => each.person === person.get(account.memberId));
    expect(account.orders).toBe(sales.length);
    expect(account.sums.earned).toBe(sales.reduce((sum, { sale }) => sum + BigInt(sale.points), 0n));
  }
}

/** Twelve months on; none of the dates is a leap day. */
function nextYear(date: string): string {
  return `${String(Number(date.slice(0, 4)) + 1)}${date.slice(4)}`;
}
