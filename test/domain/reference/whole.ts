/** Programmes with everything that moves points, as the reference reads them: the documents, every default written out. */
import type { PlainExpiry, PlainProgramme, PlainRule, PlainTiers } from './plain.ts';

export type WholeExpiry =
  | PlainExpiry
  | {
      readonly policy: 'inactivity';
      readonly months: number;
      readonly acts: ('purchase' | 'earning' | 'redeeming')[];
    };

/** A rule that may give its points a life of their own. */
export type WholeRule = PlainRule & { readonly expiry?: PlainExpiry };

export type WholeProgramme = Omit<PlainProgramme, 'points' | 'earn' | 'tiers'> & {
  readonly members: { readonly unknown: 'enrol' | 'park' | 'refuse' };
  readonly points: Omit<PlainProgramme['points'], 'expiry'> & {
    readonly expiry: WholeExpiry;
    readonly transfers: boolean;
    /** Points pay for nothing where it is absent. */
    readonly valueOfPointMinor?: number;
    readonly overdraw: 'debt' | 'clamp';
    readonly restoreGraceDays: number;
  };
  readonly earn: WholeRule[];
  readonly tiers: PlainTiers & { readonly onReturn: 're-evaluate' | 'at-review' };
};
