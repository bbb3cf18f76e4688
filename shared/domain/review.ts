/** What is due for an account by an instant (domain.md, "What is due comes first" and "Review"). */
import type { Account, Reservation } from './account.ts';
import { addDays, addMonths, formatDay, later } from './calendar.ts';
import type { Day } from './calendar.ts';
import { creditDrafts, givenBack, lapsedSince, payDebt } from './credits.ts';
import { entryIds } from './entry.ts';
import type { EntryDraft, ReleaseDraft } from './entry.ts';
import { sumOfPoints } from './lots.ts';
import { stepOf } from './step.ts';
import type { Step } from './step.ts';
import { firstDayOf, programmeAt, programmeName, programmeOnDay } from './programme.ts';
import type { Programme, ProgrammeVersions } from './programme.ts';
import { floorAfter, heldBelow, judge, levelAt, levelIndex, nextJudgementDay } from './tiers.ts';
import { businessDay, instantOf, startOfDay } from './zone.ts';
import type { Instant } from './zone.ts';

/**
 * The earliest of the days that the versions give, each while it is the one in force. A version that would have acted
 * earlier than it begins does it on its first day; one published for days that are posted already, on the next.
 */
function nextOf(account: Account, versions: ProgrammeVersions, dayBy: (version: Programme) => Day | null): Day | null {
  for (const [index, version] of versions.entries()) {
    let day = dayBy(version);
    if (day === null) continue;
    if (index > 0) day = later(day, firstDayOf(version));
    const newest = account.newestAt === null ? day : businessDay(account.newestAt, version.timeZone);
    if (day < newest) day = addDays(newest, 1);
    // The days on which a version is in force come before those of the next one.
    if (programmeOnDay(versions, day) === version) return day;
  }
  return null;
}

/** The day on which inactivity ends all points by a version; null when it does not, or when there are none. */
function lapseDay({ lastActOn, available, pending }: Account, { points: { expiry } }: Programme): Day | null {
  if (expiry.policy !== 'inactivity' || lastActOn === null) return null;
  return sumOfPoints(available) + sumOfPoints(pending) === 0n ? null : addMonths(lastActOn, expiry.months);
}

/** The day on which all points end with inactivity as things stand, by the versions in force until then; or null. */
export function lapsesOn(account: Account, versions: ProgrammeVersions): Day | null {
  return nextOf(account, versions, (version) => lapseDay(account, version));
}

/** The earliest business day on which something of the account is due, or null. */
function nextDueDay(account: Account, versions: ProgrammeVersions): Day | null {
  const days = [
    account.pending[0]?.availableOn,
    // Spending order: of those that hold points, the first lot is the first to expire.
    account.available.find(({ points }) => points > 0n)?.expiresOn,
    nextOf(account, versions, ({ tiers }) => nextJudgementDay(account, tiers)),
    lapsesOn(account, versions),
  ];
  return days.reduce<Day | null>(
    (first, day) => (day !== undefined && day !== null && (first === null || day < first) ? day : first),
    null,
  );
}

type Base = {
  readonly memberId: string;
  readonly occurredAt: Instant;
  readonly day: Day;
  readonly program: string;
};

function mature(account: Account, base: Base): EntryDraft | undefined {
  const lots = account.pending.filter((lot) => lot.availableOn <= base.day);
  if (lots.length === 0) return undefined;
  return {
    ...base,
    kind: 'mature',
    entryId: entryIds.mature(base.memberId, formatDay(base.day)),
    points: 0n,
    lots: lots.map(({ points, expiresOn }) => ({ points, expiresOn })),
  };
}

/** The expiry of every available lot whose day has come by the posting's, of all points when they lapse on it. */
function expire(account: Account, programme: Programme, base: Base): EntryDraft | undefined {
  const lapse = lapseDay(account, programme);
  const lapsed = lapse !== null && lapse <= base.day;
  const ended = lapsed
    ? [...account.available, ...account.pending]
    : account.available.filter(({ expiresOn }) => expiresOn !== null && expiresOn <= base.day);
  const lots = ended.flatMap(({ points, credited, expiresOn, moved }) =>
    points === 0n ? [] : [{ points, credited, expiresOn, ...(moved === undefined ? {} : { moved }) }],
  );
  if (lots.length === 0) return undefined;
  const entryId = entryIds.expire(base.memberId, formatDay(base.day));
  return { ...base, kind: 'expire', entryId, points: -sumOfPoints(lots), lots, lapsed };
}

