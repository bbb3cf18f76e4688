/** Tells, once each, what the pass over the accounts finds to tell of a member: notices, and a change of stage. */
import { expiryMessage, levelMessage, stageMessage } from '../contracts/messages.ts';
import type { Message, MessageAbout } from '../contracts/messages.ts';
import type { Account } from '../domain/account.ts';
import { addDays, formatDay, parseFormattedDay } from '../domain/calendar.ts';
import type { Day } from '../domain/calendar.ts';
import { noticesOn } from '../domain/notices.ts';
import type { LevelNotice, Notices } from '../domain/notices.ts';
import { programmeOnDay } from '../domain/programme.ts';
import type { ProgrammeVersions } from '../domain/programme.ts';
import { endOfDay } from '../domain/review.ts';
import { stageOn } from '../domain/stages.ts';
import type { Stage } from '../domain/stages.ts';
import { formatInstant } from '../domain/zone.ts';
import type { Instant } from '../domain/zone.ts';
import type { MessageStore } from '../store/message-store.ts';
import type { VersionedAccount } from '../store/store.ts';
import type { Dependencies } from './dependencies.ts';

export type OccasionDependencies = Pick<Dependencies, 'programmes'> & { readonly messages: MessageStore };

/** A pass over the accounts for a business day that has ended. */
export type Pass = {
  readonly day: Day;
  /** The newest day before it that a pass was finished for, and when that day's first pass began; null without one. */
  readonly previous: { readonly day: Day; readonly begunAt: Instant } | null;
};

/** After a notice of points that end, no other is sent for so many days (domain.md, "Review"). */
const quietDays = 3;

/** How far the clocks of those who write accounts and of those who begin passes may be apart. */
const clocksApartMs = 5 * 60_000;

/**
 * Whether an account was, or may have been, put since the pass before read it: then what that pass told may rest on
 * purchases that have come back since, or lack one that came late.
 */
function mayHaveChanged({ putAt }: VersionedAccount, { previous }: Pass): boolean {
  return previous === null || putAt === undefined || putAt + clocksApartMs >= previous.begunAt;
}

/** The first day on which anything is known of a member. */
function joinedOn({ enrolment, statistics }: Account): Day {
  const { since } = statistics;
  return since !== null && since < enrolment.on ? since : enrolment.on;
}

function stageOf(account: Account, day: Day, versions: ProgrammeVersions): Stage | null {
  return day < joinedOn(account) ? null : stageOn(account.statistics, day, programmeOnDay(versions, day).stages);
}

/** Of the notices of points that end the one with the shortest lead, unless another was sent in the last days. */
async function expiryToTell(
  { messages }: OccasionDependencies,
  about: MessageAbout,
  { expiring }: Notices,
): Promise<Message | undefined> {
  const [first] = expiring;
  if (first === undefined) return undefined;
  const told = await messages.newest(about.memberId, 'points.expiring');
  // Dates as texts compare as days do. What a later pass has told counts, too.
  const isQuiet = told !== undefined && told.day >= formatDay(addDays(about.day, -quietDays));
  return isQuiet ? undefined : expiryMessage(about, first);
}

/** A level is in danger by its account's movements alone: without one, only the day on which its notice falls due. */
function levelToTell(
  about: MessageAbout,
  atRisk: LevelNotice | null,
  pass: Pass,
  changed: boolean,
): Message | undefined {
  if (atRisk === null) return undefined;
  const isDue = changed || pass.previous === null || atRisk.dueOn > pass.previous.day;
  return isDue ? levelMessage(about, atRisk) : undefined;
}

/**
 * The stage at the end of the day, when it is another than the one last told. An account that nobody has touched since
 * the pass before was told what it was then: only when that differs is anything read.
 */
async function stageToTell(
  { messages }: OccasionDependencies,
  about: MessageAbout,
  stages: { readonly before: Stage | null; readonly now: Stage },
  changed: boolean,
): Promise<Message | undefined> {
  if (!changed && stages.before === stages.now) return undefined;
  const told = await messages.newest(about.memberId, 'member.stage-changed');
  // A day that lies before the newest one told is over, and a day tells one change: what it should have been comes next.
  const toldOn = told === undefined ? undefined : parseFormattedDay(told.day);
  if (toldOn !== undefined && toldOn >= about.day) return undefined;
  return told?.to === stages.now ? undefined : stageMessage(about, told?.to ?? null, stages.now);
}

/**
 * Claims what is to be told of an account at the end of a pass's day; whatever is claimed is published from the store.
 * Claimed twice it is told once: a pass that is started again, or twice at once, tells what one pass would have told.
 * Nothing due costs no call.
 *
 * @param scanned the account as it was scanned, whose time of writing is that of others
 * @param account the same with everything posted that was due by the day
 * @returns how many messages nobody had told before
 */
export async function claimOccasions(
  deps: OccasionDependencies,
  scanned: VersionedAccount,
  account: Account,
  pass: Pass,
): Promise<number> {
  const { day, previous } = pass;
  const versions = await deps.programmes();
  const now = stageOf(account, day, versions);
  // Somebody who joined after the day is the next pass's.
  if (now === null) return 0;
  const changed = mayHaveChanged(scanned, pass);
  const about: MessageAbout = {
    memberId: account.memberId,
    programId: programmeOnDay(versions, day).id,
    day,
    occurredAt: formatInstant(endOfDay(day, versions).at),
  };
  const notices = noticesOn(account, { after: previous?.day ?? addDays(day, -1), day }, versions);
  const before = previous === null ? null : stageOf(account, previous.day, versions);
  const found = [
    await expiryToTell(deps, about, notices),
    levelToTell(about, notices.atRisk, pass, changed),
    await stageToTell(deps, about, { before, now }, changed),
  ];
  let claimed = 0;
  for (const message of found) {
    if (message !== undefined && (await deps.messages.claim(message)) === 'claimed') claimed += 1;
  }
  return claimed;
}
