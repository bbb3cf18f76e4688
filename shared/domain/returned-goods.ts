/** What a return brings back, as its event says it and as its entry keeps it. */
import type { Rational } from './rational.ts';

export type ReturnedLine = {
  readonly lineId: string;
  readonly netMinor: bigint;
  /** Exact; undefined where the event names none: then in proportion to the net. */
  readonly quantity?: Rational | undefined;
};

/** What one return brings back. */
export type ReturnedGoods = {
  readonly lines: readonly ReturnedLine[];
  /** Net of goods that belong to no named line. */
  readonly amountMinor: bigint;
  /** Everything that is left. */
  readonly full: boolean;
};
