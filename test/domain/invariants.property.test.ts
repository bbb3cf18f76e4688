/** What holds of every history, whatever the programme (domain.md, "Invariants"). */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatEntry } from '../../shared/contracts/entry-record.ts';
import { balanceOf, held, moved, newAccount } from '../../shared/domain/account.ts';
import { evolve } from '../../shared/domain/evolve.ts';
import { runs } from '../property-runs.ts';
import { programme, versions } from './arbitrary/programme.ts';
import { arrivals, stepsOf } from './arbitrary/history.ts';
import { sales } from './arbitrary/sale.ts';
import { ledgerOf, readBack } from './build.ts';
import type { Ledger } from './build.ts';
import { localDate, plusDays } from './reference/dates.ts';
import type { PlainProgramme, PlainRule, PlainSale } from './reference/plain.ts';

const numRuns = runs(1000);

describe('the ledger of any history', () => {
  it('holds what moved after every entry, has no id twice, and makes the account again, field for field', () => {
    fc.assert(
      fc.property(versions, arrivals(20), (documents, steps) => {
        const ledger = ledgerOf(documents);
        for (const step of steps) ledger.take(step);
        ledger.review('2032-01-01');
        const records = ledger.records();
        const entries = records.map(readBack);
        let account = newAccount('member', ledger.account.enrolment);
        const seen = entries.map((entry) => {
          const before = held(balanceOf(account));
          account = evolve(account, entry);
          const balance = balanceOf(account);
          const lots = [...account.available, ...account.pending];
          return {
            moved: moved(account.sums),
            change: held(balance) - before,
            balance,
            seq: account.seq,
            nothingBelow: balance.available >= 0n && balance.pending >= 0n && lots.every(({ points }) => points > 0n),
          };
        });
        expect(seen).toEqual(
          entries.map(({ points, balanceAfter }, index) => {
            const balance = balanceAfter;
            return { moved: held(balance), change: points, balance, seq: index + 1, nothingBelow: true };
          }),
        );
        expect(account).toEqual(ledger.account);
        expect(new Set(records.map(({ entryId }) => entryId)).size).toBe(records.length);
        // Stored, read back and stored again, a record is the same.
        expect(entries.map(formatEntry)).toEqual(records);
      }),
      { numRuns },
    );
  });
});

const entriesOf = ({ drafts }: Ledger) =>
  drafts.map(({ entryId, day, occurredAt, points, program }) => `${entryId} ${day} ${occurredAt} ${points} ${program}`);
const lastDay = '2028-03-01';

/** Takes sales in their order, with a review of every `days`-th day in between; none at all where that is undefined. */
function reviewedEvery(
  days: number | undefined,
  documents: readonly PlainProgramme[],
  sold: readonly PlainSale[],
): Ledger {
  const ledger = ledgerOf(documents);
  const zone = documents[0]?.timeZone ?? 'UTC';
  let reviewed = '2025-01-01';
  for (const sale of sold) {
    const day = localDate(sale.at, zone);
    // The last of these reviews is of the day before: one of the day itself comes in its night, after the sale.
    for (; days !== undefined && reviewed < day; reviewed = plusDays(reviewed, days)) ledger.review(reviewed);
    ledger.take({ sale });
  }
  for (; days !== undefined && reviewed < lastDay; reviewed = plusDays(reviewed, days)) ledger.review(reviewed);
  ledger.review(lastDay);
  return ledger;
}

describe('how often reviews run', () => {
  it('is invisible: daily, every few days or only at the end, the entries and the account are the same', () => {
    const oneOrMore = fc.oneof(
      versions,
      programme.map((document) => [document]),
    );
    fc.assert(
      fc.property(oneOrMore, sales(15), fc.constantFrom(1, 1, 7, 30), (documents, sold, days) => {
        const often = reviewedEvery(days, documents, sold);
        const once = reviewedEvery(undefined, documents, sold);
        expect(entriesOf(often)).toEqual(entriesOf(once));
        expect(often.account).toEqual(once.account);
        // What was reviewed before has nothing left that is due.
        expect([...often.review(lastDay), ...often.review('2025-01-01')]).toEqual([]);
      }),
      { numRuns },
    );
  });
});

/** Nothing that depends on the level: the one thing that late sales are judged with as on arrival. */
function withoutLevels(document: PlainProgramme): PlainProgramme {
  const anyLevel = (rule: PlainRule): PlainRule =>
    rule.when?.tier === undefined ? rule : { ...rule, when: { channel: ['web'] } };
  const levels = document.tiers.levels.map((level) => ({ ...level, multiplier: '1' }));
  return { ...document, earn: document.earn.map(anyLevel), tiers: { ...document.tiers, levels } };
}

describe('the order of arrival', () => {
  it('changes no points, no balance and no lot where the level has no say', () => {
    fc.assert(
      fc.property(programme, arrivals(20), (given, steps) => {
        const document = withoutLevels(given);
        const arrived = ledgerOf([document]);
        for (const step of steps) arrived.take(step);
        arrived.review(lastDay);
        const sold = steps.flatMap((step) => ('sale' in step ? [step.sale] : []));
        const ordered = ledgerOf([document]);
        for (const step of stepsOf(sold.toSorted((a, b) => a.at - b.at))) ordered.take(step);
        ordered.review(lastDay);
        const { available, pending, sums, orders, netMinor, firstPurchaseOn, progress } = ordered.account;
        expect(arrived.account).toMatchObject({ available, pending, sums, orders, netMinor, firstPurchaseOn });
        expect(arrived.account.progress.total).toBe(progress.total);
      }),
      { numRuns },
    );
  });
});
