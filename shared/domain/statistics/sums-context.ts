/** What sums are made for: all that merge have the same. */
import type { Day } from '../calendar.ts';
import type { Tiers } from '../programme.ts';
import type { Rational } from '../rational.ts';

/** When a member counts as silent: judged by their own rhythm, or by a number of days while there is none. */
export type Silence = {
  /** So many times the member's usual gap. */
  readonly factor: Rational;
  /** Days, for members with fewer than three purchases. */
  readonly fallbackDays: number;
};

/** Of whom the numbers are: of all members, or only of those at a level now, or of those enrolled through a channel. */
export type Scope = { readonly tier: string | null; readonly channel: string | null };

export type SumsContext = {
  readonly asOf: Day;
  readonly tiers: Tiers;
  readonly silence: Silence;
};
