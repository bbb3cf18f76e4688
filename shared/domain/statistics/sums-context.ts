/** What sums are made for: all that merge have the same. */
import type { Day } from '../calendar.ts';
import type { Programme, Silence, Tiers } from '../programme.ts';

/** Of whom the numbers are: of all members, or only of those at a level now, or of those enrolled through a channel. */
export type Scope = { readonly tier: string | null; readonly channel: string | null };

export type SumsContext = {
  readonly asOf: Day;
  readonly tiers: Tiers;
  readonly silence: Silence;
  /** After so many months without an act all points end; null where nothing ends with inactivity. */
  readonly inactivityMonths: number | null;
};

/** What sums of a programme's members are made for at the end of a day. */
export function sumsContext(asOf: Day, { tiers, stages, points: { expiry } }: Programme): SumsContext {
  const inactivityMonths = expiry.policy === 'inactivity' ? expiry.months : null;
  return { asOf, tiers, silence: stages.atRisk, inactivityMonths };
}
