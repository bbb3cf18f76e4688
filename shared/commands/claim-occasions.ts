/** Tells, once each, what the pass over the accounts finds to tell of a member: notices, and a change of stage. */
import { expiryMessage, levelMessage, stageMessage } from '../contracts/messages.ts';
import type { Message, MessageAbout } from '../contracts/messages.ts';
import { isMember } from '../domain/account.ts';
import type { Account } from '../domain/account.ts';
import { formatDay, subtractDays } from '../domain/calendar.ts';
import type { Day } from '../domain/calendar.ts';
import { expiryNotices, levelNotice } from '../domain/notices.ts';
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
  /**
   * The newest day before it that a pass was finished for, and an instant by which no pass for it had read anything: when
   * the first of them began or, where passes are made of days that have ended alone, the end of the day. Null without one.
   */
  readonly previous: { readonly day: Day; readonly begunAt: Instant } | null;
};

/** An account as a pass finds it. */
type Found = {
  readonly account: Account;
  /**
   * The same as the pass before left it, where nobody has touched it since. What this pass has posted may have folded days
   * of purchases, or moved a level: judged by that, the day before would not be what it was judged to be.
   */
  readonly left: Account;
  readonly about: MessageAbout;
  readonly pass: Pass;
  readonly versions: ProgrammeVersions;
  /** Whether it was, or may have been, put since the pass before read it. */
  readonly changed: boolean;
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
  if (!isMember(account) || day < joinedOn(account)) return null;
  return stageOn(account.statistics, day, programmeOnDay(versions, day).stages);
}

/** Of the notices of points that end the one with the shortest lead, unless another was sent in the last days. */
async function expiryToTell(
  { messages }: OccasionDependencies,
  { account, about, pass, versions }: Found,
): Promise<Message | undefined> {
  const after = pass.previous?.day ?? subtractDays(pass.day, 1);
  const [first] = expiryNotices(account, { after, day: pass.day }, versions);
  if (first === undefined) return undefined;
  const told = await messages.newest(about.memberId, 'points.expiring');
  // Dates as texts compare as days do. What a later pass has told counts, too.
  const isQuiet = told !== undefined && told.day >= formatDay(subtractDays(pass.day, quietDays));
  return isQuiet ? undefined : expiryMessage(about, first);
}

/** A danger that the pass before did not find; of an account that was put since, nobody knows what it found. */
function levelToTell({ account, left, about, pass, versions, changed }: Found): Message | undefined {
  const notice = levelNotice(account, pass.day, versions);
  if (notice === null) return undefined;
  const before = changed || pass.previous === null ? null : levelNotice(left, pass.previous.day, versions);
  return before?.judgement === notice.judgement ? undefined : levelMessage(about, notice);
}

/**
 * The stage at the end of the day, when it is another than the one last told. An account that nobody has touched since
 * the pass before was told what it was then: only when that differs is anything read.
 */
async function stageToTell(
  { messages }: OccasionDependencies,
  { left, about, pass, versions, changed }: Found,
  now: Stage,
): Promise<Message | undefined> {
  const before = pass.previous === null ? null : stageOf(left, pass.previous.day, versions);
  if (!changed && before === now) return undefined;
  const told = await messages.newest(about.memberId, 'member.stage-changed');
  // A day that lies before the newest one told is over, and a day tells one change: what it should have been comes next.
  if (told !== undefined && told.day >= formatDay(pass.day)) return undefined;
  const from = told?.kind === 'member.stage-changed' ? told.to : null;
  return from === now ? undefined : stageMessage(about, from, now);
}

/**
 * Claims what is to be told of an account at the end of a pass's day; whatever is claimed is published from the store.
 * Claimed twice it is told once: a pass that is started again, or twice at once, tells what one pass would have told.
 * Nothing due costs no call.
 *
 * @param scanned the account as it was scanned, as others wrote it and when
 * @param account the same with everything posted that was due by the day
 * @returns how many messages nobody had told before
 */
export async function claimOccasions(
  deps: OccasionDependencies,
  scanned: VersionedAccount,
  account: Account,
  pass: Pass,
): Promise<number> {
  const versions = await deps.programmes();
  const stage = stageOf(account, pass.day, versions);
  // Somebody who joined after the day is the next pass's, and nobody is told anything who has left.
  if (stage === null) return 0;
  const about: MessageAbout = {
    memberId: account.memberId,
    programId: programmeOnDay(versions, pass.day).id,
    day: pass.day,
    occurredAt: formatInstant(endOfDay(pass.day, versions).at),
  };
  const changed = mayHaveChanged(scanned, pass);
  const found: Found = { account, left: scanned.account, about, pass, versions, changed };
  const messages = [await expiryToTell(deps, found), levelToTell(found), await stageToTell(deps, found, stage)];
  let claimed = 0;
  for (const message of messages) {
    if (message !== undefined && (await deps.messages.claim(message)) === 'claimed') claimed += 1;
  }
  return claimed;
}
