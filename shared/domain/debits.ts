/** Points that are owed: taken from lots as far as those go, then as the programme says. */
import type { Debit } from './entry.ts';
import { sumOfPoints, takeFrom } from './lots.ts';
import type { Source } from './lots.ts';
import type { Programme } from './programme.ts';

export type Claim = Debit & {
  /** What it changes of available + pending + reserved − debt: never above 0. */
  readonly points: bigint;
  /** What was not there and became a debt, or was let go for good (`overdraw: debt | clamp`). */
  readonly debtMade: bigint;
  readonly forgiven: bigint;
};

/** Takes what is owed from the sources in their order; the programme decides about what is not there. */
export function claim(sources: readonly Source[], owed: bigint, { points }: Programme): Claim {
  const taken = takeFrom(sources, owed);
  const short = owed - sumOfPoints(taken);
  const debtMade = points.overdraw === 'debt' ? short : 0n;
  return { taken, points: -(sumOfPoints(taken) + debtMade), debtMade, forgiven: short - debtMade };
}
