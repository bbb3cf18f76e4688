/** What is told does not depend on how often a pass comes by, nor on where it is cut off. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { claimOccasions } from '../../../shared/commands/claim-occasions.ts';
import { addDays, formatDay } from '../../../shared/domain/calendar.ts';
import type { MessageStore } from '../../../shared/store/message-store.ts';
import { begins, golden, holding, joined, member, passOf, versions, watched } from './watched.ts';

it('daily passes, doubled ones and those that were cut off anywhere tell the same', async () => {
  const after = fc.integer({ min: 0, max: 200 });
  const life = fc.record({
    bought: fc.uniqueArray(after, { maxLength: 6 }),
    ending: fc.uniqueArray(after, { maxLength: 6 }),
    /** Where a pass ends before its claims, or after one of them, and begins again. */
    cuts: fc.array(fc.tuple(after, fc.integer({ min: 0, max: 2 })), { maxLength: 10 }),
    doubled: fc.boolean(),
  });
  /** The account on a day: purchases of later days have not been made. */
  const accountOn = ({ bought, ending }: { bought: readonly number[]; ending: readonly number[] }, on: number) =>
    golden(
      holding(
        member(
          ...bought
            .filter((each) => each <= on)
            .toSorted((a, b) => a - b)
            .map((each) => formatDay(addDays(joined, each))),
        ),
        ...ending.toSorted((a, b) => a - b).map((each) => formatDay(addDays(joined, each))),
      ),
      '2025-06-01',
    );
  const putOn = ({ bought }: { bought: readonly number[] }, on: number) => {
    const last = Math.max(-1, ...bought.filter((each) => each <= on));
    return begins(addDays(joined, last - 1));
  };
  await fc.assert(
    fc.asyncProperty(life, async (one) => {
      const [plain, rough] = [watched(), watched()];
      for (let on = 0; on < 200; on += 1) {
        const date = formatDay(addDays(joined, on));
        const of = passOf(date, on === 0 ? null : undefined);
        const account = accountOn(one, on);
        await plain.pass(account, of, putOn(one, on));
        const cut = one.cuts.find(([when]) => when === on);
        if (cut !== undefined) {
          let left = cut[1];
          const failing: MessageStore = {
            newest: rough.store.newest,
            claim: async (message) => (left-- > 0 ? rough.store.claim(message) : Promise.reject(new Error('cut off'))),
          };
          const deps = { messages: failing, programmes: async () => Promise.resolve(versions) };
          const scanned = { account, version: 1, putAt: putOn(one, on) };
          await claimOccasions(deps, scanned, account, of).catch(() => undefined);
        }
        await rough.pass(account, of, putOn(one, on));
        if (one.doubled) await rough.pass(account, of, putOn(one, on));
      }
      expect(rough.told()).toEqual(plain.told());
      expect(plain.told().length).toBeGreaterThan(0);
    }),
  );
});
