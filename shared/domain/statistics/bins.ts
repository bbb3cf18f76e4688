/** The bins of distributions (metrics.md). */
export type Bin = {
  readonly name: string;
  /** The largest value that is in the bin; null for the last one, which has no upper edge. */
  readonly to: number | null;
};
type Bins = readonly Bin[];

/** Bins from their upper edges: `1`, `2-5`, `6+` of 1, 2 … from 1. */
function binsFrom(first: number, edges: readonly number[]): Bins {
  const starts = [first, ...edges.map((edge) => edge + 1)];
  return starts.map((from, index) => {
    const to = edges[index];
    if (to === undefined) return { name: `${String(from)}+`, to: null };
    return { name: from === to ? String(to) : `${String(from)}-${String(to)}`, to };
  });
}

/** Days since the last purchase. */
export const recencyBins = binsFrom(0, [30, 60, 90, 180, 365]);
/** Days between purchase days. */
export const intervalBins = binsFrom(1, [1, 2, 3, 4, 5, 6, 7, 14, 21, 30, 60, 90, 180, 365]);
/** Orders of a member. */
export const timesBins = binsFrom(1, [1, 2, 3, 4]);

/** The position of the bin that a value of at least the first bin's start is in. */
export function binIndexOf(bins: Bins, value: number): number {
  return bins.findIndex(({ to }) => to === null || value <= to);
}

/** The name of the bin that a value of at least the first bin's start is in. */
export function binOf(bins: Bins, value: number): string {
  return bins.find(({ to }) => to === null || value <= to)?.name ?? '';
}
