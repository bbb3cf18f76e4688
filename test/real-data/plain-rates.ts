/** Rates and ranks of the plain numbers. */

/** A quotient as the document has it, by way of decimal texts. */
export function rateOf(numerator: number, denominator: number) {
  return { value: denominator === 0 ? null : rounded(numerator / denominator), numerator, denominator };
}

export const rounded = (value: number) => Number(value.toFixed(6));

/** From 0 for the best fifth to 4: walks down the sorted values, those alike together. */
export function fifths(values: ReadonlyMap<string, number>): ReadonlyMap<string, number> {
  const sorted = [...values].sort(([, a], [, b]) => b - a);
  const result = new Map<string, number>();
  let [above, last] = [0, Infinity];
  for (const [index, [member, value]] of sorted.entries()) {
    if (value !== last) above = index;
    last = value;
    result.set(member, Math.floor((5 * above) / sorted.length));
  }
  return result;
}
