/** Adds one member to the sums: after it nothing of the member is needed any more. */
import { countActivity } from './count-activity.ts';
import { countBuying } from './count-buying.ts';
import { countLeaving, countLevels, countPoints, levelNow } from './count-points.ts';
import type { Cube } from './cube.ts';
import type { MemberFacts } from './member-facts.ts';
import type { Rows } from './rows.ts';
import type { SumsContext } from './sums-context.ts';
import type { Sums } from './sums.ts';

/** Members that were counted: what they come to, and a row of each. */
export type Counted = { readonly cube: Cube; readonly rows: Rows };

/** Adds all of a member but the row: what can be counted without knowing the others. */
export function countFacts(sums: Sums, facts: MemberFacts, context: SumsContext): void {
  sums.seen(facts.joinedOn, facts.newestAt);
  if (facts.leftOn !== null) {
    // Who left is no member, whatever was bought before; the points stay in the books until they end.
    countPoints(sums, facts, context);
    countLeaving(sums, facts, context);
    return;
  }
  countActivity(sums, facts, context);
  countBuying(sums, facts, context);
  countPoints(sums, facts, context);
  countLevels(sums, facts, context);
}

/**
 * Adds what is known of a member; somebody who was not there yet on the day has no facts and is not counted.
 * @returns the position of the member's cell in the cube
 */
export function countMember({ cube, rows }: Counted, facts: MemberFacts, context: SumsContext): number {
  const cell = cube.position(levelNow(facts, context), facts.channel);
  countFacts(cube.at(cell), facts, context);
  if (facts.leftOn === null) rows.add(cell, facts, context.asOf);
  return cell;
}
