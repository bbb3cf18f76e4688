/** Whole histories of a member, told once by the rules and once by the reference, from the beginning each time. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Account } from '../../shared/domain/account.ts';
import { balanceOf } from '../../shared/domain/account.ts';
import { formatDay } from '../../shared/domain/calendar.ts';
import type { EntryDraft } from '../../shared/domain/entry.ts';
import { runs } from '../property-runs.ts';
import { programme, versions } from './arbitrary/programme.ts';
import { arrivals, stepsOf } from './arbitrary/history.ts';
import { sales } from './arbitrary/sale.ts';
import { ledgerOf } from './build.ts';
import { localDate, plusDays } from './reference/dates.ts';
import type { PlainProgramme } from './reference/plain.ts';
import { holdingsOn, tellStory } from './reference/story.ts';
import type { Step, Story } from './reference/story.ts';

/** An entry in a line: its id with `~` for the member, its day, its points. */
const postedBy = (drafts: readonly EntryDraft[]): string[] =>
  drafts.map(({ entryId, memberId, day, points }) => {
    return `${entryId.replace(`:${memberId}:`, ':~:')} on ${formatDay(day)}: ${points}`;
  });

/** Everything that the account holds on a day by which all is reviewed, beside what the story says. */
function expectSame(account: Account, story: Story, day: string): void {
  const { available, pending, expired, lots } = holdingsOn(day, story.credits);
  const { standing } = account;
  expect({
    ...balanceOf(account),
    expired: account.sums.expired,
    earned: account.sums.earned,
    lots: account.available.map(({ points, availableOn, expiresOn }) => ({
      points,
      availableOn: formatDay(availableOn),
      expiresOn: expiresOn === null ? undefined : formatDay(expiresOn),
    })),
    level: standing.level ?? story.level,
    since: standing.since === null ? undefined : formatDay(standing.since),
  }).toEqual({
    available,
    pending,
    reserved: 0n,
    debt: 0n,
    expired,
    earned: story.credits.reduce((sum, { points }) => sum + points, 0n),
    lots,
    level: story.level,
    since: story.since,
  });
}

/** What the account counts of sales, whatever they earned. */
function expectCounts(account: Account, documents: readonly PlainProgramme[], steps: readonly Step[]): void {
  const sold = steps.flatMap((step) => ('sale' in step ? [step.sale] : []));
  const net = sold.flatMap(({ net: whole, lines }) =>
    lines === undefined
      ? [whole ?? 0]
      : lines.flatMap((line) => (line.kind === 'product' || line.kind === 'service' ? [line.net] : [])),
  );
  const days = sold.map(({ at }) => localDate(at, documents[0]?.timeZone ?? 'UTC')).sort();
  const { orders, netMinor, firstPurchaseOn } = account;
  expect([orders, netMinor, firstPurchaseOn === null ? undefined : formatDay(firstPurchaseOn)]).toEqual([
    sold.length,
    net.reduce((sum, one) => sum + BigInt(one), 0n),
    days[0],
  ]);
}

const daysAhead = fc.array(fc.integer({ min: 0, max: 500 }), { minLength: 2, maxLength: 2 });

/** Takes the steps one by one, and asks on days of its own after one of them and after the last. */
function checkHistory(documents: readonly PlainProgramme[], steps: readonly Step[], ahead: readonly number[]): void {
  const ledger = ledgerOf(documents);
  const posted: string[] = [];
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
    const story = tellStory(documents, [...told, { review: asOf }]);
    expect([...posted, ...due]).toEqual(story.posted.map(({ id, day: on, points }) => `${id} on ${on}: ${points}`));
    expectSame(fork.account, story, asOf);
    expectCounts(fork.account, documents, told);
  }
}

describe('a history in the order in which it happened', () => {
  it('has the balances, lots, expiries, levels and entries of the reference on any day', () => {
    fc.assert(
      fc.property(programme, sales(25), daysAhead, (document, sold, ahead) => {
        checkHistory([document], stepsOf(sold), ahead);
      }),
      { numRuns: runs(1000) },
    );
  });

  it('is judged by the version that is in force, on each day and for each sale', () => {
    fc.assert(
      fc.property(versions, sales(20), daysAhead, (documents, sold, ahead) => {
        checkHistory(documents, stepsOf(sold), ahead);
      }),
      { numRuns: runs(1000) },
    );
  });
});

describe('a history in any order, with reviews in between', () => {
  it('gives late sales the lots of their own date and judges them with the level as on arrival', () => {
    fc.assert(
      fc.property(versions, arrivals(20), daysAhead, (documents, steps, ahead) => {
        checkHistory(documents, steps, ahead);
      }),
      { numRuns: runs(1000) },
    );
  });
});
