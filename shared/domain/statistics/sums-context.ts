/** What sums are made for: all that merge have the same. */
import type { Day } from '../calendar.ts';
import type { Silence, Tiers } from '../programme.ts';

/** Of whom the numbers are: of all members, or only of those at a level now, or of those enrolled through a channel. */
export type Scope = { readonly tier: string | null; readonly channel: string | null };

export type SumsContext = {
  readonly asOf: Day;
  readonly tiers: Tiers;
  readonly silence: Silence;
};
