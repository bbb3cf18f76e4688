/** Where a member's balance comes from. */
import { balanceOf } from '../domain/account.ts';
import { sumNames } from '../domain/movement-sums.ts';
import type { Account } from '../domain/account.ts';
import type { SumName } from '../domain/movement-sums.ts';
import { addMonths, formatDay } from '../domain/calendar.ts';
import type { Day } from '../domain/calendar.ts';
import type { EntryDraft } from '../domain/entry.ts';
import { compareSpending, sumOfPoints } from '../domain/lots.ts';
import { programmeAt, programmeName } from '../domain/programme.ts';
import type { Programme, ProgrammeVersions } from '../domain/programme.ts';
import { review } from '../domain/review.ts';
import { accountAfter } from '../domain/step.ts';
import type { Step } from '../domain/step.ts';
import { nextLevel, toStay } from '../domain/tier-outlook.ts';
import type { Stay } from '../domain/tier-outlook.ts';
import { holdsOn, levelAt, levelIndex, qualifyingAmount } from '../domain/tiers.ts';
import { businessDay, formatInstant, instantOf } from '../domain/zone.ts';
import type { Instant } from '../domain/zone.ts';
import type { LevelFacts, LotStory, MemberFacts, Movement } from './facts.ts';
import { causeOf, lineOf } from './headlines.ts';
import { knownOf } from './known.ts';
import type { Known } from './known.ts';
import type { EntryPoints } from './lot-stories.ts';
import { floorFact, lotFact } from './reasons.ts';
import { referenceOf } from './reference.ts';
import { tellStory } from './story.ts';
import type { Story } from './story.ts';

/** What takes from a balance; the others add to it, or are signed themselves. */
const takingSums: ReadonlySet<SumName> = new Set(['returned', 'redeemed', 'expired']);
const entriesShown = 10;

function movementsOf(parts: readonly EntryPoints[]): readonly Movement[] {
  return parts.map(({ entry, points }) => ({ reference: referenceOf(entry), points }));
}

function lotsOf({ account, lots }: Story): readonly LotStory[] {
  const sources = [
    ...account.available.map((lot) => ({ ...lot, pending: false })),
    ...account.pending.map((lot) => ({ ...lot, pending: true })),
  ];
  return sources
    .filter(({ points }) => points > 0n)
    .sort(compareSpending)
    .map((lot) => ({ ...lotFact(lot), movements: movementsOf(lots.of(lot)) }));
}

function changeOf(level: Story['level'], known: Known): LevelFacts['change'] {
  if (level === undefined) return null;
  return { on: formatDay(level.day), reason: level.tier.reason, cause: causeOf(level, known) };
}

function reviewFacts({ judgement, level, amount, missing, by }: Stay): LevelFacts['review'] {
  return { on: formatDay(judgement), from: level.from, amount, missing, by: formatDay(by) };
}

function levelOf({ account, level }: Story, { tiers }: Programme, today: Day, known: Known): LevelFacts {
  const { standing } = account;
  const index = levelIndex(standing, tiers);
  const next = nextLevel(account, tiers, today);
  const stay = toStay(account, tiers, today);
  return {
    level: levelAt(index, tiers).id,
    since: standing.since === null || index === 0 ? null : formatDay(standing.since),
    change: changeOf(level, known),
    basis: tiers.basis,
    counted: qualifyingAmount(account.progress, tiers, today),
    next: next === null ? null : { level: next.level.id, from: next.level.from, missing: next.missing },
    review: stay === null ? null : reviewFacts(stay),
    floor: account.floor !== null && holdsOn(account.floor, today) ? floorFact(account.floor) : null,
  };
}

/** The first lot to end. */
function nextOf({ available }: Account): MemberFacts['next'] {
  const first = available.find(({ points }) => points > 0n);
  if (first === undefined || first.expiresOn === null) return null;
  return { points: first.points, expiresOn: formatDay(first.expiresOn) };
}

function inactivityOf(account: Account, { points }: Programme): MemberFacts['inactivity'] {
  const { lastActOn, available, pending } = account;
  const { expiry } = points;
  if (expiry.policy !== 'inactivity' || lastActOn === null) return null;
  if (sumOfPoints(available) + sumOfPoints(pending) === 0n) return null;
  const on = formatDay(addMonths(lastActOn, expiry.months));
  return { on, lastActOn: formatDay(lastActOn), acts: expiry.acts };
}

function dueOf(account: Account, due: readonly Step[], known: Known): MemberFacts['due'] {
  if (due.length === 0) return null;
  return {
    entries: due.map(({ draft }) => lineOf(draft, known)),
    balance: balanceOf(accountAfter(account, due)),
  };
}

function holdsOf({ reservations }: Account): MemberFacts['holds'] {
  return reservations.map(({ requestId, lots, on, until }) => {
    return { requestId, points: sumOfPoints(lots), since: formatDay(on), until: formatInstant(until) };
  });
}

function sumsOf({ sums }: Account): MemberFacts['sums'] {
  return sumNames.flatMap((name) => {
    const points = takingSums.has(name) ? -sums[name] : sums[name];
    return points === 0n ? [] : [{ name, points }];
  });
}

/**
 * Everything that explains a balance.
 *
 * @param account as the ledger keeps it; the balance is told from the entries
 * @param now what is due by then and not posted yet is told apart
 */
export function memberFactsOf(
  account: Account,
  history: readonly EntryDraft[],
  versions: ProgrammeVersions,
  now: Instant,
): MemberFacts {
  const story = tellStory(account, history);
  const { newestAt } = story.account;
  const at = instantOf(Math.max(now, newestAt ?? now));
  const programme = programmeAt(versions, at);
  const today = businessDay(at, programme.timeZone);
  const due = review(story.account, { day: today, at }, versions);
  const known = knownOf(versions, [...history, ...due.map(({ draft }) => draft)]);
  const after = accountAfter(story.account, due);
  return {
    memberId: account.memberId,
    program: programmeName(programme),
    asOf: newestAt === null ? null : formatInstant(newestAt),
    entries: history.length,
    balance: balanceOf(story.account),
    due: dueOf(story.account, due, known),
    level: levelOf(story, programme, today, known),
    lots: lotsOf(story),
    next: nextOf(after),
    inactivity: inactivityOf(after, programme),
    holds: holdsOf(story.account),
    debt: movementsOf(story.debt),
    sums: sumsOf(story.account),
    last: history
      .slice(-entriesShown)
      .reverse()
      .map((entry) => lineOf(entry, known)),
  };
}
