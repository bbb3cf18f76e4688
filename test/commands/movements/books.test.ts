/** Random histories of everything at once: what holds after every posting, and what the books say at the end. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseEntry } from '../../../shared/contracts/entry-record.ts';
import { balanceOf, held, moved } from '../../../shared/domain/account.ts';
import type { Account, Balance } from '../../../shared/domain/account.ts';
import type { Entry } from '../../../shared/domain/entry.ts';
import { sumOfPoints } from '../../../shared/domain/lots.ts';
import type { Write } from '../../../shared/store/store.ts';
import { wholeProgramme } from '../../domain/arbitrary/whole-programme.ts';
import { runs } from '../../property-runs.ts';
import { anySteps } from './any-movements.ts';
import { endOfTime, Town } from './town.ts';

const nothing: Balance = { available: 0n, pending: 0n, reserved: 0n, debt: 0n };

/** What is out of order in a balance after an entry, given the one before it. */
function faultsOf({ kind, points, balanceAfter: after }: Entry, before: Balance): string[] {
  const faults: string[] = [];
  if (held(after) !== held(before) + points) faults.push('the balance moves by something else than the points');
  if (Object.values(after).some((part) => part < 0n)) faults.push('a part of the balance is negative');
  const mayOwe = kind === 'return' || kind === 'adjust';
  if (after.debt > before.debt && !mayOwe) faults.push('makes a debt');
  if (after.debt > 0n && after.available > before.available && kind !== 'mature')
    faults.push('credits before the debt');
  const taken = before.available - after.available;
  if ((kind === 'redeem' || kind === 'transfer-out') && taken !== -points) faults.push('takes what is not available');
  if (kind === 'reserve' && taken !== after.reserved - before.reserved) faults.push('holds what it does not take');
  return faults;
}

/** Reads along: the balance of each member, added up from entries alone. */
class Auditor {
  readonly faults: string[] = [];
  readonly #balances = new Map<string, Balance>();

  readonly watch = (writes: readonly Write[]): void => {
    for (const write of writes) {
      if (write.write === 'entry') this.#read(parseEntry(JSON.parse(JSON.stringify(write.record))));
      if (write.write === 'account') this.#check(write.account);
    }
  };

  #read(entry: Entry): void {
    const before = this.#balances.get(entry.memberId) ?? nothing;
    this.faults.push(...faultsOf(entry, before).map((fault) => `${entry.entryId}: ${fault}`));
    this.#balances.set(entry.memberId, entry.balanceAfter);
  }

  #check(account: Account): void {
    const balance = balanceOf(account);
    const { available, pending, reservations } = account;
    expect(balance).toEqual(this.#balances.get(account.memberId) ?? nothing);
    expect(held(balance)).toBe(moved(account.sums));
    if (available.some(({ points, credited }) => points < 0n || credited < 0n)) this.faults.push('a lot below nothing');
    const issuedAll = [...available, ...pending].every(({ credited, issued }) => credited === sumOfPoints(issued));
    if (!issuedAll) this.faults.push('a lot credited with other points than were issued');
    if (pending.some(({ points }) => points <= 0n)) this.faults.push('an empty lot is pending');
    const days = available.map(({ expiresOn }) => expiresOn);
    if (new Set(days).size !== days.length) this.faults.push('two lots of one day');
    const ids = reservations.map(({ requestId }) => requestId);
    if (new Set(ids).size !== ids.length) this.faults.push('a hold is there twice');
  }
}

it('balances after every posting, makes debts only where it may, and can be rebuilt from the entries alone', async () => {
  await fc.assert(
    fc.asyncProperty(wholeProgramme(), anySteps({ late: true, atMost: 14 }), async (document, steps) => {
      const auditor = new Auditor();
      const town = new Town(document, { watch: auditor.watch });
      for (const step of steps) await town.take(step);
      expect(auditor.faults).toEqual([]);
      expect(await town.faults()).toEqual([]);
      await town.review(endOfTime);
      expect(auditor.faults).toEqual([]);
      expect(await town.faults()).toEqual([]);
      const accounts = [...(await town.accounts()).values()];
      // Nothing that one member gives to another is lost or made on the way.
      expect(accounts.reduce((sum, { sums }) => sum + sums.transferred, 0n)).toBe(0n);
      expect(accounts.every(({ reservations, pending }) => reservations.length + pending.length === 0)).toBe(true);
    }),
    { numRuns: runs(1250) },
  );
});