function judgeLevel(account: Account, { tiers }: Programme, base: Base): EntryDraft | undefined {
  const judgement = nextJudgementDay(account, tiers);
  if (judgement === null || judgement > base.day) return undefined;
  const { level, since, carried } = judge(account, tiers, base.day);
  const from = levelAt(levelIndex(account.standing, tiers), tiers).id;
  const before = heldBelow(account, tiers, levelIndex({ level: level.id }, tiers), base.day);
  const kept = carried ? 'assigned' : 'confirmed';
  return {
    ...base,
    kind: 'tier',
    entryId: entryIds.tierReview(base.memberId, formatDay(base.day)),
    points: 0n,
    tier: { from, to: level.id, since, reason: level.id === from ? kept : 'not-supported', before },
    floor: floorAfter(account.floor, carried),
    cause: null,
    assigned: null,
  };
}

/** The end of a hold: its points go back to the very lots they left. */
function release(account: Account, { requestId, until, lots }: Reservation, programme: Programme): ReleaseDraft {
  return {
    kind: 'release',
    entryId: entryIds.release(requestId),
    memberId: account.memberId,
    occurredAt: until,
    day: businessDay(until, programme.timeZone),
    program: programmeName(programme),
    points: 0n,
    requestId,
    ...payDebt(account.debt, givenBack(lots)),
  };
}

/** Posts drafts one after the other, each on the account that those before it left. */
class Due {
  account: Account;
  readonly steps: Step[] = [];
  readonly #versions: ProgrammeVersions;

  constructor(account: Account, versions: ProgrammeVersions) {
    this.account = account;
    this.#versions = versions;
  }

  #post(draft: EntryDraft | undefined): void {
    if (draft === undefined) return;
    const step = stepOf(this.account, draft);
    this.steps.push(step);
    this.account = step.account;
  }

  release(reservation: Reservation): void {
    const programme = programmeAt(this.#versions, reservation.until);
    const draft = release(this.account, reservation, programme);
    const lapsedOn = lapsedSince(this.account, reservation.on);
    for (const posted of creditDrafts(draft, programme, draft.day, lapsedOn)) this.#post(posted);
  }

  day(day: Day): void {
    const programme = programmeOnDay(this.#versions, day);
    const { memberId, newestAt } = this.account;
    const occurredAt = instantOf(Math.max(startOfDay(day, programme.timeZone), newestAt ?? 0));
    const base: Base = { memberId, occurredAt, day, program: programmeName(programme) };
    this.#post(mature(this.account, base));
    this.#post(expire(this.account, programme, base));
    this.#post(judgeLevel(this.account, programme, base));
  }
}

/** A point in time as what is due is compared with it: days that have begun, holds that are over. */
export type Moment = { readonly day: Day; readonly at: Instant };

/** The last moment of a business day. */
export function endOfDay(day: Day, versions: ProgrammeVersions): Moment {
  const { timeZone } = programmeOnDay(versions, day);
  return { day, at: instantOf(startOfDay(addDays(day, 1), timeZone) - 1) };
}

/** The first instant of a business day, in the zone of the version that is in force then. */
function dayStart(day: Day, versions: ProgrammeVersions): Instant {
  return startOfDay(day, programmeOnDay(versions, day).timeZone);
}

/** The first day by then on which something is due; null when there is none. */
function dueDay(account: Account, through: Moment, versions: ProgrammeVersions): Day | null {
  const day = nextDueDay(account, versions);
  return day !== null && day <= through.day ? day : null;
}

/** Of the holds that are over by then the first to end; of such as end together the one made first. */
function heldTooLong({ reservations }: Account, through: Moment): Reservation | undefined {
  return reservations
    .filter(({ until }) => until <= through.at)
    .reduce<Reservation | undefined>(
      (first, other) => (first === undefined || other.until < first.until ? other : first),
      undefined,
    );
}

/**
 * Entries that are due for an account up to and including a moment, oldest first: holds that run out, lots that mature,
 * lots that expire, level judgements. For a moment before the account's newest posting there is nothing to post.
 */
export function review(account: Account, through: Moment, versions: ProgrammeVersions): readonly Step[] {
  const { timeZone } = programmeOnDay(versions, through.day);
  if (account.newestAt === null || businessDay(account.newestAt, timeZone) > through.day) return [];
  const due = new Due(account, versions);
  for (;;) {
    const day = dueDay(due.account, through, versions);
    const hold = heldTooLong(due.account, through);
    // A day that begins with the very end of a hold comes first.
    if (hold !== undefined && (day === null || hold.until < dayStart(day, versions))) due.release(hold);
    else if (day !== null) due.day(day);
    else return due.steps;
  }
}
