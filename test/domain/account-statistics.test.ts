import { expect, it } from 'vitest';
import { firstPurchaseDay, secondPurchaseDay } from '../../shared/domain/account-statistics.ts';
import { day, programmeWith } from './build.ts';
import { LevelLedger } from './level-ledger.ts';

const shopper = (...days: readonly string[]) => {
  const ledger = new LevelLedger(programmeWith());
  for (const on of days) ledger.sell(on, 1000);
  return ledger;
};

it('keeps the days of 24 months, and what older ones come to', () => {
  const ledger = shopper('2022-12-31', '2023-01-01', '2023-02-01', '2024-12-03');
  expect(ledger.account.statistics.days.map(({ day: on }) => on)).toEqual(
    ['2023-01-01', '2023-02-01', '2024-12-03'].map((on) => day(on)),
  );
  expect(ledger.account.statistics.older).toMatchObject({ first: day('2022-12-31'), second: null, streak: 1 });
  ledger.sell('2025-01-02', 1000);
  expect(ledger.account.statistics.older?.last).toBe(day('2022-12-31'));
  // January counts two days after it has begun.
  ledger.sell('2025-01-03', 1000);
  const { days, older } = ledger.account.statistics;
  expect(days[0]?.day).toBe(day('2023-02-01'));
  expect(older).toMatchObject({ second: day('2023-01-01'), last: day('2023-01-01'), streak: 2 });
  // The interval between the two is one of a day.
  expect(older?.intervals).toEqual([1, ...Array.from({ length: 14 }, () => 0)]);
});

it('forgets a purchase day with the last order on it, while the day is known', () => {
  const ledger = shopper('2024-03-01', '2024-05-01', '2024-06-01');
  ledger.sell('2024-05-01T13:00:00Z', 500, 'another');
  ledger.giveBack('2024-06-02', '2024-03-01');
  expect(firstPurchaseDay(ledger.account.statistics)).toBe(day('2024-05-01'));
  expect(secondPurchaseDay(ledger.account.statistics)).toBe(day('2024-05-01'));
  ledger.giveBack('2024-06-03', 'another');
  expect(secondPurchaseDay(ledger.account.statistics)).toBe(day('2024-06-01'));
});

it('leaves older days as they are, whatever comes back or comes late', () => {
  const ledger = shopper('2022-01-01', '2022-02-01', '2024-12-03');
  const { older, days } = ledger.account.statistics;
  ledger.giveBack('2024-12-04', '2022-01-01');
  ledger.sell('2021-12-01', 1000);
  expect(ledger.account.statistics).toMatchObject({ older, days });
  expect(ledger.account.orders).toBe(3);
});
