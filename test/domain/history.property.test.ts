/** Whole histories of a member, told once by the rules and once by the reference, from the beginning each time. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { balanceOf } from '../../shared/domain/account.ts';
import { formatDay } from '../../shared/domain/calendar.ts';
import type { EntryDraft } from '../../shared/domain/entry.ts';
import { runs } from '../property-runs.ts';
import { programme, versions } from './arbitrary/programme.ts';
import { arrivals, stepsOf } from './arbitrary/history.ts';
import { sales } from './arbitrary/sale.ts';
import { ledgerOf } from './build.ts';
import type { Ledger } from './build.ts';
import { localDate, plusDays } from './reference/dates.ts';
import type { PlainProgramme } from './reference/plain.ts';
import { holdingsOn, tellStory } from './reference/story.ts';
import type { Posted, Step } from './reference/story.ts';

const postedBy = (drafts: readonly EntryDraft[]): Posted[] =>
  drafts.map(({ entryId, memberId, day, points }) => ({
    id: entryId.replace(`:${memberId}:`, ':~:'),
    day: formatDay(day),
    points,
  }));

/** Everything that the account says on a day by which all is reviewed, beside what the story says. */
function expectSame(ledger: Ledger, documents: readonly PlainProgramme[], steps: readonly Step[], day: string): void {
  const story = tellStory(documents, [...steps, { review: day }]);
  const { available, pending, expired, lots } = holdingsOn(day, story.credits);
  const { account } = ledger;
  expect(balanceOf(account)).toEqual({ available, pending, reserved: 0n, debt: 0n });
  expect(account.sums.expired).toBe(expired);
  expect(account.sums.earned).toBe(story.credits.reduce((sum, { points }) => sum + points, 0n));
  expect(
    account.available.map(({ points, availableOn, expiresOn }) => ({
      points,
      availableOn: formatDay(availableOn),
      expiresOn: expiresOn === null ? undefined : formatDay(expiresOn),
    })),
  ).toEqual(lots);
  expect(account.standing.level ?? documents[0]?.tiers.levels[0]?.id).toBe(story.level);
  expect(account.standing.since === null ? undefined : formatDay(account.standing.since)).toBe(story.since);
  const sold = steps.flatMap((step) => ('sale' in step ? [step.sale] : []));
  expect(account.orders).toBe(sold.length);
  const net = sold.flatMap(({ net: whole, lines }) =>
    lines === undefined
      ? [whole ?? 0]
      : lines.flatMap((line) => (line.kind === 'product' || line.kind === 'service' ? [line.net] : [])),
  );
  expect(account.netMinor).toBe(net.reduce((sum, one) => sum + BigInt(one), 0n));
  const days = sold.map(({ at }) => localDate(at, documents[0]?.timeZone ?? 'UTC')).sort();
  expect(account.firstPurchaseOn === null ? undefined : formatDay(account.firstPurchaseOn)).toBe(days[0]);
}

const daysAhead = fc.array(fc.integer({ min: 0, max: 500 }), { minLength: 2, maxLength: 2 });

/** Takes the steps one by one, and asks on days of its own after one of them and after the last. */
function checkHistory(documents: readonly PlainProgramme[], steps: readonly Step[], ahead: readonly number[]): void {
  const ledger = ledgerOf(documents);
  const posted: Posted[] = [];
  let newest = '';
  for (const [index, step] of steps.entries()) {
    posted.push(...postedBy(ledger.take(step)));
    const day = 'review' in step ? step.review : localDate(step.sale.at, documents[0]?.timeZone ?? 'UTC');
    newest = day > newest ? day : newest;
    const asked = index === steps.length - 1 ? ahead[0] : index === Math.floor(steps.length / 2) ? ahead[1] : undefined;
    if (asked === undefined) continue;
    const asOf = plusDays(newest, asked);
    const fork = ledger.fork();
    const due = postedBy(fork.review(asOf));
    const told = steps.slice(0, index + 1);
    expect([...posted, ...due]).toEqual(tellStory(documents, [...told, { review: asOf }]).posted);
    expectSame(fork, documents, told, asOf);
  }
}

describe('a history in the order in which it happened', () => {
  it('has the balances, lots, expiries, levels and entries of the reference on any day', () => {
    fc.assert(
      fc.property(programme, sales(25), daysAhead, (document, sold, ahead) => {
        checkHistory([document], stepsOf(sold), ahead);
      }),
      { numRuns: runs(2000) },
    );
  });

  it('is judged by the version that is in force, on each day and for each sale', () => {
    fc.assert(
      fc.property(versions, sales(20), daysAhead, (documents, sold, ahead) => {
        checkHistory(documents, stepsOf(sold), ahead);
      }),
      { numRuns: runs(2000) },
    );
  });
});

describe('a history in any order, with reviews in between', () => {
  it('gives late sales the lots of their own date and judges them with the level as on arrival', () => {
    fc.assert(
      fc.property(versions, arrivals(20), daysAhead, (documents, steps, ahead) => {
        checkHistory(documents, steps, ahead);
      }),
      { numRuns: runs(2000) },
    );
  });
});
