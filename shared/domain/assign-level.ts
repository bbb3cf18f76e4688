/** The decision about a level set by hand (contracts.md, `tier.assigned`): a floor until its day, in place of any other. */
import type { Account } from './account.ts';
import type { Day } from './calendar.ts';
import { entryIds } from './entry.ts';
import type { Cause } from './entry.ts';
import { Posting } from './posting.ts';
import type { Decision } from './posting.ts';
import type { ProgrammeVersions } from './programme.ts';
import { carryingFloor, heldBelow, levelAt, levelIndex } from './tiers.ts';
import type { Instant } from './zone.ts';

export type AssignmentRequest = {
  readonly requestId: string;
  readonly occurredAt: Instant;
  readonly level: string;
  /** The first day on which it holds no more; null for ever. */
  readonly until: Day | null;
  readonly reason: string;
  readonly actor: string;
};

/**
 * Entries of an assignment: a higher level is reached at once, another only holds as a floor. A level that rested on the
 * floor before rests on this one if it is the same; else it is the member's own from then on, judged on its review day.
 */
export function decideAssignment(
  account: Account,
  { requestId, occurredAt, level, until, reason, actor }: AssignmentRequest,
  cause: Cause,
  versions: ProgrammeVersions,
): Decision {
  const posting = new Posting(account, occurredAt, versions);
  const { tiers } = posting.judging;
  const assigned = tiers.levels.findIndex(({ id }) => id === level);
  if (assigned < 0) return { refused: 'invalid-event', field: 'data.level', rule: 'a level of the programme' };
  const before = posting.account;
  const { standing } = before;
  const current = levelIndex(standing, tiers);
  const raised = assigned > current && (until === null || until > posting.today);
  const to = raised ? assigned : current;
  const carries = raised || carryingFloor(before)?.level === level;
  posting.post({
    ...posting.base(entryIds.tierAssigned(requestId)),
    kind: 'tier',
    points: 0n,
    tier: {
      from: levelAt(current, tiers).id,
      to: levelAt(to, tiers).id,
      since: raised ? posting.today : (standing.since ?? posting.today),
      reason: 'assigned',
      before: raised ? heldBelow(before, tiers, to, posting.today) : standing.before,
    },
    floor: { level, until, carries },
    cause,
    assigned: { reason, actor },
  });
  return posting.posted();
}
